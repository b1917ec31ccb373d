"""What is kept about people goes when it was said to go, and not before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.people.conftest import NANTOU, PULI

Make = Callable[..., Any]
YEARS = timedelta(days=5 * 365 + 1)


@pytest.fixture
def server(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that has a mail server and a public address."""
    from django.conf import settings

    monkeypatch.setattr(settings, "SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setattr(settings, "SITE_URL", "https://difang.example")


def _unused(person: Any, since: datetime, *, joined_only: bool = False) -> Any:
    person.last_login = None if joined_only else since
    person.joined_at = since
    person.save()
    return person


def _tidy(at: datetime) -> dict[str, int]:
    from difang.records.tick import tidy

    return tidy(at)


def _mails_sent(at: datetime) -> None:
    from difang.records.models import Mail

    Mail.objects.filter(state="waiting").update(state="sent", sent_at=at, created_at=at)


@pytest.mark.parametrize("joined_only", [False, True])
def test_who_is_away_for_five_years_is_told_a_month_before_and_then_erased(
    server: None, person: Make, joined_only: bool
) -> None:
    from difang.records import chain
    from difang.records.models import Event, Mail

    start = timezone.now()
    wang = _unused(person("wangxiaoming"), start, joined_only=joined_only)
    _unused(person("busy"), start + timedelta(days=60))
    early = _tidy(start + YEARS - timedelta(days=31))
    assert (early["warned"], early["unused"]) == (0, 0)
    told = start + YEARS - timedelta(days=29)
    assert [_tidy(told)["warned"], _tidy(told)["warned"]] == [1, 0], "once"
    mail = Mail.objects.get(to=wang.email)
    assert "https://difang.example/accounts/login/" in mail.body and "五年" in mail.body
    _mails_sent(told)
    assert _tidy(told + timedelta(days=29, hours=23))["unused"] == 0
    assert _tidy(told + timedelta(days=30, minutes=1))["unused"] == 1
    wang.refresh_from_db()
    assert wang.erased_at and "wangxiaoming" not in wang.email
    assert Event.objects.filter(
        subject_type="person", subject_id=wang.pk, kind="erased", cause="clock"
    ).exists()
    assert chain.verify().faults == ()
    assert _tidy(told + timedelta(days=31))["unused"] == 0


def test_who_signs_in_after_the_mail_stays_and_is_told_again_years_later(server: None, person: Make) -> None:
    start = timezone.now()
    wang = _unused(person("wang"), start)
    told = start + YEARS - timedelta(days=29)
    _tidy(told)
    _mails_sent(told)
    back = told + timedelta(days=3)
    wang.refresh_from_db()
    wang.last_login = back
    wang.save()
    assert _tidy(told + timedelta(days=365))["unused"] == 0
    again = back + YEARS - timedelta(days=10)
    assert _tidy(again)["warned"] == 1
    _mails_sent(again)
    later = _tidy(again + timedelta(days=29))
    assert later["unused"] == 0, "the old mail doesn't count"


def test_nobody_is_erased_whose_mail_still_waits_or_where_no_mail_goes_out(
    server: None, person: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    start = timezone.now()
    _unused(person("wang"), start)
    long_after = start + YEARS + timedelta(days=365)
    _tidy(long_after)
    assert _tidy(long_after + timedelta(days=40))["unused"] == 0, "the mail never left"
    other = _unused(person("other"), start)
    monkeypatch.setattr(settings, "SMTP_URL", "")
    assert _tidy(long_after)["warned"] == 0
    assert _tidy(long_after + timedelta(days=400))["unused"] == 0
    other.refresh_from_db()
    assert other.erased_at is None


def test_an_official_who_is_erased_leaves_a_post_that_ended_and_the_county_is_told(
    server: None, person: Make
) -> None:
    from difang.records.models import Notice

    start = timezone.now()
    county = person("county", "county", NANTOU)
    county.last_login = start + YEARS
    county.save()
    wang = _unused(person("wang", "planner"), start)
    told = start + YEARS - timedelta(days=29)
    _tidy(told)
    _mails_sent(told)
    assert _tidy(told + timedelta(days=31))["unused"] == 1
    assert wang.posts.get().until
    assert Notice.objects.get().person_id == county.pk


@pytest.mark.parametrize("how", ["over", "accepted", "withdrawn"])
def test_the_address_of_an_invitation_goes_ninety_days_after_it_ended(
    db: None, person: Make, mailed: Callable[..., str], how: str
) -> None:
    from difang.people.models import Invitation
    from difang.people.services.inviting import accept, invite, withdraw_invitation
    from difang.records import chain
    from difang.records.models import Payload

    county = person("county", "county")
    new = person("new")
    offer = invite(by=county, email=new.email, role="planner", place=PULI)
    if how == "accepted":
        accept(person=new, code=mailed(new.email, "/people/invited/").strip("/").rsplit("/", 1)[-1])
    if how == "withdrawn":
        withdraw_invitation(by=county, invitation=offer)
    ended = timezone.now() + timedelta(days=14 if how == "over" else 0)
    assert _tidy(ended + timedelta(days=89))["invitations"] == 0
    assert new.email in str(list(Payload.objects.values_list("content", flat=True)))
    assert _tidy(ended + timedelta(days=90, minutes=1))["invitations"] == 1
    assert Invitation.objects.get().email == ""
    assert new.email not in str(list(Payload.objects.values_list("content", flat=True)))
    assert chain.verify().faults == ()


def test_counts_of_attempts_and_sessions_go_when_they_have_expired(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session

    from difang.people import throttle
    from difang.people.models import Attempt

    throttle.count("first-code", "1", most=10, seconds=600)
    login = {"login": person("wang").email, "password": "correct-horse-battery"}
    signed_in(None).post("/accounts/login/", login)
    counts = Attempt.objects.count()
    assert counts and UserSession.objects.count() == 1
    now = timezone.now()
    soon = _tidy(now)
    assert (soon["attempts"], soon["sessions"]) == (0, 0)
    assert UserSession.objects.count() == 1
    later = _tidy(now + timedelta(days=15))
    assert later["attempts"] == counts and later["sessions"] >= 1
    assert not Attempt.objects.exists() and not UserSession.objects.exists() and not Session.objects.exists()


def test_a_flood_of_accounts_does_not_push_out_the_count_of_another(db: None) -> None:
    from difang.people import throttle

    for _ in range(9):
        throttle.count("sign-in", "guessed", most=10, seconds=36000)
    for other in range(400):
        throttle.count("sign-in", f"made up {other}", most=10, seconds=36000)
    throttle.count("sign-in", "guessed", most=10, seconds=36000)
    with pytest.raises(throttle.TooManyError):
        throttle.count("sign-in", "guessed", most=10, seconds=36000)
