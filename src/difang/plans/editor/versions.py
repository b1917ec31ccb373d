"""Versions: a plan frozen whole when it is submitted, and what changed between two of them."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from difang.plans.attachments.selectors import frozen as frozen_files
from difang.plans.missing import PART_NAMES
from difang.plans.models import Plan, Version

# Never in a version that others read: contact data and codes of consent.
STAKEHOLDER = ("id", "name", "is_person", "role", "interest", "influence", "source", "consent")


# Lines that share less than this are two lines, not one reworded; longer ones are too slow to compare by characters.
REWORDED = 0.5
LONGEST_REWORDED = 3000


@transaction.atomic
def freeze(plan: Plan, by: Any) -> Version:
    """Keep the plan as it stands now as its next version."""
    number = (plan.versions.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    frozen = content(plan)
    return Version.objects.create(
        plan=plan,
        number=number,
        content=frozen,
        sha256=fingerprint(frozen),
        release=plan.release,
        at=timezone.now(),
        by=by,
    )


def content(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data: its parts, evidence, people who may be listed, ventures, targets."""
    found = {
        "title": plan.title,
        "place": plan.place,
        "term": plan.term,
        "release": plan.release,
        "parts": [
            {"part": section.part, "body": section.body, "gap": section.gap}
            for section in plan.sections.all()
        ],
        "pins": [_row(pin, drop=("plan", "by")) for pin in plan.pins.all()],
        "stakeholders": [_stakeholder(one) for one in plan.stakeholders.all()],
        "meetings": [_row(one, drop=("plan",)) for one in plan.meetings.all()],
        "ventures": [
            {
                **_row(one, drop=("plan", "revision")),
                "needs": [_row(need, drop=("venture",)) for need in one.needs.all()],
            }
            for one in plan.ventures.all()
        ],
        "kpis": [_row(one, drop=("plan",)) for one in plan.kpis.all()],
        "files": frozen_files(plan),
        "members": [{"place": member.place, "agreed": member.agreed} for member in plan.members.all()],
    }
    return json.loads(json.dumps(found, cls=DjangoJSONEncoder))


def _row(one: Any, drop: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(one).items() if name not in drop}


def _stakeholder(one: Any) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in STAKEHOLDER}
    return row if one.listed else {**row, "name": "", "role": "", "source": ""}


def fingerprint(frozen: dict[str, Any]) -> str:
    """Return the SHA-256 of a version's content."""
    told = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed (`same`), was added or was removed."""

    kind: str
    text: str


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[int, tuple[Piece, ...]]]:
    """Return the parts whose words differ between two contents, each in pieces."""
    before = {part["part"]: part["body"] for part in old.get("parts", ())}
    after = {part["part"]: part["body"] for part in new.get("parts", ())}
    return [
        (part, tuple(pieces(before.get(part, ""), after.get(part, ""))))
        for part in PART_NAMES
        if before.get(part, "") != after.get(part, "")
    ]


def pieces(old: str, new: str) -> Iterator[Piece]:
    """Compare two texts: by characters within a line that was reworded, by whole lines elsewhere.

    What stayed and was removed is together `old`, what stayed and was added `new`.
    """
    kind, told = "", ""
    for piece in _compared(old.split("\n"), new.split("\n")):
        if piece.kind == kind:
            told += piece.text
            continue
        if told:
            yield Piece(kind, told)
        kind, told = piece.kind, piece.text
    if told:
        yield Piece(kind, told)


def _compared(before: list[str], after: list[str]) -> Iterator[Piece]:
    # The end of a line is told by itself: a line isn't another because one was appended below it.
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            for mine, theirs in zip(range(a, b), range(c, d), strict=True):
                yield from _within(before[mine], after[theirs])
                yield from _ends(_end(before, mine), _end(after, theirs))
            continue
        yield from _whole("removed", "".join(before[n] + _end(before, n) for n in range(a, b)))
        yield from _whole("added", "".join(after[n] + _end(after, n) for n in range(c, d)))


def _end(lines: list[str], at: int) -> str:
    return "\n" if at < len(lines) - 1 else ""


def _ends(old: str, new: str) -> Iterator[Piece]:
    if old == new:
        yield from _whole("same", old)
    else:
        yield from _whole("removed", old)
        yield from _whole("added", new)


def _whole(kind: str, text: str) -> Iterator[Piece]:
    if text:
        yield Piece(kind, text)


def _within(old: str, new: str) -> Iterator[Piece]:
    """Compare two lines; one that replaces another, and isn't a rewording of it, stands whole beside it."""
    if old == new:
        yield from _whole("same", old)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    # What was only added to, or cut, is a rewording however much it grew.
    grown = bool(old and new) and (old in new or new in old)
    if max(len(old), len(new)) > LONGEST_REWORDED or (matcher.ratio() < REWORDED and not grown):
        yield from _whole("removed", old)
        yield from _whole("added", new)
        return
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", old[a:b])
            continue
        yield from _whole("removed", old[a:b])
        yield from _whole("added", new[c:d])


@dataclass(frozen=True)
class Beside:
    """Some lines of two texts side by side, each whole; `same` where they don't differ."""

    left: str
    right: str
    same: bool


def beside(left: str, right: str) -> list[Beside]:
    """Return two rival texts in lines side by side; together each side is the whole text."""
    mine, theirs = left.split("\n"), right.split("\n")
    return [
        Beside("\n".join(mine[a:b]), "\n".join(theirs[c:d]), tag == "equal")
        for tag, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    ]
