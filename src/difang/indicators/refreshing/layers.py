"""From references to the values of one indicator at every level."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from difang.errors import FaultError
from difang.indicators.comparison import break_between
from difang.indicators.model import LEVELS, PLACES_DATASET, Indicator, Level, Reference, Source
from difang.indicators.periods import month_number, years_back
from difang.indicators.refreshing import suppression
from difang.indicators.refreshing.cube import (
    BREAK,
    NO_CASES,
    NO_POPULATION,
    NOT_APPLICABLE,
    OBSERVED,
    STATUSES,
    Cube,
    changed,
    divided,
    filled,
    grouped,
    joined,
    rolled,
)
from difang.indicators.refreshing.extraction import Extractor
from difang.indicators.refreshing.frame import COARSER, Frame, parent_in

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

Study = Callable[[Mapping[str, "Path"]], "pa.Table"]
Levels = dict[Level, Cube]


@dataclass(frozen=True)
class Layer:
    """Values of one level with the numerators and denominators they come from, on the same periods."""

    value: Cube
    over: Cube | None = None
    under: Cube | None = None


@dataclass
class Evaluator:
    """Computes indicators from one set of inputs; keeps denominators that many of them share."""

    extractor: Extractor
    frame: Frame
    inputs: Mapping[str, "Path"]
    studies: Mapping[str, Study]
    areas: Callable[[str], float | None]
    groups: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    _kept: dict[tuple[Reference, bool, frozenset[str]], Levels] = field(default_factory=dict)
    _veiled: dict[Reference, Cube] = field(default_factory=dict)

    def evaluate(self, indicator: Indicator) -> dict[Level, Layer]:
        """Return a layer for each published level; FaultError if the inputs allow one of them no value."""
        layers: dict[Level, Layer] = {}
        for found in self._found(indicator):
            for level, layer in found.items():
                layers[level] = _merged(layers[level], layer) if level in layers else layer
        finish = {"change": _changes, "index": _indices}.get(indicator.kind)
        if finish:
            layers = finish(indicator, layers)
        absent = [level for level in indicator.levels if level not in layers]
        if absent:
            raise FaultError(
                f"指標 {indicator.id} 宣告的層級沒有資料：{'、'.join(absent)}；"
                "層級要能由資料或加總得到；請更正 levels。",
                f"indicator {indicator.id}: no data at level {', '.join(absent)}; "
                "a level must come from the data or from sums; correct its levels.",
            )
        return {level: _labelled(layers[level], indicator.status) for level in indicator.levels}

    def _found(self, indicator: Indicator) -> Iterable[dict[Level, Layer]]:
        if indicator.kind != "study":
            return [self._source(indicator, source) for source in indicator.sources]
        study = self.studies.get(indicator.study or "")
        if study is None:
            raise FaultError(
                f"指標 {indicator.id} 要用的研究沒有登錄：{indicator.study}；請在發布時交入。",
                f"indicator {indicator.id}: study not registered: {indicator.study}; "
                "hand it in when publishing.",
            )
        cubes = self.extractor.of_table(study(self.inputs), frozenset(indicator.outside))
        return [{level: Layer(cube) for level, cube in cubes.items()}]

    def _source(self, indicator: Indicator, source: Source) -> dict[Level, Layer]:
        over = self._numerators(source.numerator, indicator)
        if source.numerator.period.startswith("nearest:"):
            over = {level: _at_nearest(cube, source.numerator.period) for level, cube in over.items()}
        if source.denominator is None:
            return {level: Layer(cube) for level, cube in over.items()}
        under = self._levels(source.denominator, indicator)
        reason = NO_POPULATION if source.denominator.dataset.startswith("population.") else NO_CASES
        return {
            level: _ratio(over[level], under[level], source.denominator, indicator, reason)
            for level in over
            if level in under
        }

    def _numerators(self, reference: Reference, indicator: Indicator) -> Levels:
        if not indicator.sensitive:
            return self._levels(reference, indicator)
        outside, single = frozenset(indicator.outside), indicator.aggregate == "none"
        given = {
            level: suppression.hidden(cube) for level, cube in self._given(reference, single, outside).items()
        }
        if indicator.sensitive_group and "township" in given:
            given["township"] = self._one_of_group(indicator.sensitive_group, reference, outside)
        levels = given if single else self._summed(given, outside, own_first=False)
        if {"township", "county", "nation"} <= set(levels):
            levels["county"], levels["nation"] = suppression.completed(
                levels["township"], levels["county"], levels["nation"]
            )
        return levels

    def _levels(self, reference: Reference, indicator: Indicator) -> Levels:
        outside, single = frozenset(indicator.outside), indicator.aggregate == "none"
        key = (reference, single, outside)
        if key not in self._kept:
            given = self._given(reference, single, outside)
            self._kept[key] = given if single else self._summed(given, outside, own_first=True)
        return self._kept[key]

    def _given(self, reference: Reference, single: bool, outside: frozenset[str]) -> Levels:
        if reference.dataset == PLACES_DATASET:
            return {"township": self._area(reference)}
        given = self.extractor.given(reference, single=single, outside=outside)
        return {level: rolled(cube, flow=reference.rolls == "flow") for level, cube in given.items()}

    def _one_of_group(self, group: str, reference: Reference, outside: frozenset[str]) -> Cube:
        """Return one part of a whole whose parts keep each other's small counts hidden."""
        if reference not in self._veiled:
            members = self.groups[group]
            cubes = [suppression.hidden(self._given(m, False, outside)["township"]) for m in members]
            common = [p for p in cubes[0].periods if all(p in cube.periods for cube in cubes)]
            veiled = suppression.complemented([cube.columns(common) for cube in cubes])
            self._veiled |= dict(zip(members, veiled, strict=True))
        return self._veiled[reference]

    def _summed(self, given: Levels, outside: frozenset[str], *, own_first: bool) -> Levels:
        """Add members up, level by level; what the data give at a level wins, unless it would undo hiding."""
        levels: Levels = {}
        finer: Level | None = None
        for level in LEVELS:
            parts = [given[level]] if level in given else []
            if finer in levels and finer is not None and COARSER[finer] == level:
                places = self.frame.places(level)
                parts.append(grouped(levels[finer], places, parent_in(level), outside))
            if parts:
                levels[level] = _preferred(parts if own_first else parts[::-1], fill=own_first)
            finer = level
        return levels

    def _area(self, reference: Reference) -> Cube:
        if [term.column for term in reference.terms] != ["area_km2"]:
            raise FaultError(
                f"places 只有 area_km2，沒有 {reference.terms[0].column}；請更正目錄。",
                f"places offers area_km2 only, not {reference.terms[0].column}; correct the catalogue.",
            )
        cube = Cube.empty(self.frame.townships, [""], OBSERVED, 0.0)
        for row, code in enumerate(self.frame.townships):
            area = self.areas(code)
            if area is None:
                raise FaultError(f"{code} 沒有面積。", f"{code} has no area; places must know it.")
            cube.value[row] = area
        return cube


def _preferred(parts: Sequence[Cube], *, fill: bool) -> Cube:
    """Return the first cube with the periods, and (`fill`) the cells, that only the second has."""
    if len(parts) == 1:
        return parts[0]
    first, second = parts
    return joined(filled(first, second) if fill else first, second)


def _ratio(over: Cube, under: Cube, reference: Reference, indicator: Indicator, empty: int) -> Layer:
    rule = "nearest" if reference.period.startswith("nearest:") else reference.period
    if over.places != under.places:
        under = under.rows(over.places)
    if reference.dataset == PLACES_DATASET or rule == "nearest":
        one = under if reference.dataset == PLACES_DATASET else _at_nearest(under, reference.period)
        under = _repeated(one, over.periods)
    elif rule == "same":
        common = [p for p in over.periods if p in set(under.periods)]
        over, under = over.columns(common), under.columns(common)
    else:
        over, under = _by_year(over, under, indicator.measure == "flow", halves=rule == "mid_year")
    return Layer(divided(over, under, indicator.factor, empty), over, under)


def _at_nearest(cube: Cube, rule: str) -> Cube:
    wanted = month_number(rule.removeprefix("nearest:"))
    months = sorted(cube.periods, key=lambda p: (abs(month_number(p) - wanted), -len(p), p))
    return cube.columns(months[:1])


def _repeated(one: Cube, periods: tuple[str, ...]) -> Cube:
    return replace(one.columns(one.periods[:1] * len(periods)), periods=periods)


def _by_year(over: Cube, under: Cube, flow: bool, *, halves: bool) -> tuple[Cube, Cube]:
    """Pair each numerator with the stock at its year's end, or with the mean of its two year ends."""
    known = set(under.periods)
    kept = [
        p
        for p in over.periods
        if p[:4] in known and (not halves or years_back(p[:4], 1) in known) and (len(p) == 4 or not flow)
    ]
    end = under.columns([p[:4] for p in kept])
    if halves:
        start = under.columns([years_back(p[:4], 1) for p in kept])
        state = np.maximum(start.state, end.state)
        reason = np.where(start.state > end.state, start.reason, end.reason).astype(np.int16)
        end = Cube(end.places, end.periods, (start.value + end.value) / 2, state, reason)
    return over.columns(kept), replace(end, periods=tuple(kept))


def _merged(first: Layer, second: Layer) -> Layer:
    def both(a: Cube | None, b: Cube | None) -> Cube | None:
        return joined(a, b) if a is not None and b is not None else None

    return Layer(
        joined(first.value, second.value), both(first.over, second.over), both(first.under, second.under)
    )


def _changes(indicator: Indicator, layers: dict[Level, Layer]) -> dict[Level, Layer]:
    return {level: Layer(_change(indicator, layer.value)) for level, layer in layers.items()}


def _change(indicator: Indicator, cube: Cube) -> Cube:
    kept = [p for p in cube.periods if years_back(p, indicator.over) in set(cube.periods)]
    before = cube.columns([years_back(p, indicator.over) for p in kept])
    result = changed(
        cube.columns(kept), replace(before, periods=tuple(kept)), relative=indicator.unit == "percent"
    )
    for column, period in enumerate(kept):
        if break_between(indicator.breaks, years_back(period, indicator.over), period):
            result.value[:, column] = np.nan
            result.state[:, column] = NOT_APPLICABLE
            result.reason[:, column] = BREAK
    return result


def _indices(indicator: Indicator, layers: dict[Level, Layer]) -> dict[Level, Layer]:
    """Divide each place's ratio by the nation's of the same period."""
    if "nation" not in layers:
        raise FaultError(
            f"指標 {indicator.id} 是相對全國的指數，但沒有全國值；請補上全國資料。",
            f"indicator {indicator.id}: an index relates to the nation, which has no value; add it.",
        )
    nation = layers["nation"].value
    indexed = {}
    for level, layer in layers.items():
        common = [p for p in layer.value.periods if p in set(nation.periods)]
        base = nation.columns(common)
        size = len(layer.value.places)
        spread = Cube(
            layer.value.places,
            base.periods,
            np.repeat(base.value, size, axis=0),
            np.repeat(base.state, size, axis=0),
            np.repeat(base.reason, size, axis=0),
        )
        indexed[level] = Layer(divided(layer.value.columns(common), spread, 1.0, NO_CASES))
    return indexed


def _labelled(layer: Layer, status: str | None) -> Layer:
    """Call observed values what the stanza says they are (estimated)."""
    if status is None:
        return layer
    code = STATUSES.index(status)
    state = np.where(layer.value.state == OBSERVED, code, layer.value.state).astype(np.int8)
    return replace(layer, value=replace(layer.value, state=state))
