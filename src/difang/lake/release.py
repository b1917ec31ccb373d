"""A release: which snapshot of every dataset, under which catalogue and code."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from difang.errors import FaultError, MissingDataError
from difang.lake.durable import canonical_json
from difang.lake.layout import ID_HEX, Layout
from difang.lake.manifest import Manifest


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
        """Return the Parquet file of `dataset`, after a cheap look (it exists, it has its size).

        Raises MissingDataError for a dataset that is not in this release, FaultError for a damaged file.
        """
        snapshot = self._snapshot(dataset)
        part = Layout(self.root).part(dataset, snapshot)
        expected = _parsed(self._manifest_path(dataset), self.manifests[dataset]).get("bytes")
        found = part.stat().st_size if part.is_file() else None
        if found != expected:
            raise FaultError(
                f"資料集 {dataset} 的檔案 {part} 不完整：應為 {expected} 位元組，實為 {found}；"
                "請執行 difang lake verify，再重新發布。",
                f"dataset {dataset}: file {part} is damaged: expected {expected} bytes, found {found}; "
                "run difang lake verify, then publish again.",
            )
        return part

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


def damaged_release(path: Path, expected: str, found: str | None) -> FaultError:
    """Return the error for a release file that is missing, unreadable or does not match its id."""
    return FaultError(
        f"發布版檔案 {path} 不完整：應為 {expected}，實為 {found or '無法讀取'}；請重新發布。",
        f"release file {path} is damaged: expected {expected}, found {found or 'nothing readable'}; "
        "publish again.",
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
def _parsed(path: Path, _sha256: str) -> Manifest:
    try:
        parsed: Manifest = json.loads(path.read_bytes())
        if not isinstance(parsed, dict):
            raise ValueError("not an object")
    except (OSError, ValueError) as damage:
        dataset = path.parent.parent.name
        raise FaultError(
            f"資料集 {dataset} 的檔案 {path} 無法讀取；請執行 difang lake verify，再重新發布。",
            f"dataset {dataset}: file {path} cannot be read; run difang lake verify, then publish again.",
        ) from damage
    return parsed


def _described(
    datasets: Mapping[str, str], manifests: Mapping[str, str], catalogue: str, code_version: str
) -> dict[str, Any]:
    return {
        "datasets": dict(datasets),
        "manifests": dict(manifests),
        "catalogue": catalogue,
        "code_version": code_version,
    }
