"""Who may invite whom, and what becomes of an invitation."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.people.conftest import AT, NANTOU, PULI, RENAI, TAIPEI

ROLES = ("planner", "county", "centre", "nation", "operator", "privacy", "auditor")
ALLOWED = {
    ("operator", "nation"), ("operator", "privacy"), ("operator", "auditor"),
    ("nation", "county"), ("nation", "centre"), ("county", "planner"),
}  # fmt: skip

Make = Callable[..., Any]


def _code(mailed: Callable[..., str], address: str) -> str:
    return mailed(address, "/people/invited/").rstrip("/").rsplit("/", 1)[-1]


@pytest.mark.parametrize("inviter", [None, *ROLES])
@pytest.mark.parametrize("role", ROLES)
def test_matrix_of_inviters_and_roles(
    db: None, person: Make, caplog: pytest.LogCaptureFixture, inviter: str | None, role: str
) -> None:
    from difang.people.models import Invitation
    from difang.people.services.inviting import invite
    from difang.records.errors import ForbiddenError

    by = person("inviter", inviter)
    offer = {"by": by, "email": "new@example.tw", "role": role, "place": AT.get(role, "TW")}
    if (inviter, role) in ALLOWED:
        assert invite(**offer).role == role
        return
    with caplog.at_level(logging.WARNING, "difang.refused"), pytest.raises(ForbiddenError):
        invite(**offer)
    assert not Invitation.objects.exists()
    assert f"refused: invite {role}" in caplog.text


@pytest.mark.parametrize("inviter", ROLES)
@pytest.mark.parametrize("role", ROLES)
def test_nobody_deputises_sideways_but_planners(db: None, person: Make, inviter: str, role: str) -> None:
    from difang.people.services.inviting import invite
    from difang.records.errors import ForbiddenError

    by = person("inviter", inviter)
    offer = {"by": by, "email": "new@example.tw", "role": role, "place": AT.get(role, "TW"), "deputy": True}
    if (inviter, role) in ALLOWED or inviter == role == "planner":
        assert invite(**offer).deputy
        return
    with pytest.raises(ForbiddenError):
        invite(**offer)


@pytest.mark.parametrize(
    ("role", "at", "offered", "place"),
    [
        ("county", TAIPEI, "planner", PULI), ("planner", PULI, "planner", RENAI),
        ("planner", PULI, "planner", PULI),
    ],
)  # fmt: skip
def test_not_outside_ones_own_area(
    db: None, person: Make, role: str, at: str, offered: str, place: str
) -> None:
    from difang.people.services.inviting import invite
    from difang.records.errors import ForbiddenError

    with pytest.raises(ForbiddenError):
        invite(by=person("one", role, at), email="new@example.tw", role=offered, place=place)


def test_a_deputy_invites_nobody(db: None, person: Make) -> None:
    from django.utils import timezone

    from difang.people.services.inviting import invite
    from difang.records.errors import ForbiddenError

    by = person("deputy", "county", deputy=True, until=timezone.now() + timedelta(days=3))
    with pytest.raises(ForbiddenError):
        invite(by=by, email="new@example.tw", role="planner", place=PULI)


@pytest.mark.parametrize(
    ("role", "place"), [("planner", NANTOU), ("county", PULI), ("planner", "99999999"), ("mayor", PULI)]
)
def test_a_place_of_the_wrong_sort_is_named(db: None, person: Make, role: str, place: str) -> None:
    from difang.errors import InputError
    from difang.people.services.inviting import invite

    with pytest.raises(InputError, match=place if role != "mayor" else "mayor"):
        invite(by=person("one", "county"), email="new@example.tw", role=role, place=place)


def test_invited_by_mail_and_accepted(db: None, person: Make, mailed: Callable[..., str]) -> None:
    from difang.people import posts
    from difang.people.services.inviting import accept, invite
    from difang.records import chain
    from difang.records.models import Event

    invitation = invite(by=person("county", "county"), email=" New@Example.tw ", role="planner", place=PULI)
    code = _code(mailed, "new@example.tw")
    assert code not in invitation.code_hash
    new = person("new")
    post = accept(person=new, code=code)
    assert posts.holds(new, "planner", PULI)
    assert post.organisation.name == "南投縣埔里鎮公所"
    kinds = list(Event.objects.exclude(subject_type="person").values_list("subject_type", "kind"))
    assert kinds == [("invitation", "invited"), ("post", "began"), ("invitation", "accepted")]
    assert chain.verify().faults == ()


def test_another_address_cannot_accept(
    db: None, person: Make, mailed: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    from difang.people.models import Post
    from difang.people.services.inviting import accept, invite
    from difang.records.errors import ForbiddenError

    invite(by=person("county", "county"), email="new@example.tw", role="planner", place=PULI)
    other = person("other")
    with pytest.raises(ForbiddenError):
        accept(person=other, code=_code(mailed, "new@example.tw"))
    assert not Post.objects.filter(person=other).exists()
    assert "refused: accept invitation" in caplog.text


def test_an_unconfirmed_address_cannot_accept(db: None, person: Make, mailed: Callable[..., str]) -> None:
    from allauth.account.models import EmailAddress

    from difang.people.services.inviting import accept, invite
    from difang.records.errors import ForbiddenError

    invite(by=person("county", "county"), email="new@example.tw", role="planner", place=PULI)
    new = person("new")
    EmailAddress.objects.filter(user=new).update(verified=False)
    with pytest.raises(ForbiddenError):
        accept(person=new, code=_code(mailed, "new@example.tw"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"withdrawn_at": 0}, "withdrawn"), ({"accepted_at": 0}, "was used"), ({"expires_at": -1}, "expired"),
    ],
)  # fmt: skip
def test_an_invitation_that_is_over_says_why(
    db: None, person: Make, mailed: Callable[..., str], change: dict[str, int], words: str
) -> None:
    from django.utils import timezone

    from difang.errors import InputError
    from difang.people.models import Invitation, Post
    from difang.people.services.inviting import accept, invite

    invite(by=person("county", "county"), email="new@example.tw", role="planner", place=PULI)
    new = person("new")
    Invitation.objects.update(**{name: timezone.now() + timedelta(days=n) for name, n in change.items()})
    with pytest.raises(InputError, match=words):
        accept(person=new, code=_code(mailed, "new@example.tw"))
    assert not Post.objects.filter(person=new).exists()


def test_an_invitation_works_once(db: None, person: Make, mailed: Callable[..., str]) -> None:
    from difang.errors import InputError
    from difang.people.services.inviting import accept, invite

    invite(by=person("county", "county"), email="new@example.tw", role="planner", place=PULI)
    new, code = person("new"), _code(mailed, "new@example.tw")
    accept(person=new, code=code)
    with pytest.raises(InputError, match="was used"):
        accept(person=new, code=code)


def test_a_code_that_is_none(db: None, person: Make) -> None:
    from difang.errors import NotFoundError
    from difang.people.services.inviting import accept

    with pytest.raises(NotFoundError):
        accept(person=person("new"), code="x")


def test_withdrawn_by_who_invited_or_stands_above(db: None, person: Make) -> None:
    from difang.people.services.inviting import invite, withdraw_invitation
    from difang.records.errors import ForbiddenError

    county, colleague = person("county", "county"), person("colleague", "county")
    offer = invite(by=county, email="new@example.tw", role="planner", place=PULI)
    for stranger in (person("taipei", "county", TAIPEI), person("resident"), person("planner", "planner")):
        with pytest.raises(ForbiddenError):
            withdraw_invitation(by=stranger, invitation=offer)
    assert withdraw_invitation(by=colleague, invitation=offer).withdrawn_at


def test_the_same_invitation_twice_is_refused_in_words(db: None, person: Make) -> None:
    from difang.errors import InputError
    from difang.people.services.inviting import invite

    offer = {"by": person("c", "county"), "email": "new@example.tw", "role": "planner", "place": PULI}
    invite(**offer)
    with pytest.raises(InputError, match="already"):
        invite(**offer)


def test_two_accept_at_once_and_one_post_comes_of_it(
    committed: None, person: Make, mailed: Callable[..., str]
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from difang.people.models import Post
    from difang.people.services.inviting import accept, invite
    from difang.records import chain
    from tests.people.together import together

    invite(by=person("county", "county"), email="new@example.tw", role="planner", place=PULI)
    new, code = person("new"), _code(mailed, "new@example.tw")
    with ThreadPoolExecutor(4) as pool:
        answers = together(pool, 4, lambda: accept(person=new, code=code))
    assert sorted(type(one).__name__ for one in answers) == ["InputError"] * 3 + ["Post"]
    assert Post.objects.filter(person=new).count() == 1
    assert chain.verify().faults == ()


def test_addresses_of_old_invitations_are_forgotten(db: None, person: Make) -> None:
    from django.utils import timezone

    from difang.people.services.inviting import forget_ended, invite

    offer = invite(by=person("c", "county"), email="new@example.tw", role="planner", place=PULI)
    assert forget_ended() == 0
    assert forget_ended(timezone.now() + timedelta(days=120)) == 1
    offer.refresh_from_db()
    assert offer.email == ""
