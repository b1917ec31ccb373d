"""Take a person's name back: out of frozen versions, papers and mails; what a removed row leaves for its link."""

import hashlib
import re
from typing import Any

from django.utils import timezone

from difang.plans.models import Plan, Stakeholder
from difang.plans.stages import PLAN
from difang.records import chain
from difang.records.errors import ForbiddenError
from difang.records.models import Mail

LINK = re.compile(r"/plans/consent/([\w-]+)/")
# What makes a row this person or group and nobody else; consent is theirs, not the row's.
IDENTITY = ("name", "is_person", "role", "contact")
ANSWERED = ("consent", "asked_at", "answered_at", "code_hash", "erased_at")


def hashed(code: str) -> str:
    """Return what is kept of the code in a link."""
    return hashlib.sha256(code.encode()).hexdigest()


def as_frozen(stakeholder: Stakeholder) -> tuple[str, str, str]:
    """Return name, role and source as the newest version that names them has them."""
    for version in stakeholder.plan.versions.order_by("-number"):
        for row in _rows(version, stakeholder):
            return row["name"], row["role"], row["source"]
    return "", "", ""


def unlist(stakeholder: Stakeholder, *, erased: bool) -> None:
    """Take a person out of the versions frozen earlier, and record that these were changed."""
    from difang.plans.editor.versions import fingerprint

    for version in stakeholder.plan.versions.select_for_update():
        rows = _rows(version, stakeholder)
        for one in rows:
            one.update(name="", role="", source="", consent=stakeholder.consent)
        if rows:
            version.sha256 = fingerprint(version.content)
            version.save(update_fields=["content", "sha256"])
            chain.append(
                subject_type=PLAN.id,
                subject_id=version.plan_id,
                kind="person_erased" if erased else "person_unlisted",
                from_state=stakeholder.plan.state,
                to_state=stakeholder.plan.state,
                actor=None,
                cause="person",
                content={"version": version.number, "sha256": version.sha256},
            )


def _rows(version: Any, stakeholder: Stakeholder) -> list[dict[str, Any]]:
    return [one for one in version.content["stakeholders"] if one["id"] == stakeholder.pk and one["name"]]


def spoil_papers(plan: Plan) -> None:
    """Remove the papers of a plan that the worker made, and have those being made begun again."""
    from difang.plans.editor import packing

    packing.spoil(plan.pk)


def forget_letters(stakeholder: Stakeholder) -> None:
    """Withdraw the question to a stakeholder that still waits; clear those that were sent."""
    for mail in Mail.objects.select_for_update().filter(to__iexact=stakeholder.contact).exclude(to=""):
        codes = {hashed(code) for code in LINK.findall(mail.body)}
        others = Stakeholder.everyone.filter(code_hash__in=codes).exclude(pk=stakeholder.pk)
        if not codes or others.exists():
            continue
        if mail.state == Mail.State.WAITING:
            mail.delete()
        else:
            Mail.objects.filter(pk=mail.pk).update(to="", subject="", body="", html="")


def take_out(stored: Stakeholder) -> None:
    """Remove a row from the draft; where a version names it, its link lives on, so that it can still be erased."""
    forget_letters(stored)
    if stored.code_hash and as_frozen(stored)[0]:
        cleared = {"name": "", "role": "", "source": "", "contact": "", "erased_at": timezone.now()}
        Stakeholder.everyone.filter(pk=stored.pk).update(**cleared)
    else:
        Stakeholder.everyone.filter(pk=stored.pk).delete()


def keep_honest(row: Stakeholder) -> Stakeholder:
    """Return a changed row with the consent that is its own; one that became somebody else has been asked nothing.

    Raises ForbiddenError if the person had themselves erased.
    """
    stored = Stakeholder.everyone.select_for_update().filter(pk=row.pk).first()
    if stored is None or stored.erased_at is not None:
        raise erased()
    asked = stored.code_hash or stored.consent != Stakeholder.Consent.NOT_ASKED
    if asked and any(getattr(row, name) != getattr(stored, name) for name in IDENTITY):
        take_out(stored)
        fresh = {name: getattr(row, name) for name in (*IDENTITY, "interest", "influence", "source")}
        return Stakeholder(plan_id=row.plan_id, **fresh)
    for name in ANSWERED:
        setattr(row, name, getattr(stored, name))
    return row


def erased() -> ForbiddenError:
    """Say that a row may not be filled again."""
    return ForbiddenError(
        "這一列的本人已要求刪除資料，或已被移除；不能再填寫，只能移除這一列。",
        "this person asked to be erased, or the row was removed: it can't be filled again, only removed.",
    )
