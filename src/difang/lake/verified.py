"""What files were found to hold when they were last hashed, so that a file nobody touched is hashed once.

Remembered by size, times and inode in `lake/verified.json`; where that cannot be written it is forgotten at the
end of the process, and the next one hashes again. Who must be sure (`verify`, `publish`) asks `sha256_of`.
"""

import json
import os
import threading
from contextlib import suppress
from pathlib import Path

from difang.lake.durable import sha256_of

NAME = "verified.json"
Look = tuple[int, int, int, int]

_lock = threading.Lock()
_known: dict[Path, dict[str, tuple[Look, str]]] = {}


def known_sha256(root: Path, file: Path) -> str:
    """Return the SHA-256 of a file below the lake's `root`, hashing it only if it changed; OSError if absent."""
    look, name = _look(file), _name(root, file)
    found = _known.get(root, {}).get(name)
    if found is not None and found[0] == look:
        return found[1]
    with _lock:
        known = _known.setdefault(root, {})
        if name not in known:
            known |= _read(root) | known
        found = known.get(name)
        if found is None or found[0] != look:
            found = known[name] = (look, sha256_of(file))
            _write(root, known)
        return found[1]


def remember(root: Path, file: Path, sha256: str) -> None:
    """Take note of what a file was found to hold by hashing it whatever is remembered."""
    with suppress(OSError), _lock:
        known = _known.setdefault(root, {})
        known[_name(root, file)] = (_look(file), sha256)


def keep(root: Path) -> None:
    """Write down what was taken note of."""
    with _lock:
        _write(root, _known.setdefault(root, {}))


def _look(file: Path) -> Look:
    seen = file.stat()
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def _name(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()


def _read(root: Path) -> dict[str, tuple[Look, str]]:
    try:
        told = json.loads((root / NAME).read_bytes())
        return {name: ((a, b, c, d), str(sha256)) for name, ((a, b, c, d), sha256) in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(root: Path, known: dict[str, tuple[Look, str]]) -> None:
    """Put the whole of it in place in one step; a reader sees the old or the new."""
    for name in [name for name in known if not (root / name).is_file()]:
        del known[name]
    fresh = root / f".{NAME}.{os.getpid()}"
    try:
        fresh.write_text(json.dumps(known, sort_keys=True), "utf-8")
        fresh.replace(root / NAME)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
