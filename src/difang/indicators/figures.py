"""Ask a release for figures: one, a series, a map, a table, a rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from difang.errors import InputError, MissingDataError
from difang.indicators import regional, selection
from difang.indicators.figure import Figure
from difang.indicators.loading import catalogue
from difang.indicators.model import LEVELS
from difang.indicators.periods import LATEST, parse_span
from difang.indicators.provenance import remember
from difang.indicators.store import FIELDS, Count, Store
from difang.text import Lang

if TYPE_CHECKING:
    import pyarrow as pa

    from difang.lake import Release

LATEST_COVERAGE = 0.95
"""The share of a level's places that must have a value in a period that is called the latest."""
Frequency = Literal["year", "month"]


@dataclass(frozen=True, slots=True)
class Rank:
    """`position` among `of` places of the same level that have a value; 1 is the highest; `ties` share it."""

    position: int
    of: int
    ties: int


class MapSlice(NamedTuple):
    """One level and period: values (or None) and statuses by place; read it, never change it."""

    period: str
    values: dict[str, float | None]
    statuses: dict[str, str]


class Figures:
    """The figures of one release. Threads may share it."""

    def __init__(self, release: "Release") -> None:
        self.release = release
        self.store = Store(release)
        remember(release)

    def select(
        self,
        indicator: str | Sequence[str],
        *,
        places: Sequence[str] | None = None,
        level: str | None = None,
        period: str = LATEST,
        include_estimated: bool = False,
        lang: Lang = "zh",
    ) -> "pa.Table":
        """Return a table of figures with the contracted columns (`selection.COLUMNS`).

        `places` are codes (village, township, county, TW, region:slug). With `level`, a place above it
        stands for its members there and a place below it for the whole it is part of; without either, all
        places of the finest level from township up. `latest` is one period for all places of a level.

        Raises NotFoundError (indicator, place), InputError (level, period), MissingDataError (a level or
        period that is not published; it names those that are).
        """
        wanted = [indicator] if isinstance(indicator, str) else list(indicator)
        return selection.select(self, wanted, places, level, period, include_estimated, lang)

    def one(self, indicator: str, place: str, period: str = LATEST) -> Figure:
        """Return the figure of one place, at that place's own level; not_published if there is none.

        Raises NotFoundError for an unknown indicator or place, InputError for a bad or longer period.
        """
        level = selection.level_of_place(place)
        when = self._when(indicator, level, period)
        if level == "region":
            return regional.figure(self, indicator, place, when)
        row = self._row(indicator, level, place, when)
        return self.figure(row) if row else self._absent(indicator, level, place, when)

    def series(self, indicator: str, place: str, freq: Frequency | None = None) -> tuple[Figure, ...]:
        """Return a place's figures, oldest first: years, or months, or (None) years if there are any.

        Every period that the level has is there, with its status. Cut it with `comparison.segments`.
        """
        level = selection.level_of_place(place)
        periods = self.periods(indicator, "township" if level == "region" else level)
        size = {"year": 4, "month": 7, None: min((len(p) for p in periods), default=4)}[freq]
        chosen = [p for p in periods if len(p) == size]
        if level == "region":
            return tuple(regional.figure(self, indicator, place, p) for p in chosen)
        if level == "village":
            found = {row["period"]: row for row in self.store.village(indicator, place)}
        else:
            found = {row["period"]: row for row in self.store.place(place).rows(indicator)}
        return tuple(
            self.figure(found[p]) if p in found else self._absent(indicator, level, place, p) for p in chosen
        )

    def latest(self, indicator: str, level: str, *, include_estimated: bool = False) -> str:
        """Return the newest observed period with at least 95 % of the level's places.

        A flow that has months gives its newest complete year. Raises MissingDataError for a level that is not
        published.
        """
        counts = self.counts(indicator, level)
        return _latest(tuple(counts), catalogue().get(indicator).measure == "flow", include_estimated)

    def periods(self, indicator: str, level: str) -> tuple[str, ...]:
        """Return the periods published at a level, oldest first; MissingDataError if the level is not."""
        return tuple(count.period for count in self.counts(indicator, level))

    def levels(self, indicator: str) -> tuple[str, ...]:
        """Return the levels at which an indicator is published in this release, finest first."""
        return tuple(level for level in LEVELS if (indicator, level) in self.store.counts)

    def counts(self, indicator: str, level: str) -> list[Count]:
        """Return how many places have what in each period; MissingDataError names the published levels."""
        found = self.store.counts.get((indicator, level))
        if found is not None:
            return found
        catalogue().get(indicator)
        levels = self.levels(indicator)
        if not levels:
            raise MissingDataError(
                f"發布版 {self.release.id} 沒有指標：{indicator}；請用較新的發布版。",
                f"release {self.release.id} does not hold indicator: {indicator}; use a newer release.",
            )
        raise MissingDataError(
            f"指標 {indicator} 不公布這個層級：{level}；公布的是 {'、'.join(levels)}；請改用這些層級。",
            f"indicator {indicator} is not published at level: {level}; it is at {', '.join(levels)}; "
            "ask for one of these.",
        )

    def rank(self, indicator: str, place: str, period: str = LATEST) -> Rank | None:
        """Return a place's position by value among the places of its level, or None if it has no value."""
        level = selection.level_of_place(place)
        if level == "region":
            return None
        when = self._when(indicator, level, period)
        values = self.map_values(indicator, level, when)
        own = values.get(place)
        if own is None:
            return None
        known = [value for value in values.values() if value is not None]
        return Rank(1 + sum(value > own for value in known), len(known), sum(value == own for value in known))

    def map_values(self, indicator: str, level: str, period: str = LATEST) -> dict[str, float | None]:
        """Return {place: value} for one level and period (resolve `latest` for that level); a copy."""
        when = self.latest(indicator, level) if period == LATEST else period
        return dict(_map_slice(self.store, indicator, level, when).values)

    def map_slice(
        self, indicator: str, level: str, period: str = LATEST, *, include_estimated: bool = False
    ) -> MapSlice:
        """Return all places of a published level (not `region`) in one period, as `select` finds them.

        Raises what `select` raises. What it returns is shared by all who ask: don't change it.
        """
        if level not in LEVELS:
            raise InputError(
                f"沒有這個層級：{level}；層級是 {'、'.join(LEVELS)}。",
                f"level: {level}; it must be one of {', '.join(LEVELS)}.",
            )
        span = parse_span(period)
        periods = selection.chosen_periods(self, indicator, level, span, include_estimated)
        if not periods:
            raise selection.no_period(self, [indicator], period)
        return _map_slice(self.store, indicator, level, periods[0])

    def figure(self, row: dict[str, Any]) -> Figure:
        """Return a row of the store as a Figure of this release."""
        return Figure(**{name: row[name] for name in FIELDS[:10]}, release=self.release.id)

    def _row(self, indicator: str, level: str, place: str, when: str) -> dict[str, Any] | None:
        if level == "village":
            rows = self.store.village(indicator, place)
            return next((row for row in rows if row["period"] == when), None)
        return self.store.place(place).row(indicator, when)

    def _absent(self, indicator: str, level: str, place: str, when: str) -> Figure:
        published = (indicator, level) in self.store.counts
        unit = catalogue().get(indicator).unit
        reason = None if published else "level"
        return Figure(
            indicator, place, level, when, None, unit, "not_published", reason, None, None, self.release.id
        )

    def _when(self, indicator: str, level: str, period: str) -> str:
        """Return one period; `latest` is that of the level or, if it is not published, of one that is."""
        span = parse_span(period)
        if span.first != span.last:
            raise InputError(
                f"期間太長：{period}；這裡只能一個年或月；請寫 {span.last}。",
                f"period: {period}; it must be one year or month here; write {span.last}.",
                suggestions=[span.last],
            )
        if not span.latest:
            return span.last
        level = "township" if level == "region" else level
        if (indicator, level) in self.store.counts:
            return self.latest(indicator, level)
        catalogue().get(indicator)
        levels = self.levels(indicator)
        return self.latest(indicator, levels[0]) if levels else LATEST


@lru_cache(maxsize=4096)
def _latest(counts: tuple[Count, ...], flow: bool, include_estimated: bool) -> str:
    def known(count: Count) -> int:
        return count.observed + (count.estimated if include_estimated else 0)

    full = [count for count in counts if known(count) >= LATEST_COVERAGE * count.places]
    if not full:
        # Nothing reaches 95 %: only some places have it, or it is an estimate throughout.
        best = max(count.observed or count.estimated for count in counts)
        full = [c for c in counts if (c.observed or c.estimated) >= LATEST_COVERAGE * best]
    years = [count.period for count in full if len(count.period) == 4]
    if flow and years:
        return years[-1]
    newest = full[-1].period
    december = f"{newest}-12"
    return december if any(count.period == december for count in full) else newest


@lru_cache(maxsize=512)
def _map_slice(store: Store, indicator: str, level: str, period: str) -> MapSlice:
    rows = store.rows(indicator, level, [period])
    places = rows["place"].to_pylist()
    statuses = zip(places, rows["status"].to_pylist(), strict=True)
    return MapSlice(period, dict(zip(places, rows["value"].to_pylist(), strict=True)), dict(statuses))
