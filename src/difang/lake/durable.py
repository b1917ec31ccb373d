"""Writing that survives a power cut, and the disk's refusals as sentences."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from difang.errors import FaultError
from difang.text import Text

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST}
_BLOCK_BYTES = 1 << 20


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a FaultError that names the path and a remedy."""
    try:
        yield
    except OSError as refusal:
        where = refusal.filename or path
        why = os.strerror(refusal.errno) if refusal.errno else str(refusal)
        remedy = _remedy(refusal.errno)
        raise FaultError(
            f"無法讀寫 {where}：{why}；先前的發布版仍在使用；{remedy.zh}。",
            f"cannot read or write {where}: {why}; the previous release is still in use; {remedy.en}.",
        ) from refusal


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
