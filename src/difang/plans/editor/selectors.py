"""Reads of the plan pages: a fixed number of queries, whatever the plan holds."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from difang.errors import NotFoundError
from difang.plans import rules
from difang.plans.models import Plan, Presence, SectionRevision, Version

HERE = timedelta(seconds=60)
WHOLE = (
    "members",
    "sections__changed_by",
    "pins",
    "stakeholders",
    "meetings",
    "ventures__needs",
    "kpis__pin",
    "comments__by",
)


def readable(person: Any, pk: int) -> Plan:
    """Return a plan this person may read as their office does; to all others it isn't there."""
    plan = rules.visible(person).prefetch_related(*WHOLE).filter(pk=pk).first()
    if plan is None:
        raise no_plan(pk)
    return plan


def written(person: Any, pk: int) -> Plan:
    """Return a plan of one of this person's townships."""
    plan = readable(person, pk)
    if not rules.is_planner(person, plan):
        raise no_plan(pk)
    return plan


def readable_version(person: Any, pk: int, number: int) -> Version:
    """Return a version this visitor may read: offices all of them, the public the one that was accepted."""
    plan = rules.visible(person, Plan.objects.filter(pk=pk)).first()
    if plan is not None:
        return version_of(plan, number)
    plan = Plan.objects.filter(pk=pk, state__in=rules.PUBLIC_STATES).first()
    if plan is None or number != plan.versions.count():
        raise no_plan(pk)
    return version_of(plan, number)


def is_official(person: Any, pk: int) -> bool:
    """Say whether this person reads the plan as their office does, and not as the public."""
    return rules.visible(person, Plan.objects.filter(pk=pk)).exists()


def version_of(plan: Plan, number: int) -> Version:
    """Return one version of a plan that may be read."""
    found = plan.versions.filter(number=number).select_related("by", "plan").first()
    if found is None:
        raise NotFoundError(
            f"這份計畫沒有第 {number} 版；還沒送出的計畫沒有版本。",
            f"this plan has no version {number}; one that was never submitted has none.",
        )
    return found


def no_plan(pk: int) -> NotFoundError:
    """Say that there is no such plan, in the same words whether or not it exists."""
    return NotFoundError(
        f"沒有編號 {pk} 的計畫，或還沒有送到您這裡。",
        f"there is no plan {pk}, or it has not come to you yet.",
    )


def others_here(plan: Plan, person: Any) -> list[Presence]:
    """Return who else has the plan open now."""
    since = timezone.now() - HERE
    return list(plan.presences.filter(seen_at__gt=since).exclude(person=person).select_related("person"))


def kept_beside(plan: Plan) -> list[SectionRevision]:
    """Return the texts that could not be merged and wait to be settled."""
    found = SectionRevision.objects.filter(section__plan=plan, kept_beside=True, settled_at=None)
    return list(found.select_related("section", "by").order_by("id"))
