"""The release that pages read: the current one, or the one a permanent address names."""

import logging
import threading
from functools import lru_cache
from pathlib import Path

from difang.errors import DifangError
from difang.indicators import Figures
from difang.lake import Lake, Release, home

log = logging.getLogger("difang")
_lock = threading.Lock()
_served: dict[Path, tuple[str, Release]] = {}


def lake() -> Lake:
    """Return the lake of this home."""
    return Lake(home())


def current_release() -> Release:
    """Return the release to serve.

    When the pointer moves (and at start) every file of the new release is hashed once: if one is damaged,
    the newest release whose files are whole is served and the log names the damage.
    """
    root = home()
    try:
        told = (root / "lake" / "current").read_text(encoding="utf-8")
    except OSError:
        told = ""
    known = _served.get(root)
    if known is not None and known[0] == told:
        return known[1]
    with _lock:
        release = _whole(lake())
        _served[root] = (told, release)
    return release


def _whole(chosen: Lake) -> Release:
    release = chosen.last_good()
    try:
        wanted = chosen.current().id
    except DifangError as error:
        wanted = str(error)
    if release.id != wanted:
        log.error(
            "serving release %s: the current one is damaged (%s); run difang lake verify", release.id, wanted
        )
    return release


def current_release_id() -> str:
    """Return the id of the release being served, or "" before the first publication."""
    try:
        return current_release().id
    except DifangError:
        return ""


def figures(release_id: str | None = None) -> Figures:
    """Return the figures of one release (default: the one being served)."""
    return _figures(home(), release_id or current_release().id)


@lru_cache(maxsize=4)
def _figures(root: Path, release_id: str) -> Figures:
    return Figures(Lake(root).release(release_id))
