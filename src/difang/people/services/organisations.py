"""Organisations begin; members come, go, and hand over. Each write holds the organisation's row."""

import re
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from difang import places
from difang.errors import InputError
from difang.people import organisations
from difang.people.models import Invitation, Membership, Organisation, Person
from difang.people.services.recording import record
from difang.people.services.refusing import refuse
from difang.records import notices
from difang.records.models import Event
from difang.text import Text

LONGEST_NAME = 100
LEVELS = ("county", "township")
# Names of the offices that only the window above hands out.
OFFICIAL = re.compile(r"(公所|[縣市]政府|國家發展委員會|國發會|分區輔導中心)$")


@transaction.atomic
def begin(*, by: Any, kind: str, name: str, place: str) -> Organisation:
    """Begin an association, a firm or a university team; whoever begins it is its lead.

    Raises ForbiddenError (no confirmed address), InputError (no such kind or place, a name that is taken or
    an office's).
    """
    if not EmailAddress.objects.filter(user_id=getattr(by, "pk", None), verified=True).exists():
        refuse(
            by,
            "begin an organisation",
            "請先確認您的電子郵件，再登錄組織。",
            "confirm your mail address first, then begin an organisation.",
        )
    kind, name, place = _kind(kind), _name(name), _place(place)
    made = Organisation(kind=kind, name=name, place=place, demo=by.demo)
    try:
        with transaction.atomic():
            _check_free(made)
            made.save()
    except IntegrityError as error:
        raise _taken(made) from error
    record(made, "begun", actor=by)
    enter(organisation=made, person=by, lead=True)
    return made


def enter(*, organisation: Organisation, person: Person, lead: bool = False) -> Membership:
    """Let a person in, in the caller's transaction; the lead is told."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    made = Membership(organisation=organisation, person=person, lead=lead, since=timezone.now())
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise InputError(
            "您已經是這個組織的成員了。", "you are a member of this organisation already."
        ) from error
    event = record(made, "joined", actor=person)
    organisations.forget(person)
    if not lead:
        words = Text(f"{person} 加入了「{organisation}」", f"{person} joined '{organisation}'")
        _tell(_leads(organisation), words, organisation, event)
    return made


@transaction.atomic
def leave(*, by: Any, organisation: Organisation) -> None:
    """Leave an organisation. Its lead hands over first; the last member may go, and its name stays."""
    members = _locked(organisation)
    mine = next((one for one in members if one.person_id == getattr(by, "pk", None)), None)
    if mine is None:
        _refuse_member(by, f"leave organisation {organisation.pk}")
    if mine.lead and len(members) > 1:
        raise InputError(
            "您是這個組織唯一的負責人，還有其他成員在；請先把負責人交給一位成員，再離開。",
            "you are this organisation's only lead and others are still in it; hand over to a member, then leave.",
        )
    _finish(mine, "left", actor=by, at=timezone.now())
    organisations.forget(by)


@transaction.atomic
def end_membership(*, by: Any, membership: Membership) -> None:
    """End another's membership, as the lead; they are told."""
    members = _locked(membership.organisation)
    _check_leads(by, members, f"end membership {membership.pk}")
    found = _one_of(members, membership)
    if found.person_id == by.pk:
        raise InputError("要自己離開，請用「離開組織」。", "to go yourself, leave the organisation instead.")
    event = _finish(found, "ended", actor=by, at=timezone.now())
    words = Text(
        f"您在「{found.organisation}」的成員身分已結束",
        f"your membership of '{found.organisation}' has ended",
    )
    notices.put([found.person_id], words, "/people/me/", event.number, event.at)


@transaction.atomic
def hand_over(*, by: Any, membership: Membership) -> None:
    """Make another member the lead instead of oneself; they are told."""
    members = _locked(membership.organisation)
    mine = _check_leads(by, members, f"hand over to membership {membership.pk}")
    found = _one_of(members, membership)
    if found.pk == mine.pk:
        raise InputError("您已經是負責人了；請選另一位成員。", "you are the lead; choose another member.")
    mine.lead = False
    mine.save(update_fields=["lead"])
    _raise(found, actor=by, cause="person", before=mine.person_id)
    organisations.forget(by)


def end_all(*, person: Person, by: Any, at: datetime, cause: str) -> None:
    """End every membership of a person who is erased, in the caller's transaction.

    Where they were the lead, whoever has been a member longest takes over: an organisation isn't left without.
    """
    mine = organisations.current(Membership.objects.filter(person=person))
    # All of them before the first event is written: who writes events waits for who holds an organisation.
    held = Organisation.objects.select_for_update().filter(pk__in=mine.values("organisation"))
    for organisation in list(held.order_by("pk")):
        members = _locked(organisation)
        one = next((one for one in members if one.person_id == person.pk), None)
        if one is None:
            continue  # ended by the lead a moment ago
        _finish(one, "ended", actor=by, at=at, cause=cause)
        rest = [other for other in members if other.pk != one.pk]
        if one.lead and rest:
            _raise(rest[0], actor=by, cause="parent", before=person.pk)
    organisations.forget(person)


def _locked(organisation: Organisation) -> list[Membership]:
    """Hold the organisation and return its members, the longest-standing first."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    members = organisations.current(Membership.objects.filter(organisation=organisation))
    return list(members.select_related("person", "organisation").order_by("since", "id"))


def _one_of(members: list[Membership], asked: Membership) -> Membership:
    found = next((one for one in members if one.pk == asked.pk), None)
    if found is None:
        raise InputError("這位已經不是成員了。", "this person is no longer a member.")
    return found


def _check_leads(by: Any, members: list[Membership], what: str) -> Membership:
    mine = next((one for one in members if one.lead and one.person_id == getattr(by, "pk", None)), None)
    if mine is None:
        refuse(
            by,
            what,
            "只有負責人能結束別人的成員身分或交接。",
            "only the lead may end another's membership or hand over.",
        )
    return mine


def _refuse_member(by: Any, what: str) -> None:
    refuse(by, what, "您不是這個組織的成員。", "you are no member of this organisation.")


def _finish(one: Membership, kind: str, *, actor: Any, at: datetime, cause: str = "person") -> Event:
    """End a membership, and take back what this member had invited: nobody comes back by their own letter."""
    one.until = at
    one.save(update_fields=["until"])
    event = record(one, kind, actor=actor, cause=cause)
    waiting = {"accepted_at": None, "withdrawn_at": None, "expires_at__gt": at}
    mine = Invitation.objects.filter(organisation=one.organisation_id, invited_by=one.person_id, **waiting)
    for invitation in mine.order_by("pk"):
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        record(invitation, "withdrawn", actor=actor, cause="parent")
    return event


def _raise(one: Membership, *, actor: Any, cause: str, before: int) -> None:
    one.lead = True
    one.save(update_fields=["lead"])
    event = record(one, "handed_over", actor=actor, cause=cause, before=before)
    words = Text(f"您現在是「{one.organisation}」的負責人", f"you are the lead of '{one.organisation}' now")
    _tell([one.person_id], words, one.organisation, event)


def _leads(organisation: Organisation) -> list[int]:
    leads = organisations.current(organisation.memberships.filter(lead=True))
    return list(leads.values_list("person_id", flat=True))


def _tell(people: list[int], words: Text, organisation: Organisation, event: Event) -> None:
    notices.put(people, words, organisation.get_absolute_url(), event.number, event.at)


def _kind(kind: str) -> str:
    if kind not in Organisation.FREE:
        known = "、".join(Organisation.Kind(one).label for one in Organisation.FREE)
        raise InputError(
            f"沒有「{kind}」這種組織；可以登錄：{known}。",
            f"no kind of organisation '{kind}'; there are: {', '.join(Organisation.FREE)}.",
        )
    return kind


def _name(name: str) -> str:
    shown = " ".join(name.split())
    if not 0 < len(shown) <= LONGEST_NAME:
        raise InputError(
            f"組織名稱要有 1 到 {LONGEST_NAME} 個字。",
            f"an organisation's name has 1 to {LONGEST_NAME} characters.",
        )
    if OFFICIAL.search(shown):
        raise InputError(
            f"「{shown}」是機關的名稱；公所與縣市由上級窗口邀請，不在這裡登錄。",
            f"'{shown}' is the name of an office; offices are invited by the window above, not begun here.",
        )
    return shown


def _place(place: str) -> str:
    found = places.get(place)
    if found.level not in LEVELS:
        raise InputError(
            f"「{place}」不是縣市或鄉鎮市區；請選一個。",
            f"'{place}' is no county or township; choose one.",
        )
    return found.code


def _check_free(made: Organisation) -> None:
    """Refuse what reads the same: letters of another case, 台 for 臺."""
    spellings = {made.name, made.name.replace("台", "臺"), made.name.replace("臺", "台")}
    same = Organisation.objects.filter(kind=made.kind, place=made.place)
    if any(same.filter(name__iexact=one).exists() for one in spellings):
        raise _taken(made)


def _taken(made: Organisation) -> InputError:
    kind, place = made.get_kind_display(), places.get(made.place)
    return InputError(
        f"{place.full_label('zh')}已經有叫「{made.name}」的{kind}；請向它的成員要邀請，或用另一個名稱。",
        f"there is an organisation of this kind called '{made.name}' in {place.full_label('en')} already; "
        "ask a member for an invitation, or use another name.",
    )
