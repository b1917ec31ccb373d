"""People with posts, and a plan, for the tests of plans."""

from typing import Any

import pytest

PULI, YUCHI, NANTOU, TAICHUNG_HEPING = "10008020", "10008090", "10008", "66000290"


def person(name: str, *posts: tuple[str, str]) -> Any:
    """Make a person with posts, as (role, place)."""
    from django.utils import timezone

    from difang.people.models import Person, Post

    made = Person.objects.create_user(f"{name}@example.tw", "a long password", name=name)
    for role, place in posts:
        Post.objects.create(person=made, role=role, place=place, since=timezone.now())
    return made


@pytest.fixture
def planner(db: None) -> Any:
    """The planner of 埔里鎮."""
    return person("planner", ("planner", PULI))


@pytest.fixture
def plan(planner: Any) -> Any:
    """A plan of 埔里鎮, just begun."""
    from difang.plans.editor.beginning import begin

    return begin(by=planner, place=PULI, term="2027-2030")


@pytest.fixture
def browse(db: None) -> Any:
    """Return a function that gives a signed-in client of a person (None: a visitor)."""
    from django.test import Client

    def signed_in(who: Any) -> Any:
        client = Client(headers={"host": "localhost"})
        if who is not None:
            client.force_login(who)
        return client

    return signed_in
