"""Accounts nobody has used for five years: told by mail, and a month later erased. Old counts and sessions go too."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from difang.people.models import Attempt, Person
from difang.people.services.erasing import erase_person
from difang.records import workingdays
from difang.records.models import Mail
from difang.text import Lang, Text

UNUSED = timedelta(days=5 * 365 + 1)
NOTICE = timedelta(days=30)
BATCH = 100


def warn_unused(at: datetime | None = None) -> int:
    """Tell who has not signed in for almost five years that their account will be erased; return how many.

    Without a mail server nobody can be told, and so nobody is warned or erased.
    """
    now = at or timezone.now()
    if not settings.SMTP_URL:
        return 0
    silent = _unused_since(now - UNUSED + NOTICE).filter(Q(warned_at=None) | Q(warned_at__lt=F("used_at")))
    return sum(_warn(pk, now) for pk in list(silent.values_list("pk", flat=True)[:BATCH]))


def erase_unused(at: datetime | None = None) -> int:
    """Erase who was told thirty days ago and has not signed in since; return how many."""
    now = at or timezone.now()
    told = _unused_since(now - UNUSED).filter(warned_at__lte=now - NOTICE, warned_at__gte=F("used_at"))
    return sum(_erase(pk, now) for pk in list(told.order_by("pk").values_list("pk", flat=True)[:BATCH]))


def forget_attempts(at: datetime | None = None) -> int:
    """Remove counts of attempts that have expired; return how many."""
    return Attempt.objects.filter(expires__lt=at or timezone.now()).delete()[0]


def forget_sessions(at: datetime | None = None) -> int:
    """Remove sessions that have expired, with the addresses and browsers noted of them; return how many."""
    gone = Session.objects.filter(expire_date__lt=at or timezone.now()).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return gone


def _unused_since(moment: datetime) -> "QuerySet[Person]":
    used = Person.objects.annotate(used_at=Coalesce("last_login", "joined_at"))
    return used.filter(erased_at=None, demo=False, used_at__lt=moment)


@transaction.atomic
def _warn(pk: int, now: datetime) -> bool:
    # The row is the lock: a second server that comes at the same time finds the person warned.
    person = Person.objects.select_for_update(no_key=True).get(pk=pk)
    used = person.last_login or person.joined_at
    if person.erased_at or used >= now - UNUSED + NOTICE or (person.warned_at and person.warned_at >= used):
        return False
    person.warned_at = now
    person.save(update_fields=["warned_at"])
    _letter(person, now + NOTICE).send()
    return True


@transaction.atomic
def _erase(pk: int, now: datetime) -> bool:
    person = Person.objects.select_for_update(no_key=True).get(pk=pk)
    if person.erased_at or (person.last_login or person.joined_at) >= now - UNUSED:
        return False  # signed in, or erased, a moment ago
    unsent = (Mail.State.WAITING, Mail.State.CLAIMED)
    if Mail.objects.filter(to__iexact=person.email, state__in=unsent).exists():
        return False  # the mail that tells them may still lie here
    erase_person(by=None, person=person, cause="clock")
    return True


def _letter(person: Person, last: datetime) -> EmailMessage:
    lang: Lang = "en" if person.lang == "en" else "zh"
    day = workingdays.today(last).isoformat()
    link = f"{settings.SITE_URL}/accounts/login/" if settings.SITE_URL else ""
    subject = Text("您的「地方」帳號將被刪除", "Your account on difang will be erased")
    body = Text(
        f"{person} 您好：\n\n您的帳號快要五年沒有登入了。{day} 起，姓名、電子郵件與通知會被刪除，"
        f"經手案件的紀錄只留編號。\n要保留帳號，請在那之前登入一次：\n{link}\n",
        f"Dear {person},\n\nyour account has not been used for almost five years. From {day} your name, address and "
        f"notices are erased; the record of cases keeps a number only.\nTo keep it, sign in once before:\n{link}\n",
    )
    return EmailMessage(subject.get(lang), body.get(lang), to=[person.email])
