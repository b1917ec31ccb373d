"""Finished answers given before Django is asked: what a shared cache in front would do, without one.

Kept are whole answers to GET (status 200, public, tagged, without a cookie), headers and all, under the
release they were made from. Whatever else is asked goes on to Django.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from difang.atlas.evidence import current_release_id
from difang.site.store import Page, Store

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Shortcut:
    """Wrap a WSGI application; `DIFANG_PAGE_CACHE_MB` bounds what is kept."""

    def __init__(self, application: Application) -> None:
        self._next = application
        self._store = Store(settings.PAGE_CACHE_BYTES)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or environ["PATH_INFO"].startswith(("/static/", "/healthz")):
            return self._next(environ, start_response)
        key = (
            current_release_id(),
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_ACCEPT", ""),
        )
        page = self._store.get(key)
        if page is None:
            return self._ask(key, environ, start_response)
        asked = environ.get("HTTP_IF_NONE_MATCH", "")
        if page.etag in asked or asked.strip() == "*":
            headers = [pair for pair in page.headers if pair[0] not in ("Content-Type", "Content-Length")]
            start_response("304 Not Modified", headers)
            return [b""]
        start_response("200 OK", list(page.headers))
        return [page.body]

    def _ask(self, key: tuple[str, ...], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        told: list[Any] = []

        def heard(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *more)

        answer = self._next(environ, heard)
        if told and told[0].startswith("200") and not getattr(answer, "streaming", False):
            body = b"".join(answer)
            page = _page(told[1], body)
            if page is not None:
                self._store.put(key, page)
            getattr(answer, "close", lambda: None)()
            return [body]
        return answer


def _page(headers: list[tuple[str, str]], body: bytes) -> Page | None:
    named = {name.lower(): value for name, value in headers}
    if "set-cookie" in named or "etag" not in named or "public" not in named.get("cache-control", ""):
        return None
    return Page(tuple(headers), body, named["etag"])
