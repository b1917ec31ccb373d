"""The room as Django knows it."""

from typing import Any

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans of the site."""

    name = "difang.plans"
    label = "plans"

    def ready(self) -> None:
        """Say who is told when a plan or a proposal is late; what is kept for a time only."""
        from django.db.models.signals import post_save

        from difang.people.models import Post
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
        post_save.connect(_post_saved, sender=Post, dispatch_uid="difang.plans.finding")


def _post_saved(instance: Any, created: bool, **_: Any) -> None:
    from difang.plans import finding

    if created:
        finding.keep_from_post(instance)
