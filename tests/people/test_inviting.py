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

# Who holds one of these may name a deputy and a successor of their own.
OWN = ("planner", "county", "centre", "nation")

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
def test_a_deputy_is_named_from_above_or_for_a_post_of_ones_own(
    db: None, person: Make, inviter: str, role: str
) -> None:
    from difang.people.services.inviting import invite
    from difang.records.errors import ForbiddenError

    by = person("inviter", inviter)
    offer = {"by": by, "email": "new@example.tw", "role": role, "place": AT.get(role, "TW"), "deputy": True}
    if (inviter, role) in ALLOWED or (inviter == role and role in OWN):
        assert invite(**offer).deputy
        return
    with pytest.raises(ForbiddenError):
        invite(**offer)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_hand_over_to_a_successor(
    db: None, person: Make, mailed: Callable[..., str], role: str
) -> None:
    from difang.people import posts
    from difang.people.models import Invitation
    from difang.people.services.inviting import accept, hand_over
    from difang.records.errors import ForbiddenError

    old, place = person("old", role), AT.get(role, "TW")
    if role not in OWN:
        with pytest.raises(ForbiddenError):
            hand_over(by=old, post=old.posts.get(), email="new@example.tw")
        return
    hand_over(by=old, post=old.posts.get(), email="new@example.tw")
    assert posts.holders(role, place) == [old.pk]
    new = person("new")
    accept(person=new, code=_code(mailed, new.email))
    assert posts.holders(role, place) == [new.pk]
    assert Invitation.objects.get().withdrawn_at is None, "accepted, not withdrawn with the old post"


@pytest.mark.parametrize("role", OWN)
def test_who_named_a_deputy_sees_and_ends_them_and_a_deputy_does_not(
    db: None, person: Make, mailed: Callable[..., str], role: str
) -> None:
    from difang.people import posts, selectors
    from difang.people.services.inviting import accept, hand_over, invite
    from difang.people.services.posts import end_post
    from difang.records.errors import ForbiddenError

    holder, deputy, place = person("holder", role), person("deputy"), AT.get(role, "TW")
    invite(by=holder, email=deputy.email, role=role, place=place, deputy=True)
    post = accept(person=deputy, code=_code(mailed, deputy.email))
    assert posts.holds(deputy, role, place)
    for act in (
        lambda: end_post(by=deputy, post=holder.posts.get()),
        lambda: invite(by=deputy, email="x@example.tw", role=role, place=place, deputy=True),
        lambda: hand_over(by=deputy, post=post, email="x@example.tw"),
    ):
        with pytest.raises(ForbiddenError):
            act()
    assert list(selectors.posts_below(holder)) == [post]
    end_post(by=holder, post=post)
    assert posts.holders(role, place) == [holder.pk]


@pytest.mark.parametrize("role", OWN)
def test_deputy_and_successor_on_the_page(
    db: None, person: Make, signed_in: Callable[[Any], Any], role: str
) -> None:
    from difang.people.models import Invitation

    duty, client = f"{role}:{AT.get(role, 'TW')}", signed_in(person("holder", role))
    for number, as_what in enumerate(("deputy", "successor")):
        form = {"email": f"n{number}@example.tw", "duty": duty, "as_what": as_what}
        assert client.post("/people/office/", form).status_code == 302
    told = Invitation.objects.order_by("pk").values_list("deputy", "succeeds__role")
    assert list(told) == [(True, None), (False, role)]


def test_a_successor_for_another_post_is_refused_beside_the_field(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from difang.people.models import Invitation

    form = {"email": "new@example.tw", "duty": f"planner:{PULI}", "as_what": "successor"}
    answer = signed_in(person("county", "county")).post("/people/office/", form)
    assert answer.status_code == 422
    assert 'id="id_as_what_error"' in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("role", "at", "offered", "place"),
    [
        ("county", TAIPEI, "planner", PULI), ("planner", PULI, "planner", RENAI),
        ("planner", PULI, "planner", PULI), ("county", NANTOU, "county", NANTOU),
        ("county", NANTOU, "county", TAIPEI), ("centre", NANTOU, "county", NANTOU),
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
