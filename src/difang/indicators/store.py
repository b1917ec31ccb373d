"""Reading published figures: a cursor for what is asked first, memory for what is asked again.

Names of published files carry their content, so what was read once stays true.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from difang.indicators.periods import order
from difang.indicators.refreshing.names import BY_PLACE, FIGURES, PERIODS, VILLAGE

if TYPE_CHECKING:
    import pyarrow as pa

    from difang.lake import Release

FIELDS = (
    "indicator",
    "place",
    "level",
    "period",
    "value",
    "unit",
    "status",
    "reason",
    "low",
    "high",
    "num",
    "den",
)
INDICATORS_KEPT = 64
PLACES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Count:
    """How many places of a level have what in a period."""

    period: str
    places: int
    observed: int
    estimated: int


@dataclass(frozen=True)
class IndicatorRows:
    """All rows of one indicator from township level up, sorted (period, place)."""

    table: "pa.Table"
    starts: Mapping[str, tuple[int, int]]

    def of_period(self, period: str) -> "pa.Table":
        """Return the rows of one period."""
        first, last = self.starts.get(period, (0, 0))
        return self.table.slice(first, last - first)


@dataclass(frozen=True)
class PlaceRows:
    """All rows of one place, found by (indicator, period)."""

    columns: Mapping[str, Sequence[Any]]
    spans: Mapping[str, tuple[int, int]]

    def row(self, indicator: str, period: str) -> dict[str, Any] | None:
        """Return one row, or None."""
        first, last = self.spans.get(indicator, (0, 0))
        at = bisect_left(self.columns["period"], period, first, last)
        if at < last and self.columns["period"][at] == period:
            return self._row(at)
        return None

    def rows(self, indicator: str) -> list[dict[str, Any]]:
        """Return the rows of one indicator, in the order of their periods as text."""
        return [self._row(at) for at in range(*self.spans.get(indicator, (0, 0)))]

    def _row(self, at: int) -> dict[str, Any]:
        return {name: column[at] for name, column in self.columns.items()}


class Store:
    """The figures of one release; safe to share between threads."""

    def __init__(self, release: "Release") -> None:
        self.release = release

    @cached_property
    def counts(self) -> dict[tuple[str, str], list[Count]]:
        """{(indicator, level): counts, the oldest period first}."""
        return _counts(str(self.release.path(PERIODS)))

    def indicator(self, indicator: str) -> IndicatorRows:
        """Return an indicator's rows above village level."""
        return _indicator_rows(str(self.release.path(FIGURES)), indicator)

    def place(self, place: str) -> PlaceRows:
        """Return a place's rows (township, county or nation)."""
        return _place_rows(str(self.release.path(BY_PLACE)), place)

    def villages(self, indicator: str, period: str) -> "pa.Table":
        """Return an indicator's rows at village level in one period."""
        return _village_rows(str(self.release.path(VILLAGE)), indicator, period)

    def village(self, indicator: str, place: str) -> list[dict[str, Any]]:
        """Return a village's rows of one indicator."""
        path = str(self.release.path(VILLAGE))
        rows: list[dict[str, Any]] = _query(
            path, "indicator = ? AND place = ?", [indicator, place]
        ).to_pylist()
        return rows


@lru_cache(maxsize=8)
def _counts(path: str) -> dict[tuple[str, str], list[Count]]:
    from difang.lake import cursor

    rows = cursor().execute(
        "SELECT indicator, level, period, places, observed, estimated FROM read_parquet(?)", [path]
    )
    counts: dict[tuple[str, str], list[Count]] = {}
    for indicator, level, *rest in rows.fetchall():
        counts.setdefault((indicator, level), []).append(Count(*rest))
    for listed in counts.values():
        listed.sort(key=lambda count: order(count.period))
    return counts


@lru_cache(maxsize=INDICATORS_KEPT)
def _indicator_rows(path: str, indicator: str) -> IndicatorRows:
    table = _query(path, "indicator = ?", [indicator])
    periods = table["period"].to_pylist()
    starts = {}
    at = 0
    while at < len(periods):
        end = bisect_right(periods, periods[at])
        starts[periods[at]] = (at, end)
        at = end
    return IndicatorRows(_compact(table), starts)


@lru_cache(maxsize=PLACES_KEPT)
def _place_rows(path: str, place: str) -> PlaceRows:
    columns = _query(path, "place = ?", [place]).to_pydict()
    spans = {}
    names = columns["indicator"]
    at = 0
    while at < len(names):
        end = bisect_right(names, names[at])
        spans[names[at]] = (at, end)
        at = end
    return PlaceRows(columns, spans)


@lru_cache(maxsize=INDICATORS_KEPT)
def _village_rows(path: str, indicator: str, period: str) -> "pa.Table":
    return _query(path, "indicator = ? AND period = ?", [indicator, period])


def _query(path: str, condition: str, values: list[str]) -> "pa.Table":
    """Return rows in the order of the file (it is sorted, and one condition leaves one stretch of it)."""
    from difang.lake import cursor

    query = f"SELECT {', '.join(FIELDS)} FROM read_parquet(?) WHERE {condition}"
    return cursor().execute(query, [path, *values]).to_arrow_table()


def _compact(table: "pa.Table") -> "pa.Table":
    """Keep repeated words once; a table of an indicator with months has 90,000 rows."""
    import pyarrow as pa

    for at, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            table = table.set_column(at, field.name, table[field.name].combine_chunks().dictionary_encode())
    return table.combine_chunks()
