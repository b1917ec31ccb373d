"""Consent: of a region's townships to a plan, and of persons to be named in it."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from difang.errors import InputError, NotFoundError
from difang.people import posts
from difang.plans import finding, rules
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
    if not stakeholder.contact:
        raise InputError(
            f"「{stakeholder.name}」沒有電子郵件；請先填寫，或當面取得書面同意後註明來源。",
            f"'{stakeholder.name}' has no mail address; add it, or note where a written consent is kept.",
        )
    code = secrets.token_urlsafe(24)
    stakeholder.code_hash = _hashed(code)
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
    """Return the stakeholder a link speaks of; NotFoundError for any other."""
    found = Stakeholder.objects.select_related("plan").filter(code_hash=_hashed(code), erased_at=None).first()
    if not code or found is None:
        raise NotFoundError(
            "這個連結不存在或已經失效；請向寄信的公所要一個新的。",
            "this link does not exist or is over; ask the office that wrote to you for a new one.",
        )
    return found


@transaction.atomic
def answer(*, code: str, consent: str) -> Stakeholder:
    """Record a stakeholder's own answer; `erase` removes their name and address."""
    named = by_code(code)
    Plan.objects.select_for_update().get(pk=named.plan_id)
    found = Stakeholder.objects.select_for_update().get(pk=named.pk)
    now = timezone.now()
    if consent == "erase":
        found.name, found.role, found.contact, found.source = "", "", "", ""
        found.erased_at, found.consent, found.code_hash = now, Stakeholder.Consent.WITHDRAWN, ""
        _erase_versions(found)
    elif consent in ANSWERS:
        found.consent = consent
    else:
        raise InputError("請選擇同意或不同意。", "choose whether you agree.")
    found.answered_at = now
    found.save()
    finding.keep_plan(found.plan)
    return found


def _erase_versions(stakeholder: Stakeholder) -> None:
    """Take an erased person's name out of versions frozen earlier, and record that they were changed."""
    from difang.plans.editor.versions import fingerprint

    for version in stakeholder.plan.versions.select_for_update():
        rows = [one for one in version.content["stakeholders"] if one["id"] == stakeholder.pk and one["name"]]
        for one in rows:
            one.update(name="", role="", source="", consent="withdrawn")
        if rows:
            version.sha256 = fingerprint(version.content)
            version.save(update_fields=["content", "sha256"])
            chain.append(
                subject_type=PLAN.id,
                subject_id=version.plan_id,
                kind="person_erased",
                from_state=stakeholder.plan.state,
                to_state=stakeholder.plan.state,
                actor=None,
                cause="person",
                content={"version": version.number, "sha256": version.sha256},
            )


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
