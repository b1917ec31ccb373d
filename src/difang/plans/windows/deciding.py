"""What a case page shows of a plan or a proposal: the stage bar, the decision panel, history, letters.

The same functions and templates serve both: `windows/_stagebar.html`, `_decision.html`, `_history.html`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from difang.people.models import Person
from difang.plans.models import Letter
from difang.plans.windows import days, paths
from difang.records import clocks, engine
from difang.records.models import Event
from difang.records.stages import Machine, Move
from difang.text import Text

ERASED = Text("（內容已依請求刪除）", "(erased on request)")
GONE = Text("已刪除的帳號", "an account that was erased")
CAUSES = {
    "clock": Text("期限到了，由系統記錄", "recorded by the clock"),
    "import": Text("由匯入記錄", "recorded by an import"),
    "parent": Text("因上一層改變", "because of what it belongs to"),
}
OTHER_EVENTS = {
    "begun": Text("建立", "begun"),
    "overdue": Text("超過期限", "past its days"),
    "member_agreed": Text("成員鄉鎮市區同意", "a member township agreed"),
    "member_withdrew": Text("成員鄉鎮市區撤回同意", "a member township withdrew its consent"),
    "organisation_changed": Text("改變以誰的名義提案", "changed for whom it is put forward"),
    "letter_added": Text("登錄公文", "letter entered"),
    "person_erased": Text(
        "應本人要求，從這一版刪除姓名", "a name was erased from this version at the person's wish"
    ),
    "person_unlisted": Text(
        "本人不同意列名，從這一版移除姓名", "a name was taken out of this version: no consent"
    ),
    "file_added": Text("附上檔案", "file attached"),
    "file_removed": Text("移除檔案", "file removed"),
}


@dataclass(frozen=True)
class Choice:
    """One move this person may fire; `missing` are the sentences that hinder it."""

    id: str
    label: Text
    leads_to: Text
    needs_reason: bool
    missing: tuple[Text, ...]


@dataclass(frozen=True)
class Decision:
    """What a person may do now with a case, and what they had typed if it was refused."""

    address: str
    seen: int
    choices: tuple[Choice, ...]
    waits_for: Text
    event: str = ""
    reason: str = ""
    faults: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Mark:
    """One step of the stage bar: `state` is done, now or ahead."""

    holder: Text
    office: Text
    label: Text
    state: str
    total: int | None
    days: days.Days | None


@dataclass(frozen=True)
class Bar:
    """The stage bar; `ended` names a stage that is off the way (withdrawn, declined)."""

    marks: tuple[Mark, ...]
    ended: Text | None
    label: Text


@dataclass(frozen=True)
class Happening:
    """One event as people read it."""

    number: int
    at: Any
    label: Text
    leads_to: Text | None
    who: str
    role: Text | None
    cause: Text | None
    reason: str
    erased: bool
    details: tuple[str, ...] = field(default=())


def decision(
    machine: Machine,
    subject: Any,
    person: Any,
    *,
    event: str = "",
    reason: str = "",
    faults: Sequence[Text] = (),
) -> Decision:
    """Return the decision panel of a case for a person: only moves that are open to them."""
    moves = machine.open_to(person, subject)
    asks = any(move.apart for move in moves)
    sent = engine.sent_by(machine, subject).get(person.pk, set()) if asks else set()
    choices = tuple(_choice(machine, subject, move, sent) for move in moves)
    return Decision(
        address=reverse(f"{machine.id}-decide", args=[subject.pk]),
        seen=subject.revision,
        choices=choices,
        waits_for=_waits_for(machine, subject),
        event=event or (choices[0].id if len(choices) == 1 else ""),
        reason=reason,
        faults=tuple(faults),
    )


def _choice(machine: Machine, subject: Any, move: Move, sent: set[str]) -> Choice:
    missing = tuple(move.guard(subject)) if move.guard else ()
    if sent & set(move.apart):
        missing = (engine.OWN_DOING, *missing)
    target = machine.stage(move.target or subject.state).public
    return Choice(move.id, move.label, target, move.needs_reason, missing)


def _waits_for(machine: Machine, subject: Any) -> Text:
    """Name who acts next, for those who can't: the roles of the stage's moves."""
    names = [role.name for move in machine.moves if subject.state in move.sources for role in move.who]
    unique = list(dict.fromkeys(names))
    return Text("、".join(name.zh for name in unique), ", ".join(name.en for name in unique))


def bar(machine: Machine, subject: Any) -> Bar:
    """Return the stage bar of a case."""
    clock = clocks.running(machine, subject)
    marks, now = [], paths.step_of(subject)
    steps, place = paths.steps(subject), paths.place_of(subject)
    at = steps.index(now) if now else -1
    for number, step in enumerate(steps):
        here = step is now
        stage = machine.stage(subject.state if here else step.stages[-1 if step.by == "township" else 0])
        marks.append(
            Mark(
                holder=step.holder,
                office=paths.office(step, place),
                label=stage.public,
                state="now" if here else "done" if number < at else "ahead",
                total=stage.days,
                days=days.left(clock.due_on, clock.days) if here and clock else None,
            )
        )
    label = machine.stage(subject.state).public
    return Bar(tuple(marks), label if subject.state in paths.ENDED else None, label)


def history(machine: Machine, subject: Any) -> tuple[Happening, ...]:
    """Return all that happened to a case, the newest first, in two queries."""
    events = list(
        Event.objects.filter(subject_type=machine.id, subject_id=subject.pk)
        .select_related("payload")
        .order_by("-number")
    )
    people = Person.objects.in_bulk({event.actor for event in events if event.actor})
    return tuple(_happening(machine, event, people.get(event.actor)) for event in events)


def _happening(machine: Machine, event: Event, person: Person | None) -> Happening:
    move = machine.move(event.kind, event.from_state)
    content = event.payload.content or {}
    moved = event.to_state and event.to_state != event.from_state
    return Happening(
        number=event.number,
        at=event.at,
        label=move.label if move else OTHER_EVENTS.get(event.kind, Text(event.kind, event.kind)),
        leads_to=machine.stage(event.to_state).public if moved else None,
        who="" if person is None or person.erased_at else str(person),
        role=move.who[0].name if move and move.who else None,
        cause=CAUSES.get(event.cause),
        reason=content.get("reason", ""),
        erased=event.payload.erased_at is not None,
        details=_details(event.kind, content),
    )


def _details(kind: str, content: dict[str, Any]) -> tuple[str, ...]:
    if kind == "letter_added":
        return (
            f"{content.get('number', '')} {content.get('dated', '')} {content.get('sender', '')}".strip(),
        )
    if kind.startswith("member_") and content.get("place"):
        return (paths.place_words(content["place"]).zh,)
    if kind.startswith("file_") and content.get("sha256"):
        # Not its name: those who read the case may not have the draft it belongs to.
        return (f"sha256 {content['sha256'][:16]}",)
    if content.get("version"):
        return (f"v{content['version']} sha256 {content['sha256'][:16]}",)
    return ()


def returned(machine: Machine, subject: Any, happenings: Sequence[Happening]) -> Happening | None:
    """Return the newest return of a case that is being changed again, so that its comments stand on top."""
    if subject.state not in ("draft", "drafting"):
        return None
    back = Text("退回修改", "return for changes")
    for one in happenings:
        if one.label == back:
            return one
        if one.leads_to is not None:
            return None
    return None


def letters(machine: Machine, subject: Any) -> "Sequence[Letter]":
    """Return the official letters of a case, the oldest first."""
    return list(Letter.objects.filter(subject_type=machine.id, subject_id=subject.pk))
