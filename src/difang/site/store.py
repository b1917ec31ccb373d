"""Answers held in memory up to a number of bytes, the least recently used given up first."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

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
