"""The one way in which anything moves: who may, what is missing, who was faster, and what is left behind."""

import logging
import threading
from types import SimpleNamespace

import pytest

from difang.text import Text

MAY, MAY_NOT = SimpleNamespace(pk=1, may=True), SimpleNamespace(pk=2, may=False)


def _machine(*, ready: bool = True, tells: tuple[int, ...] = ()):
    from difang.records.stages import Audience, Machine, Move, Role, Stage

    clerk = Role("clerk", Text("承辦", "clerk"), lambda person, subject: bool(person and person.may))
    told = Audience("told", Text("相關的人", "those concerned"), lambda subject: tells)
    missing = Text("缺預算", "the budget is missing")
    return Machine(
        id="plan",
        name=Text("計畫", "plan"),
        first="exploring",
        stages=(
            Stage("exploring", Text("起", "begun"), Text("起", "begun"), 5),
            Stage("with_county", Text("縣市", "county"), Text("縣市檢視", "with county"), 10),
            Stage("drafting", Text("撰寫", "drafting"), Text("撰寫", "drafting")),
        ),
        moves=(
            Move(
                "submit", Text("送出", "submit"), ("exploring", "drafting"), "with_county", (clerk,),
                guard=lambda subject: [] if ready else [missing], tells=(told,),
            ),
            Move("return", Text("退回", "return"), ("with_county",), "drafting", (clerk,), needs_reason=True),
            Move("note", Text("註記", "note"), ("with_county",), "", (clerk,)),
            Move("lapse", Text("逾期", "lapse"), ("with_county",), "drafting", causes=("clock",)),
        ),
    )  # fmt: skip


@pytest.fixture
def subject(db: None):
    """A plan in its first stage, with its clock running."""
    return _begin()


def _begin():
    from django.utils import timezone

    from difang.plans.models import Plan
    from difang.records import engine

    now = timezone.now()
    plan = Plan.objects.create(
        place="10008100", term="2025-2028", title="水里", release="r", created_at=now, changed_at=now
    )
    engine.begin(_machine(), plan, actor=1)
    return plan


def _left(subject) -> tuple[str, int, list[str], list[str]]:
    """Return the stage, the revision, the kinds of events and the stages of clocks, running ones marked."""
    from difang.records.models import Clock, Event

    subject.refresh_from_db()
    events = Event.objects.order_by("number").values_list("kind", flat=True)
    clocks = [f"{one.stage}{'' if one.stopped_at else ' runs'}" for one in Clock.objects.order_by("pk")]
    return subject.state, subject.revision, list(events), clocks


UNTOUCHED = ("exploring", 0, ["begun"], ["exploring runs"])


def test_a_move_changes_the_stage_records_it_and_turns_the_clocks(subject) -> None:
    from difang.records import chain, engine

    event = engine.fire(_machine(), subject, "submit", actor=MAY, seen=0, content={"letter": "府字第 1 號"})
    assert _left(subject) == ("with_county", 1, ["begun", "submit"], ["exploring", "with_county runs"])
    assert (event.from_state, event.to_state, event.actor, event.cause) == (
        "exploring",
        "with_county",
        1,
        "person",
    )
    assert event.payload.content == {"letter": "府字第 1 號"}
    assert chain.verify().faults == ()


def test_a_move_without_a_target_keeps_stage_and_clock(subject) -> None:
    from difang.records import engine

    engine.fire(_machine(), subject, "submit", actor=MAY)
    engine.fire(_machine(), subject, "note", actor=MAY)
    assert _left(subject) == (
        "with_county", 2, ["begun", "submit", "note"], ["exploring", "with_county runs"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("event", "actor", "cause"),
    [
        ("submit", MAY_NOT, "person"),
        ("submit", None, "person"),
        ("submit", MAY, "clock"),  # nothing but a person submits
        ("return", MAY, "person"),  # not from this stage
        ("lapse", None, "clock"),  # not from this stage
        ("fly", MAY, "person"),
    ],
)
def test_what_is_not_declared_is_refused_and_logged(
    subject, caplog: pytest.LogCaptureFixture, event: str, actor: object, cause: str
) -> None:
    from difang.records import engine
    from difang.records.errors import ForbiddenError

    with caplog.at_level(logging.WARNING, "difang.refused"), pytest.raises(ForbiddenError, match="'begun'"):
        engine.fire(_machine(), subject, event, actor=actor, cause=cause, reason="為")
    assert [record.getMessage().split(" by ")[0] for record in caplog.records] == [
        f"refused: {event} on plan {subject.pk} in exploring"
    ]
    assert _left(subject) == UNTOUCHED


def test_only_the_clock_may_do_what_is_the_clocks(subject) -> None:
    from difang.records import engine
    from difang.records.errors import ForbiddenError

    engine.fire(_machine(), subject, "submit", actor=MAY)
    with pytest.raises(ForbiddenError):
        engine.fire(_machine(), subject, "lapse", actor=MAY)
    assert engine.fire(_machine(), subject, "lapse", cause="clock").actor is None
    assert subject.state == "drafting"


def test_what_is_missing_is_said_and_nothing_moves(subject) -> None:
    from difang.records import engine
    from difang.records.errors import NotReadyError

    with pytest.raises(NotReadyError) as refused:
        engine.fire(_machine(ready=False), subject, "submit", actor=MAY)
    assert refused.value.missing == (Text("缺預算", "the budget is missing"),)
    assert _left(subject) == UNTOUCHED


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_for(subject, reason: str) -> None:
    from difang.records import engine
    from difang.records.errors import NotReadyError

    engine.fire(_machine(), subject, "submit", actor=MAY)
    with pytest.raises(NotReadyError, match="give a reason"):
        engine.fire(_machine(), subject, "return", actor=MAY, reason=reason)
    event = engine.fire(_machine(), subject, "return", actor=MAY, reason="缺 KPI")
    assert event.payload.content == {"reason": "缺 KPI"}


def test_who_saw_an_older_state_is_told_so(subject) -> None:
    from difang.records import engine
    from difang.records.errors import StaleError

    engine.fire(_machine(), subject, "submit", actor=MAY, seen=0)
    engine.fire(_machine(), subject, "note", actor=MAY)
    with pytest.raises(StaleError, match="'with county'"):
        engine.fire(_machine(), subject, "return", actor=MAY, reason="為", seen=1)
    assert subject.state == "with_county"


def test_those_concerned_are_told_once_and_the_actor_is_not(db: None) -> None:
    from difang.people.models import Person
    from difang.records import engine
    from difang.records.models import Notice

    actor, other = (Person.objects.create_user(f"{n}@example.tw", None, name="人") for n in "ab")
    actor.may = True
    subject = _begin()
    machine = _machine(tells=(actor.pk, other.pk, other.pk))
    event = engine.fire(machine, subject, "submit", actor=actor)
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.event, notice.zh) == (other, event.number, "水里：送出（現在：縣市檢視）")
    assert notice.en == "水里: submit (now: with county)"
    assert notice.address == subject.get_absolute_url()


def test_when_the_telling_fails_nothing_has_moved(subject, monkeypatch: pytest.MonkeyPatch) -> None:
    from difang.records import engine, notices

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(notices, "tell", fail)
    with pytest.raises(OSError, match="disk full"):
        engine.fire(_machine(), subject, "submit", actor=MAY)
    assert _left(subject) == UNTOUCHED


def test_of_several_who_decide_at_once_one_does(committed: None) -> None:
    from django.db import connection

    from difang.plans.models import Plan
    from difang.records import chain, engine
    from difang.records.errors import StaleError

    plan = _begin()
    start, outcomes = threading.Barrier(6), []

    def decide() -> None:
        try:
            start.wait()
            engine.fire(_machine(), Plan.objects.get(pk=plan.pk), "submit", actor=MAY, seen=0)
            outcomes.append("moved")
        except StaleError:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["moved", *["stale"] * 5]
    assert _left(plan) == ("with_county", 1, ["begun", "submit"], ["exploring", "with_county runs"])
    assert chain.verify().faults == ()


def test_events_of_many_writers_stand_in_one_chain_without_gaps(committed: None) -> None:
    from django.db import connection, transaction

    from difang.records import chain

    def write(subject: int) -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    chain.append(
                        subject_type="plan", subject_id=subject, kind="note", actor=1, cause="person"
                    )
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    verdict = chain.verify()
    assert (verdict.events, verdict.faults) == (40, ())
