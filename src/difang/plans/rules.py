"""Who may see and write a plan; pages and lists ask here, and nobody else decides."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from difang.people import posts
from difang.plans.models import Member, Plan
from difang.records.models import Clock

PUBLIC_STATES = ("accepted", "in_force", "reviewed", "closed")


def may_write(person: Any, plan: Plan) -> bool:
    """Tell whether a person may change the plan's parts now: a planner of one of its townships."""
    return plan.editable and is_planner(person, plan)


def is_planner(person: Any, plan: Plan) -> bool:
    """Tell whether a person is a planner of one of the plan's townships."""
    return any(posts.holds(person, "planner", place) for place in plan.townships())


def office_of(person: Any, plan: Plan) -> str:
    """Return the township of a plan that a person plans for, the leading one first, or "" for a private person."""
    return next((place for place in plan.townships() if posts.holds(person, "planner", place)), "")


def may_lead(person: Any, plan: Plan) -> bool:
    """Tell whether a person speaks for the township that submits."""
    return posts.holds(person, "planner", plan.lead_place())


def may_comment(person: Any, plan: Plan) -> bool:
    """Tell whether a person may remark on a plan: who writes it, and who has it before them.

    An auditor reads everything and changes nothing; who is one beside another office remarks as that office.
    """
    offices = (post for post in posts.held(person) if post.role != "auditor")
    return Plan.objects.filter(_before(offices), pk=plan.pk).exists()


def visible(person: Any, plans: "QuerySet[Plan] | None" = None) -> "QuerySet[Plan]":
    """Keep the plans a signed-in person may read as their office does.

    Planners: those of their townships. A county: those that were ever submitted to it. The nation: those
    that ever reached it. Auditors: all. (Accepted plans are public as frozen versions; see `is_public`.)
    """
    plans = Plan.objects.all() if plans is None else plans
    held = posts.held(person)
    if any(post.role == "auditor" for post in held):
        return plans
    return plans.filter(_before(held))


def _before(held: Iterable[Any]) -> Q:
    """Plans that lie before the holder of these posts."""
    allowed = Q(pk__in=[])
    for post in held:
        if post.role == "planner":
            member = Member.objects.filter(plan=OuterRef("pk"), place=post.place)
            allowed |= Q(place=post.place) | Q(Exists(member))
        elif post.role == "county":
            member = Member.objects.filter(plan=OuterRef("pk"), place__startswith=post.place)
            allowed |= (Q(place__startswith=post.place) | Q(Exists(member))) & _reached("with_county")
        elif post.role == "nation":
            allowed |= _reached("with_nation")
    return allowed


def _reached(stage: str) -> Q:
    """Plans whose clock of a stage was ever started."""
    return Q(Exists(Clock.objects.filter(subject_type="plan", subject_id=OuterRef("pk"), stage=stage)))


def is_public(plan: Plan) -> bool:
    """Tell whether anybody may read the plan's newest frozen version."""
    return plan.state in PUBLIC_STATES
