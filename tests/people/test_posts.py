"""Posts: handing over, deputies, and the last planner who leaves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.people.conftest import PULI, RENAI, TAIPEI

Make = Callable[..., Any]


def _take_up(mailed: Callable[..., str], new: Any) -> Any:
    from difang.people.services.inviting import accept

    code = mailed(new.email, "/people/invited/").rstrip("/").rsplit("/", 1)[-1]
    return accept(person=new, code=code)


def test_handing_over_ends_the_old_post_when_the_successor_accepts(
    db: None, person: Make, mailed: Callable[..., str]
) -> None:
    from difang.people import posts
    from difang.people.services.inviting import hand_over
    from difang.records.models import Notice

    county, old, new = person("county", "county"), person("old", "planner"), person("new")
    hand_over(by=old, post=old.posts.get(), email=new.email)
    posts.forget(old)
    assert posts.holds(old, "planner", PULI)
    post = _take_up(mailed, new)
    posts.forget(old)
    assert not posts.holds(old, "planner", PULI)
    assert posts.holds(new, "planner", PULI)
    assert old.posts.get().until == post.since
    assert not Notice.objects.filter(person=county).exists(), "there always was a planner"


def test_a_failing_handover_leaves_the_old_post(
    db: None, person: Make, mailed: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from difang.people import posts
    from difang.people.models import Post
    from difang.people.services import inviting

    old, new = person("old", "planner"), person("new")
    inviting.hand_over(by=old, post=old.posts.get(), email=new.email)

    def broken(*args: object, **more: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(inviting, "finish", broken)
    with pytest.raises(OSError, match="disk full"):
        _take_up(mailed, new)
    posts.forget(old)
    assert posts.holds(old, "planner", PULI)
    assert not Post.objects.filter(person=new).exists()


def test_only_ones_own_post_is_handed_over(db: None, person: Make) -> None:
    from difang.people.services.inviting import hand_over
    from difang.records.errors import ForbiddenError

    mine, other = person("mine", "planner"), person("other", "planner")
    with pytest.raises(ForbiddenError):
        hand_over(by=mine, post=other.posts.get(), email="new@example.tw")


def test_a_deputy_acts_until_the_last_day(db: None, person: Make, mailed: Callable[..., str]) -> None:
    from django.utils import timezone

    from difang.people import posts
    from difang.people.models import Post
    from difang.people.services.inviting import invite

    planner, stand_in = person("planner", "planner"), person("standin")
    until = timezone.now() + timedelta(days=5)
    invite(by=planner, email=stand_in.email, role="planner", place=PULI, deputy=True, until=until)
    post = _take_up(mailed, stand_in)
    assert posts.holds(stand_in, "planner", PULI)
    held = Post.objects.filter(pk=post.pk)
    assert posts.current(held, until - timedelta(seconds=1)).exists()
    assert not posts.current(held, until).exists()


@pytest.mark.parametrize("days", [-1, 400])
def test_a_deputys_last_day_must_be_near(db: None, person: Make, days: int) -> None:
    from django.utils import timezone

    from difang.errors import InputError
    from difang.people.services.inviting import invite

    until = timezone.now() + timedelta(days=days)
    with pytest.raises(InputError, match="within a year"):
        invite(
            by=person("p", "planner"),
            email="n@example.tw",
            role="planner",
            place=PULI,
            deputy=True,
            until=until,
        )


def test_the_last_planner_leaves_and_the_county_is_told(db: None, person: Make) -> None:
    from difang.people import posts, selectors
    from difang.people.services.posts import end_post
    from difang.records.models import Notice

    county, elsewhere = person("county", "county"), person("taipei", "county", TAIPEI)
    one, two = person("one", "planner"), person("two", "planner")
    end_post(by=one, post=one.posts.get())
    assert not Notice.objects.exists(), "one planner is left"
    assert PULI not in selectors.without_planner("10008")
    end_post(by=two, post=two.posts.get())
    assert not posts.holds(two, "planner", PULI)
    assert [notice.person_id for notice in Notice.objects.all()] == [county.pk]
    assert "has no planner" in Notice.objects.get().en
    assert elsewhere.pk not in posts.holders("planner", PULI)
    assert {PULI, RENAI} <= set(selectors.without_planner("10008"))


def test_a_deputy_alone_is_no_planner(db: None, person: Make) -> None:
    from django.utils import timezone

    from difang.people import selectors
    from difang.people.services.posts import end_post
    from difang.records.models import Notice

    person("county", "county")
    person("deputy", "planner", deputy=True, until=timezone.now() + timedelta(days=9))
    planner = person("planner", "planner")
    end_post(by=planner, post=planner.posts.get())
    assert Notice.objects.count() == 1
    assert PULI in selectors.without_planner("10008")


@pytest.mark.parametrize(
    ("role", "place", "allowed"),
    [("county", None, True), ("county", TAIPEI, False), ("nation", None, False), ("operator", None, False),
     ("planner", None, False), ("planner", RENAI, False), ("auditor", None, False), (None, None, False)],
)  # fmt: skip
def test_who_may_end_a_planners_post(
    db: None, person: Make, role: str | None, place: str | None, allowed: bool
) -> None:
    from difang.people.services.posts import end_post
    from difang.records.errors import ForbiddenError

    planner, by = person("planner", "planner"), person("by", role, place)
    if allowed:
        assert end_post(by=by, post=planner.posts.get()).until
    else:
        with pytest.raises(ForbiddenError):
            end_post(by=by, post=planner.posts.get())


def test_a_post_ends_once(db: None, person: Make) -> None:
    from difang.errors import InputError
    from difang.people.services.posts import end_post

    planner = person("planner", "planner")
    end_post(by=planner, post=planner.posts.get())
    with pytest.raises(InputError, match="ended already"):
        end_post(by=planner, post=planner.posts.get())


def test_a_post_held_already_is_refused_in_words(db: None, person: Make) -> None:
    from difang.errors import InputError
    from difang.people.services.posts import grant

    with pytest.raises(InputError, match="already"):
        grant(person=person("planner", "planner"), role="planner", place=PULI)


def _offer(mailed: Callable[..., str], by: Any, email: str, **more: Any) -> str:
    """Invite a planner of 埔里鎮 and return the code."""
    from difang.people.services.inviting import invite

    invite(by=by, email=email, role="planner", place=PULI, **more)
    return mailed(email, "/people/invited/").rstrip("/").rsplit("/", 1)[-1]


@pytest.mark.parametrize("as_what", ["successor", "deputy"])
def test_what_a_dismissed_planner_offered_is_withdrawn(
    db: None, person: Make, mailed: Callable[..., str], as_what: str
) -> None:
    from difang.errors import InputError
    from difang.people import posts
    from difang.people.models import Invitation, Post
    from difang.people.services.inviting import accept
    from difang.people.services.posts import end_post
    from difang.records import chain
    from difang.records.models import Event

    county, planner, friend = person("county", "county"), person("planner", "planner"), person("friend")
    post = planner.posts.get()
    more = {"succeeds": post} if as_what == "successor" else {"deputy": True}
    code = _offer(mailed, planner, friend.email, **more)
    end_post(by=county, post=post)
    assert Invitation.objects.get().withdrawn_at
    event = Event.objects.get(subject_type="invitation", kind="withdrawn")
    assert (event.actor, event.cause) == (county.pk, "parent")
    with pytest.raises(InputError, match="withdrawn"):
        accept(person=friend, code=code)
    assert not Post.objects.filter(person=friend).exists()
    assert not posts.holds(friend, "planner", PULI)
    assert chain.verify().faults == ()


@pytest.mark.parametrize("as_what", ["successor", "deputy"])
def test_the_right_to_invite_is_asked_for_again_when_it_is_accepted(
    db: None, person: Make, mailed: Callable[..., str], as_what: str
) -> None:
    from django.utils import timezone

    from difang.errors import InputError
    from difang.people.models import Post
    from difang.people.services.inviting import accept

    planner, friend = person("planner", "planner"), person("friend")
    more = {"succeeds": planner.posts.get()} if as_what == "successor" else {"deputy": True}
    code = _offer(mailed, planner, friend.email, **more)
    Post.objects.filter(person=planner).update(until=timezone.now())
    with pytest.raises(InputError, match="void"):
        accept(person=friend, code=code)
    # Appointed anew, they may invite; but the post that was to be handed over is gone.
    Post.objects.create(person=planner, role="planner", place=PULI, since=timezone.now())
    if as_what == "successor":
        with pytest.raises(InputError, match="void"):
            accept(person=friend, code=code)
    assert not Post.objects.filter(person=friend).exists()


def test_the_deputies_a_planner_named_end_with_the_post_and_the_countys_stay(
    db: None, person: Make, mailed: Callable[..., str]
) -> None:
    from difang.people import posts
    from difang.people.services.inviting import accept
    from difang.people.services.posts import end_post

    county, planner = person("county", "county"), person("planner", "planner")
    colleague, named, sent = person("colleague", "planner"), person("named"), person("sent")
    theirs = person("theirs")
    for by, deputy in ((planner, named), (county, sent), (colleague, theirs)):
        accept(person=deputy, code=_offer(mailed, by, deputy.email, deputy=True))
    end_post(by=county, post=planner.posts.get())
    for one in (named, sent, theirs):
        posts.forget(one)
    assert not posts.holds(named, "planner", PULI)
    assert posts.holds(sent, "planner", PULI) and posts.holds(theirs, "planner", PULI)


def test_handing_over_ends_the_deputies_and_the_other_offers(
    db: None, person: Make, mailed: Callable[..., str]
) -> None:
    from difang.errors import InputError
    from difang.people import posts
    from difang.people.services.inviting import accept

    planner, deputy = person("planner", "planner"), person("deputy")
    successor, second = person("successor"), person("second")
    accept(person=deputy, code=_offer(mailed, planner, deputy.email, deputy=True))
    post = planner.posts.get()
    first = _offer(mailed, planner, successor.email, succeeds=post)
    other = _offer(mailed, planner, second.email, succeeds=post)
    accept(person=successor, code=first)
    posts.forget(deputy)
    assert posts.holds(successor, "planner", PULI) and not posts.holds(deputy, "planner", PULI)
    with pytest.raises(InputError, match="withdrawn"):
        accept(person=second, code=other)


def test_the_countys_own_invitations_outlive_the_planner(
    db: None, person: Make, mailed: Callable[..., str]
) -> None:
    from difang.people import posts
    from difang.people.services.inviting import accept
    from difang.people.services.posts import end_post

    county, planner, new = person("county", "county"), person("planner", "planner"), person("new")
    code = _offer(mailed, county, new.email, succeeds=planner.posts.get())
    end_post(by=county, post=planner.posts.get())
    accept(person=new, code=code)
    assert posts.holds(new, "planner", PULI)


def test_an_erased_planners_offers_are_worth_nothing(
    db: None, person: Make, mailed: Callable[..., str]
) -> None:
    from difang.errors import InputError
    from difang.people.services.erasing import erase_person
    from difang.people.services.inviting import accept

    planner, friend = person("planner", "planner"), person("friend")
    code = _offer(mailed, planner, friend.email, deputy=True)
    erase_person(by=planner, person=planner)
    with pytest.raises(InputError, match="withdrawn"):
        accept(person=friend, code=code)


def test_a_dismissal_and_an_acceptance_at_once_leave_no_post_behind(
    committed: None, person: Make, mailed: Callable[..., str]
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.utils import timezone

    from difang.people import posts
    from difang.people.models import Post
    from difang.people.services.inviting import accept
    from difang.people.services.posts import end_post
    from difang.records import chain
    from tests.people.together import together

    county, planner, friend = person("county", "county"), person("planner", "planner"), person("friend")
    code, post = _offer(mailed, planner, friend.email, deputy=True), planner.posts.get()
    turns = iter([lambda: end_post(by=county, post=post), lambda: accept(person=friend, code=code)])
    with ThreadPoolExecutor(2) as pool:
        answers = together(pool, 2, lambda: next(turns)())
    assert all(type(one).__name__ in ("Post", "InputError") for one in answers), answers
    assert not posts.current(Post.objects.filter(person=friend), timezone.now()).exists()
    assert chain.verify().faults == ()
