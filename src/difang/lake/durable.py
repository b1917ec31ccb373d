"""Writing that survives a power cut, and the disk's refusals as sentences."""

import errno
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from difang.errors import FaultError
from difang.text import Text

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST}
_IN_THE_WAY = {errno.ENOTDIR, errno.EEXIST}
_BLOCK_BYTES = 1 << 20


class HomeError(FaultError):
    """The home cannot be used at all: something that is no folder stands where a folder must be."""


@contextmanager
def disk_faults(root: Path) -> Iterator[None]:
    """Turn an OSError inside the block, at work below the lake's `root`, into a FaultError with a remedy."""
    try:
        yield
    except OSError as refusal:
        # Of two names (a copy, a move) the second is where the bytes were to go.
        where = Path(os.fsdecode(refusal.filename2 or refusal.filename or root))
        obstacle = _obstacle(where) if refusal.errno in _IN_THE_WAY else None
        if obstacle is not None:
            raise HomeError(
                f"{obstacle} 是檔案，不是資料夾；要存放資料的資料夾不能是檔案；"
                "請移開這個檔案，或用 --home（DIFANG_HOME）另指可寫的資料夾。",
                f"{obstacle} is a file, not a folder; what is published needs a folder; "
                "move the file away, or name a writable one with --home (DIFANG_HOME).",
            ) from refusal
        if refusal.errno == errno.EISDIR:
            raise FaultError(
                f"{where} 是資料夾，這裡要寫一個檔案；請把這個資料夾移開後重試。",
                f"{where} is a folder where a file is to be written; move the folder away, then try again.",
            ) from refusal
        why = os.strerror(refusal.errno) if refusal.errno else str(refusal)
        remedy = _remedy(refusal.errno)
        stays = _stays(root)
        raise FaultError(
            f"無法讀寫 {where}：{why}；{stays.zh}；{remedy.zh}。",
            f"cannot read or write {where}: {why}; {stays.en}; {remedy.en}.",
        ) from refusal


def _obstacle(where: Path) -> Path | None:
    """Return what stands on the way to `where` and is no folder."""
    for one in (where, *where.parents):
        try:
            mode = one.stat().st_mode
        except OSError:
            continue
        return None if stat.S_ISDIR(mode) else one
    return None


def _stays(root: Path) -> Text:
    if os.access(root / "current", os.R_OK):
        return Text("先前的發布版仍在使用", "the previous release is still in use")
    return Text("這次沒有發布任何資料", "nothing was published")


def _remedy(number: int | None) -> Text:
    if number in _FULL:
        return Text(
            "請騰出磁碟空間，或用 --home（DIFANG_HOME）另指資料夾後重試",
            "free some space, or name another folder with --home (DIFANG_HOME), then publish again",
        )
    if number in _CLOSED:
        return Text(
            "請讓這個資料夾可寫，或用 --home（DIFANG_HOME）另指可寫的資料夾",
            "make this folder writable, or name a writable one with --home (DIFANG_HOME)",
        )
    return Text("請檢查磁碟後重試", "check the disk, then publish again")


def sync_folder(folder: Path) -> None:
    """Make the names inside `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of an already written file durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a new durable file; its folder must be synced by the caller."""
    with path.open("wb") as sink:
        sink.write(content)
        sink.flush()
        os.fsync(sink.fileno())


def replace_bytes(path: Path, content: bytes, *, staging: Path) -> None:
    """Put `content` at `path` in one step: readers see the old bytes or the new, never a part."""
    fresh = staging / f"{path.name}.fresh"
    write_bytes(fresh, content)
    fresh.replace(path)
    sync_folder(path.parent)


def copy_file(source: Path, target: Path) -> None:
    """Copy bytes only (no times, no modes) and make them durable."""
    shutil.copyfile(source, target)
    sync_file(target)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def canonical_json(content: Any) -> bytes:
    """Return the one spelling of `content` that is hashed and stored: sorted keys, UTF-8, final newline."""
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
