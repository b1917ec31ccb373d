"""Remarks on a part: by those who write it and those who have it before them."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from difang.errors import InputError
from difang.plans import rules
from difang.plans.models import Comment, Plan
from difang.plans.models.section import PARTS
from difang.plans.words import clean
from difang.records import notices
from difang.records.errors import ForbiddenError
from difang.text import Text

LONGEST = 2000


@transaction.atomic
def comment(*, by: Any, plan: Plan, part: int, text: str, quote: str = "") -> Comment:
    """Add a remark and tell the planners. Raises ForbiddenError, InputError."""
    if not rules.may_comment(by, plan):
        raise ForbiddenError("您不能在這份計畫留言。", "you can't comment on this plan.")
    text = clean(text).strip()
    if not text or len(text) > LONGEST or part not in PARTS:
        raise InputError(
            f"意見要有內容，最多 {LONGEST:,} 字（現在 {len(text):,} 字）。",
            f"a comment needs words, at most {LONGEST:,} characters (now {len(text):,}).",
        )
    made = Comment.objects.create(
        plan=plan, part=part, text=text, quote=clean(quote).strip()[:300], by=by, at=timezone.now()
    )
    from difang.people.roles import PLANNERS

    words = Text(f"{plan.label()}：第 {part} 部分有新意見", f"{plan.label()}: a new comment on part {part}")
    told = set(PLANNERS.people(plan)) - {by.pk}
    notices.put(told, words, f"{plan.get_absolute_url()}{part}/", None, made.at)
    return made


@transaction.atomic
def settle(*, by: Any, plan: Plan, pk: int) -> None:
    """Mark a remark as settled; a planner of the plan or who wrote it may."""
    made = plan.comments.filter(pk=pk).first()
    if made is None or not (rules.is_planner(by, plan) or made.by_id == by.pk):
        raise ForbiddenError("您不能處理這則意見。", "you can't settle this comment.")
    plan.comments.filter(pk=pk, settled_at=None).update(settled_at=timezone.now(), settled_by=by)
