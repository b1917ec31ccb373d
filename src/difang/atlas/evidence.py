"""The release that pages read: the current one, or the one a permanent address names."""

import logging
import threading
import time
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from difang.errors import DamagedError, DifangError
from difang.indicators import Figures
from difang.lake import Lake, Release, home

log = logging.getLogger("difang")
AGAIN_SECONDS = 1.0
"""How long trouble is believed before the files are looked at again."""
Pointer = tuple[bytes, int, int]

_lock = threading.Lock()
_served: dict[Path, "Served"] = {}


@dataclass(frozen=True)
class Served:
    """What is served since `pointer` stood there. `trouble` says why it isn't whole, or isn't the current one."""

    pointer: Pointer | None
    release: Release | None
    damage: DamagedError | None
    trouble: str
    looked: float


def lake() -> Lake:
    """Return the lake of this home."""
    return Lake(home())


def current_release() -> Release:
    """Return the release to serve; DamagedError where there is none.

    When the pointer moves (and at start) every file of the new release is hashed once: if one is damaged,
    the newest release whose files are whole is served and the log names the damage. Where none is whole, the
    current one is served as far as its files are: reading a damaged one raises DamagedError. Once mended it
    is served again, without a restart.
    """
    return _release_of(_look())


def check_served() -> Release:
    """Return the release being served if all its files are as they were hashed; DamagedError otherwise."""
    served = _look(anew=True)
    if served.damage is not None:
        raise served.damage
    return _release_of(served)


def doubt() -> None:
    """Look at the files again before the next answer: one of them was found damaged."""
    root = home()
    with _lock:
        if root in _served:
            _served[root] = replace(_served[root], trouble=_served[root].trouble or "?", looked=0.0)


def _release_of(served: Served) -> Release:
    if served.release is None:
        raise served.damage or _nothing()
    return served.release


def _look(*, anew: bool = False) -> Served:
    root = home()
    pointer, known = _pointer(root), _served.get(root)
    if known is not None and not anew and _is_settled(known, pointer):
        return known
    with _lock:
        known = _served.get(root)  # another thread may have looked meanwhile
        if known is not None and not anew and _is_settled(known, pointer):
            return known
        moved = known is None or known.pointer != pointer
        served = _found(Lake(root), pointer, again=moved)
        if served.trouble and served.trouble != (known.trouble if known else ""):
            log.error("%s", served.trouble)
        _served[root] = served
    return served


def _is_settled(known: Served, pointer: Pointer | None) -> bool:
    return known.pointer == pointer and (not known.trouble or time.monotonic() - known.looked < AGAIN_SECONDS)


def _pointer(root: Path) -> Pointer | None:
    """Return what the pointer says and that it is the same file: publishing the same again moves it too."""
    pointer = root / "lake" / "current"
    try:
        seen = pointer.stat()
        return pointer.read_bytes(), seen.st_mtime_ns, seen.st_ino
    except OSError:
        return None


def _found(chosen: Lake, pointer: Pointer | None, *, again: bool) -> Served:
    release: Release | None
    try:
        release, damage = chosen.last_good(again=again), None
    except DifangError:
        release = _readable(chosen)
        problems = chosen.damage(release, again=False) if release else []
        damage = problems[0].error if problems else _nothing()
    trouble = ""
    if damage is not None:
        trouble = f"no release is whole: {damage}"
    elif release is not None:
        try:
            wanted = chosen.current().id
        except DifangError as error:
            wanted = str(error)
        if release.id != wanted:
            trouble = (
                f"serving release {release.id}: the current one is damaged ({wanted}); run difang lake verify"
            )
    return Served(pointer, release, damage, trouble, time.monotonic())


def _readable(chosen: Lake) -> Release | None:
    """Return the release in use, or the newest there is, whatever its files are like."""
    try:
        return chosen.current()
    except DifangError:
        return next(iter(chosen.releases()), None)


def _nothing() -> DamagedError:
    return DamagedError(
        "這個網站目前沒有可用的發布版；請管理者執行 difang lake publish bundled，不必重新啟動。",
        "this site has no release to serve at present; its operator runs difang lake publish bundled; "
        "no restart is needed.",
    )


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
