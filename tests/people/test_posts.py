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
