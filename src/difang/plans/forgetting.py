"""What plans keep for a time only: who has a part open, and how stakeholders can be reached."""

from datetime import datetime, timedelta

from django.utils import timezone

from difang.plans.models import Plan, Presence, Stakeholder

HERE_KEPT = timedelta(hours=1)


def forget_presences(at: datetime | None = None) -> int:
    """Remove who had a part open more than an hour ago; return how many."""
    return Presence.objects.filter(seen_at__lt=(at or timezone.now()) - HERE_KEPT).delete()[0]


def forget_contacts(at: datetime | None = None) -> int:
    """Clear the addresses of the stakeholders of plans that are closed; return how many."""
    closed = Stakeholder.objects.filter(plan__state=Plan.State.CLOSED).exclude(contact="")
    return closed.update(contact="")
