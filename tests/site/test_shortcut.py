"""Finished answers: given again without asking Django, and never what must not be kept."""

import io
from typing import Any

import pytest


class Counting:
    """A WSGI application that counts how often it is asked."""

    def __init__(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers, self.asked = status, headers, 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        self.asked += 1
        start_response(self.status, self.headers)
        return [b"body"]


def ask(
    application: Any, method: str = "GET", query: str = "", **more: str
) -> tuple[str, dict[str, str], bytes]:
    told: list[Any] = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/x",
        "QUERY_STRING": query,
        "HTTP_HOST": "localhost",
        "wsgi.input": io.BytesIO(),
        **more,
    }
    body = b"".join(application(environ, lambda status, headers: told.extend([status, dict(headers)])))
    return told[0], told[1], body


KEPT = [("ETag", '"t"'), ("Cache-Control", "public, max-age=300"), ("Content-Type", "text/plain")]


@pytest.fixture
def shortcut(client: object):
    from difang.site.shortcut import Shortcut

    return Shortcut


def test_a_public_tagged_answer_is_made_once(shortcut) -> None:
    inner = Counting("200 OK", KEPT)
    application = shortcut(inner)
    assert ask(application) == ask(application) == ("200 OK", dict(KEPT), b"body")
    assert inner.asked == 1


def test_its_tag_is_answered_304_without_a_body(shortcut) -> None:
    application = shortcut(Counting("200 OK", KEPT))
    ask(application)
    for asked in ('W/"t"', '"a", "t"', "*"):
        status, headers, body = ask(application, HTTP_IF_NONE_MATCH=asked)
        assert (status, body, headers["ETag"]) == ("304 Not Modified", b"", '"t"')


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", KEPT),
        ("200 OK", [*KEPT, ("Set-Cookie", "a=b")]),
        ("200 OK", [("ETag", '"t"'), ("Cache-Control", "no-store")]),
        ("200 OK", [("Cache-Control", "public")]),
    ],
)
def test_what_must_not_be_kept_is_asked_for_each_time(shortcut, status: str, headers: list) -> None:
    inner = Counting(status, headers)
    application = shortcut(inner)
    ask(application), ask(application)
    assert inner.asked == 2


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_other_verbs_go_on_to_django(shortcut, method: str) -> None:
    inner = Counting("200 OK", KEPT)
    application = shortcut(inner)
    ask(application), ask(application, method)
    assert inner.asked == 2


def test_queries_and_hosts_are_kept_apart(shortcut) -> None:
    inner = Counting("200 OK", KEPT)
    application = shortcut(inner)
    ask(application), ask(application, query="a=1"), ask(application, HTTP_HOST="other")
    assert inner.asked == 3
