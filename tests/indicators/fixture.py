"""Two counties, five townships, numbers small enough to add in one's head."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from difang.indicators import Catalogue, Figures, load, loading
from difang.indicators.refreshing import Frame, figures_manifest, refresh
from difang.lake import Lake, write_parquet

# 南投市, 埔里鎮, 草屯鎮; 彰化市, 鹿港鎮
TOWNSHIPS = ("10007010", "10007020", "10008010", "10008020", "10008030")
FRAME = Frame(TOWNSHIPS)

UNITS = """
[persons]
zh = "人"
en = "people"
en_one = "person"
sdmx = "PS"
decimals = 0
[percent]
zh = "%"
en = "%"
sdmx = "PT"
decimals = 1
[per_1000]
zh = "‰"
en = "‰"
sdmx = "PM"
decimals = 2
"""
CAVEATS = """
[registered_not_resident]
zh = "戶籍人口不等於常住人口。"
en = "Registered people are not residents."
[register_abroad_2020_2025]
zh = "含出境滿兩年除籍與恢復戶籍。"
en = "Holds people struck off after two years abroad."
periods = ["2020", "2025"]
"""

Rows = Sequence[Mapping[str, Any]]


def stanza(short: str, /, **keys: str) -> str:
    """One stanza of the population map; keys are TOML source and replace the defaults."""
    defaults = {
        "name": '{zh = "名", en = "Name"}',
        "question": '{zh = "問？", en = "Question?"}',
        "definition": '{zh = "定義。", en = "Definition."}',
        "kind": '"direct"',
        "numerator": '{dataset = "population.by_month", measure = "population"}',
        "unit": '"persons"',
        "measure": '"stock"',
        "direction": '"context"',
        "levels": '["township", "county", "nation"]',
    }
    lines = [f"{key} = {value}" for key, value in (defaults | keys).items() if value]
    return "\n".join([f"[population.{short}]", *lines, ""])


def catalogue_of(folder: Path, *stanzas: str) -> Catalogue:
    """Write a catalogue of one map and load it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units.toml").write_text(UNITS, "utf-8")
    (folder / "caveats.toml").write_text(CAVEATS, "utf-8")
    (folder / "population.toml").write_text("\n".join(stanzas), "utf-8")
    return load(folder)


def dataset(folder: Path, name: str, rows: Rows, missing: str = "not_published") -> Path:
    """Write one dataset with the part of its manifest that a refresh reads; return its file."""
    path = folder / name / "data.parquet"
    columns = list(rows[0])
    write_parquet(pa.table({column: [row[column] for row in rows] for column in columns}), path)
    path.with_name("manifest.json").write_text(json.dumps({"dataset": name, "missing": missing}))
    return path


def manifest(name: str, path: Path) -> dict[str, Any]:
    """What a lake must be told to publish one of these datasets."""
    schema = pq.read_schema(path)
    types = {"int64": "int64", "double": "double"}
    keys = ["place", "period"] + (["age"] if "age" in schema.names else [])
    measures = [n for n in schema.names if n not in keys]
    return {
        "dataset": name,
        "title": {"zh": "各月人口", "en": "Population by month"},
        "publisher": {"zh": "內政部戶政司", "en": "Department of Household Registration"},
        "redistribution": "origin-OGDL",
        "missing": "not_published",
        "update": "monthly",
        "published": "20260630",
        "retrieved": "2026-08-22",
        "key_columns": keys,
        "measure_columns": [
            {"name": n, "type": types[str(schema.field(n).type)], "unit": "persons"} for n in measures
        ],
        "sources": [{"file": "population.csv", "sha256": "ab" * 32}],
    }


def spread(
    period: str, values: Sequence[float | None], column: str = "population", **more: Any
) -> list[dict]:
    """One row a township in the order of TOWNSHIPS."""
    return [
        {"place": place, "period": period, **more, column: value}
        for place, value in zip(TOWNSHIPS, values, strict=True)
    ]


class Cells:
    """The published rows, asked for by (indicator, place, period)."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self.tables = tables
        self._rows = {
            (row["indicator"], row["place"], row["period"]): row
            for name in ("figures", "figures_village")
            for row in tables[name].to_pylist()
        }

    def value(self, place: str, period: str, indicator: str = "population.total") -> Any:
        """The value, or (status, reason) where there is none."""
        row = self._rows[indicator, place, period]
        return row["value"] if row["value"] is not None else (row["status"], row["reason"])

    def row(self, place: str, period: str, indicator: str = "population.total") -> dict[str, Any]:
        """The whole row."""
        return self._rows[indicator, place, period]

    def periods(self, place: str, indicator: str = "population.total") -> list[str]:
        """The periods a place has rows for."""
        return [key[2] for key in self._rows if key[:2] == (indicator, place)]

    def all(self, indicator: str = "population.total") -> list[dict[str, Any]]:
        """All rows of an indicator."""
        return [row for key, row in self._rows.items() if key[0] == indicator]


def computed(
    folder: Path, rows: Rows, *stanzas: str, missing: str = "not_published", **others: Rows
) -> Cells:
    """Refresh one dataset `population.by_month` (and others, by name) and return its cells."""
    inputs = {"population.by_month": dataset(folder, "population.by_month", rows, missing)}
    for name, more in others.items():
        inputs[f"population.{name}"] = dataset(folder, f"population.{name}", more, missing)
    tables = refresh(inputs, catalogue=catalogue_of(folder / "catalogue", *stanzas), frame=FRAME)
    return Cells(tables)


@contextmanager
def catalogue_in_use(folder: Path, *stanzas: str) -> Iterator[Catalogue]:
    """Let a small catalogue be the shipped one while the context lasts."""
    whole = catalogue_of(folder, *stanzas)
    shipped, loading.FOLDER = loading.FOLDER, folder
    loading._shipped.cache_clear()
    try:
        yield whole
    finally:
        loading.FOLDER = shipped
        loading._shipped.cache_clear()


@contextmanager
def published_figures(
    folder: Path, stanzas: Sequence[str], rows: Mapping[str, Rows], frame: Frame
) -> Iterator[Figures]:
    """Publish `rows` with a small catalogue that is in use while the context lasts."""
    lake = Lake(folder / "home")
    with catalogue_in_use(folder / "catalogue", *stanzas) as whole:
        with lake.publication() as publication:
            snapshots = {}
            for short, some in rows.items():
                name = f"population.{short}"
                path = dataset(folder, name, some)
                snapshots[name] = publication.add_file(path, manifest(name, path))
            for name, table in refresh(publication.inputs(), catalogue=whole, frame=frame).items():
                publication.add_table(table, figures_manifest(name, table.num_rows, snapshots))
            release = publication.commit(whole.hash, "0.1.0")
        yield Figures(release)
