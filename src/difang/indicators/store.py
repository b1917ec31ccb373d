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
PERIODS_KEPT = 1024
"""Tables of one indicator and period, about 40 kB each."""
PLACES_KEPT = 64
"""Tables of one place, about 300 kB each."""
FEW_PERIODS = 4
"""Up to so many periods are read one by one, and kept; more are read in one stretch."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many places of a level have what in a period."""

    period: str
    places: int
    observed: int
    estimated: int


@dataclass(frozen=True)
class PlaceRows:
    """All rows of one place, sorted (indicator, period), found by both."""

    table: "pa.Table"
    periods: Sequence[str]
    spans: Mapping[str, tuple[int, int]]

    def row(self, indicator: str, period: str) -> dict[str, Any] | None:
        """Return one row, or None."""
        first, last = self.spans.get(indicator, (0, 0))
        at = bisect_left(self.periods, period, first, last)
        if at == last or self.periods[at] != period:
            return None
        found: dict[str, Any] = self.table.slice(at, 1).to_pylist()[0]
        return found

    def rows(self, indicator: str) -> list[dict[str, Any]]:
        """Return the rows of one indicator, in the order of their periods as text."""
        first, last = self.spans.get(indicator, (0, 0))
        found: list[dict[str, Any]] = self.table.slice(first, last - first).to_pylist()
        return found


class Store:
    """The figures of one release; safe to share between threads."""

    def __init__(self, release: "Release") -> None:
        self.release = release

    @cached_property
    def counts(self) -> dict[tuple[str, str], list[Count]]:
        """{(indicator, level): counts, the oldest period first}."""
        return _counts(str(self.release.path(PERIODS)))

    def rows(self, indicator: str, level: str, periods: Sequence[str]) -> "pa.Table":
        """Return an indicator's rows at one level in these periods, sorted (period, place)."""
        import pyarrow as pa
        import pyarrow.compute as pc

        path = str(self.release.path(VILLAGE if level == "village" else FIGURES))
        if len(periods) > FEW_PERIODS:
            whole = _query(
                path, "indicator = ? AND period BETWEEN ? AND ?", [indicator, min(periods), max(periods)]
            )
            found = whole.filter(pc.is_in(whole["period"], value_set=pa.array(periods, pa.string())))
        else:
            found = pa.concat_tables([_period_rows(path, indicator, period) for period in sorted(periods)])
        return found.filter(pc.equal(found["level"], level))

    def place(self, place: str) -> PlaceRows:
        """Return a place's rows (township, county or nation)."""
        return _place_rows(str(self.release.path(BY_PLACE)), place)

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


@lru_cache(maxsize=PERIODS_KEPT)
def _period_rows(path: str, indicator: str, period: str) -> "pa.Table":
    return _query(path, "indicator = ? AND period = ?", [indicator, period])


@lru_cache(maxsize=PLACES_KEPT)
def _place_rows(path: str, place: str) -> PlaceRows:
    table = _query(path, "place = ?", [place])
    names = table["indicator"].to_pylist()
    spans = {}
    at = 0
    while at < len(names):
        end = bisect_right(names, names[at])
        spans[names[at]] = (at, end)
        at = end
    return PlaceRows(table, table["period"].to_pylist(), spans)


def _query(path: str, condition: str, values: list[str]) -> "pa.Table":
    """Return rows in the order of the file (it is sorted, and one condition leaves one stretch of it)."""
    from difang.lake import cursor

    query = f"SELECT {', '.join(FIELDS)} FROM read_parquet(?) WHERE {condition}"
    return cursor().execute(query, [path, *values]).to_arrow_table()
