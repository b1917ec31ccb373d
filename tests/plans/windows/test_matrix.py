"""Every role × stage × event of both tables: what is listed here works, everything else is refused and logged."""

import logging
from typing import Any

import pytest

# stage -> event -> who; written down by hand, so that the declared tables are checked and not repeated.
PLAN = {
    "exploring": {"draft": {"planner"}, "submit": {"planner"}, "withdraw": {"planner"}},
    "drafting": {"submit": {"planner"}, "withdraw": {"planner"}},
    "with_county": {"return": {"county"}, "forward": {"county"}, "withdraw": {"planner"}},
    "with_nation": {"return": {"nation"}, "accept": {"nation"}, "withdraw": {"planner"}},
    "accepted": {"start": {"nation"}, "reopen": {"nation"}},
    "in_force": {},
    "withdrawn": {"reopen": {"planner"}},
}
PROPOSAL = {
    "draft": {"submit": {"planner"}, "withdraw": {"planner"}},
    "draft of the owner": {"submit_private": {"owner"}, "withdraw": {"owner"}},
    "with_township": {"forward": {"planner"}, "return": {"planner"}, "withdraw": {"planner"}},
    "with_county": {"forward": {"county"}, "return": {"county"}, "withdraw": {"planner"}},
    "with_regional_centre": {"forward": {"centre"}, "return": {"centre"}, "withdraw": {"owner"}},
    "intake": {"accept": {"nation"}, "decline": {"nation"}, "return": {"nation"}, "withdraw": {"planner"}},
    "screening": {"reopen": {"nation"}},
    "declined": {"reopen": {"nation"}},
    "withdrawn": {"reopen": {"planner"}},
}
# An organisation's: its members', whoever began it; the planners of its township only decide on it.
OURS = {"lead", "member"}
PROPOSAL |= {
    "draft of an organisation": {"submit": OURS, "withdraw": OURS},
    "private draft of an organisation": {"submit_private": OURS, "withdraw": OURS},
    "with_township of an organisation": {
        "forward": {"planner"}, "return": {"planner"}, "withdraw": OURS,
    },
    "withdrawn of an organisation": {"reopen": OURS},
}  # fmt: skip
CASES = [("plan", stage) for stage in PLAN] + [("proposal", stage) for stage in PROPOSAL]


@pytest.fixture
def brought(at: Any, propose: Any, of_organisation: Any, people: Any, step: Any) -> Any:
    """Return a function that makes a subject of one of the cases."""

    def made(kind: str, stage: str) -> Any:
        if stage == "draft of the owner":
            return propose(private=True)
        if not stage.endswith("of an organisation"):
            return at(kind, stage)
        subject = of_organisation(private=stage.startswith("private"))
        for event in {"with_township": ["submit"], "withdrawn": ["submit", "withdraw"]}.get(
            stage.split()[0], ()
        ):
            step(people.member, subject, event)
        return subject

    return made


@pytest.mark.parametrize(("kind", "stage"), CASES)
def test_only_what_is_listed_works(
    kind: str, stage: str, brought: Any, people: Any, step: Any, caplog: Any
) -> None:
    from django.db import transaction

    from difang.plans.stages import machine_of
    from difang.records.errors import ForbiddenError
    from difang.records.models import Event

    subject = brought(kind, stage)
    machine = machine_of(subject)
    events = sorted({move.id for move in machine.moves})
    allowed = (PLAN if kind == "plan" else PROPOSAL)[stage]
    assert set(allowed) <= set(events)
    started, revision, tried = subject.state, subject.revision, 0
    caplog.set_level(logging.WARNING, "difang.refused")
    for event in events:
        for role, who in vars(people).items():
            tried += 1
            caplog.clear()
            with transaction.atomic():
                before = Event.objects.count()
                if role in allowed.get(event, ()):
                    recorded = step(who, subject, event)
                    target = machine.move(event, started).target
                    assert (subject.state, recorded.from_state, recorded.actor) == (target, started, who.pk)
                    assert Event.objects.count() == before + 1
                else:
                    with pytest.raises(ForbiddenError):
                        step(who, subject, event)
                    assert (subject.state, Event.objects.count()) == (started, before), (role, event)
                    assert len(caplog.records) == 1, (role, event)
                transaction.set_rollback(True)
            subject.refresh_from_db()
            assert (subject.state, subject.revision) == (started, revision)
    assert tried == len(events) * len(vars(people))


@pytest.mark.parametrize(("kind", "stage"), CASES)
def test_the_page_offers_what_is_listed(kind: str, stage: str, brought: Any, people: Any) -> None:
    from difang.people import posts
    from difang.plans.stages import machine_of
    from difang.plans.windows.deciding import decision

    subject = brought(kind, stage)
    allowed = (PLAN if kind == "plan" else PROPOSAL)[stage]
    for role, who in vars(people).items():
        posts.forget(who)
        offered = {choice.id for choice in decision(machine_of(subject), subject, who).choices}
        assert offered == {event for event, roles in allowed.items() if role in roles}, role


@pytest.mark.parametrize(
    ("kind", "stage", "who", "event"),
    [
        ("plan", "with_county", "county", "return"),
        ("plan", "with_county", "county", "forward"),
        ("plan", "with_nation", "nation", "return"),
        ("plan", "accepted", "nation", "reopen"),
        ("plan", "withdrawn", "planner", "reopen"),
        ("proposal", "with_township", "planner", "forward"),
        ("proposal", "with_county", "county", "return"),
        ("proposal", "with_regional_centre", "centre", "forward"),
        ("proposal", "intake", "nation", "decline"),
        ("proposal", "declined", "nation", "reopen"),
        ("proposal", "intake", "planner", "withdraw"),
    ],
)
def test_a_reason_is_asked_for(
    kind: str, stage: str, who: str, event: str, at: Any, people: Any, step: Any
) -> None:
    from difang.records.errors import NotReadyError

    subject = at(kind, stage)
    with pytest.raises(NotReadyError) as caught:
        step(getattr(people, who), subject, event, " \n ")
    assert "理由" in caught.value.text.zh
    subject.refresh_from_db()
    assert subject.state == stage


# Where a case waits for a decision: what one person who sent it there as all offices at once may not do.
APART = [
    ("plan", "with_county", {"return", "forward"}),
    ("plan", "with_nation", {"return", "accept"}),
    ("proposal", "with_county", {"return", "forward"}),
    ("proposal", "with_regional_centre", {"return", "forward"}),
    ("proposal", "intake", {"return", "accept", "decline"}),
]


@pytest.mark.parametrize("sender", ["who submitted", "who sent it on"])
@pytest.mark.parametrize(("kind", "stage", "decisions"), APART)
def test_nobody_decides_on_what_they_sent_themselves(
    kind: str, stage: str, decisions: set[str], sender: str, at: Any, people: Any, step: Any, caplog: Any
) -> None:
    from django.db import transaction
    from django.utils import timezone

    from difang.people import posts
    from difang.people.models import Post
    from difang.plans.stages import machine_of
    from difang.plans.windows.deciding import decision
    from difang.records.engine import OWN_DOING
    from difang.records.errors import ForbiddenError
    from tests.plans.windows.conftest import ROLES, TO_PLAN, TO_PROPOSAL

    walked = (TO_PLAN if kind == "plan" else TO_PROPOSAL)[stage]
    who = getattr(people, walked[0 if sender == "who submitted" else -1][0])
    subject = at(kind, stage)
    machine = machine_of(subject)
    assert decisions == {move.id for move in machine.moves if move.apart and stage in move.sources}
    for role in ("county", "centre", "nation"):
        Post.objects.get_or_create(
            person=who, role=role, place=ROLES[role][1], defaults={"since": timezone.now()}
        )
    posts.forget(who)
    shown = {one.id: one.missing for one in decision(machine, subject, who).choices if one.id in decisions}
    assert all(OWN_DOING in missing for missing in shown.values()) and set(shown) == decisions
    caplog.set_level(logging.WARNING, "difang.refused")
    for event in sorted(decisions):
        caplog.clear()
        with pytest.raises(ForbiddenError) as refused:
            step(who, subject, event)
        assert refused.value.text == OWN_DOING and len(caplog.records) == 1
        colleague = getattr(people, _decides(kind, stage, event))
        with transaction.atomic():
            step(colleague, subject, event)
            transaction.set_rollback(True)
        subject.refresh_from_db()


def _decides(kind: str, stage: str, event: str) -> str:
    return next(iter((PLAN if kind == "plan" else PROPOSAL)[stage][event]))


def test_a_round_that_others_sent_may_be_decided_by_who_sent_an_earlier_one(
    at: Any, people: Any, step: Any
) -> None:
    from django.utils import timezone

    from difang.people.models import Post

    plan = at("plan", "with_county")
    Post.objects.create(person=people.planner, role="county", place="10008", since=timezone.now())
    step(people.county, plan, "return")
    step(_planner("colleague"), plan, "submit")
    step(people.planner, plan, "forward")
    assert plan.state == "with_nation"


def test_nobody_is_told_of_what_never_came_to_them(at: Any, people: Any, step: Any) -> None:
    from difang.records.models import Notice

    proposal, plan = at("proposal", "draft"), None
    step(people.planner, proposal, "withdraw")
    plan = proposal.venture.plan
    step(people.planner, plan, "withdraw")
    assert Notice.objects.count() == 0
    step(people.planner, plan, "reopen")
    step(people.planner, plan, "submit")
    step(people.planner, plan, "withdraw")
    told = set(Notice.objects.values_list("person__name", flat=True))
    assert told == {"county"}


def test_a_townships_proposal_goes_on_when_its_planner_leaves(
    at: Any, people: Any, step: Any, browse: Any
) -> None:
    from django.utils import timezone

    from difang.people.models import Post
    from difang.plans.windows import rules
    from tests.plans.conftest import PULI, person

    proposal = at("proposal", "draft")
    successor = person("successor", ("planner", PULI))
    Post.objects.filter(person=people.planner).update(until=timezone.now())
    assert rules.sees(successor, proposal) and rules.may_edit(successor, proposal)
    assert browse(successor).get(f"/proposals/{proposal.pk}/edit/").status_code == 200
    step(successor, proposal, "submit")
    assert proposal.state == "with_township"


def test_who_planned_there_once_has_no_more_part_in_the_townships_proposal(
    at: Any, people: Any, step: Any, browse: Any
) -> None:
    from django.utils import timezone

    from difang.people import posts
    from difang.people.models import Post
    from difang.plans.speaking import speaks
    from difang.plans.stages import PROPOSAL as TABLE
    from difang.plans.windows import rules
    from difang.records.errors import ForbiddenError
    from difang.records.models import Notice

    proposal = at("proposal", "draft")
    former = people.planner
    Post.objects.filter(person=former).update(until=timezone.now())
    posts.forget(former)
    assert not speaks(former, proposal) and not rules.sees(former, proposal)
    for part in ("", "edit/", "versions/"):
        assert browse(former).get(f"/proposals/{proposal.pk}/{part}").status_code == 404
    for event in {move.id for move in TABLE.moves}:
        with pytest.raises(ForbiddenError):
            step(former, proposal, event)
    successor, colleague = _planner("successor"), _planner("colleague")
    step(successor, proposal, "submit")
    step(successor, proposal, "return")
    assert set(Notice.objects.values_list("person", flat=True)) == {colleague.pk}


def test_a_private_proposer_keeps_their_proposal_whatever_posts_they_had(
    propose: Any, people: Any, browse: Any
) -> None:
    from django.utils import timezone

    from difang.people.models import Post
    from difang.plans.windows import rules

    proposal = propose(by=people.owner)
    post = Post.objects.create(person=people.owner, role="planner", place="10008020", since=timezone.now())
    Post.objects.filter(pk=post.pk).update(until=timezone.now())
    assert rules.may_edit(people.owner, proposal)
    assert browse(people.owner).get(f"/proposals/{proposal.pk}/edit/").status_code == 200
    assert not rules.sees(people.planner, proposal), "nor does it become the township's before it is sent"


def test_proposals_begun_before_offices_were_noted_are_told_apart(
    propose: Any, people: Any, ready: Any
) -> None:
    from importlib import import_module

    from django.apps import apps
    from django.utils import timezone

    from difang.people.models import Post
    from difang.plans.models import Proposal
    from difang.records.models import Entry
    from tests.plans.windows.conftest import open_call

    of_office, of_person = propose(), propose(by=people.owner, call=open_call(people.nation))
    Post.objects.create(person=people.owner, role="planner", place="10008020", since=timezone.now())
    Post.objects.filter(person=people.planner).update(until=timezone.now())
    Proposal.objects.update(office="")
    import_module("difang.plans.migrations.0004_proposal_office").find_offices(apps, None)
    assert dict(Proposal.objects.values_list("pk", "office")) == {of_office.pk: "10008020", of_person.pk: ""}
    assert not Entry.objects.exists(), "who finds what is worked out anew"


def _planner(name: str) -> Any:
    from tests.plans.conftest import PULI, person

    return person(name, ("planner", PULI))
