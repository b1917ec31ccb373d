"""A plan that may be submitted, a venture, a call, proposals at every stage, and a person for every role."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.plans.conftest import NANTOU, PULI, TAICHUNG_HEPING, person

ROLES = {
    "planner": ("planner", PULI),
    "county": ("county", NANTOU),
    "centre": ("centre", NANTOU),
    "nation": ("nation", "TW"),
    "auditor": ("auditor", "TW"),
    "operator": ("operator", "TW"),
    "other_planner": ("planner", TAICHUNG_HEPING),
    "other_county": ("county", "66000"),
    "other_centre": ("centre", "66000"),
}


def filled(plan: Any) -> Any:
    """Fill a plan until nothing hinders its submission, and return its venture."""
    from difang.plans.models import Kpi, Need, Venture

    plan.sections.update(body="寫好了")
    venture = Venture.objects.create(plan=plan, name="茭白筍次級品再利用", what="做飼料", how="產銷班集貨")
    Need.objects.create(venture=venture, kind="grant", purpose="處理設備", amount=3_000_000, year=2027)
    Kpi.objects.create(plan=plan, venture=venture, name="就業", unit="人", baseline=0, target=5, year=2029)
    return venture


def open_call(by: Any, days: int = 30, **fields: Any) -> Any:
    """Open a call that takes proposals now."""
    from django.utils import timezone

    from difang.plans.windows.services import open_call as opening

    now = timezone.now()
    settings = {"title": "一一六年第一次徵案", "scope": "範圍", "private_path": True, **fields}
    return opening(by=by, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=days), **settings)


@pytest.fixture
def people(db: None) -> SimpleNamespace:
    """A person for every role, `owner`, a resident without one, and people of two organisations."""
    found = {name: person(name, post) for name, post in ROLES.items()}
    return SimpleNamespace(**found, owner=person("owner"), stranger=person("stranger"), **of_organisations())


def of_organisations() -> dict[str, Any]:
    """Make the lead, a member and an ex-member of one organisation, and the lead of another one."""
    from django.utils import timezone

    from difang.people.models import Membership, Organisation, Person

    now = timezone.now()
    ours, others = (
        Organisation.objects.create(kind="association", name=name, place=PULI)
        for name in ("隱密茭白筍社", "別的社")
    )
    found = {}
    for name, organisation, lead, until in (
        ("lead", ours, True, None),
        ("member", ours, False, None),
        ("ex_member", ours, False, now),
        ("other_member", others, True, None),
    ):
        found[name] = Person.objects.create_user(f"{name}@example.tw", name=name)
        Membership.objects.create(
            organisation=organisation, person=found[name], lead=lead, since=now, until=until
        )
    return found


@pytest.fixture
def organisation(people: SimpleNamespace) -> Any:
    """The organisation of `lead` and `member`, which `ex_member` left."""
    from difang.people.models import Organisation

    return Organisation.objects.get(name="隱密茭白筍社")


@pytest.fixture
def ready(people: SimpleNamespace) -> Any:
    """A plan that may be submitted, of the planner of 埔里鎮."""
    from difang.plans.editor.beginning import begin

    made = begin(by=people.planner, place=PULI, term="2027-2030", title="隱密計畫標題")
    filled(made)
    return made


@pytest.fixture
def propose(people: SimpleNamespace, ready: Any) -> Callable[..., Any]:
    """Return a function that makes a proposal of the plan's venture, by the planner or (private) the owner."""
    from difang.plans.windows import services

    def made(*, private: bool = False, call: Any = None, by: Any = None, organisation: Any = None) -> Any:
        if private or by not in (None, people.planner):
            type(ready).objects.filter(pk=ready.pk).update(state="accepted")
            ready.refresh_from_db()
        return services.propose(
            by=by or (people.owner if private else people.planner),
            venture=ready.ventures.get(),
            call=call or open_call(people.nation),
            title="隱密提案標題",
            summary="摘要",
            private=private,
            organisation=organisation,
        )

    return made


@pytest.fixture
def of_organisation(
    people: SimpleNamespace, propose: Callable[..., Any], organisation: Any
) -> Callable[..., Any]:
    """Return a function that makes a proposal for the organisation; who began it has left since."""

    def made(**more: Any) -> Any:
        proposal = propose(by=people.member, organisation=organisation, **more)
        proposal.owner = people.ex_member
        proposal.save(update_fields=["owner"])
        finding.keep_proposal(proposal)
        return proposal

    from difang.plans import finding

    return made


@pytest.fixture
def step() -> Callable[..., Any]:
    """Return a function that decides on a case as it stands, by a person whose posts are read anew."""
    from difang.people import organisations, posts
    from difang.plans.windows import services

    def decided(by: Any, subject: Any, event: str, reason: str = "理由") -> Any:
        posts.forget(by)
        organisations.forget(by)
        return services.decide(by=by, subject=subject, event=event, reason=reason, seen=subject.revision)

    return decided


TO_PLAN = {
    "exploring": (),
    "drafting": (("planner", "draft"),),
    "with_county": (("planner", "submit"),),
    "with_nation": (("planner", "submit"), ("county", "forward")),
    "accepted": (("planner", "submit"), ("county", "forward"), ("nation", "accept")),
    "in_force": (("planner", "submit"), ("county", "forward"), ("nation", "accept"), ("nation", "start")),
    "withdrawn": (("planner", "submit"), ("planner", "withdraw")),
}
_IN = (("planner", "submit"), ("planner", "forward"), ("county", "forward"))
TO_PROPOSAL = {
    "draft": (),
    "with_township": (("planner", "submit"),),
    "with_county": (("planner", "submit"), ("planner", "forward")),
    "with_regional_centre": (("owner", "submit_private"),),
    "intake": _IN,
    "screening": (*_IN, ("nation", "accept")),
    "declined": (*_IN, ("nation", "decline")),
    "withdrawn": (("planner", "submit"), ("planner", "withdraw")),
}


@pytest.fixture
def at(people: SimpleNamespace, ready: Any, propose: Any, step: Any) -> Callable[[str, str], Any]:
    """Return a function that brings a plan or a proposal to a stage by its real steps."""

    def brought(kind: str, state: str) -> Any:
        subject = ready if kind == "plan" else propose(private=state == "with_regional_centre")
        for who, event in (TO_PLAN if kind == "plan" else TO_PROPOSAL)[state]:
            step(getattr(people, who), subject, event)
        assert subject.state == state
        return subject

    return brought
