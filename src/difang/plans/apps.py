"""The room as Django knows it."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans of the site."""

    name = "difang.plans"
    label = "plans"

    def ready(self) -> None:
        """Say who is told when a plan or a proposal is late."""
        from difang.plans.models import Plan, Proposal
        from difang.plans.speaking import concerned
        from difang.plans.stages import PLAN, PROPOSAL
        from difang.records import telling

        telling.register_machine(PLAN, Plan, concerned)
        telling.register_machine(PROPOSAL, Proposal, concerned)
