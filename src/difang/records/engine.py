"""Fire an event on a subject: the one way in which anything moves."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from difang.records import chain, clocks, notices
from difang.records.errors import ForbiddenError, NotReadyError, StaleError
from difang.records.models import Event
from difang.records.stages import Cause, Machine, Move
from difang.text import Text

log = logging.getLogger("difang.refused")
OWN_DOING = Text(
    "這一件是您自己送出或轉送的，不能由您決定；請由另一位同事或代理人處理。",
    "you put or sent this forward yourself, so the decision isn't yours; a colleague or a deputy must make it.",
)


class Subject(Protocol):
    """What can move: a row with a state and the number of its last change."""

    pk: int
    state: str
    revision: int

    def label(self) -> str: ...
    def get_absolute_url(self) -> str: ...


@transaction.atomic
def begin(machine: Machine, subject: Any, *, actor: int | None, cause: Cause = "person") -> Event:
    """Record that a subject came into being in the machine's first stage."""
    event = chain.append(
        subject_type=machine.id,
        subject_id=subject.pk,
        kind="begun",
        to_state=subject.state,
        actor=actor,
        cause=cause,
    )
    clocks.enter(machine, subject, event.at)
    return event


@transaction.atomic
def fire(
    machine: Machine,
    subject: Any,
    event: str,
    *,
    actor: Any = None,
    cause: Cause = "person",
    reason: str = "",
    content: Mapping[str, Any] | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Event:
    """Move `subject` by `event` and return the record of it; all in one transaction.

    `seen` is the revision the person saw. Raises ForbiddenError (no such move here, not this person's, or on what
    they sent themselves), StaleError (somebody was faster), NotReadyError (what must hold doesn't yet).
    `subject` is refreshed.
    """
    locked = type(subject).objects.select_for_update().get(pk=subject.pk)
    move = _move(machine, locked, event, actor, cause, seen)
    _refuse_own(machine, move, locked, actor, cause)
    missing = list(move.guard(locked)) if move.guard else []
    if move.needs_reason and not reason.strip():
        missing.append(
            Text("請寫理由；收到的人會看到。", "give a reason; those who receive it will read it.")
        )
    if missing:
        raise NotReadyError(missing)
    before = locked.state
    locked.state = move.target or before
    locked.revision += 1
    locked.save(update_fields=["state", "revision"])
    recorded = chain.append(
        subject_type=machine.id,
        subject_id=locked.pk,
        kind=event,
        from_state=before,
        to_state=locked.state,
        actor=getattr(actor, "pk", None),
        cause=cause,
        content={**({"reason": reason} if reason else {}), **(content or {})},
        at=at or timezone.now(),
    )
    if move.target and move.target != before:
        clocks.leave(machine, locked, recorded.at)
        clocks.enter(machine, locked, recorded.at)
    notices.tell(machine, move, locked, recorded)
    subject.refresh_from_db()
    return recorded


def sent_by(machine: Machine, subject: Any) -> dict[int | None, set[str]]:
    """Return who put a subject forward or sent it on since it was last put forward, and by which events."""
    kinds = {*machine.submits, *(kind for move in machine.moves for kind in move.apart)}
    done = Event.objects.filter(subject_type=machine.id, subject_id=subject.pk, kind__in=kinds)
    found: dict[int | None, set[str]] = {}
    for kind, person in done.order_by("-number").values_list("kind", "actor"):
        found.setdefault(person, set()).add(kind)
        if kind in machine.submits:
            break
    return found


def _refuse_own(machine: Machine, move: Move, subject: Any, actor: Any, cause: Cause) -> None:
    if cause != "person" or not move.apart:
        return
    if sent_by(machine, subject).get(actor.pk, set()) & set(move.apart):
        _log_refusal(machine, subject, move.id, actor, cause)
        raise ForbiddenError(OWN_DOING.zh, OWN_DOING.en)


def _move(machine: Machine, subject: Any, event: str, actor: Any, cause: Cause, seen: int | None) -> Move:
    move = machine.move(event, subject.state)
    if move is not None and cause in move.causes and _allowed(move, actor, cause, subject):
        if seen is None or seen == subject.revision:
            return move
        raise _stale(machine, subject)
    _log_refusal(machine, subject, event, actor, cause)
    if seen is not None and seen != subject.revision:
        raise _stale(machine, subject)
    label = machine.stage(subject.state).staff
    raise ForbiddenError(
        f"目前階段是「{label.zh}」，您不能做這一步。請看案件頁上列出的下一步與負責人。",
        f"the stage is '{label.en}' and this step isn't yours. The page of the case says what comes next and by whom.",
    )


def _log_refusal(machine: Machine, subject: Any, event: str, actor: Any, cause: Cause) -> None:
    log.warning(
        "refused: %s on %s %s in %s by %s (%s)",
        event,
        machine.id,
        subject.pk,
        subject.state,
        getattr(actor, "pk", None),
        cause,
    )


def _allowed(move: Move, actor: Any, cause: Cause, subject: Any) -> bool:
    return cause != "person" or any(role.holds(actor, subject) for role in move.who)


def _stale(machine: Machine, subject: Any) -> StaleError:
    label = machine.stage(subject.state).staff
    return StaleError(
        f"在您看這一頁的時候，別人已經處理了；現在的階段是「{label.zh}」。請重新整理後再決定。",
        f"someone acted while you were reading; the stage is now '{label.en}'. Reload the page, then decide.",
    )
