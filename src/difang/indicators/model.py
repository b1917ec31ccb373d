"""What an indicator is: the catalogue's words as frozen data."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from difang.errors import InputError, NotFoundError
from difang.text import Text

T = TypeVar("T")
Kind = Literal["direct", "share", "rate_per", "change", "index", "study"]
Measure = Literal["stock", "flow"]
Statistic = Literal["total", "twelve_months", "period_mean", "mean", "median", "ratio", "change", "grade"]
Level = Literal["village", "township", "county", "nation"]

MAPS = ("population", "circulation", "finance", "care", "diversity", "tourism")
KINDS: tuple[Kind, ...] = ("direct", "share", "rate_per", "change", "index", "study")
LEVELS: tuple[Level, ...] = ("village", "township", "county", "nation")
DIRECTIONS = ("up", "down", "context")
STATISTICS: dict[Statistic, Text] = {
    "total": Text("", ""),
    "twelve_months": Text(
        "流量：截至該月十二個月的合計", "flow: the sum of the twelve months to the month named"
    ),
    "period_mean": Text("期間的平均，不能跨期相加", "a mean over the period: periods cannot be summed"),
    "mean": Text("平均數，不能相加", "a mean: cannot be summed"),
    "median": Text("中位數，不能相加", "a median: cannot be summed"),
    "ratio": Text("比率，不能相加", "a ratio: cannot be summed"),
    "change": Text("與較早時點相比的變化，不能相加", "a change from an earlier date: cannot be summed"),
    "grade": Text("等級，不能相加", "a grade: cannot be summed"),
}
MEASURES: dict[Measure, Text] = {
    "stock": Text("存量：期末的狀態", "stock: the state at the end of the period"),
    "flow": Text("流量：期間的合計", "flow: the sum over the period"),
}
PLACES_DATASET = "places"
"""Stands for what the room `places` knows of a place (its area), as if it were a dataset."""


@dataclass(frozen=True, slots=True)
class Term:
    """One column of a measure, added (+1) or taken away (−1)."""

    sign: int
    column: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison over a column; `values` has one member except for the operator `in`."""

    column: str
    operator: str
    values: tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a number comes from: columns of one dataset, after a filter, at some period.

    `period`: same | year_end | mid_year | nearest:YYYY-MM. `rolls` says whether months make a year by taking
    December (stock) or by adding twelve (flow).
    """

    dataset: str
    terms: tuple[Term, ...]
    conditions: tuple[Condition, ...]
    period: str
    rolls: Measure


@dataclass(frozen=True, slots=True)
class Source:
    """One numerator with its denominator, if the kind has one."""

    numerator: Reference
    denominator: Reference | None


@dataclass(frozen=True, slots=True)
class Break:
    """The first period of a new definition, and why nothing may be compared across it."""

    at: str
    why: Text


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its sign or word in both languages, its SDMX code and how many decimals are shown."""

    id: str
    name: Text
    sdmx: str
    decimals: int
    en_one: str | None = None


@dataclass(frozen=True, slots=True)
class Caveat:
    """A sentence that belongs beside a figure; with `periods` (spans, first and last) only beside those."""

    id: str
    text: Text
    periods: tuple[tuple[str, str], ...] | None = None

    def holds_for(self, period: str) -> bool:
        """Say whether the caveat speaks of `period`; a year holds if any of its months does."""
        if self.periods is None:
            return True
        return any(
            period[: len(first)] >= first[: len(period)] and period[: len(last)] <= last[: len(period)]
            for first, last in self.periods
        )


@dataclass(frozen=True, slots=True)
class Indicator:
    """One stanza of the catalogue. `levels` are those published; `sources` are tried in order."""

    id: str
    map: str
    name: Text
    question: Text
    definition: Text
    kind: Kind
    sources: tuple[Source, ...]
    unit: str
    measure: Measure
    direction: str
    levels: tuple[Level, ...]
    per: float = 1.0
    aggregate: Literal["sum", "none"] = "sum"
    breaks: tuple[Break, ...] = ()
    caveats: tuple[str, ...] = ()
    sensitive: bool = False
    sensitive_group: str | None = None
    scale: Literal["sequential", "diverging"] = "sequential"
    middle: float | None = None
    sdg: str | None = None
    order: int = 1000
    headline: bool = False
    over: int = 1
    study: str | None = None
    study_datasets: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    status: str | None = None
    statistic: Statistic = "total"

    @property
    def measure_words(self) -> Text:
        """What kind of number it is, in words: a stock, a flow, or one that cannot be summed."""
        return MEASURES[self.measure] if self.statistic == "total" else STATISTICS[self.statistic]

    @property
    def additive(self) -> bool:
        """Whether values of members add up to the value of the whole."""
        return self.kind == "direct" and self.aggregate == "sum"

    @property
    def factor(self) -> float:
        """What numerator ÷ denominator is multiplied by (100 for a share)."""
        return 100.0 if self.kind == "share" else self.per

    @property
    def datasets(self) -> tuple[str, ...]:
        """Names of the datasets it is made from, sorted; without `places`."""
        references = [r for s in self.sources for r in (s.numerator, s.denominator) if r is not None]
        names = {reference.dataset for reference in references} | set(self.study_datasets)
        return tuple(sorted(names - {PLACES_DATASET}))


@dataclass(frozen=True)
class Catalogue:
    """All indicators with the units and caveats they use. `hash` is the SHA-256 of the content."""

    indicators: Mapping[str, Indicator]
    units: Mapping[str, Unit]
    caveats: Mapping[str, Caveat]
    hash: str = field(compare=False)

    def get(self, indicator: str) -> Indicator:
        """Return one indicator; NotFoundError with the nearest ids."""
        found = self.indicators.get(indicator)
        if found is not None:
            return found
        near = difflib.get_close_matches(indicator, list(self.indicators), n=3, cutoff=0.5)
        raise NotFoundError(
            f"沒有這個指標：{indicator}；要用目錄裡的代號；請用 difang indicators 列出全部。",
            f"unknown indicator: {indicator}; it must be an id of the catalogue; "
            "difang indicators lists them all.",
            suggestions=near,
        )

    def all(self, map: str | None = None) -> tuple[Indicator, ...]:  # noqa: A002 - the word users say
        """Return the indicators of one map, or all, in the order of lists; InputError for an unknown map."""
        if map is not None and map not in MAPS:
            raise InputError(
                f"沒有這張地圖：{map}；六張地圖是 {'、'.join(MAPS)}。",
                f"unknown map: {map}; the six maps are {', '.join(MAPS)}.",
                suggestions=difflib.get_close_matches(map, MAPS, n=1),
            )
        chosen = [one for one in self.indicators.values() if map in (None, one.map)]
        return tuple(sorted(chosen, key=lambda one: (MAPS.index(one.map), one.order, one.id)))

    def unit(self, unit: str) -> Unit:
        """Return a unit; NotFoundError if it is not declared."""
        return _declared(self.units, unit, Text("單位", "unit"))

    def caveat(self, caveat: str) -> Caveat:
        """Return a caveat; NotFoundError if it is not declared."""
        return _declared(self.caveats, caveat, Text("提醒", "caveat"))


def _declared(known: Mapping[str, T], name: str, what: Text) -> T:
    if name in known:
        return known[name]
    raise NotFoundError(
        f"沒有這個{what.zh}：{name}；要先在目錄裡宣告。",
        f"unknown {what.en}: {name}; declare it in the catalogue first.",
        suggestions=difflib.get_close_matches(name, list(known), n=3),
    )
