"""Small tables as publishers would send them; `edition` makes each one differ from the last."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from difang.lake import Lake, Publication, Release

CODE_VERSION = "0.1.0"
CATALOGUE = "c" * 64
PLACES = ("10008020", "63000010", "63000020", "66000290")
DATASETS = ("population.by_month", "care.places", "tourism.visits")


def manifest(dataset: str = "population.by_month", **changes: Any) -> dict[str, Any]:
    return {
        "dataset": dataset,
        "title": {"zh": "各月人口", "en": "Population by month"},
        "publisher": {"zh": "內政部戶政司", "en": "Department of Household Registration"},
        "redistribution": "origin-OGDL",
        "level": "township",
        "missing": "not_published",
        "update": "monthly",
        "published": "20260630",
        "key_columns": ["place", "period"],
        "measure_columns": [
            {"name": "population", "type": "int64", "unit": "persons"},
            {"name": "density", "type": "double", "unit": "persons_per_km2"},
        ],
        **changes,
    }


def table(edition: int = 0, places: tuple[str, ...] = PLACES, months: int = 12) -> pa.Table:
    rows = [(place, f"2025-{month:02}") for place in places for month in range(1, months + 1)]
    return pa.table(
        {
            "place": [place for place, _ in rows],
            "period": [period for _, period in rows],
            "population": pa.array([1_000 * edition + n for n in range(len(rows))], pa.int64()),
            "density": pa.array([edition + n / 7 for n in range(len(rows))], pa.float64()),
        }
    )


def add_all(publication: Publication, edition: int) -> None:
    for number, dataset in enumerate(DATASETS):
        publication.add_table(table(edition * 10 + number), manifest(dataset))


def publish(lake: Lake, edition: int = 0) -> Release:
    with lake.publication() as publication:
        add_all(publication, edition)
        return publication.commit(CATALOGUE, CODE_VERSION)


def published_files(lake: Lake) -> set[Path]:
    """Every file in the lake except the lock and the memory of hashes, which stay by design."""
    root = lake.home / "lake"
    beside = {".lock", "verified.json"}
    return {path for path in root.rglob("*") if path.is_file() and path.name not in beside}


def referenced_files(lake: Lake) -> set[Path]:
    """Every file that the releases and the pointer account for."""
    root = lake.home / "lake"
    files = {root / "current"}
    for release in lake.releases():
        files.add(root / "releases" / f"{release.id}.json")
        for dataset in release.datasets:
            part = release.path(dataset)
            files |= {part, part.with_name("manifest.json")}
    return files
