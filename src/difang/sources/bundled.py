"""The figures that ship with difang: `difang/data/<dataset>/data.parquet` and `manifest.json`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from difang.errors import FaultError
from difang.lake import CheckError, Manifest
from difang.lake.durable import sha256_of
from difang.lake.manifest import check_manifest, is_bilingual

REQUIRED_FIELDS = (
    "official_id",
    "page",
    "licence",
    "licence_url",
    "level",
    "period",
    "retrieved",
    "sources",
    "code_version",
    "rows",
    "checks",
    "estimated",
    "supersedes",
    "caveats",
    "notes",
)


@dataclass(frozen=True, slots=True)
class BundledDataset:
    """One shipped dataset; `path` is its Parquet file."""

    name: str
    path: Path
    manifest: Manifest = field(repr=False, compare=False)


def datasets(folder: Path | None = None) -> list[BundledDataset]:
    """Return every dataset that ships (or lies in `folder`), by name, with manifest and bytes verified.

    Raises CheckError for a manifest that breaks a rule, FaultError for a file that is missing or is not the
    one its manifest was written for.
    """
    return list(_datasets(folder or _shipped()))


def _shipped() -> Path:
    # A path and not a stream, because DuckDB reads files; difang is never run from inside a zip.
    return Path(str(resources.files("difang"))) / "data"


def _datasets(folder: Path) -> Iterator[BundledDataset]:
    for manifest_file in sorted(folder.glob("*/manifest.json")):
        name = manifest_file.parent.name
        manifest = _manifest(manifest_file)
        part = manifest_file.with_name("data.parquet")
        _check_bytes(name, part, manifest)
        yield BundledDataset(name, part, manifest)


def _manifest(file: Path) -> Manifest:
    name = file.parent.name
    try:
        manifest: Manifest = json.loads(file.read_bytes())
    except ValueError as damage:
        raise FaultError(
            f"隨附資料 {name} 的 {file} 不是 JSON：{damage}；請重新安裝 difang。",
            f"shipped dataset {name}: {file} is not JSON: {damage}; install difang again.",
        ) from damage
    check_manifest(manifest)
    missing = [wanted for wanted in REQUIRED_FIELDS if wanted not in manifest]
    if missing or manifest["dataset"] != name or not is_bilingual(manifest["notes"]):
        what = f"缺欄位 {'、'.join(missing)}" if missing else "dataset 或 notes 不合"
        told = f"lacks {', '.join(missing)}" if missing else "dataset or notes do not fit"
        raise CheckError(
            f"隨附資料 {name} 的 manifest {what}；dataset 須同資料夾名，notes 須有中英文；"
            "請以 tools/build_bundled 重新產生。",
            f"shipped dataset {name}: its manifest {told}; dataset must be the folder's name, notes in "
            "both languages; make it again with tools/build_bundled.",
        )
    return manifest


def _check_bytes(name: str, part: Path, manifest: Manifest) -> None:
    found = sha256_of(part) if part.is_file() else None
    if found is None or found != manifest.get("sha256", found):
        raise FaultError(
            f"隨附資料 {name} 的 {part} 與 manifest 不符：應為 sha256 {manifest.get('sha256')}，"
            f"實為 {found or '缺漏'}；請重新安裝 difang。",
            f"shipped dataset {name}: {part} does not match its manifest: expected sha256 "
            f"{manifest.get('sha256')}, found {found or 'nothing'}; install difang again.",
        )
