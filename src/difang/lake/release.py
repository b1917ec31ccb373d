"""A release: which snapshot of every dataset, under which catalogue and code."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from difang.errors import DamagedError, MissingDataError
from difang.lake.durable import canonical_json
from difang.lake.layout import ID_HEX, Layout
from difang.lake.manifest import Manifest
from difang.lake.verified import known_sha256


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One publication of one dataset; `path` is its Parquet file, staged until the publication commits."""

    dataset: str
    id: str
    path: Path
    manifest: Manifest = field(repr=False, compare=False)
    manifest_sha256: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Release:
    """What stands under one id; equal on every machine that published the same content with the same code.

    `datasets` maps dataset to snapshot id, `manifests` dataset to the SHA-256 of its manifest's bytes.
    `sequence` counts publications in this home and is no part of the id.
    """

    id: str
    datasets: dict[str, str] = field(repr=False, compare=False)
    manifests: dict[str, str] = field(repr=False, compare=False)
    catalogue: str = field(repr=False, compare=False)
    code_version: str = field(repr=False, compare=False)
    sequence: int = field(repr=False, compare=False)
    root: Path = field(repr=False)

    @property
    def date(self) -> date:
        """The newest publication date among the snapshots."""
        return date.fromisoformat(self.id[:8])

    def path(self, dataset: str) -> Path:
        """Return the Parquet file of `dataset`, whose bytes are those published.

        A file is hashed when it is first asked for, and again only if it changed since (see `verified`).
        Raises MissingDataError for a dataset that is not in this release, DamagedError for a damaged file.
        """
        part = self.part(dataset)
        expected = _parsed(self._manifest_path(dataset), self.manifests[dataset])["sha256"]
        try:
            found = known_sha256(self.root, part)
        except OSError:
            found = None
        if found != expected:
            raise damaged_file(part, dataset, expected, found)
        return part

    def part(self, dataset: str) -> Path:
        """Return where the Parquet file of `dataset` lies, without a look at it."""
        return Layout(self.root).part(dataset, self._snapshot(dataset))

    def manifest(self, dataset: str) -> Manifest:
        """Return what was published about `dataset`; MissingDataError if it is not in this release."""
        self._snapshot(dataset)
        parsed = _parsed(self._manifest_path(dataset), self.manifests[dataset])
        copied: Manifest = json.loads(json.dumps(parsed))
        return copied

    def described(self) -> dict[str, Any]:
        """Return the content that the id is made of."""
        return _described(self.datasets, self.manifests, self.catalogue, self.code_version)

    def _snapshot(self, dataset: str) -> str:
        if dataset not in self.datasets:
            raise MissingDataError(
                f"發布版 {self.id} 沒有資料集：{dataset}；請用 difang lake list 看有哪些。",
                f"release {self.id} has no dataset: {dataset}; difang lake list shows which there are.",
            )
        return self.datasets[dataset]

    def _manifest_path(self, dataset: str) -> Path:
        return Layout(self.root).manifest(dataset, self.datasets[dataset], self.manifests[dataset])


def release_id(
    datasets: Mapping[str, str], manifests: Mapping[str, str], catalogue: str, code_version: str
) -> str:
    """Return yyyymmdd of the newest snapshot + the first 12 hex of the content's hash: no clock, no host."""
    content = canonical_json(_described(datasets, manifests, catalogue, code_version))
    newest = max(snapshot[:8] for snapshot in datasets.values())
    return f"{newest}-{hashlib.sha256(content).hexdigest()[:ID_HEX]}"


def read_release(layout: Layout, release: str) -> Release:
    """Read one release file; FaultError when it is missing or does not match its id."""
    path = layout.release(release)
    try:
        read = _release_at(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as damage:
        raise damaged_release(path, release, None) from damage
    found = release_id(read.datasets, read.manifests, read.catalogue, read.code_version)
    if found != release:
        raise damaged_release(path, release, found)
    return read


def damaged_release(path: Path, expected: str, found: str | None) -> DamagedError:
    """Return the error for a release file that is missing, unreadable or does not match its id."""
    where = path.relative_to(path.parents[2])
    return DamagedError(
        f"發布版檔案 {where} 損毀：應為 {expected}，實為 {found or '無法讀取'}；"
        "請執行 difang lake publish bundled 重新發布。",
        f"release file {where} is damaged: expected {expected}, found {found or 'nothing readable'}; "
        "run difang lake publish bundled to publish again.",
    )


@lru_cache(maxsize=64)
def _release_at(path: Path, _written: int) -> Release:
    content = json.loads(path.read_bytes())
    return Release(
        id=path.stem,
        datasets=dict(content["datasets"]),
        manifests=dict(content["manifests"]),
        catalogue=content["catalogue"],
        code_version=content["code_version"],
        sequence=int(content["sequence"]),
        root=path.parent.parent,
    )


@lru_cache(maxsize=1024)
def _parsed(path: Path, sha256: str) -> Manifest:
    try:
        content = path.read_bytes()
    except OSError as damage:
        raise damaged_file(path, path.parent.parent.name, sha256, None) from damage
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise damaged_file(path, path.parent.parent.name, sha256, found)
    parsed: Manifest = json.loads(content)
    return parsed


def damaged_file(path: Path, dataset: str, expected: str, found: str | None) -> DamagedError:
    """Return the error for a published file that is missing or differs; it names the file below the home."""
    where = path.relative_to(path.parents[3])
    return DamagedError(
        f"資料集 {dataset} 的檔案 {where} 損毀：應為 {expected[:ID_HEX]}…，實為 "
        f"{f'{found[:ID_HEX]}…' if found else '缺漏'}；請執行 difang lake publish bundled 修復"
        "（difang lake verify 列出所有損毀的檔案）。",
        f"dataset {dataset}: file {where} is damaged: expected {expected[:ID_HEX]}…, found "
        f"{f'{found[:ID_HEX]}…' if found else 'nothing'}; run difang lake publish bundled to mend it "
        "(difang lake verify lists every damaged file).",
    )


def _described(
    datasets: Mapping[str, str], manifests: Mapping[str, str], catalogue: str, code_version: str
) -> dict[str, Any]:
    return {
        "datasets": dict(datasets),
        "manifests": dict(manifests),
        "catalogue": catalogue,
        "code_version": code_version,
    }
