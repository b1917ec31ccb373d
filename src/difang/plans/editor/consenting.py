"""Consent: of a region's townships to a plan, and of persons to be named in it."""

import secrets
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from difang.errors import InputError, NotFoundError
from difang.people import posts
from difang.plans import finding, rules
from difang.plans.editor import unlisting
from difang.plans.editor.unlisting import hashed
from difang.plans.models import Member, Plan, Stakeholder
from difang.plans.stages import PLAN
from difang.records import chain, engine
from difang.records.errors import ForbiddenError

ANSWERS = ("given", "refused", "withdrawn")


@transaction.atomic
def agree(*, by: Any, plan: Plan, place: str, agreed: bool) -> Member:
    """Record that a member township agrees, or takes its consent back.

    Taken back while the plan is with the county or the nation, it stops the clock: the plan goes back to
    drafting and everybody is told.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    member = plan.members.filter(place=place).first()
    if member is None or not posts.holds(by, "planner", place):
        raise ForbiddenError(
            "只有成員鄉鎮市區的承辦能表示同意。", "only a planner of a member township may answer for it."
        )
    now = timezone.now()
    if member.agreed == agreed:
        return member
    member.consented_at, member.withdrawn_at = (now, None) if agreed else (member.consented_at, now)
    member.save()
    chain.append(
        subject_type=PLAN.id,
        subject_id=plan.pk,
        kind="member_agreed" if agreed else "member_withdrew",
        from_state=plan.state,
        to_state=plan.state,
        actor=by.pk,
        cause="person",
        content={"place": place},
        at=now,
    )
    if not agreed and PLAN.move("consent_withdrawn", plan.state):
        engine.fire(PLAN, plan, "consent_withdrawn", actor=by, cause="parent", content={"place": place})
        finding.keep_plan(plan)
    return member


@transaction.atomic
def ask(*, by: Any, plan: Plan, stakeholder: Stakeholder) -> str:
    """Ask a stakeholder by mail whether they may be listed; return the path of their answer's page."""
    if not rules.may_write(by, plan):
        raise ForbiddenError("計畫現在不能修改。", "the plan can't be changed now.")
    if stakeholder.erased_at is not None:
        raise unlisting.erased()
    if not stakeholder.contact:
        raise InputError(
            f"「{stakeholder.name}」沒有電子郵件；請先填寫，或當面取得書面同意後註明來源。",
            f"'{stakeholder.name}' has no mail address; add it, or note where a written consent is kept.",
        )
    code = secrets.token_urlsafe(24)
    stakeholder.code_hash = hashed(code)
    stakeholder.consent, stakeholder.asked_at = Stakeholder.Consent.ASKED, timezone.now()
    stakeholder.save()
    path = f"/plans/consent/{code}/"
    EmailMessage(
        subject=f"是否同意列名於「{plan.title}」",
        body=_letter(plan, stakeholder, f"{settings.SITE_URL}{path}"),
        to=[stakeholder.contact],
    ).send()
    return path


def _letter(plan: Plan, stakeholder: Stakeholder, link: str) -> str:
    return (
        f"{stakeholder.name} 您好：\n\n{plan.place_name}公所正在撰寫「{plan.title}」，"
        f"想把您列為利害關係人（{stakeholder.role or '未註明'}）。同意前，您的姓名不會出現在任何文件裡。\n"
        f"同意、不同意，或要求刪除，請開啟（不需帳號）：\n{link}\n\n"
        f"The office of {plan.place_name} is writing the plan '{plan.title}' and would like to list you as a "
        "stakeholder. Without your consent your name appears in no paper. To agree, refuse or be erased, "
        f"open (no account needed):\n{link}\n"
    )


def by_code(code: str) -> Stakeholder:
    """Return the stakeholder a link speaks of; NotFoundError for any other.

    One whose row was removed from the draft is told as the newest version names them.
    """
    found = Stakeholder.everyone.select_related("plan").filter(code_hash=hashed(code)).first()
    if not code or found is None:
        raise _no_link()
    if found.erased_at is not None:
        found.name, found.role, found.source = unlisting.as_frozen(found)
    return found


def _no_link() -> NotFoundError:
    return NotFoundError(
        "這個連結不存在或已經失效；請向寄信的公所要一個新的。",
        "this link does not exist or is over; ask the office that wrote to you for a new one.",
    )


@transaction.atomic
def answer(*, code: str, consent: str) -> Stakeholder:
    """Record a stakeholder's own answer; without consent, versions and papers name them no longer.

    `erase` removes their name and address from the draft too, and every trace of having been asked.
    """
    if consent not in (*ANSWERS, "erase"):
        raise InputError("請選擇同意或不同意。", "choose whether you agree.")
    named = by_code(code)
    Plan.objects.select_for_update().get(pk=named.plan_id)
    found = Stakeholder.everyone.select_for_update().filter(pk=named.pk, code_hash=named.code_hash).first()
    if found is None:
        raise _no_link()
    found.answered_at = timezone.now()
    if consent == "erase":
        _erase(found)
    else:
        found.consent = consent
        found.save()
    if consent != "given":
        unlisting.unlist(found, erased=consent == "erase")
    finding.keep_plan(found.plan)
    if consent != "given":
        unlisting.spoil_papers(found.plan)
    return found


def _erase(found: Stakeholder) -> None:
    unlisting.forget_letters(found)
    removed = found.erased_at is not None
    found.name, found.role, found.contact, found.source = "", "", "", ""
    found.consent, found.code_hash = Stakeholder.Consent.WITHDRAWN, ""
    found.erased_at = found.answered_at
    if removed:
        # Nothing of this row is in the draft: once its link is used up, no reason is left to keep it.
        Stakeholder.everyone.filter(pk=found.pk).delete()
    else:
        found.save()
