"""The chain of events: append one, verify all, erase what an event says without breaking the chain."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from difang.records.models import Event, Payload
from difang.text import Text

GENESIS = "0" * 64
# Any number no other lock of this site uses: PostgreSQL holds it to the end of the transaction.
LOCK = 0x646966616E67
HASHED = ("number", "subject_type", "subject_id", "kind", "from_state", "to_state", "actor", "cause")


@dataclass(frozen=True)
class Verdict:
    """What a check of the chain found: how many events, the head's hash, and the faults by event."""

    events: int
    head: str
    faults: tuple[tuple[int, Text], ...]


def append(
    *,
    subject_type: str,
    subject_id: int,
    kind: str,
    actor: int | None,
    cause: str,
    from_state: str = "",
    to_state: str = "",
    content: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Event:
    """Add one event at the end of the chain, in the caller's transaction.

    Writers wait for each other until that transaction ends: the order of numbers is the order of commits.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written in the transaction of what it records")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Event.objects.order_by("-number").values("number", "hash").first()
    salt = secrets.token_hex(16)
    event = Event(
        number=last["number"] + 1 if last else 1,
        at=at or timezone.now(),
        subject_type=subject_type,
        subject_id=subject_id,
        kind=kind,
        from_state=from_state,
        to_state=to_state,
        actor=actor,
        cause=cause,
        payload_hash=payload_hash(salt, dict(content or {})),
        previous=last["hash"] if last else GENESIS,
    )
    event.hash = event_hash(event)
    event.save()
    Payload.objects.create(event=event, salt=salt, content=dict(content or {}))
    return event


def event_hash(event: Event) -> str:
    """Return the SHA-256 of an event's fields and of the hash before it."""
    fields = {name: getattr(event, name) for name in HASHED}
    fields["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    told = json.dumps([event.previous, fields, event.payload_hash], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def payload_hash(salt: str, content: Any) -> str:
    """Return the salted hash of what an event says."""
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{told}".encode()).hexdigest()


def erase(event: Event, *, actor: int | None, cause: str = "person") -> None:
    """Remove what one event says, and record that it was removed."""
    now = timezone.now()
    Payload.objects.filter(event=event).update(salt="", content=None, erased_at=now)
    append(
        subject_type="event",
        subject_id=event.number,
        kind="erased",
        actor=actor,
        cause=cause,
        at=now,
    )


def head() -> tuple[int, str]:
    """Return the number and hash of the last event; (0, zeros) before the first."""
    last = Event.objects.order_by("-number").values_list("number", "hash").first()
    return last or (0, GENESIS)


def verify(known: tuple[int, str] | None = None) -> Verdict:
    """Compute every hash anew and name each event that does not fit.

    `known` is a head noted earlier: the chain must still hold it, so that a cut at its end is found too.
    """
    faults: list[tuple[int, str]] = []
    expected, previous, count = 1, GENESIS, 0
    erased = set(
        Event.objects.filter(subject_type="event", kind="erased").values_list("subject_id", flat=True)
    )
    for event in Event.objects.order_by("number").select_related("payload").iterator(chunk_size=2000):
        count += 1
        faults += [(event.number, fault) for fault in _faults(event, expected, previous, erased)]
        expected, previous = event.number + 1, event.hash
    if known and known[0] and not Event.objects.filter(number=known[0], hash=known[1]).exists():
        faults.append(
            (known[0], Text("先前記下的鏈頭不見了或被改過", "the head noted earlier is gone or changed"))
        )
    return Verdict(count, previous, tuple(faults))


def _faults(event: Event, expected: int, previous: str, erased: set[int]) -> list[Text]:
    found = []
    if event.number != expected:
        found.append(Text(f"缺少第 {expected} 號事件", f"event {expected} is missing"))
    if event.previous != previous:
        found.append(Text("與前一個事件接不起來", "it does not follow the event before it"))
    if event_hash(event) != event.hash:
        found.append(Text("事件的欄位被改過", "its fields were changed"))
    payload = getattr(event, "payload", None)
    if payload is None:
        found.append(Text("事件的內容不見了", "what it says is missing"))
    elif payload.erased_at or payload.content is None:
        if event.number not in erased:
            found.append(
                Text(
                    "事件的內容被刪除，卻沒有記錄刪除的事件",
                    "what it says was removed without an event that records it",
                )
            )
    elif payload_hash(payload.salt, payload.content) != event.payload_hash:
        found.append(Text("事件的內容被改過", "what it says was changed"))
    return found
