"""Reads of desks, lists and case pages: a bounded number of queries however many cases there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from difang.errors import NotFoundError
from difang.people import posts
from difang.people.selectors import without_planner
from difang.plans import finding
from difang.plans import rules as plan_rules
from difang.plans.editor.selectors import WHOLE
from difang.plans.missing import only_consents
from difang.plans.models import Member, Plan, Proposal, ProposalVersion, Version
from difang.plans.models.proposal import RETITLED
from difang.plans.stages import PLAN, PROPOSAL
from difang.plans.windows import days, paths, rules
from difang.records import search, workingdays
from difang.records.models import Clock, Notice
from difang.text import Text

KINDS = ("plan", "proposal")
MACHINES = {"plan": PLAN, "proposal": PROPOSAL}
SHOWN = 10
MOST_ASKED = 20
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
    term: str = ""


@dataclass(frozen=True)
class Some:
    """The first rows of a list and how many there are in all."""

    rows: tuple[Row, ...]
    count: int


NONE = Some((), 0)


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
    """Return the cases of one kind that a person may read, each with the last day of its stage.

    `shown_title` is what the person may call it: what a draft is called is known to its writers alone.
    """
    due = _due(kind)
    if kind == "plan":
        return plan_rules.visible(person).annotate(due_on=due, shown_title=F("title"))
    found = rules.visible(person).select_related("venture__plan", "call", "organisation")
    return found.annotate(due_on=due, shown_title=_title_for(person))


def _due(kind: str) -> Subquery:
    clock = Clock.objects.filter(subject_type=kind, subject_id=OuterRef("pk"), stopped_at=None)
    return Subquery(clock.values("due_on")[:1])


def _title_for(person: Any) -> Case:
    """Return a proposal's title for who writes it, else that of its last version."""
    newest = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    sent = Subquery(newest.annotate(told=KT("content__title")).values("told")[:1], output_field=CharField())
    retitled = Q(state__in=RETITLED) & ~rules.drafted_by(person)
    return Case(When(retitled, then=Coalesce(sent, F("title"))), default=F("title"))


def rows(cases: "QuerySet[Any]", kind: str, at: datetime | None = None) -> tuple[Row, ...]:
    """Return a page of cases as rows; one query."""
    return tuple(_row(kind, one, at) for one in cases)


def _row(kind: str, one: Any, at: datetime | None) -> Row:
    place = paths.place_of(one)
    return Row(
        kind=kind,
        pk=one.pk,
        title=one.shown_title,
        place=paths.place_words(place),
        stage=MACHINES[kind].stage(one.state).public,
        holder=_holder(one, place),
        days=days.left(one.due_on, at=at) if one.due_on else None,
        changed_at=one.changed_at,
        address=reverse("plan-decide" if kind == "plan" else "proposal", args=[one.pk]),
        demo=one.demo,
        term=one.term if kind == "plan" else "",
    )


def _holder(one: Any, place: str) -> Text:
    """Name the office that has the case before it; nobody has one that came to its outcome or ended."""
    step = paths.step_of(one)
    if step is None or step.by == "none":
        return Text("", "")
    named = paths.office(step, place)
    return Text(f"{step.holder.zh} {named.zh}".strip(), f"{step.holder.en} {named.en}".strip())


def waiting(person: Any, kind: str) -> "QuerySet[Any]":
    """Return the cases that wait for a decision or a change by this person, the first due first."""
    asked = _plans_for(person) if kind == "plan" else _proposals_for(person)
    return _by_days(seen(person, kind).filter(asked))


def _by_days(cases: "QuerySet[Any]") -> "QuerySet[Any]":
    return cases.order_by(F("due_on").asc(nulls_last=True), "-changed_at", "pk")


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
            led = Q(Exists(rules.led(post.place)))
            asked |= Q(state="with_township") & (Q(venture__plan__place=post.place) | led)
            asked |= Q(state="draft", office=post.place) & Q(returned)
    return asked


def consents_asked(person: Any) -> "QuerySet[Any]":
    """Return the region plans that lack nothing but members' consent, this person's township's among them."""
    mine = posts.places(person, "planner")
    silent = Member.objects.filter(
        Q(consented_at=None) | Q(withdrawn_at__isnull=False), plan=OuterRef("pk"), place__in=mine
    )
    asked = Plan.objects.filter(Exists(silent), state__in=("exploring", "drafting"))
    newest = asked.order_by("-changed_at").prefetch_related(*WHOLE)[:MOST_ASKED]
    ready = [plan.pk for plan in newest if mine and only_consents(plan)]
    return _by_changes(seen(person, "plan").filter(pk__in=ready))


def followed(person: Any) -> Some:
    """Return the private proposals of a planner's place, named by number alone, with their public status."""
    away = rules.followed(person).select_related("venture__plan").defer("title", "summary")
    cases = away.annotate(due_on=_due("proposal"), shown_title=Value(""))
    found = some(_by_days(cases), "proposal")
    told = tuple(replace(row, address=reverse("status", args=["proposal", row.pk])) for row in found.rows)
    return Some(told, found.count)


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
    plans = _by_changes(seen(person, "plan").filter(pk__in=rules.plans_of(person).values("pk")))
    planner = bool(posts.places(person, "planner"))
    return {
        "waiting": [(kind, some(waiting(person, kind), kind)) for kind in KINDS],
        "consents": some(consents_asked(person), "plan") if planner else NONE,
        "followed": followed(person) if planner else NONE,
        "late": [(kind, some(late(person, kind, today), kind)) for kind in KINDS],
        "notices": notices,
        "unread": len(notices) if len(notices) < NEWEST else unread.count(),
        "drafts": [
            ("plan", some(plans, "plan")),
            ("proposal", some(_by_changes(_mine(person)), "proposal")),
        ],
        "calls": list(rules.open_calls(now)[:SHOWN]),
        "roles": posts.held(person),
        "without_planner": [
            paths.place_words(code)
            for county in posts.places(person, "county")
            for code in without_planner(county)
        ],
    }


def _mine(person: Any) -> "QuerySet[Any]":
    """Return what a person put forward, wherever it lies, and the drafts of their township."""
    own = rules.spoken_for(person) | Q(state="draft") & rules.drafted_by(person)
    return seen(person, "proposal").filter(own)


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
    place = "place" if kind == "plan" else "venture__plan__place"
    words = search.subjects(text, finding.scopes_of(person), kind)
    return Q(pk__in=words) | Q(**{f"{place}__in": _places_named(text)})


def _places_named(text: str) -> list[str]:
    from difang import places

    spelled = text.replace("台", "臺")
    return [
        place.code
        for place in places.all_places("township")
        if spelled in place.full_name or text.lower() in place.full_name_en.lower()
    ]


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
    ).annotate(due_on=Value(None, DateField()), shown_title=F("title"))
    for row in rows(public, "plan"):
        shown.setdefault(("plan", row.pk), replace(row, address=reverse("plan", args=[row.pk])))
    keys = [(hit.subject_type, hit.subject_id) for hit in hits]
    return tuple(shown[key] for key in keys if key in shown)


def public_plans(place: str, text: str) -> "QuerySet[Any]":
    """Return the plans anybody may read, of a place (with the regions it belongs to) and holding some words."""
    sent = Version.objects.filter(plan=OuterRef("pk"))
    found = Plan.objects.filter(Exists(sent), state__in=plan_rules.PUBLIC_STATES)
    if place:
        found = found.filter(plan_within(place))
    if text:
        words = search.subjects(text, (finding.PUBLIC,), "plan")
        found = found.filter(Q(pk__in=words) | Q(place__in=_places_named(text)))
    shown = found.annotate(due_on=Value(None, DateField()), shown_title=F("title"))
    return shown.order_by("-changed_at", "pk")


def public_rows(plans: "QuerySet[Any]") -> tuple[Row, ...]:
    """Return a page of public plans as rows that lead to the plan itself."""
    return tuple(replace(row, address=reverse("plan", args=[row.pk])) for row in rows(plans, "plan"))


def versions(proposal: Proposal) -> Sequence[ProposalVersion]:
    """Return the frozen versions of a proposal, the oldest first."""
    return list(proposal.versions.select_related("by"))
