"""Finished pages kept in memory: a public page is made once for each release."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified

from difang.atlas.evidence import current_release_id

SHORT_CACHE = "public, max-age=300"
SAFE = ("GET", "HEAD")
# Data addresses refuse other verbs in words a program reads.
ANSWER_THEMSELVES = ("/api/", "/figures/", "/r/", "/data/")
# A longer address is no page anyone returns to.
LONGEST_KEY = 1200


@dataclass(frozen=True)
class Page:
    """A finished answer: headers, body and its tag."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str


class Store:
    """Least recently used pages up to a number of bytes; safe for threads."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit, self._held = limit_bytes, 0
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, ...], page: Page) -> None:
        size = _size(key, page)
        if size > self._limit // 8 or sum(map(len, key)) > LONGEST_KEY:
            return
        with self._lock:
            replaced = self._pages.pop(key, None)
            self._held += size - (_size(key, replaced) if replaced else 0)
            self._pages[key] = page
            while self._held > self._limit:
                left, dropped = self._pages.popitem(last=False)
                self._held -= _size(left, dropped)


def _size(key: tuple[str, ...], page: Page) -> int:
    """Bytes a page holds: body, address and headers; a fixed sum for what Python adds."""
    headers = sum(len(name) + len(value) for name, value in page.headers)
    return len(page.body) + sum(map(len, key)) + headers + 2000


class FinishedPages:
    """Serve a GET from memory when this release's page is there; else make it, tag it and keep it.

    Only a 200 without cookies is kept. Views that must not be kept send `Cache-Control: no-store`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response
        self._store = Store(settings.PAGE_CACHE_BYTES // 2)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE:
            if request.path.startswith(ANSWER_THEMSELVES):
                return self._next(request)
            return HttpResponseNotAllowed(SAFE)
        key = (
            current_release_id(),
            request.get_host(),
            request.get_full_path(),
            request.headers.get("Accept", ""),
        )
        page = self._store.get(key)
        if page is not None:
            return self._answer(request, page)
        response = self._next(request)
        if response.streaming or response.status_code != 200 or response.cookies:
            return response
        if "no-store" in response.get("Cache-Control", ""):
            return response
        page = _finish(response)
        if request.method == "GET":
            self._store.put(key, page)
        return self._answer(request, page)

    def _answer(self, request: HttpRequest, page: Page) -> HttpResponse:
        asked = request.headers.get("If-None-Match", "")
        matches = page.etag in (tag.strip().removeprefix("W/") for tag in asked.split(","))
        response = HttpResponseNotModified() if matches else HttpResponse(page.body)
        for name, value in page.headers:
            if not (matches and name in ("Content-Length", "Content-Type")):
                response[name] = value
        return response


def _finish(response: HttpResponse) -> Page:
    response.setdefault("Cache-Control", SHORT_CACHE)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response["ETag"] = etag
    response["Content-Length"] = str(len(response.content))
    return Page(tuple(response.items()), response.content, etag)
