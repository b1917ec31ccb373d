"""What the chain says of versions and letters, held against the tables: a change behind the record's back is named."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from difang.plans.editor.versions import fingerprint
from difang.plans.models import Letter, ProposalVersion, Version
from difang.records.models import Event
from difang.text import Text

BATCH = 100
# From here on a database may give a number with a fraction back as a whole one.
WHOLE_FROM = 10**16
Fault = tuple[int, Text]
Subject = tuple[str, int]


def faults() -> list[Fault]:
    """Return what differs, each with the number of the event that recorded it (0: no event did)."""
    return [*_of_versions(), *_of_letters()]


def _of_versions() -> Iterator[Fault]:
    recorded, unread = _recorded_versions()
    for subject, number, version in _versions():
        event, digest = recorded.pop((subject, number), (0, ""))
        if not event:
            # What the event said may have been erased, and the hash with it.
            if not unread[subject]:
                yield (
                    0,
                    Text(
                        f"{_named(subject, number, 'zh')}沒有事件", f"{_named(subject, number)} has no event"
                    ),
                )
        elif version.sha256 != digest or not _fits(version.content, digest):
            yield (
                event,
                Text(
                    f"{_named(subject, number, 'zh')}的內容被改過", f"{_named(subject, number)} was changed"
                ),
            )
    for (subject, number), (event, _) in recorded.items():
        yield event, Text(f"{_named(subject, number, 'zh')}不見了", f"{_named(subject, number)} is gone")


def _recorded_versions() -> tuple[dict[tuple[Subject, int], tuple[int, str]], Counter[Subject]]:
    """Return the newest hash of each version, with its event; and how many submissions were erased, by subject."""
    found: dict[tuple[Subject, int], tuple[int, str]] = {}
    unread: Counter[Subject] = Counter()
    for event, content in _events():
        subject = (event.subject_type, event.subject_id)
        if content is None:
            unread[subject] += 1
        elif "sha256" in content and "version" in content:
            found[subject, content["version"]] = (event.number, content["sha256"])
    return found, unread


def _events(**narrowed: Any) -> Iterator[tuple[Event, Mapping[str, Any] | None]]:
    events = Event.objects.filter(subject_type__in=("plan", "proposal"), **narrowed).order_by("number")
    for event in events.select_related("payload").iterator(chunk_size=BATCH):
        # A payload that is missing is told by the check of the chain.
        payload = getattr(event, "payload", None)
        yield event, payload.content if payload else None


def _versions() -> Iterator[tuple[Subject, int, Any]]:
    for version in Version.objects.order_by("plan_id", "number").iterator(chunk_size=BATCH):
        yield ("plan", version.plan_id), version.number, version
    for version in ProposalVersion.objects.order_by("proposal_id", "number").iterator(chunk_size=BATCH):
        yield ("proposal", version.proposal_id), version.number, version


def _fits(content: Any, digest: str) -> bool:
    return fingerprint(content) == digest or fingerprint(_with_fractions(content)) == digest


def _with_fractions(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _with_fractions(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_with_fractions(one) for one in value]
    if isinstance(value, int) and abs(value) >= WHOLE_FROM:
        return float(value)
    return value


def _named(subject: Subject, number: int, lang: str = "en") -> str:
    kind, pk = subject
    if lang == "zh":
        return f"{'計畫' if kind == 'plan' else '提案'} {pk} 第 {number} 版"
    return f"version {number} of {kind} {pk}"


def _of_letters() -> Iterator[Fault]:
    there: dict[Subject, list[tuple[str, str, str]]] = {}
    for letter in Letter.objects.order_by("id").iterator(chunk_size=BATCH):
        told = (letter.number, letter.dated.isoformat(), letter.sender)
        there.setdefault((letter.subject_type, letter.subject_id), []).append(told)
    missing: list[tuple[int, Subject, str]] = []
    erased: Counter[Subject] = Counter()
    for event, content in _events(kind="letter_added"):
        subject = (event.subject_type, event.subject_id)
        letters = there.get(subject, [])
        if content is None:
            erased[subject] += 1
            continue
        told = (content["number"], content["dated"], content["sender"])
        if told in letters:
            letters.remove(told)
        else:
            missing.append((event.number, subject, content["number"]))
    yield from _unlike(missing, there, erased)


def _unlike(
    missing: list[tuple[int, Subject, str]],
    there: dict[Subject, list[tuple[str, str, str]]],
    erased: Counter[Subject],
) -> Iterator[Fault]:
    """Name recorded letters that are not there, each with one that nothing records; then those left over."""
    for event, subject, number in missing:
        left = there.get(subject, [])
        now = " ".join(left.pop(0)) if left else ""
        yield (
            event,
            Text(
                f"登錄的公文「{number}」" + (f"被改成「{now}」" if now else "不見了"),
                f"the letter entered as '{number}' " + (f"now reads '{now}'" if now else "is gone"),
            ),
        )
    for subject, left in there.items():
        for letter in left[erased[subject] :]:
            words = " ".join(letter)
            yield 0, Text(f"公文「{words}」沒有登錄的事件", f"no event records the letter '{words}'")
