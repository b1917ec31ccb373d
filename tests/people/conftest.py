"""People of the tests: one of each role, made in few lines."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

PULI, RENAI = "10008020", "10008130"
NANTOU, TAIPEI = "10008", "63000"
PASSWORD = "correct-horse-battery"

AT = {"planner": PULI, "county": NANTOU, "centre": NANTOU}


@pytest.fixture(autouse=True)
def fast_passwords(site: None) -> Iterator[None]:
    """Argon2 with little memory: the scheme stays, the seconds go."""
    from django.contrib.auth import hashers

    scheme = hashers.get_hasher("argon2")
    kept = scheme.time_cost, scheme.memory_cost, scheme.parallelism
    scheme.time_cost, scheme.memory_cost, scheme.parallelism = 1, 8, 1
    yield
    scheme.time_cost, scheme.memory_cost, scheme.parallelism = kept


@pytest.fixture(autouse=True)
def landing(site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Land on a page of this room after signing in; the desk stands above it."""
    from django.conf import settings

    monkeypatch.setattr(settings, "LOGIN_REDIRECT_URL", "people-me")


@pytest.fixture
def person(site: None) -> Callable[..., Any]:
    """Make a person with a confirmed address, holding a role if one is named."""
    from django.utils import timezone

    from difang.people.models import Post
    from difang.people.services.account import add_person

    def make(name: str, role: str | None = None, place: str | None = None, **more: Any) -> Any:
        made = add_person(email=f"{name}@example.tw", name=name, password=PASSWORD)
        if role:
            Post.objects.create(
                person=made, role=role, place=place or AT.get(role, "TW"), since=timezone.now(), **more
            )
        return made

    return make


@pytest.fixture
def signed_in(site: None) -> Callable[[Any], Any]:
    """A browser in which a person has signed in; None for a visitor."""
    from django.test import Client

    def make(person: Any) -> Any:
        client = Client(headers={"host": "localhost"})
        if person is not None:
            client.force_login(person)
        return client

    return make


@pytest.fixture
def mailed(site: None) -> Callable[[str], str]:
    """The link in the newest mail to an address."""
    import re

    from difang.records.models import Mail

    def find(address: str, part: str = "/") -> str:
        body = Mail.objects.filter(to=address).order_by("-id").values_list("body", flat=True)[0]
        links = [link for link in re.findall(r"(?:https?://[^/\s]+)?(/[^\s]+)", body) if part in link]
        return links[0]

    return find
