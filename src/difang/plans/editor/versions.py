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
    """Compare two texts by characters within changed lines, by lines elsewhere."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[a:b]))
        elif tag == "replace" and b - a == d - c:
            for mine, theirs in zip(before[a:b], after[c:d], strict=True):
                yield from _within(mine, theirs)
        else:
            if b > a:
                yield Piece("removed", "".join(before[a:b]))
            if d > c:
                yield Piece("added", "".join(after[c:d]))


def _within(old: str, new: str) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", old[a:b])
            continue
        if b > a:
            yield Piece("removed", old[a:b])
        if d > c:
            yield Piece("added", new[c:d])
