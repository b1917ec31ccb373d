"""Reads of desks, lists and case pages: a bounded number of queries however many cases there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from difang.errors import NotFoundError
from difang.people import posts
from difang.people.selectors import without_planner
from difang.plans import finding
from difang.plans import rules as plan_rules
from difang.plans.models import Member, Plan, Proposal, ProposalVersion, Version
from difang.plans.stages import PLAN, PROPOSAL
from difang.plans.windows import days, paths, rules
from difang.records import search, workingdays
from difang.records.models import Clock, Notice
from difang.text import Text

KINDS = ("plan", "proposal")
MACHINES = {"plan": PLAN, "proposal": PROPOSAL}
SHOWN = 10
NEWEST = 20


@dataclass(frozen=True)
class Row:
    """One case in a list."""

    kind: str
    pk: int
    title: str
    place: Text
    stage: Text
    holder: Text
    days: days.Days | None
    changed_at: datetime
    address: str
    demo: bool


@dataclass(frozen=True)
class Some:
    """The first rows of a list and how many there are in all."""

    rows: tuple[Row, ...]
    count: int


def case(person: Any, kind: str, pk: int) -> Plan | Proposal:
    """Return a case this person may read; to all others it isn't there, in the same words."""
    found = seen(person, kind).filter(pk=pk).first()
    if found is None:
        raise no_case(pk)
    return found


def no_case(pk: int) -> NotFoundError:
    """Say that there is no such case, whether or not it exists."""
    return NotFoundError(
        f"沒有編號 {pk} 的案件，或還沒有送到您這裡。",
        f"there is no case {pk}, or it has not come to you yet.",
    )


def seen(person: Any, kind: str) -> "QuerySet[Any]":
    """Return the cases of one kind that a person may read, each with the last day of its stage."""
    clock = Clock.objects.filter(subject_type=kind, subject_id=OuterRef("pk"), stopped_at=None)
    due = Subquery(clock.values("due_on")[:1])
    if kind == "plan":
        return plan_rules.visible(person).annotate(due_on=due)
    return rules.visible(person).select_related("venture__plan", "call", "organisation").annotate(due_on=due)


def rows(cases: "QuerySet[Any]", kind: str, at: datetime | None = None) -> tuple[Row, ...]:
    """Return a page of cases as rows; one query."""
    return tuple(_row(kind, one, at) for one in cases)


def _row(kind: str, one: Any, at: datetime | None) -> Row:
    step, place = paths.step_of(one), paths.place_of(one)
    named = paths.office(step, place) if step else Text("", "")
    holder = (
        Text(f"{step.holder.zh} {named.zh}".strip(), f"{step.holder.en} {named.en}".strip())
        if step
        else named
    )
    return Row(
        kind=kind,
        pk=one.pk,
        title=one.title,
        place=paths.place_words(place),
        stage=MACHINES[kind].stage(one.state).public,
        holder=holder,
        days=days.left(one.due_on, at=at) if one.due_on else None,
        changed_at=one.changed_at,
        address=reverse("plan-decide" if kind == "plan" else "proposal", args=[one.pk]),
        demo=one.demo,
    )


def waiting(person: Any, kind: str) -> "QuerySet[Any]":
    """Return the cases that wait for a decision or a change by this person, the first due first."""
    asked = _plans_for(person) if kind == "plan" else _proposals_for(person)
    return _by_days(seen(person, kind).filter(asked))


def _by_days(cases: "QuerySet[Any]") -> "QuerySet[Any]":
    return cases.order_by(F("due_on").asc(nulls_last=True), "-changed_at", "pk")


def _lead(plan: str) -> Subquery:
    return Subquery(Member.objects.filter(plan=OuterRef(plan)).order_by("id").values("place")[:1])


def _plans_for(person: Any) -> Q:
    asked = Q(pk__in=[])
    returned = Exists(Version.objects.filter(plan=OuterRef("pk")))
    for post in posts.held(person):
        if post.role == "county":
            asked |= Q(state="with_county") & plan_within(post.place)
        elif post.role == "nation":
            asked |= Q(state="with_nation")
        elif post.role == "planner":
            asked |= Q(state="drafting") & Q(returned) & plan_within(post.place)
    return asked


def _proposals_for(person: Any) -> Q:
    returned = Exists(ProposalVersion.objects.filter(proposal=OuterRef("pk")))
    asked = Q(state="draft") & rules.spoken_for(person) & Q(returned)
    for post in posts.held(person):
        if post.role == "county":
            asked |= Q(state="with_county") & proposal_within(post.place)
        elif post.role == "centre":
            asked |= Q(state="with_regional_centre") & proposal_within(post.place)
        elif post.role == "nation":
            asked |= Q(state="intake")
        elif post.role == "planner":
            led = Q(Exists(_led(post.place)))
            asked |= Q(state="with_township") & (Q(venture__plan__place=post.place) | led)
            asked |= Q(state="draft", office=post.place) & Q(returned)
    return asked


def _led(place: str) -> "QuerySet[Plan]":
    """Plans of a region that this township leads, seen from a proposal."""
    led = Plan.objects.filter(pk=OuterRef("venture__plan"), place__startswith="region:")
    return led.annotate(lead=_lead("pk")).filter(lead=place)


def plan_within(code: str) -> Q:
    """Plans of a township or of a county."""
    member = Member.objects.filter(plan=OuterRef("pk"), place__startswith=code)
    return Q(place__startswith=code) | Q(Exists(member))


def proposal_within(code: str) -> Q:
    """Proposals of a township or of a county."""
    member = Member.objects.filter(plan=OuterRef("venture__plan"), place__startswith=code)
    return Q(venture__plan__place__startswith=code) | Q(Exists(member))


def late(person: Any, kind: str, today: date) -> "QuerySet[Any]":
    """Return the cases a person may read whose days are over, wherever they lie."""
    over = Clock.objects.filter(subject_type=kind, stopped_at=None, due_on__lt=today).values("subject_id")
    return _by_days(seen(person, kind).filter(pk__in=over))


def some(cases: "QuerySet[Any]", kind: str) -> Some:
    """Return the first rows and the number of all."""
    shown = rows(cases[:SHOWN], kind)
    return Some(shown, len(shown) if len(shown) < SHOWN else cases.count())


def desk(person: Any) -> dict[str, Any]:
    """Return what the desk shows."""
    now = timezone.now()
    today = workingdays.today(now)
    unread = Notice.objects.filter(person=person, read_at=None).order_by("-pk")
    notices = list(unread[:NEWEST])
    drafts = _by_changes(seen(person, "plan").filter(pk__in=rules.drafts(person).values("pk")))
    return {
        "waiting": [(kind, some(waiting(person, kind), kind)) for kind in KINDS],
        "late": [(kind, some(late(person, kind, today), kind)) for kind in KINDS],
        "notices": notices,
        "unread": len(notices) if len(notices) < NEWEST else unread.count(),
        "drafts": [
            ("plan", some(drafts, "plan")),
            ("proposal", some(_by_changes(_my_drafts(person)), "proposal")),
        ],
        "calls": list(rules.open_calls(now)[:SHOWN]),
        "roles": posts.held(person),
        "without_planner": [
            paths.place_words(code)
            for county in posts.places(person, "county")
            for code in without_planner(county)
        ],
    }


def _my_drafts(person: Any) -> "QuerySet[Any]":
    return seen(person, "proposal").filter(state="draft")


def _by_changes(cases: "QuerySet[Any]") -> "QuerySet[Any]":
    return cases.order_by("-changed_at", "pk")


def listed(person: Any, kind: str, asked: dict[str, Any]) -> "QuerySet[Any]":
    """Return the cases of a list or an export: those a person may read, narrowed by what they asked for."""
    found = seen(person, kind)
    if asked.get("state"):
        found = found.filter(state=asked["state"])
    if asked.get("place"):
        found = found.filter((plan_within if kind == "plan" else proposal_within)(asked["place"]))
    if asked.get("late"):
        found = found.filter(due_on__lt=workingdays.today(timezone.now()))
    if asked.get("q"):
        found = found.filter(_named(person, kind, asked["q"]))
    return _by_days(found)


def _named(person: Any, kind: str, text: str) -> Q:
    """Cases that a search finds for this person, or whose place is called so; 台 finds 臺."""
    from difang import places

    spelled = text.replace("台", "臺")
    codes = [
        place.code
        for place in places.all_places("township")
        if spelled in place.full_name or text.lower() in place.full_name_en.lower()
    ]
    place = "place" if kind == "plan" else "venture__plan__place"
    words = search.subjects(text, finding.scopes_of(person), kind)
    return Q(pk__in=words) | Q(**{f"{place}__in": codes})


def found(person: Any, hits: Sequence[search.Found]) -> tuple[Row, ...]:
    """Return what a search found as rows, in its order; the rules are asked once more."""
    shown: dict[tuple[str, int], Row] = {}
    for kind in KINDS:
        asked = [hit.subject_id for hit in hits if hit.subject_type == kind]
        for row in rows(seen(person, kind).filter(pk__in=asked), kind) if asked else ():
            shown[kind, row.pk] = row
    public = Plan.objects.filter(
        pk__in=[hit.subject_id for hit in hits if hit.subject_type == "plan"],
        state__in=plan_rules.PUBLIC_STATES,
    ).annotate(due_on=Value(None, DateField()))
    for row in rows(public, "plan"):
        shown.setdefault(("plan", row.pk), replace(row, address=reverse("plan", args=[row.pk])))
    keys = [(hit.subject_type, hit.subject_id) for hit in hits]
    return tuple(shown[key] for key in keys if key in shown)


def versions(proposal: Proposal) -> Sequence[ProposalVersion]:
    """Return the frozen versions of a proposal, the oldest first."""
    return list(proposal.versions.select_related("by"))
