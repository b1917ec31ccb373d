"""Content on disk by its hash, the row in the caller's transaction; content no row names is swept away."""

import hashlib
import os
import re
import time
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from difang.lake import home
from difang.lake.durable import sync_folder
from difang.records.files import kinds, scanner
from difang.records.files.refusal import RefusedFileError
from difang.records.models import File

MOST_BYTES = 20_000_000
LONGEST_NAME = 120
# Longer than any transaction that may still name what it has just written.
KEPT_UNNAMED = timedelta(days=1)
UNFIT = re.compile(r'[/\\:*?"<>|%;]+')


@dataclass(frozen=True)
class Taken:
    """Content that was checked and lies on disk, but that no row names yet."""

    sha256: str
    size: int
    media_type: str
    name: str
    scanned: str


def take(*, name: str, stream: BinaryIO) -> Taken:
    """Check an upload and put its content on disk; raises RefusedFileError with what to do instead.

    Slow (it scans and redraws), so callers that hold locks call it before them, and `note` within.
    """
    shown = _tidy(name)
    content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RefusedFileError(
            f"「{shown}」超過 20 MB。請壓縮圖片或分成幾個檔案再上傳。",
            f"'{shown}' is over 20 MB. Make its pictures smaller, or split it.",
        )
    state = scanner.scan(content, shown)
    checked = kinds.check(content, shown)
    digest = hashlib.sha256(checked.content).hexdigest()
    _write(path_of(digest), checked.content)
    return Taken(digest, len(checked.content), checked.media_type, _named(shown, checked.suffix), state)


def note(taken: Taken, *, owner: Any, subject_type: str, subject_id: int) -> File:
    """Write the row of what was taken, in the caller's transaction; from then on the content is kept."""
    with transaction.atomic():
        return File.objects.create(
            sha256=taken.sha256,
            size=taken.size,
            media_type=taken.media_type,
            name=taken.name,
            subject_type=subject_type,
            subject_id=subject_id,
            owner=owner,
            at=timezone.now(),
            scanned=taken.scanned,
        )


def store(*, owner: Any, subject_type: str, subject_id: int, name: str, stream: BinaryIO) -> File:
    """Check an upload and keep it; return its row. Raises RefusedFileError with what to do instead."""
    taken = take(name=name, stream=stream)
    return note(taken, owner=owner, subject_type=subject_type, subject_id=subject_id)


def remove(file: File) -> None:
    """Take a file away from its subject; its content goes with the next sweep, if nothing else names it."""
    file.delete()


def sweep(now: float | None = None) -> int:
    """Remove content that no row names and half-written files, a day after they came; return how many."""
    before = (now or time.time()) - KEPT_UNNAMED.total_seconds()
    old = [path for path in _root().glob("*/*") if path.is_file() and path.stat().st_mtime < before]
    gone = 0
    for path in old:
        if not File.objects.filter(sha256=path.name).exists():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def path_of(digest: str) -> Path:
    """Return where the content with this hash lies."""
    return _root() / digest[:2] / digest


def _root() -> Path:
    return home() / "files"


def _write(path: Path, content: bytes) -> None:
    """Put the content at its name in one step; content that is there already is made young again."""
    try:
        os.utime(path)
        return
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}.part")
    try:
        with fresh.open("xb") as sink:
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    sync_folder(path.parent.parent)


def _tidy(name: str) -> str:
    """Return a name fit to show and to save: no folders, no control or direction characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    return UNFIT.sub("_", seen).strip(" .") or "file"


def _named(name: str, suffix: str) -> str:
    """Return the name with the suffix of what the file really is."""
    stem, dot, ending = name.rpartition(".")
    kept = stem if dot and ending.isalnum() and len(ending) <= 5 else name
    return f"{kept[:LONGEST_NAME].strip(' .') or 'file'}{suffix}"
