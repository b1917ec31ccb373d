"""Begin a plan: for one township, or for several together."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from difang import places
from difang.atlas.evidence import current_release
from difang.errors import InputError
from difang.people import posts
from difang.plans import finding
from difang.plans.models import Member, Plan, Section
from difang.plans.models.section import PARTS
from difang.plans.stages import PLAN
from difang.plans.words import clean
from difang.records import engine
from difang.records.errors import ForbiddenError

TERM = re.compile(r"^(20\d\d)-(20\d\d)$")
LONGEST_TERM = 8


@transaction.atomic
def begin(*, by: Any, place: str, term: str, title: str = "", copy_of: Plan | None = None) -> Plan:
    """Begin the plan of a place for a term (`2026-2029`); `by` plans for it (of a region: for one member).

    With `copy_of` the words of an earlier plan are taken over. Raises ForbiddenError, InputError.
    """
    chosen = places.get(place)
    members = _members(chosen)
    if not any(posts.holds(by, "planner", code) for code in members):
        raise ForbiddenError(
            f"只有{chosen.full_label('zh')}的承辦可以開始這份計畫；請縣市窗口邀請您。",
            f"only a planner of {chosen.full_label('en')} may begin this plan; ask the county to invite you.",
        )
    _check_term(term)
    now = timezone.now()
    plan = Plan(
        place=chosen.code,
        term=term,
        title=clean(title).strip() or f"{chosen.full_label('zh')}地方創生計畫",
        release=current_release().id,
        created_at=now,
        changed_at=now,
        created_by=by,
        demo=by.demo,
    )
    _save(plan)
    if len(members) > 1:
        own = [code for code in members if posts.holds(by, "planner", code)]
        ordered = [*own[:1], *(code for code in members if code not in own[:1])]
        Member.objects.bulk_create(
            [Member(plan=plan, place=code, consented_at=now if code in own else None) for code in ordered]
        )
    texts = {section.part: section.body for section in copy_of.sections.all()} if copy_of else {}
    Section.objects.bulk_create(
        [Section(plan=plan, part=part, body=texts.get(part, ""), changed_at=now) for part in PARTS]
    )
    engine.begin(PLAN, plan, actor=by.pk)
    finding.keep_plan(plan)
    return plan


def _members(place: Any) -> Sequence[str]:
    if place.level == "township":
        return (place.code,)
    if place.level == "region":
        return tuple(place.members)
    raise InputError(
        f"{place.full_label('zh')}不能有計畫：計畫屬於鄉鎮市區，或幾個鄉鎮市區的區域。",
        f"{place.full_label('en')} can't have a plan: plans belong to a township or to a region of townships.",
    )


def _check_term(term: str) -> None:
    found = TERM.match(term)
    if not found or not 0 <= int(found[2]) - int(found[1]) < LONGEST_TERM:
        raise InputError(
            f"計畫期間「{term}」不合規則；例如 2027-2030（起訖年，最長 {LONGEST_TERM} 年）。",
            f"term '{term}' breaks the rule; e.g. 2027-2030 (first and last year, at most {LONGEST_TERM}).",
        )


def _save(plan: Plan) -> None:
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        raise InputError(
            f"{plan.place_name} {plan.term} 的計畫已經有了；請打開它，或換一個期間。",
            f"there already is a plan of {plan.place_name} for {plan.term}; open it, or choose another term.",
        ) from error
