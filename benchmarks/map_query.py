"""Rows 2 and 2b: a map from a large seeded file, and a map and a trend from published figures."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from benchmarks.harness import alternate, report
from difang import places
from difang.indicators import Figures
from difang.lake import cursor, write_parquet
from difang.workspace import open_or_publish

YEARS, AGES, MEASURES = range(1996, 2026), range(101), ("a", "b", "c", "d", "e")
SEXES = (1, 2)


def large_table(codes: list[str], copies: int) -> pa.Table:
    """Return seeded counts sorted by what a map asks for: year, age, sex, place (× copies)."""
    shape = (len(YEARS), len(AGES), len(SEXES), len(codes) * copies)
    size = int(np.prod(shape))
    year, age, sex, place = (
        axis.ravel() for axis in np.meshgrid(*(np.arange(n) for n in shape), indexing="ij")
    )
    rng = np.random.default_rng(0)
    names = pa.DictionaryArray.from_arrays(pa.array((place % len(codes)).astype("int32")), pa.array(codes))
    columns = {
        "year": pa.array((year + YEARS[0]).astype("int16")),
        "age": pa.array(age.astype("int16")),
        "sex": pa.array((sex + 1).astype("int8")),
        "place": names.cast(pa.string()),
    }
    columns |= {name: pa.array(rng.poisson(40, size).astype("int32")) for name in MEASURES}
    return pa.table(columns)


def from_files(folder: Path) -> None:
    """Row 2: a map of people aged 20–39 in one year out of the whole file."""
    codes = [place.code for place in places.all_places("township")]
    table = large_table(codes, copies=10)
    path = folder / "large.parquet"
    write_parquet(table, path)
    where = "year = 2019 AND age BETWEEN 20 AND 39"
    sql = f"SELECT place, sum(a) FROM read_parquet('{path}') WHERE {where} GROUP BY place"
    reader = cursor()
    lazy = (
        pl.scan_parquet(path)
        .filter((pl.col("year") == 2019) & pl.col("age").is_between(20, 39))
        .group_by("place")
        .agg(pl.col("a").sum())
    )
    assert dict(reader.execute(sql).fetchall()) == dict(lazy.collect().iter_rows())
    ours, peer = alternate(lambda: reader.execute(sql).fetchall(), lambda: lazy.collect().rows())
    report("2", f"map from {table.num_rows / 1e6:.1f} M rows", ours, "polars scan", peer, target="ratio ≥ 1")


def from_published(figures: Figures) -> None:
    """Rows 2 and 2b: one published map, one published trend, each read anew through a cursor."""
    path = figures.release.path("figures")
    by_place = figures.release.path("figures_by_place")
    reader = cursor()
    map_sql = (
        f"SELECT place, value FROM read_parquet('{path}') WHERE indicator = ? AND period = ? AND level = ?"
    )
    map_values = ["population.total", "2026-05", "township"]
    lazy = pl.scan_parquet(path).filter(
        (pl.col("indicator") == map_values[0])
        & (pl.col("period") == map_values[1])
        & (pl.col("level") == map_values[2])
    )
    ours, peer = alternate(
        lambda: reader.execute(map_sql, map_values).fetchall(), lambda: lazy.collect().rows(), runs=41
    )
    report("2", "published map by a cursor", ours, "polars scan", peer, target="p95 ≤ 2 ms")
    cached = lambda: figures.map_values(map_values[0], "township", map_values[1])  # noqa: E731
    ours, peer = alternate(cached, lambda: lazy.collect().rows(), runs=41)
    report("2", "published map as pages read it", ours, "polars scan", peer, target="p95 ≤ 0.2 ms")
    trend_sql = f"SELECT period, value FROM read_parquet('{by_place}') WHERE place = ? AND indicator = ?"
    trend_values = ["10008020", "population.total"]
    trend = pl.scan_parquet(by_place).filter(
        (pl.col("place") == trend_values[0]) & (pl.col("indicator") == trend_values[1])
    )
    ours, peer = alternate(
        lambda: reader.execute(trend_sql, trend_values).fetchall(), lambda: trend.collect().rows(), runs=41
    )
    report("2b", "published trend by a cursor", ours, "polars scan", peer, target="p95 ≤ 3 ms")


def main() -> None:
    """Run all rows of this file."""
    from_published(open_or_publish(None).data)
    with tempfile.TemporaryDirectory() as folder:
        from_files(Path(folder))


if __name__ == "__main__":
    main()
