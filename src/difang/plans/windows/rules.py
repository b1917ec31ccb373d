"""Who may see and write a proposal, open a call, add a letter; pages, lists and exports all ask here."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from difang import places
from difang.people import organisations, posts
from difang.people.models import Organisation
from difang.plans import rules as plan_rules
from difang.plans import words
from difang.plans.models import Call, Member, Plan, Proposal, Venture
from difang.plans.speaking import speaks
from difang.records.models import Clock

MOST_OFFERED = 200
OFFICES = ("planner", "county", "centre", "nation")


def visible(person: Any, proposals: "QuerySet[Proposal] | None" = None) -> "QuerySet[Proposal]":
    """Keep the proposals a person may read.

    Who began one as themselves: their own. An organisation: what is put forward for it, to its members of now.
    A township: what it began, and what was ever sent to it or came to the nation. A county, a centre and the
    nation: what ever reached them. Auditors: all. Nobody else anything.
    """
    proposals = Proposal.objects.all() if proposals is None else proposals
    if not getattr(person, "is_authenticated", False):
        return proposals.none()
    allowed = spoken_for(person)
    for post in posts.held(person):
        if post.role == "auditor":
            return proposals
        if post.role in _SEES:
            allowed |= _SEES[post.role](post.place)
    return proposals.filter(allowed)


def spoken_for(person: Any) -> Q:
    """Proposals that a person began as themselves, or that are their organisations'."""
    return Q(owner=person, organisation=None, office="") | Q(organisation__in=organisations.ids(person))


def _of_township(place: str) -> Q:
    member = Member.objects.filter(plan=OuterRef("venture__plan"), place=place)
    here = Q(venture__plan__place=place) | Q(Exists(member))
    return Q(office=place, organisation=None) | (here & _reached("with_township", "intake"))


def _of_county(place: str) -> Q:
    return _within(place) & _reached("with_county", "intake")


def _of_centre(place: str) -> Q:
    return _within(place) & _reached("with_regional_centre")


def _of_nation(place: str) -> Q:
    return _reached("intake")


_SEES = {"planner": _of_township, "county": _of_county, "centre": _of_centre, "nation": _of_nation}


def _within(county: str) -> Q:
    member = Member.objects.filter(plan=OuterRef("venture__plan"), place__startswith=county)
    return Q(venture__plan__place__startswith=county) | Q(Exists(member))


def _reached(*stages: str) -> Q:
    """Proposals that ever came to one of these stages."""
    clocks = Clock.objects.filter(subject_type="proposal", subject_id=OuterRef("pk"), stage__in=stages)
    return Q(Exists(clocks))


def sees(person: Any, subject: Any) -> bool:
    """Tell whether a person may read this plan or proposal as a case."""
    keep = visible if isinstance(subject, Proposal) else plan_rules.visible
    return keep(person, type(subject).objects.filter(pk=subject.pk)).exists()


def may_edit(person: Any, proposal: Proposal) -> bool:
    """Tell whether a person may change a proposal now: who speaks for it, while it is a draft."""
    return proposal.state == "draft" and speaks(person, proposal)


def may_choose_organisation(person: Any, proposal: Proposal) -> bool:
    """Tell whether a person may change for whom a draft is put forward: who began it, until it is first submitted."""
    own = proposal.owner_id is not None and proposal.owner_id == getattr(person, "pk", None)
    return own and may_edit(person, proposal) and not proposal.versions.exists()


def acts_for(person: Any) -> tuple[Organisation, ...]:
    """Return the organisations a person may put ventures forward for."""
    return tuple(one.organisation for one in organisations.held(person))


def may_propose(person: Any, venture: Venture) -> bool:
    """Tell whether a person may put a venture forward: its planners, and anyone once its plan is public."""
    if not getattr(person, "is_authenticated", False):
        return False
    return plan_rules.is_planner(person, venture.plan) or plan_rules.is_public(venture.plan)


def proposable(person: Any) -> "QuerySet[Venture]":
    """Return the ventures a person may put forward."""
    mine = posts.places(person, "planner")
    member = Member.objects.filter(plan=OuterRef("plan"), place__in=mine)
    allowed = Q(plan__state__in=plan_rules.PUBLIC_STATES) | Q(plan__place__in=mine) | Q(Exists(member))
    return Venture.objects.filter(allowed).select_related("plan").order_by("plan_id", "id")


def offered(person: Any, text: str = "", venture: str = "") -> list[Venture]:
    """Return ventures to choose from: of one's own townships, of public plans of places named `text`, one asked for."""
    mine = posts.places(person, "planner")
    member = Member.objects.filter(plan=OuterRef("plan"), place__in=mine)
    wanted = Q(plan__place__in=mine) | Q(Exists(member))
    if text:
        spelled = text.replace("台", "臺")
        codes = [one.code for one in places.all_places("township") if spelled in one.full_name]
        wanted |= Q(plan__place__in=codes) | Q(plan__title__icontains=spelled)
    if (chosen := words.number(venture)) is not None:
        wanted |= Q(pk=chosen)
    return list(proposable(person).filter(wanted)[:MOST_OFFERED])


def may_open_calls(person: Any) -> bool:
    """Tell whether a person may open a call: the nation."""
    return posts.holds(person, "nation")


def may_add_letters(person: Any, subject: Any) -> bool:
    """Tell whether a person may enter an official letter: an office that has the case before it."""
    return any(posts.holds(person, role) for role in OFFICES) and sees(person, subject)


def open_calls(at: Any) -> "QuerySet[Call]":
    """Return the calls that take proposals at a moment, the first to close first."""
    return Call.objects.filter(opens_at__lte=at, closes_at__gte=at).order_by("closes_at", "id")


def covers(person: Any) -> tuple[str, ...]:
    """Return the codes of the counties whose cases a person decides on, `TW` for all; for filters of lists."""
    held = {post.role: post.place for post in posts.held(person)}
    if {"nation", "auditor"} & set(held):
        return ("TW",)
    return tuple(sorted({*posts.places(person, "county"), *posts.places(person, "centre")}))


def drafts(person: Any) -> "QuerySet[Plan]":
    """Return the plans a person may write now."""
    mine = posts.places(person, "planner")
    member = Member.objects.filter(plan=OuterRef("pk"), place__in=mine)
    return Plan.objects.filter(Q(place__in=mine) | Q(Exists(member)), state__in=("exploring", "drafting"))
