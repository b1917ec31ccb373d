"""The release that pages read: the current one, or the one a permanent address names."""

import threading
from functools import lru_cache

from difang.errors import DifangError
from difang.indicators import Figures
from difang.lake import Lake, Release, home

_lock = threading.Lock()


def lake() -> Lake:
    """Return the lake of this home."""
    return Lake(home())


def current_release() -> Release:
    """Return the release to serve: the current one, or the last good one if its files are damaged."""
    return lake().current()


def current_release_id() -> str:
    """Return the id of the release being served, or "" before the first publication."""
    try:
        return current_release().id
    except DifangError:
        return ""


def figures(release_id: str | None = None) -> Figures:
    """Return the figures of one release (default: the current one)."""
    return _figures(release_id or current_release().id)


@lru_cache(maxsize=4)
def _figures(release_id: str) -> Figures:
    with _lock:
        return Figures(lake().release(release_id))
