"""A process that has Django set up and forks writers and deciders, so that killing fifty of them is quick.

Run as `python -m tests.plans.walker HOME`; each line on stdin is an order: `walk` forks a child that writes,
submits and returns a plan without end and notes each thing the site confirmed; `check` looks at what is there.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class Walker:
    """The parent's side."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def __enter__(self) -> "Walker":
        env = {
            **os.environ,
            "DIFANG_HOME": str(self._home),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.plans.walker"],
            cwd=ROOT,
            env={**env, "DJANGO_SETTINGS_MODULE": "difang.site.settings"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)

    def killed_after(self, seconds: float) -> None:
        """Let a child walk and kill -9 it `seconds` after the first thing that was confirmed to it."""
        before = self._confirmed()
        child = int(self.ask("walk"))
        while self._confirmed() == before:
            time.sleep(0.002)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        self.ask("wait")

    def _confirmed(self) -> int:
        notes = self._home / "confirmed"
        return notes.stat().st_size if notes.exists() else 0

    def ask(self, order: str) -> str:
        """Send one order and return its answer."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(order + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def check(self) -> dict[str, Any]:
        """Return what a child found wrong, and what it counted."""
        found: dict[str, Any] = json.loads(self.ask("check"))
        return found


def kill_at_random(home: Path, *, times: int, seed: int) -> None:
    """Kill walkers at random moments; after each, all that was confirmed is there and nothing is half done."""
    chance = random.Random(seed)
    with Walker(home) as walker:
        for number in range(times):
            walker.killed_after(chance.uniform(0.0, 0.2))
            if number % 10 == 9:
                assert walker.check()["faults"] == []
        last = walker.check()
    assert last["faults"] == []
    assert last["events"] > times / 10, "hardly anything was submitted before it was killed"


def _serve() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    _people()
    _warm()
    confirmed = Path(os.environ["DIFANG_HOME"]) / "confirmed"
    for line in sys.stdin:
        order = line.strip()
        if order == "wait":
            os.wait()
            print("ended", flush=True)
            continue
        if order == "check":
            print(json.dumps(_check(confirmed)), flush=True)
            continue
        connections.close_all()
        child = os.fork()
        if child == 0:
            _walk(confirmed)
        print(child, flush=True)


def _people() -> None:
    from difang.plans.editor.beginning import begin
    from difang.plans.models import Venture
    from tests.plans.conftest import NANTOU, PULI, person

    planner = person("planner", ("planner", PULI))
    person("county", ("county", NANTOU))
    plan = begin(by=planner, place=PULI, term="2027-2030")
    Venture.objects.create(plan=plan, name="事業")
    plan.sections.update(gap="還在問")


def _warm() -> None:
    """Load what a child would load first, so that it's killed while it writes, not while it imports."""
    from datetime import date

    from difang.plans.editor import versions, writing  # noqa: F401
    from difang.plans.windows import services  # noqa: F401
    from difang.records import workingdays

    workingdays.is_working(date(2026, 11, 24))


def _walk(confirmed: Path) -> None:
    from difang.people.models import Person
    from difang.plans.editor.writing import save
    from difang.plans.models import Plan
    from difang.plans.windows.services import decide

    planner, county = Person.objects.order_by("id")
    plan = Plan.objects.get()
    notes = os.open(confirmed, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(*words: object) -> None:
        os.write(notes, (" ".join(map(str, words)) + "\n").encode())

    if plan.state == "with_county":
        decide(by=county, subject=plan, event="return", reason="退回", seen=plan.revision)
    empty = list(plan.sections.filter(body="").order_by("part"))
    while True:
        for section in empty or plan.sections.order_by("number", "part")[:1]:
            body = f"第 {section.part} 部分，第 {section.number + 1} 次"
            saved = save(by=planner, plan=plan, part=section.part, base=section.number, body=body)
            note("saved", section.part, saved.number)
        empty = []
        plan.refresh_from_db()
        note("fired", decide(by=planner, subject=plan, event="submit", seen=plan.revision).number)
        note(
            "fired", decide(by=county, subject=plan, event="return", reason="退回", seen=plan.revision).number
        )


def _check(confirmed: Path) -> dict[str, Any]:
    from difang.plans.models import Plan
    from difang.plans.stages import PLAN
    from difang.records import chain
    from difang.records.models import Clock, Event, Notice

    plan = Plan.objects.get()
    verdict = chain.verify()
    faults = [f"event {number}: {fault}" for number, fault in verdict.faults]
    moves = Event.objects.filter(subject_type="plan", subject_id=plan.pk)
    last = moves.order_by("-number").first()
    if last is None or last.to_state != plan.state:
        faults.append(f"state {plan.state} is not what the last event says")
    submitted = moves.filter(kind="submit").count()
    if plan.versions.count() != submitted:
        faults.append(f"{plan.versions.count()} versions of {submitted} submissions")
    running = list(Clock.objects.filter(stopped_at=None).values_list("stage", flat=True))
    if running != ([plan.state] if PLAN.stage(plan.state).days else []):
        faults.append(f"clocks {running} at stage {plan.state}")
    if (
        Notice.objects.exclude(event=None).values("person", "event").distinct().count()
        != Notice.objects.exclude(event=None).count()
    ):
        faults.append("somebody was told twice")
    for section in plan.sections.all():
        texts = section.revisions.filter(kept_beside=False)
        newest = texts.filter(number=section.number).first()
        if texts.count() != section.number or section.body != (newest.body if newest else ""):
            faults.append(f"part {section.part}: text {section.number} of {texts.count()}")
    faults += _missing(plan, confirmed)
    return {"faults": faults, "events": verdict.events}


def _missing(plan: Any, confirmed: Path) -> list[str]:
    from difang.records.models import Event

    numbers = {section.part: section.number for section in plan.sections.all()}
    events = set(Event.objects.values_list("number", flat=True))
    found = []
    for line in confirmed.read_text(encoding="utf-8").splitlines() if confirmed.exists() else []:
        kind, *rest = line.split()
        there = numbers[int(rest[0])] >= int(rest[1]) if kind == "saved" else int(rest[0]) in events
        if not there:
            found.append(f"confirmed but gone: {line}")
    return found


if __name__ == "__main__":
    _serve()
