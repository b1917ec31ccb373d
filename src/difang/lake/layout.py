"""Where things lie inside `<home>/lake`; every name of a published file carries its content.

<dataset>/<snapshot>/part-0.parquet     snapshot = yyyymmdd of publication + first 12 hex of its SHA-256
<dataset>/<snapshot>/manifest.json      (manifest.<12 hex>.json: the same bytes published under other words)
releases/<release>.json                 what one release consists of
current                                 the id of the release in use
verified.json                           what files held when they were last hashed; may be deleted
.staging/, .lock                        of the publication at work
"""

import re
from pathlib import Path

from difang.lake.durable import sha256_of

ID = re.compile(r"\d{8}-[0-9a-f]{12}")
ID_HEX = 12
PART = "part-0.parquet"
MANIFEST = "manifest.json"


class Layout:
    """Paths below one home's lake; makes nothing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.releases = root / "releases"
        self.pointer = root / "current"
        self.staging = root / ".staging"
        self.lock = root / ".lock"
        self.intent = self.staging / "intent"

    def snapshot(self, dataset: str, snapshot: str) -> Path:
        """Return the folder of one snapshot."""
        return self.root / dataset / snapshot

    def part(self, dataset: str, snapshot: str) -> Path:
        """Return the Parquet file of one snapshot."""
        return self.snapshot(dataset, snapshot) / PART

    def manifest(self, dataset: str, snapshot: str, sha256: str) -> Path:
        """Return the manifest of one snapshot whose bytes have `sha256`."""
        folder = self.snapshot(dataset, snapshot)
        reworded = folder / f"manifest.{sha256[:ID_HEX]}.json"
        return reworded if reworded.is_file() else folder / MANIFEST

    def release(self, release: str) -> Path:
        """Return the file that describes one release."""
        return self.releases / f"{release}.json"

    def release_ids(self) -> list[str]:
        """Return the ids of all releases, without one that is written but not announced by the pointer."""
        intended = self.intent.read_text("utf-8") if self.intent.is_file() else ""
        announced = self.pointer.read_text("utf-8", "replace").strip() if self.pointer.is_file() else ""
        unannounced = {intended} - {announced}
        return [path.stem for path in self.release_files() if path.stem not in unannounced]

    def release_files(self) -> list[Path]:
        """Return the files that describe releases, announced or not, by name."""
        return sorted(path for path in self.releases.glob("*.json") if _is_release(path))

    def strays(self) -> list[Path]:
        """Return what lies among the releases and is none."""
        return sorted(path for path in self.releases.glob("*") if not _is_release(path))

    def snapshot_folders(self) -> list[Path]:
        """Return the folders of all snapshots on disk, referenced or not."""
        return sorted(
            path for path in self.root.glob("[a-z]*/*") if ID.fullmatch(path.name) and path.is_dir()
        )


def _is_release(path: Path) -> bool:
    return path.suffix == ".json" and ID.fullmatch(path.stem) is not None and path.is_file()


def is_intact(file: Path, sha256: str) -> bool:
    """Say whether `file` exists and its bytes have `sha256`."""
    return file.is_file() and sha256_of(file) == sha256
