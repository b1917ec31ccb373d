"""The first administrator: one code, used once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

Make = Callable[..., Any]


def test_one_code_is_made_and_shown_again_until_it_is_used(db: None, person: Make) -> None:
    from difang.people.first import first_code, redeem
    from difang.people.models import FirstCode

    code = first_code()
    assert code
    assert first_code() == code
    assert FirstCode.objects.count() == 1
    assert code not in FirstCode.objects.get().code_hash
    redeem(person=person("first"), code=code)
    assert first_code() is None


def test_codes_are_letters_and_digits(db: None) -> None:
    from difang.people.first import first_code

    codes = {first_code(anew=True) for _ in range(200)}
    assert len(codes) == 200
    assert all(code.isalnum() and code.islower() and len(code) == 24 for code in codes)


def test_a_code_of_another_key_is_not_shown(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from difang.people.first import first_code

    first_code()
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    assert first_code() is None
    assert first_code(anew=True)


def test_none_is_made_where_somebody_is_operator(db: None, person: Make) -> None:
    from difang.people.first import first_code

    person("op", "operator")
    assert first_code() is None
    assert first_code(anew=True) is None


def test_a_lost_code_is_replaced_and_works_no_more(db: None, person: Make) -> None:
    from difang.errors import InputError
    from difang.people.first import first_code, redeem

    lost, found = first_code(), first_code(anew=True)
    someone = person("someone")
    with pytest.raises(InputError):
        redeem(person=someone, code=lost)
    assert [post.role for post in redeem(person=someone, code=f" {found} ")] == ["operator", "nation"]


def test_a_code_works_once(db: None, person: Make) -> None:
    from difang.errors import InputError
    from difang.people import posts
    from difang.people.first import first_code, redeem

    code = first_code()
    one, two = person("one"), person("two")
    redeem(person=one, code=code)
    with pytest.raises(InputError):
        redeem(person=two, code=code)
    assert posts.holds(one, "operator", "TW")
    assert posts.held(two) == ()


def test_a_code_left_over_is_refused_once_there_is_an_operator(db: None, person: Make) -> None:
    from difang.people import posts
    from difang.people.first import first_code, redeem
    from difang.records.errors import ForbiddenError

    code = first_code()
    person("op", "operator")
    late = person("late")
    with pytest.raises(ForbiddenError):
        redeem(person=late, code=code)
    assert posts.held(late) == ()


def test_two_use_it_at_once_and_one_becomes_operator(committed: None, person: Make) -> None:
    import itertools

    from difang.people.first import first_code, redeem
    from difang.people.models import Post
    from tests.people.together import together

    code, people = first_code(), itertools.cycle([person(f"p{n}") for n in range(4)])
    with ThreadPoolExecutor(4) as pool:
        answers = together(pool, 4, lambda: redeem(person=next(people), code=code))
    assert sorted(type(one).__name__ for one in answers) == ["InputError"] * 3 + ["tuple"]
    assert Post.objects.filter(role="operator").count() == 1


def test_two_starts_at_once_make_one_code(committed: None) -> None:
    from difang.people.first import first_code
    from difang.people.models import FirstCode
    from tests.people.together import together

    with ThreadPoolExecutor(4) as pool:
        codes = together(pool, 4, first_code)
    assert len(set(codes)) == 1 and codes[0]
    assert FirstCode.objects.count() == 1


def test_the_page_slows_down_who_guesses(db: None, person: Make, signed_in: Callable[[Any], Any]) -> None:
    from difang.people.first import first_code

    code, client = first_code(), signed_in(person("guesser"))
    answers = [client.post("/people/first/", {"code": f"guess{n}"}).status_code for n in range(11)]
    assert answers == [422] * 10 + [429]
    late = client.post("/people/first/", {"code": code})
    assert late.status_code == 429
    assert code in late.content.decode(), "what was typed is kept"


def test_the_page_makes_the_operator(db: None, person: Make, signed_in: Callable[[Any], Any]) -> None:
    from difang.people.first import first_code

    client = signed_in(person("first"))
    assert client.post("/people/first/", {"code": first_code()})["Location"] == "/people/office/"
    assert client.get("/people/office/").status_code == 200
