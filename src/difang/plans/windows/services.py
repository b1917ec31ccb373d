"""Every write about proposals, decisions, letters, calls and read notices."""

from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from difang.errors import InputError
from difang.people import organisations
from difang.people.models import Organisation
from difang.plans import finding
from difang.plans import rules as plan_rules
from difang.plans.models import Call, Letter, Plan, Proposal, Venture
from difang.plans.stages import PROPOSAL, machine_of
from difang.plans.windows import freezing, rules
from difang.records import chain, engine
from difang.records.errors import ForbiddenError, StaleError
from difang.records.models import Event, Notice

# The programme began in 2019; no letter about a case of it is older. Tomorrow's are written today.
FIRST_LETTER = date(2019, 1, 1)


@transaction.atomic
def propose(
    *,
    by: Any,
    venture: Venture,
    call: Call,
    title: str,
    summary: str,
    private: bool,
    organisation: Organisation | None = None,
) -> Proposal:
    """Begin a proposal of a venture in a call, for oneself or an organisation: a draft that only its side sees.

    Raises ForbiddenError (not a venture this person may put forward, or not their organisation), InputError
    (the call is over, takes no private path, or has the venture already).
    """
    if not rules.may_propose(by, venture):
        raise ForbiddenError(
            "這個事業的計畫還沒有公開，只有它的公所承辦能提案。",
            "this venture's plan isn't public yet; only its planners may put it forward.",
        )
    _check_member(by, organisation)
    _check_call(call, private)
    now = timezone.now()
    proposal = Proposal(
        venture=venture,
        call=call,
        title=title.strip(),
        summary=summary.strip(),
        private=private,
        owner=by,
        organisation=organisation,
        office="" if organisation else plan_rules.office_of(by, venture.plan),
        created_at=now,
        changed_at=now,
        demo=by.demo or venture.plan.demo,
    )
    _save(proposal)
    engine.begin(PROPOSAL, proposal, actor=by.pk)
    finding.keep_proposal(proposal)
    return proposal


@transaction.atomic
def edit(
    *,
    by: Any,
    proposal: Proposal,
    call: Call,
    title: str,
    summary: str,
    private: bool,
    seen: int,
    organisation: Organisation | Literal["same"] | None = "same",
) -> Proposal:
    """Change a draft; a call that closed can be changed for another. Raises as `propose`, and StaleError."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if not rules.may_edit(by, locked):
        label = PROPOSAL.stage(locked.state).staff
        raise ForbiddenError(
            f"提案目前在「{label.zh}」階段，不能修改；您打的字仍在畫面上，請先複製保存。",
            f"the proposal is at stage '{label.en}' and can't be changed; your words are still on the screen: copy them.",
        )
    if locked.revision != seen:
        raise StaleError(
            "在您填寫的時候，這份草稿在別處改過了。您打的字仍在畫面上；請另開一頁看新的內容，再決定怎麼寫。",
            "this draft was changed elsewhere while you wrote. Your words are still on the screen; open it in another "
            "page, then decide.",
        )
    if call.pk != locked.call_id or private != locked.private:
        _check_call(call, private, same=call.pk == locked.call_id)
    if organisation != "same" and organisation != locked.organisation:
        _change_organisation(by, locked, organisation)
    locked.call, locked.private = call, private
    locked.title, locked.summary = title.strip(), summary.strip()
    locked.revision += 1
    locked.changed_at = timezone.now()
    _save(locked)
    finding.keep_proposal(locked)
    return locked


def _check_member(by: Any, organisation: Organisation | None) -> None:
    if organisation is not None and not organisations.belongs(by, organisation.pk):
        raise ForbiddenError(
            "您不是這個組織的成員；請選您自己的組織，或不選。",
            "you are no member of this organisation; choose one of yours, or none.",
        )


def _change_organisation(by: Any, locked: Proposal, organisation: Organisation | None) -> None:
    """Put a draft forward for another organisation or none: others gain and lose it, so it goes on record."""
    _check_member(by, organisation)
    if not rules.may_choose_organisation(by, locked):
        raise ForbiddenError(
            "送出過的提案，以誰的名義不能再改；之前也只有開始這份草稿的人能改。",
            "once submitted, for whom it is put forward stays; before, only who began the draft may change it.",
        )
    locked.organisation = organisation
    chain.append(
        subject_type="proposal",
        subject_id=locked.pk,
        kind="organisation_changed",
        from_state=locked.state,
        to_state=locked.state,
        actor=by.pk,
        cause="person",
        content={"organisation": organisation.pk if organisation else None},
    )


def _check_call(call: Call, private: bool, *, same: bool = False) -> None:
    if not same and call.closes_at < timezone.now():
        raise InputError(
            f"「{call.title}」已經截止；請選一個還開著的徵案。",
            f"'{call.title}' has closed; choose a call that is open.",
        )
    if private and not call.private_path:
        raise InputError(
            f"「{call.title}」不收民間路徑；請改送公所。",
            f"'{call.title}' takes no private path; send it to the township.",
        )


def _save(proposal: Proposal) -> None:
    try:
        with transaction.atomic():
            proposal.save()
    except IntegrityError as error:
        raise InputError(
            "這個事業在這次徵案裡已經有提案了；請打開那一件，或換一次徵案。",
            "this venture already has a proposal in this call; open that one, or choose another call.",
        ) from error


@transaction.atomic
def decide(*, by: Any, subject: Plan | Proposal, event: str, reason: str = "", seen: int) -> Event:
    """Fire an event of a plan or a proposal for a person who saw revision `seen`; a submission is frozen.

    Raises what `engine.fire` raises; then nothing is changed.
    """
    machine = machine_of(subject)
    locked = type(subject).objects.select_for_update().get(pk=subject.pk)
    version = None
    if event in machine.submits and any(move.id == event for move in machine.open_to(by, locked)):
        version = _freeze(locked, by)
    content = {"version": version.number, "sha256": version.sha256} if version else None
    recorded = engine.fire(
        machine, locked, event, actor=by, reason=reason.strip(), content=content, seen=seen
    )
    type(subject).objects.filter(pk=subject.pk).update(changed_at=recorded.at)
    subject.refresh_from_db()
    _keep_found(subject)
    return recorded


def _keep_found(subject: Plan | Proposal) -> None:
    if isinstance(subject, Plan):
        finding.keep_plan(subject)
    else:
        finding.keep_proposal(subject)


def _freeze(subject: Plan | Proposal, by: Any) -> Any:
    if isinstance(subject, Proposal):
        if not rules.may_propose(by, subject.venture):
            raise ForbiddenError(
                "這個事業的計畫現在不公開了（正在修改）；等它再次公開，或請公所承辦提案。",
                "the venture's plan isn't public any more (it is being changed); wait until it is, or ask its planners.",
            )
        return freezing.freeze(subject, by)
    from difang.plans.editor import versions

    return versions.freeze(subject, by)


@transaction.atomic
def add_letter(
    *, by: Any, subject: Plan | Proposal, number: str, dated: date, sender: str, about: str = ""
) -> Letter:
    """Enter an official letter of a case, with its number; it is kept in the record too."""
    if not rules.may_add_letters(by, subject):
        raise ForbiddenError(
            "公文由經手的機關登錄。", "letters are entered by the offices that have the case before them."
        )
    now = timezone.now()
    latest = timezone.localdate(now) + timedelta(days=1)
    if not FIRST_LETTER <= dated <= latest:
        raise InputError(
            f"公文日期要在 {FIRST_LETTER.isoformat()} 到 {latest.isoformat()}（明天）之間；請改成發文日期。",
            f"a letter's date lies between {FIRST_LETTER.isoformat()} and {latest.isoformat()} (tomorrow); give the day "
            "it was sent.",
        )
    kind = machine_of(subject).id
    letter = Letter.objects.create(
        subject_type=kind,
        subject_id=subject.pk,
        number=number.strip(),
        dated=dated,
        sender=sender.strip(),
        about=about.strip(),
        by=by,
        at=now,
    )
    chain.append(
        subject_type=kind,
        subject_id=subject.pk,
        kind="letter_added",
        from_state=subject.state,
        to_state=subject.state,
        actor=by.pk,
        cause="person",
        content={"number": letter.number, "dated": dated.isoformat(), "sender": letter.sender},
        at=now,
    )
    return letter


@transaction.atomic
def open_call(
    *, by: Any, title: str, opens_at: datetime, closes_at: datetime, scope: str, private_path: bool
) -> Call:
    """Open a call for proposals. Raises ForbiddenError, InputError (its end lies before its beginning or now)."""
    if not rules.may_open_calls(by):
        raise ForbiddenError("徵案由國發會窗口開啟。", "calls are opened by the national window.")
    now = timezone.now()
    if closes_at <= max(opens_at, now):
        raise InputError(
            "截止時間要在開始時間和現在之後。", "the call must close after it opens, and later than now."
        )
    call = Call.objects.create(
        title=title.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        scope=scope.strip(),
        private_path=private_path,
        demo=by.demo,
    )
    chain.append(
        subject_type="call",
        subject_id=call.pk,
        kind="opened",
        actor=by.pk,
        cause="person",
        content={"title": call.title, "closes_at": closes_at.isoformat()},
        at=now,
    )
    return call


@transaction.atomic
def mark_read(*, by: Any, upto: int) -> int:
    """Mark a person's own notices up to the one they saw as read; return how many."""
    mine = Notice.objects.filter(person=by, read_at=None, pk__lte=upto)
    return mine.update(read_at=timezone.now())
