"""What time brings about: once, late if need be, and by whichever server comes first."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from difang.text import Text
from tests.records.postbox import free_port, listening

TAIPEI_NOON = timedelta(hours=4)


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC) + TAIPEI_NOON


def _machine():
    from difang.records.stages import Machine, Move, Role, Stage

    anyone = Role("anyone", Text("任何人", "anyone"), lambda person, subject: True)
    return Machine(
        id="plan",
        name=Text("計畫", "plan"),
        first="exploring",
        stages=(
            Stage("exploring", Text("起", "begun"), Text("起", "begun")),
            Stage("with_county", Text("縣市", "county"), Text("縣市檢視", "with county"), 10),
        ),
        moves=(Move("submit", Text("送", "submit"), ("exploring",), "with_county", (anyone,)),),
    )


def _plan(at: datetime, place: str = "10008100"):
    """A plan that came to the county at a moment."""
    from difang.plans.models import Plan
    from difang.records import engine

    plan = Plan.objects.create(
        place=place, term="2025-2028", title="水里", release="r1", created_at=at, changed_at=at
    )
    engine.fire(_machine(), plan, "submit", at=at)
    return plan


def _overdue() -> list[tuple[int, datetime]]:
    from difang.records.models import Event

    return list(Event.objects.filter(kind="overdue").order_by("number").values_list("subject_id", "at"))


@pytest.fixture
def watcher(monkeypatch: pytest.MonkeyPatch):
    """A person who is told when a plan is late."""
    from difang.people.models import Person
    from difang.plans.models import Plan
    from difang.records import telling

    monkeypatch.setattr(telling, "_tellers", {})
    person = Person.objects.create_user("w@example.tw", None, name="承辦")
    telling.register_machine(_machine(), Plan, lambda plan: [person.pk])
    return person


def test_a_clock_over_the_new_year_expires_after_the_last_working_day(db: None, watcher) -> None:
    from difang.records.models import Notice
    from difang.records.tick import tick

    plan = _plan(_at(2026, 2, 10))  # ten working days later is 4 March: the holiday takes nine days
    assert tick(_at(2026, 2, 25))["clocks"] == 0
    assert tick(_at(2026, 3, 4))["clocks"] == 0
    assert tick(datetime(2026, 3, 4, 16, 0, tzinfo=UTC))["clocks"] == 1  # midnight of 5 March in Taipei
    assert _overdue() == [(plan.pk, datetime(2026, 3, 4, 16, 0, tzinfo=UTC))]
    notice = Notice.objects.get(person=watcher)
    assert (notice.zh, notice.en) == (
        "水里：「縣市檢視」已超過 10 個工作天",
        "水里: 'with county' is past its 10 working days",
    )


def test_a_clock_that_ran_out_while_the_server_was_down_expires_at_the_next_tick_once(
    db: None, watcher
) -> None:
    from difang.records.tick import tick

    plan = _plan(_at(2026, 2, 10))
    assert [tick(_at(2026, 6, 1))["clocks"], tick(_at(2026, 6, 2))["clocks"]] == [1, 0]
    assert _overdue() == [(plan.pk, _at(2026, 6, 1))]


def test_a_clock_nobody_can_tell_of_keeps_back_no_other(
    db: None, watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    from difang.records import telling
    from difang.records.tick import tick

    first, second = _plan(_at(2026, 2, 10)), _plan(_at(2026, 2, 10), "10008110")

    def teller(clock, event: int) -> None:
        if clock.subject_id == first.pk:
            raise LookupError("no words")

    telling.register("plan", teller)
    assert tick(_at(2026, 6, 1))["clocks"] == 1
    assert [subject for subject, _ in _overdue()] == [second.pk]
    telling.register("plan", lambda clock, event: None)
    assert tick(_at(2026, 6, 1))["clocks"] == 1


def test_a_kind_without_a_teller_expires_all_the_same(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from difang.records import telling
    from difang.records.tick import tick

    monkeypatch.setattr(telling, "_tellers", {})
    _plan(_at(2026, 2, 10))
    assert tick(_at(2026, 6, 1))["clocks"] == 1


def test_one_part_that_fails_keeps_back_no_other(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from difang.people.models import Person
    from difang.records import clocks, notices
    from difang.records.tick import tick

    def fail(*_: object) -> int:
        raise OSError("disk")

    monkeypatch.setattr(clocks, "expire", fail)
    person = Person.objects.create_user("w@example.tw", None, name="承辦")
    notices.put([person.pk], Text("甲", "a"), "/", None, _at(2026, 6, 1))
    assert tick(_at(2026, 6, 1)) == {"clocks": 0, "jobs": 0, "digests": 1, "mails": 0}


TICKER = """
import django, sys
django.setup()
from difang.records.tick import tick
print("ready", flush=True)
sys.stdin.readline()
for _ in range(3):
    tick()
"""


def test_two_servers_tick_at_once_and_everything_happens_once(database_address: dict[str, str]) -> None:
    from difang.people.models import Person
    from difang.records import chain, notices
    from difang.records.models import Mail

    for n in range(20):
        _plan(_at(2026, 2, 10), f"1000{n:04}")
        person = Person.objects.create_user(f"p{n}@example.tw", None, name="人")
        notices.put([person.pk], Text("甲", "a"), "/", None, _at(2026, 6, 1))
    port = free_port()
    with listening(port) as postbox:
        tickers = [
            subprocess.Popen(
                [sys.executable, "-c", TICKER],
                env={**os.environ, **database_address, "DIFANG_SMTP_URL": f"smtp://127.0.0.1:{port}"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            for _ in range(2)
        ]
        for ticker in tickers:
            assert ticker.stdout.readline() == b"ready\n"
        for ticker in tickers:
            ticker.stdin.write(b"\n")
            ticker.stdin.close()
        assert [ticker.wait(60) for ticker in tickers] == [0, 0]
    assert len(_overdue()) == len({subject for subject, _ in _overdue()}) == 20
    assert sorted(mail["To"] for mail in postbox.mails) == sorted(f"p{n}@example.tw" for n in range(20))
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    assert chain.verify().faults == ()
