"""The room as Django knows it."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans of the site."""

    name = "difang.plans"
    label = "plans"

    def ready(self) -> None:
        """Say who is told when a plan or a proposal is late; what is kept for a time only."""
        from difang.plans import forgetting
        from difang.plans.editor import packing
        from difang.plans.models import Plan, Proposal
        from difang.plans.speaking import concerned
        from difang.plans.stages import PLAN, PROPOSAL
        from difang.plans.windows import exporting
        from difang.records import jobs, telling, tidying

        telling.register_machine(PLAN, Plan, concerned)
        telling.register_machine(PROPOSAL, Proposal, concerned)
        jobs.register(packing.KIND, packing.make)
        jobs.register("cases-sheet", exporting.make_sheet)
        jobs.register("cases-papers", exporting.make_papers)
        tidying.register("presences", forgetting.forget_presences)
        tidying.register("contacts", forgetting.forget_contacts)
