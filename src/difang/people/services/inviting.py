"""Invitations: offered by whom the rules allow, accepted by the address they were sent to, once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from difang.errors import InputError, NotFoundError
from difang.people import organisations, posts, rules
from difang.people.models import Invitation, Membership, Organisation, Person, Post
from difang.people.services import letters
from difang.people.services.depending import hold, stands
from difang.people.services.organisations import enter
from difang.people.services.places import checked
from difang.people.services.posts import appoint, finish
from difang.people.services.recording import record
from difang.people.services.refusing import refuse
from difang.records import chain
from difang.records.models import Event

VALID_DAYS = 14
DEPUTY_DAYS = 30
LONGEST_DEPUTY_DAYS = 366
MOST_OPEN = 200
MOST_OPEN_OF_ORGANISATION = 20
# After this the address of an ended invitation is cleared.
KEPT_DAYS = 90
BATCH = 200


@transaction.atomic
def invite(
    *,
    by: Any,
    email: str,
    role: str,
    place: str,
    deputy: bool = False,
    until: datetime | None = None,
    succeeds: Post | None = None,
) -> Invitation:
    """Offer a role to an address and send the code there; nobody else ever sees it.

    A deputy's post ends on `until` (30 days if none is given). With `succeeds` the old post ends when the
    successor accepts. Raises ForbiddenError, InputError.
    """
    place = checked(role, place)
    if not rules.may_invite(by, role, place, deputy=deputy, succeeds=succeeds):
        refuse(
            by,
            f"invite {role} at {place}",
            "這個角色不由您邀請：國發會邀請縣市與輔導中心，縣市邀請所轄公所；自己的職務只能邀請代理人與接任者。",
            "you can't invite for this role: the nation invites counties and centres, counties their townships' "
            "planners; for a post of your own you may name a deputy and a successor only.",
        )
    address = _address(email)
    now = timezone.now()
    _check_open(by, address, role, place, now)
    if succeeds is not None and succeeds.person.email == address:
        raise InputError("接任者不能是現任者自己。", "the successor can't be the one who holds the post.")
    return _offer(
        by,
        address,
        now,
        role=role,
        place=place,
        deputy=deputy,
        until=_until(until, now) if deputy else None,
        succeeds=succeeds,
    )


@transaction.atomic
def invite_member(*, by: Any, organisation: Organisation, email: str) -> Invitation:
    """Ask an address into an organisation, as one of its members. Raises ForbiddenError, InputError."""
    # Whose membership is ended at this moment invites nobody any more.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    members = organisations.current(Membership.objects.filter(organisation=organisation))
    if not members.filter(person_id=getattr(by, "pk", None)).exists():
        refuse(
            by,
            f"invite into organisation {organisation.pk}",
            "只有成員能邀請別人加入這個組織。",
            "only members may invite into this organisation.",
        )
    address, now = _address(email), timezone.now()
    known = EmailAddress.objects.filter(email__iexact=address, verified=True)
    if members.filter(person_id__in=known.values("user_id")).exists():
        raise InputError(
            f"「{address}」已經是成員了。", f"'{address}' belongs to a member of this organisation already."
        )
    _check_unasked(organisation, address, now)
    return _offer(by, address, now, organisation=organisation)


def _offer(by: Any, address: str, now: datetime, **what: Any) -> Invitation:
    code = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        code_hash=hashed(code),
        email=address,
        invited_by=by,
        created_at=now,
        expires_at=now + timedelta(days=VALID_DAYS),
        **what,
    )
    record(invitation, "invited", actor=by, email=address)
    letters.invitation(invitation, code)
    return invitation


def hand_over(*, by: Any, post: Post, email: str) -> Invitation:
    """Invite a successor: the post ends at the moment they accept, and not before."""
    return invite(by=by, email=email, role=post.role, place=post.place, succeeds=post)


@transaction.atomic
def accept(*, person: Person, code: str) -> Post | Membership:
    """Take an invitation up by the code of its mail; see `accept_waiting`."""
    return accept_waiting(person=person, pk=by_code(code).pk)


@transaction.atomic
def accept_waiting(*, person: Person, pk: int) -> Post | Membership:
    """Take an invitation up whose address the person has confirmed; return the new post, or the membership.

    A post that is handed over ends in the same transaction. Who invited must still have the right to: what a
    dismissed planner offered is worth nothing any more.
    """
    found, now = Invitation.objects.get(pk=pk), timezone.now()
    # Organisation and posts before the invitation: whoever ends one of them holds them in this order too.
    Organisation.objects.select_for_update().filter(pk=found.organisation_id).first()
    _hold_posts(found, now)
    invitation = Invitation.objects.select_for_update().get(pk=found.pk)
    _check_usable(invitation, now)
    if not is_for(person, invitation):
        refuse(
            person,
            f"accept invitation {invitation.pk}",
            "這份邀請寄給另一個地址。請用收到邀請的地址登入，或先在「我的帳號」加入並確認那個地址。",
            "this invitation went to another address. Sign in with that address, or add and confirm it first.",
        )
    # Before the post that is handed over ends: what is accepted isn't open any more, and not withdrawn with it.
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    taken = (
        enter(organisation=invitation.organisation, person=person)
        if invitation.organisation_id
        else _take_post(person, invitation, now)
    )
    record(invitation, "accepted", actor=person)
    return taken


def _take_post(person: Person, invitation: Invitation, now: datetime) -> Post:
    old = Post.objects.filter(pk=invitation.succeeds_id).first()
    _check_right(invitation, old)
    post = appoint(
        person=person,
        role=invitation.role,
        place=invitation.place,
        deputy=invitation.deputy,
        until=invitation.until,
        by=person,
        at=now,
    )
    if old is not None and (old.until is None or old.until > now):
        finish(old, kind="handed_over", actor=person, at=now, to=post.pk)
    posts.forget(person)
    return post


@transaction.atomic
def withdraw_invitation(*, by: Any, invitation: Invitation) -> Invitation:
    """Take an invitation back; its link answers from then on that it was withdrawn."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not rules.may_withdraw(by, invitation):
        refuse(
            by,
            f"withdraw invitation {invitation.pk}",
            "只有邀請人、其上級窗口或組織的負責人能收回邀請。",
            "only who invited, the window above, or the organisation's lead may withdraw an invitation.",
        )
    if invitation.accepted_at:
        raise InputError(
            "邀請已經被接受；如要收回，請結束那個職務或成員身分。",
            "it was accepted already; end the post or the membership instead.",
        )
    if not invitation.withdrawn_at:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record(invitation, "withdrawn", actor=by)
    return invitation


def by_code(code: str) -> Invitation:
    """Return the invitation a link speaks of, whatever became of it; NotFoundError for any other code."""
    found = Invitation.objects.filter(code_hash=hashed(code)).first()
    if found is None:
        raise NotFoundError(
            "沒有這份邀請；請確認連結完整，或請邀請您的單位再寄一次。",
            "there is no such invitation; check that the link is complete, or ask for a new one.",
        )
    return found


def is_for(person: Person, invitation: Invitation) -> bool:
    """Tell whether a person has confirmed the address an invitation went to."""
    known = EmailAddress.objects.filter(user=person, email__iexact=invitation.email, verified=True)
    return bool(invitation.email) and known.exists()


def waiting_for(person: Person) -> "QuerySet[Invitation]":
    """Return the invitations that wait for an answer at a person's confirmed addresses, newest first."""
    known = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    asked = Invitation.objects.filter(email__in=[address.lower() for address in known])
    waiting = asked.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return waiting.select_related("invited_by", "organisation").order_by("-created_at", "-id")


@transaction.atomic
def forget_ended(at: datetime | None = None) -> int:
    """Clear the addresses of invitations that ended long ago, here and in the record; return how many."""
    before = (at or timezone.now()) - timedelta(days=KEPT_DAYS)
    over = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    ended = Invitation.objects.select_for_update().filter(over).exclude(email="").order_by("pk")[:BATCH]
    cleared = [invitation.pk for invitation in ended]
    told = Event.objects.filter(subject_type="invitation", subject_id__in=cleared, kind="invited")
    for event in told.filter(payload__erased_at=None).order_by("number"):
        chain.erase(event, actor=None, cause="clock")
    return Invitation.objects.filter(pk__in=cleared).update(email="")


def hashed(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def _check_usable(invitation: Invitation, now: datetime) -> None:
    if invitation.withdrawn_at:
        raise InputError(
            "這份邀請已被收回；請聯絡邀請您的單位。", "this invitation was withdrawn; ask who invited you."
        )
    if invitation.accepted_at:
        raise InputError("這份邀請已經用過了；每份只能用一次。", "this invitation was used; each works once.")
    if invitation.expires_at <= now:
        raise InputError(
            f"這份邀請已過期（{VALID_DAYS} 天內有效）；請聯絡邀請您的單位再寄一次。",
            f"this invitation has expired (it held for {VALID_DAYS} days); ask for a new one.",
        )


def _hold_posts(invitation: Invitation, now: datetime) -> None:
    """Hold the posts of who invited, and what would end with the post that is handed over."""
    list(Post.objects.select_for_update().filter(person=invitation.invited_by_id).order_by("pk"))
    if invitation.succeeds is not None:
        hold(invitation.succeeds, now)


def _check_right(invitation: Invitation, succeeds: Post | None) -> None:
    if not stands(invitation, invitation.invited_by, succeeds):
        raise InputError(
            "邀請您的人已經不再擔任當時的職務，這份邀請失效了；請聯絡縣市窗口或其上級重新邀請。",
            "who invited you no longer holds the post they invited from, so the invitation is void; ask the county "
            "window, or the window above, for a new one.",
        )


def _check_open(by: Any, email: str, role: str, place: str, now: datetime) -> None:
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    if waiting.filter(email=email, role=role, place=place).exists():
        raise InputError(
            "這個地址已有同一角色的邀請在等待；要重寄，請先收回那一份。",
            "this address has an invitation for this role already; withdraw it before sending another.",
        )
    if waiting.filter(invited_by=by).count() >= MOST_OPEN:
        raise InputError(
            f"您有 {MOST_OPEN} 份邀請還沒被接受；請先收回不需要的。",
            f"{MOST_OPEN} of your invitations are still open; withdraw those that aren't needed.",
        )


def _check_unasked(organisation: Organisation, email: str, now: datetime) -> None:
    waiting = Invitation.objects.filter(
        organisation=organisation, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    if waiting.filter(email=email).exists():
        raise InputError(
            "這個地址已有邀請在等待；要重寄，請先收回那一份。",
            "this address has been invited already; withdraw that invitation before sending another.",
        )
    if waiting.count() >= MOST_OPEN_OF_ORGANISATION:
        raise InputError(
            f"這個組織有 {MOST_OPEN_OF_ORGANISATION} 份邀請還沒被接受；請先收回不需要的。",
            f"{MOST_OPEN_OF_ORGANISATION} of this organisation's invitations are still open; withdraw those that "
            "aren't needed.",
        )


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InputError(
            f"「{email}」不是電子郵件地址；例如 name@example.gov.tw。",
            f"'{email}' is no mail address; e.g. name@example.gov.tw.",
        ) from error
    return address


def _until(until: datetime | None, now: datetime) -> datetime:
    chosen = until or now + timedelta(days=DEPUTY_DAYS)
    if not now < chosen <= now + timedelta(days=LONGEST_DEPUTY_DAYS):
        raise InputError(
            "代理期間要在今天之後、一年之內；更長請辦理接任。",
            "a deputy's last day lies within a year from today; for longer, name a successor.",
        )
    return chosen
