"""Cost against size: how the seconds of a query, a drawing, a projection grow, as an exponent.

`exponent` 1 doubles the cost when the size doubles, 0 leaves it as it is; below 1 a fixed cost shows.
"""

import json
import math
import statistics
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa

from benchmarks.harness import seconds
from benchmarks.map_query import YEARS, large_table
from benchmarks.projection import country, drained
from difang import places
from difang.charts import choropleth, sequential
from difang.charts.drawn import sheet
from difang.indicators import Figures
from difang.lake import cursor, write_parquet
from difang.places import drawing, shapes
from difang.workspace import open_or_publish

RUNS = 15
Work = Callable[[], object]
MAP = (
    "SELECT place, sum(a) FROM read_parquet('{}') WHERE year = 2019 AND age BETWEEN 20 AND 39 GROUP BY place"
)
INDICATOR = "population.total"
COUNTIES = ("09020", "10020", "10016", "10004", "10008", "66000", "65000")


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return the least-squares slope of log cost on log size; sizes and costs are positive."""
    slope, _ = statistics.linear_regression(
        [math.log(one) for one in sizes], [math.log(one) for one in costs]
    )
    return slope


def report(growth: str, works: Sequence[tuple[int, Work]], runs: int = RUNS) -> None:
    """Time each work (size, call) and print one row: the median seconds of each size and their exponent.

    One warming round goes before; then sizes alternate, so that drift of the machine meets all alike.
    """
    rounds = [[seconds(work) for _, work in works] for _ in range(runs + 1)][1:]
    sizes = [size for size, _ in works]
    medians = [round(statistics.median(times), 6) for times in zip(*rounds, strict=True)]
    row = {
        "growth": growth,
        "sizes": sizes,
        "seconds": medians,
        "exponent": round(exponent(sizes, medians), 2),
    }
    print(json.dumps(row, ensure_ascii=False), flush=True)


def stored(table: pa.Table, path: Path) -> tuple[int, Work]:
    """Write a table; return its rows and the query of one map from it."""
    write_parquet(table, path)
    return table.num_rows, lambda: cursor().execute(MAP.format(path)).fetchall()


def map_queries(folder: Path) -> None:
    """Report one map from files with more places in every year, and with more years beside the one asked."""
    codes = [place.code for place in places.all_places("township")]
    shares = ((165, 1), (len(codes), 1), (len(codes), 2), (len(codes), 4), (len(codes), 10))
    by_places = [
        stored(large_table(codes[:some], copies), folder / f"{some}-{copies}.parquet")
        for some, copies in shares
    ]
    report("map query, more places: rows", by_places)
    table = large_table(codes, copies=4)
    a_year = table.num_rows // len(YEARS)
    by_years = [
        stored(table.slice(table.num_rows - years * a_year), folder / f"{years}.parquet")
        for years in (7, 10, 15, 20, 30)
    ]
    report("map query, more years: rows", by_years)


def drawn(county: str, codes: Sequence[str]) -> str:
    """Draw one county's villages, one value each."""
    values = {code: float(number) for number, code in enumerate(codes)}
    classes = sequential(list(values.values()))
    return choropleth(
        values, classes, level="village", county=county, lang="zh", title="growth", desc="growth"
    )


def drawn_anew(county: str, codes: Sequence[str]) -> str:
    """Draw a county's villages from their polygons, nothing kept from before."""
    drawing._county.cache_clear()
    sheet.cache_clear()
    return drawn(county, codes)


def drawings() -> None:
    """Report maps of ever more shapes, with the outlines kept from the map before and without.

    The nation's 22 counties and 368 townships have names, frames and county lines besides, so they're no
    points of the same line.
    """
    villages = sorted(shapes.polygons("villages"))
    of = {county: [code for code in villages if code[:5] == county] for county in COUNTIES}
    kept = [(len(codes), partial(drawn, county, codes)) for county, codes in of.items()]
    report("map drawn again: villages of a county", kept)
    anew = [(len(codes), partial(drawn_anew, county, codes)) for county, codes in of.items()]
    report("map drawn from polygons: villages of a county", anew)


def selections(figures: Figures) -> None:
    """Report a table of ever more places in ever more periods."""
    codes = [place.code for place in places.all_places("township")]
    periods = [one for one in figures.periods(INDICATOR, "township") if len(one) == 7]
    works: list[tuple[int, Work]] = []
    for part in (16, 8, 4, 2, 1):
        some, first = codes[: len(codes) // part], periods[-(len(periods) // part)]
        select = partial(figures.select, INDICATOR, places=some, period=f"{first}..{periods[-1]}")
        works.append((select().num_rows, select))
    report("figures selected: places × periods", works)


def projections() -> None:
    """Report drawn projections of ever more places, draws and years."""
    sizes = {
        "places": (23, 46, 92, 184, 368),
        "draws": (128, 256, 512, 1024, 2048),
        "years": (10, 20, 40, 80, 160),
    }
    least = {"places": 46, "draws": 256, "years": 50}
    for what, numbers in sizes.items():
        works: list[tuple[int, Work]] = []
        for number in numbers:
            size = least | {what: number}
            works.append((number, partial(drained, country(**size), size["draws"])))
        report(f"drawn projection: {what}", works, runs=RUNS // 2)


def main() -> None:
    """Run all rows of this file."""
    projections()
    selections(open_or_publish(None).data)
    drawings()
    with tempfile.TemporaryDirectory() as folder:
        map_queries(Path(folder))


if __name__ == "__main__":
    main()
