"""Erase a person: who they are goes, that somebody decided stays."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from difang.people import posts
from difang.people.models import Invitation, Person, Post
from difang.people.services.depending import hold
from difang.people.services.organisations import end_all
from difang.people.services.posts import finish
from difang.people.services.refusing import refuse
from difang.records import chain
from difang.records.models import Event, Mail, Notice, Payload
from difang.records.stages import Cause

BATCH = 500


@transaction.atomic
def erase_person(*, by: Any, person: Person, cause: Cause = "person") -> int:
    """Erase a person at their own wish, by the privacy officer at their request, or when their time is over.

    Posts and memberships end (the county is told of a last planner), the name, addresses, keys, sessions, notices and mails
    go, and what events said that held their address. The row and its id stay, so that the record still
    proves what was decided. Returns how many events' words were erased.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if cause == "person" and getattr(by, "pk", None) != person.pk and not posts.holds(by, "privacy"):
        refuse(
            by,
            f"erase person {person.pk}",
            "只有本人或個資保護人員能刪除個人資料。",
            "only the person or the privacy officer may erase personal data.",
        )
    if person.erased_at:
        return 0
    now = timezone.now()
    addresses = _addresses(person)
    end_all(person=person, by=by, at=now, cause=cause)
    ending = list(posts.current(Post.objects.filter(person=person), now).order_by("pk"))
    for post in ending:
        hold(post, now)
    for post in ending:
        finish(post, kind="ended", actor=by, at=now, cause=cause)
    told = _events_of(person, addresses)
    for event in told:
        chain.erase(event, actor=getattr(by, "pk", None), cause=cause)
    _clear(person, addresses)
    person.email, person.name = f"erased-{person.pk}@erased.invalid", ""
    person.is_active, person.erased_at = False, now
    person.set_unusable_password()
    person.save()
    chain.append(
        subject_type="person",
        subject_id=person.pk,
        kind="erased",
        actor=getattr(by, "pk", None),
        cause=cause,
    )
    posts.forget(person)
    return len(told)


def _addresses(person: Person) -> set[str]:
    known = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {person.email.lower(), *(address.lower() for address in known)}


def _events_of(person: Person, addresses: set[str]) -> list[Event]:
    """Return the events whose words hold one of the addresses, or are about the person.

    Names aren't searched for: two people may share one, and one word would take the reasons of strangers
    away. What says a name beside an id belongs to the person's own events.
    """
    about = Q(event__subject_type="person", event__subject_id=person.pk)
    found = {payload.event_id for payload in Payload.objects.filter(about, erased_at=None) if payload.content}
    kept = Payload.objects.filter(erased_at=None).values_list("event_id", "content")
    for number, content in kept.iterator(chunk_size=BATCH):
        if content and addresses & set(_words(content)):
            found.add(number)
    return list(Event.objects.filter(number__in=found).order_by("number"))


def _words(content: Any) -> list[str]:
    """Return every text within a payload, in small letters, cut at what can't belong to an address."""
    if isinstance(content, dict):
        return [word for value in content.values() for word in _words(value)]
    if isinstance(content, list):
        return [word for value in content for word in _words(value)]
    text = str(content).lower()
    for mark in "<>()[]{}，。、；：！？「」,;:!?\"'　\n\t":
        text = text.replace(mark, " ")
    return [word.strip(".") for word in text.split()]


def _clear(person: Person, addresses: set[str]) -> None:
    for session in UserSession.objects.filter(user=person):
        Session.objects.filter(session_key=session.session_key).delete()
        session.delete()
    Authenticator.objects.filter(user=person).delete()
    Notice.objects.filter(person=person).delete()
    for address in addresses:
        Invitation.objects.filter(email__iexact=address, accepted_at=None, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )
        Invitation.objects.filter(email__iexact=address).update(email="")
        mails = Mail.objects.filter(to__iexact=address)
        mails.filter(state=Mail.State.WAITING).delete()
        mails.update(to="", subject="", body="", html="")
    EmailAddress.objects.filter(user=person).delete()
