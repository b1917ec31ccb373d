"""Dropping what nothing refers to any more."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from difang.lake.layout import ID_HEX, MANIFEST, PART, Layout
from difang.lake.release import Release, read_release


@dataclass(frozen=True, slots=True)
class Collected:
    """What a collection dropped or would drop: release ids, "dataset/snapshot" names, bytes set free."""

    releases: tuple[str, ...]
    snapshots: tuple[str, ...]
    freed_bytes: int

    def __iter__(self) -> Iterator[str]:
        """Yield every name, releases first."""
        return iter((*self.releases, *self.snapshots))


def collect(layout: Layout, keep: set[str] | None, *, dry_run: bool) -> Collected:
    """Drop releases outside `keep` (None: no release is dropped) and files that no remaining one refers to.

    Raises FaultError, and drops nothing, when a remaining release's file cannot be read: what it needs is
    then unknown.
    """
    all_ids = layout.release_ids()
    dropped = [] if keep is None else [one for one in all_ids if one not in keep]
    remaining = [read_release(layout, one) for one in all_ids if one not in dropped]
    orphans, reworded = _orphans(layout, remaining)
    freed = sum(file.stat().st_size for folder in orphans for file in folder.iterdir())
    freed += sum(file.stat().st_size for file in reworded)
    if not dry_run:
        # Releases first: a kill in between leaves snapshots without a release, never the reverse.
        for one in dropped:
            layout.release(one).unlink()
        for file in reworded:
            file.unlink()
        for folder in orphans:
            shutil.rmtree(folder)
            if not any(folder.parent.iterdir()):
                folder.parent.rmdir()
    names = tuple(f"{folder.parent.name}/{folder.name}" for folder in orphans)
    return Collected(tuple(dropped), names, freed)


def _orphans(layout: Layout, remaining: list[Release]) -> tuple[list[Path], list[Path]]:
    """Return the snapshot folders, and the single manifests in kept ones, that no release refers to."""
    needed: set[Path] = set()
    for release in remaining:
        for dataset, snapshot in release.datasets.items():
            needed.add(layout.part(dataset, snapshot))
            needed.add(layout.manifest(dataset, snapshot, release.manifests[dataset]))
    orphans, reworded = [], []
    for folder in layout.snapshot_folders():
        if folder / PART not in needed:
            orphans.append(folder)
            continue
        reworded += [file for file in folder.glob(f"manifest.{'?' * ID_HEX}.json") if file not in needed]
    return orphans, [file for file in reworded if file.name != MANIFEST]
