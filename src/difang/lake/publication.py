"""One publication: tables are staged and checked, then one pointer makes them the current release."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from difang.errors import FaultError, InputError
from difang.lake.checks import check_table
from difang.lake.durable import (
    canonical_json,
    copy_file,
    disk_faults,
    replace_bytes,
    sha256_of,
    sync_file,
    sync_folder,
    write_bytes,
)
from difang.lake.layout import ID_HEX, MANIFEST, PART, Layout, is_intact
from difang.lake.manifest import CheckError, Manifest, check_manifest, dataset_name
from difang.lake.release import Release, Snapshot, read_release, release_id
from difang.lake.table import write_parquet

if TYPE_CHECKING:
    import pyarrow as pa


class Publication:
    """What `Lake.publication()` hands out, inside its lock. Nothing is seen by readers before `commit`."""

    def __init__(self, layout: Layout, base: Release | None, sequence: int) -> None:
        self._layout = layout
        self._base = base
        self._sequence = sequence
        self._staged: dict[str, Snapshot] = {}
        self._dropped: set[str] = set()

    def add_file(self, path: Path, manifest: Mapping[str, Any]) -> Snapshot:
        """Stage the Parquet file at `path` as it is, byte by byte.

        Raises CheckError when manifest or rows break a rule (the dataset's previous snapshot then stays in
        the release), FaultError when the disk refuses.
        """
        check_manifest(manifest)
        with disk_faults(self._layout.root):
            folder = self._fresh_folder(dataset_name(manifest))
            copy_file(path, folder / PART)
            return self._stage(folder, manifest)

    def add_table(self, table: "pa.Table", manifest: Mapping[str, Any]) -> Snapshot:
        """Stage `table`, sorted as it should be read; errors as `add_file`."""
        check_manifest(manifest)
        with disk_faults(self._layout.root):
            folder = self._fresh_folder(dataset_name(manifest))
            write_parquet(table, folder / PART)
            sync_file(folder / PART)
            return self._stage(folder, manifest)

    def drop(self, dataset: str) -> None:
        """Leave `dataset` out of the new release; earlier releases keep it."""
        self._staged.pop(dataset, None)
        self._dropped.add(dataset)

    def inputs(self) -> dict[str, Path]:
        """Return the Parquet file of every dataset of the coming release: staged ones, else current ones."""
        kept = self._kept()
        base = {name: self._base.path(name) for name in kept} if self._base else {}
        return base | {name: snapshot.path for name, snapshot in self._staged.items()}

    def datasets(self) -> set[str]:
        """Return the names of the datasets of the coming release, whether or not their files are whole."""
        return {*self._kept(), *self._staged}

    def commit(self, catalogue_hash: str, code_version: str) -> Release:
        """Make staged and kept datasets the current release; FaultError when the disk refuses."""
        datasets, manifests = self._content()
        if not datasets:
            raise InputError(
                "沒有可發布的資料集：0 個；一個發布版至少要有一個；請先加入資料集。",
                "no dataset to publish: 0; a release has at least one; add a dataset first.",
            )
        identity = release_id(datasets, manifests, catalogue_hash, code_version)
        with disk_faults(self._layout.root):
            self._layout.releases.mkdir(exist_ok=True)
            for snapshot in self._staged.values():
                self._place(snapshot)
            sync_folder(self._layout.root)
            self._describe(identity, datasets, manifests, catalogue_hash, code_version)
            replace_bytes(self._layout.pointer, f"{identity}\n".encode(), staging=self._layout.staging)
        return read_release(self._layout, identity)

    def _kept(self) -> dict[str, str]:
        """Return {dataset: snapshot} of what the new release takes over unchanged."""
        base = self._base.datasets if self._base else {}
        return {n: s for n, s in base.items() if n not in self._staged and n not in self._dropped}

    def _content(self) -> tuple[dict[str, str], dict[str, str]]:
        kept = self._kept()
        old = self._base.manifests if self._base else {}
        datasets = kept | {name: snapshot.id for name, snapshot in self._staged.items()}
        manifests = {name: old[name] for name in kept} | {
            name: snapshot.manifest_sha256 for name, snapshot in self._staged.items()
        }
        return datasets, manifests

    def _fresh_folder(self, dataset: str) -> Path:
        folder = self._layout.staging / dataset
        self._staged.pop(dataset, None)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def _stage(self, folder: Path, manifest: Mapping[str, Any]) -> Snapshot:
        name = dataset_name(manifest)
        part = folder / PART
        sha256 = sha256_of(part)
        if manifest.get("sha256") not in (None, sha256):
            raise CheckError(
                f"{name} 的檔案與 manifest 不符：應為 sha256 {manifest['sha256']}，實為 {sha256}；"
                "請重新取得檔案。",
                f"{name}: the file does not match its manifest: expected sha256 {manifest['sha256']}, "
                f"found {sha256}; fetch or build the file again.",
            )
        snapshot = f"{manifest['published']}-{sha256[:ID_HEX]}"
        full: Manifest = dict(manifest) | {
            "sha256": sha256,
            "bytes": part.stat().st_size,
            "snapshot": snapshot,
        }
        full["rows"] = check_table(part, full)
        content = canonical_json(full)
        write_bytes(folder / MANIFEST, content)
        sync_folder(folder)
        self._dropped.discard(name)
        self._staged[name] = Snapshot(name, snapshot, part, full, sha256_of(folder / MANIFEST))
        return self._staged[name]

    def _place(self, snapshot: Snapshot) -> None:
        """Move a staged snapshot to its final name; what stands there intact is left alone."""
        staged = snapshot.path.parent
        final = self._layout.snapshot(snapshot.dataset, snapshot.id)
        final.parent.mkdir(exist_ok=True)
        if not final.exists():
            staged.rename(final)
            sync_folder(final.parent)
            return
        if not is_intact(final / PART, snapshot.manifest["sha256"]):
            # Damaged, so no reader can rely on it; the name says what the bytes must be.
            snapshot.path.replace(final / PART)
            sync_folder(final)
        if not is_intact(
            self._layout.manifest(snapshot.dataset, snapshot.id, snapshot.manifest_sha256),
            snapshot.manifest_sha256,
        ):
            reworded = final / f"manifest.{snapshot.manifest_sha256[:ID_HEX]}.json"
            (staged / MANIFEST).rename(reworded)
            sync_folder(final)

    def _describe(
        self, identity: str, datasets: dict[str, str], manifests: dict[str, str], catalogue: str, code: str
    ) -> None:
        """Write the release's file, unless the same release was published before."""
        target = self._layout.release(identity)
        if _reads(self._layout, identity):
            return
        if not target.exists():
            # A kill between this file and the pointer must not leave a release that nobody published.
            write_bytes(self._layout.intent, identity.encode())
            sync_folder(self._layout.staging)
        content = {
            "id": identity,
            "datasets": datasets,
            "manifests": manifests,
            "catalogue": catalogue,
            "code_version": code,
            "sequence": self._sequence,
        }
        replace_bytes(target, canonical_json(content), staging=self._layout.staging)


def _reads(layout: Layout, identity: str) -> bool:
    try:
        read_release(layout, identity)
    except FaultError:
        return False
    return True
