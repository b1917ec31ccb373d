"""The frame around every shipped data set: read as text, check, sort, write Parquet and manifest.

A table that leaves here is tidy: `place`, `period`, dimension columns, then measures; sorted and unique
by its keys; the same bytes whenever and wherever it is made.
"""

import hashlib
import json
import shutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from difang.lake import write_parquet
from difang.text import Text
from tools.build_bundled.origins import ORIGINS

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "difang" / "data"
CONTENT = Path(__file__).parent / "content"
OGDL_URL = "https://data.gov.tw/license"
STATUSES = {
    "observed",
    "estimated",
    "projected",
    "suppressed",
    "not_published",
    "not_applicable",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number column: its name and the unit it is counted in (an id of units.toml)."""

    name: str
    unit: str
    type: str = "int64"


@dataclass(frozen=True, slots=True)
class Check:
    """A figure known from elsewhere beside the one found in the table; unequal stops the run."""

    what: str
    expected: Any
    found: Any

    def passed(self) -> bool:
        """Say whether both agree exactly."""
        return bool(self.expected == self.found)


@dataclass(frozen=True, slots=True)
class Meta:
    """What the manifest says about a data set and its publisher.

    `published` (yyyymmdd) dates the snapshot; `retrieved` (yyyy-mm-dd) is the day the source was read.
    """

    title: Text
    publisher: Text
    official_id: str
    page: str
    level: str
    retrieved: str
    published: str
    notes: Text
    update: str = "irregular"
    missing: str = "not_published"
    licence: str = "政府資料開放授權條款第1版 (Open Government Data License, version 1.0)"
    licence_url: str = OGDL_URL
    redistribution: str = "origin-OGDL"
    caveats: tuple[str, ...] = ()
    estimated: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A finished table with its keys, measures, words and checks; text-only tables have no measures."""

    table: pa.Table
    keys: list[str]
    meta: Meta
    measures: list[Measure] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was read: path below the shared folder, hash, repository and commit."""

    file: str
    sha256: str
    repository: str
    commit: str


class Shared:
    """The shared folder; remembers which files a data set was made of."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources: dict[str, Source] = {}
        self.cursor = duckdb.connect()
        self.cursor.execute("set threads = 1")

    def path(self, file: str) -> Path:
        """Return a file's path and note it as a source. Raises KeyError where its origin isn't recorded."""
        path = self.folder / file
        repository, commit = ORIGINS[file]
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.sources[file] = Source(file, digest, repository, commit)
        return path

    def content(self, name: str) -> list[dict[str, Any]]:
        """Return the `[[row]]` tables of `content/<name>.toml`: words written here, each with its source."""
        path = CONTENT / f"{name}.toml"
        file = f"tools/build_bundled/content/{name}.toml"
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.sources[file] = Source(file, digest, "this repository; sources named in each row", _version())
        rows: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["row"]
        return rows

    def sql(self, query: str, **tables: str | pa.Table) -> pa.Table:
        """Run a query in which `{name}` stands for a file of the folder or an Arrow table.

        Columns of a file are text, and an empty cell is null: nothing guesses that a code is a number.
        """
        names: dict[str, str] = {}
        for name, table in tables.items():
            if isinstance(table, str):
                names[name] = f"read_csv('{self.path(table)}', all_varchar=true, header=true)"
            else:
                self.cursor.register(f"t_{name}", table)
                names[name] = f"t_{name}"
        return self.cursor.execute(query.format(**names)).to_arrow_table()


Builder = Callable[[Shared], Dataset]
BUILDERS: dict[str, Builder] = {}


def dataset(name: str) -> Callable[[Builder], Builder]:
    """Register a function as the maker of `<map>.<what>`."""

    def register(build: Builder) -> Builder:
        if name in BUILDERS:
            raise ValueError(f"data set {name} is made twice")
        BUILDERS[name] = build
        return build

    return register


def write(name: str, shared_folder: Path, out: Path = DATA) -> Path:
    """Make one data set and put `data.parquet` and `manifest.json` into `out/<name>/`.

    Raises ValueError when a check fails, keys repeat or a column is not what the schema allows.
    """
    shared = Shared(shared_folder)
    made = BUILDERS[name](shared)
    table = arranged(name, made)
    folder = out / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_parquet(table, folder / "data.parquet")
    manifest = describe(name, made, table, shared.sources)
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return folder


def arranged(name: str, made: Dataset) -> pa.Table:
    """Return the table sorted by its keys, columns in order and typed; raise ValueError on a broken rule."""
    measures = [m.name for m in made.measures]
    extra = [c for c in made.table.column_names if c not in made.keys and c not in measures]
    table = made.table.select([*made.keys, *measures, *extra])
    fields = [_field(column, table.schema.field(column).type, made) for column in table.column_names]
    table = table.cast(pa.schema(fields)).sort_by([(k, "ascending") for k in made.keys])
    _hold(name, made, table)
    return table.replace_schema_metadata(None).combine_chunks()


def _field(column: str, found: pa.DataType, made: Dataset) -> pa.Field:
    types = {m.name: m.type for m in made.measures}
    if column in types:
        return pa.field(column, pa.float64() if types[column] == "double" else pa.int64())
    return pa.field(column, pa.int64() if pa.types.is_integer(found) else pa.string())


def _hold(name: str, made: Dataset, table: pa.Table) -> None:
    unique = table.group_by(made.keys).aggregate([]).num_rows
    if unique != table.num_rows:
        raise ValueError(f"{name}: {table.num_rows - unique} rows repeat a key of {made.keys}")
    for key in made.keys:
        if table[key].null_count:
            raise ValueError(f"{name}: key column {key} has {table[key].null_count} nulls")
    if "status" in table.column_names:
        wrong = set(pc.unique(table["status"]).to_pylist()) - STATUSES
        if wrong:
            raise ValueError(f"{name}: status {wrong} is not in the closed list")
    failed = [c for c in made.checks if not c.passed()]
    if failed:
        raise ValueError(
            f"{name}: " + "; ".join(f"{c.what}: expected {c.expected}, found {c.found}" for c in failed)
        )


def describe(name: str, made: Dataset, table: pa.Table, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Return the manifest of a made table; only figures and facts that are the same on every machine."""
    meta = made.meta
    return {
        "dataset": name,
        "title": meta.title._asdict(),
        "publisher": meta.publisher._asdict(),
        "official_id": meta.official_id,
        "page": meta.page,
        "licence": meta.licence,
        "licence_url": meta.licence_url,
        "redistribution": meta.redistribution,
        "level": meta.level,
        "period": _span(table),
        "key_columns": made.keys,
        "measure_columns": [{"name": m.name, "type": m.type, "unit": m.unit} for m in made.measures],
        "missing": meta.missing,
        "retrieved": meta.retrieved,
        "published": meta.published,
        "update": meta.update,
        "sources": [
            {"file": s.file, "sha256": s.sha256, "repository": s.repository, "commit": s.commit}
            for _, s in sorted(sources.items())
        ],
        "code_version": _version(),
        "rows": table.num_rows,
        "checks": [{"what": c.what, "expected": c.expected, "found": c.found} for c in made.checks],
        "estimated": meta.estimated,
        "supersedes": None,
        "caveats": list(meta.caveats),
        "notes": meta.notes._asdict(),
    }


def _span(table: pa.Table) -> list[str] | None:
    if "period" not in table.column_names:
        return None
    ends = pc.min_max(table["period"]).as_py()
    return [ends["min"], ends["max"]]


def _version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def total(table: pa.Table, column: str, where: str = "true") -> int:
    """Add up one column of a table over the rows that meet an SQL condition."""
    connection = duckdb.connect()
    connection.register("t", table)
    found = connection.execute(f"select sum({column})::bigint from t where {where}").fetchone()
    return int(found[0]) if found and found[0] is not None else 0
