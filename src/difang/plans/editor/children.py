"""Rows of a plan: stakeholders, meetings, ventures, needs and targets. Added, changed and removed by writers."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from difang.errors import InputError
from difang.plans import finding, rules
from difang.plans.editor import unlisting
from difang.plans.models import Meeting, Need, Plan, Stakeholder, Venture
from difang.plans.stages import PLAN
from difang.records.errors import ForbiddenError
from difang.text import Text


@transaction.atomic
def keep(*, by: Any, plan: Plan, row: models.Model) -> models.Model:
    """Save a new or changed row of the plan (its form has been checked)."""
    _check(by, plan)
    owner = row.venture.plan_id if isinstance(row, Need) else row.plan_id
    if owner != plan.pk:
        raise ForbiddenError("這一列屬於別的計畫。", "this row belongs to another plan.")
    if isinstance(row, Stakeholder) and row.pk:
        row = unlisting.keep_honest(row)
    row.save()
    _touch(plan)
    finding.keep_words(plan)
    return row


@transaction.atomic
def remove(*, by: Any, plan: Plan, row: models.Model) -> None:
    """Remove a row; a venture that was put forward stays."""
    _check(by, plan)
    if isinstance(row, Venture) and row.proposals.exists():
        raise InputError(
            f"「{row.name}」已經提案，不能刪除；可以先撤回提案並保留紀錄。",
            f"'{row.name}' was put forward and can't be removed; its proposal can be withdrawn, its record stays.",
        )
    if isinstance(row, Stakeholder):
        unlisting.take_out(Stakeholder.everyone.select_for_update().get(pk=row.pk))
    else:
        row.delete()
    _touch(plan)
    finding.keep_words(plan)


def goes_with(row: models.Model) -> list[Text]:
    """Say what is lost besides the row itself when it's removed."""
    if isinstance(row, Venture):
        told = [Text(f"它的需求：{need.purpose}", f"its need: {need.purpose}") for need in row.needs.all()]
        return told + [
            Text(f"它的關鍵績效指標：{kpi.name}", f"its key indicator: {kpi.name}") for kpi in row.kpis.all()
        ]
    if isinstance(row, Stakeholder) and (row.contact or row.answered_at):
        return [
            Text(
                "聯絡方式，和對「是否同意列名」的答覆；已寄出的連結會失效",
                "the mail address and the answer about being listed; a link already sent stops working",
            )
        ]
    if isinstance(row, Meeting) and row.attachments.exists():
        return [
            Text(
                "與附件的關聯；附件本身會留在這一部分",
                "what ties its files to it; the files themselves stay with the part",
            )
        ]
    return []


def _touch(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(changed_at=timezone.now())


def _check(by: Any, plan: Plan) -> None:
    # Locked first, as all writers of a plan do: what is checked here holds to the end, and nobody waits in a circle.
    plan.state = Plan.objects.select_for_update().get(pk=plan.pk).state
    if not rules.may_write(by, plan):
        label = PLAN.stage(plan.state).staff
        raise ForbiddenError(
            f"計畫目前在「{label.zh}」階段，不能修改。",
            f"the plan is at stage '{label.en}' and can't be changed.",
        )
