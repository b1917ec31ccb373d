"""Attach files and take them away: while a draft may be written, each with an event in the chain."""

from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from difang.errors import InputError
from difang.plans import rules as plan_rules
from difang.plans.attachments import limits
from difang.plans.models import Attachment, Meeting, Plan, Proposal
from difang.plans.models.section import PARTS
from difang.plans.stages import machine_of
from difang.plans.windows import rules as case_rules
from difang.records import chain, files
from difang.records.errors import ForbiddenError

PART_OF_MEETINGS = 3


def attach(
    *,
    by: Any,
    subject: Plan | Proposal,
    name: str,
    stream: BinaryIO,
    part: int | None = None,
    meeting: Meeting | None = None,
) -> Attachment:
    """Attach a file to a part of a plan (or to one of its meetings), or to a proposal.

    The same content in the same place is attached once. Raises ForbiddenError, InputError (too many, or the file
    is refused, with what to do instead); then nothing is changed.
    """
    _check(by, subject)
    # Checked before the draft is locked: scanning and redrawing take seconds, and others write meanwhile.
    taken = files.take(name=name, stream=stream)
    with transaction.atomic():
        locked = _locked(by, subject)
        place = _place(locked, part, meeting)
        there = locked.attachments.filter(file__sha256=taken.sha256, **place).first()
        if there is not None:
            return there
        kind = machine_of(locked).id
        limits.check(kind, locked, taken.size)
        file = files.note(taken, owner=by, subject_type=kind, subject_id=locked.pk)
        made = Attachment.objects.create(file=file, **{kind: locked}, **place)
        _record(by, locked, made, "file_added")
        return made


@transaction.atomic
def detach(*, by: Any, subject: Plan | Proposal, pk: int) -> None:
    """Take a file out of a draft. What a frozen version names stays; content nothing names is swept away."""
    locked = _locked(by, subject)
    found = locked.attachments.select_related("file").filter(pk=pk).first()
    if found is None:
        return  # taken away already, perhaps by somebody else
    _record(by, locked, found, "file_removed")
    file = found.file
    found.delete()
    if not _frozen(locked, file.pk):
        files.remove(file)


def _frozen(subject: Plan | Proposal, pk: int) -> bool:
    contents = subject.versions.values_list("content__files", flat=True)
    return any(one["id"] == pk for named in contents for one in named or ())


def _check(by: Any, subject: Plan | Proposal) -> None:
    may = plan_rules.may_write if isinstance(subject, Plan) else case_rules.may_edit
    if not may(by, subject):
        label = machine_of(subject).stage(subject.state).staff
        raise ForbiddenError(
            f"目前在「{label.zh}」階段，不能附上或移除檔案。",
            f"at stage '{label.en}' files can't be attached or removed.",
        )


def _locked(by: Any, subject: Plan | Proposal) -> Any:
    """Return the draft, locked, so that submitting it waits; and ask again whether it may be written."""
    locked = type(subject).objects.select_for_update().get(pk=subject.pk)
    _check(by, locked)
    return locked


def _place(subject: Plan | Proposal, part: int | None, meeting: Meeting | None) -> dict[str, Any]:
    if isinstance(subject, Proposal):
        return {}
    if part not in PARTS:
        raise InputError("計畫有六個部分。", "a plan has six parts.")
    if meeting is None:
        return {"part": part, "meeting": None}
    if meeting.plan_id != subject.pk or part != PART_OF_MEETINGS:
        raise InputError(
            "這場會議不在這份計畫裡，或剛被刪除。", "this meeting isn't in this plan, or was just removed."
        )
    return {"part": part, "meeting": meeting}


def _record(by: Any, subject: Any, made: Attachment, kind: str) -> None:
    now = timezone.now()
    type(subject).objects.filter(pk=subject.pk).update(changed_at=now)
    chain.append(
        subject_type=machine_of(subject).id,
        subject_id=subject.pk,
        kind=kind,
        from_state=subject.state,
        to_state=subject.state,
        actor=by.pk,
        cause="person",
        content={"name": made.file.name, "sha256": made.file.sha256},
        at=now,
    )
