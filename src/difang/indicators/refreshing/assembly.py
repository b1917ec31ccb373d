"""From layers to the published tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from difang.indicators.model import Indicator, Level
from difang.indicators.refreshing.cube import (
    NOT_PUBLISHED,
    REASONS,
    STATUSES,
    SUPPRESSED,
    TOLD,
    Cube,
    is_silent,
)
from difang.indicators.refreshing.frame import level_of
from difang.indicators.refreshing.layers import Layer
from difang.indicators.refreshing.suppression import sealed

if TYPE_CHECKING:
    import pyarrow as pa

_TEXTS = ("indicator", "place", "level", "period", "unit", "status", "reason")
_NUMBERS = ("value", "low", "high", "num", "den")
COLUMNS = (
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


@dataclass
class Block:
    """Rows of one indicator in the order (period, place), as indices into lists of words and as numbers."""

    indicator: Indicator
    places: tuple[str, ...]
    periods: tuple[str, ...]
    at: tuple[NDArray[np.int64], NDArray[np.int64]]
    state: NDArray[np.int8]
    reason: NDArray[np.int16]
    numbers: dict[str, NDArray[np.float64]]

    @classmethod
    def of(cls, indicator: Indicator, layers: Mapping[Level, Layer]) -> "Block":
        """Lay all levels into one grid of periods × places and keep the cells that exist."""
        clean = [_spoken(layer) for layer in layers.values()]
        places = tuple(sorted({p for layer in clean for p in layer.value.places}))
        periods = tuple(sorted({p for layer in clean for p in layer.value.periods}))
        shape = (len(periods), len(places))
        there = np.zeros(shape, bool)
        state, reason = np.zeros(shape, np.int8), np.zeros(shape, np.int16)
        numbers = {name: np.full(shape, np.nan) for name in _NUMBERS}
        for layer in clean:
            cell = np.ix_(_index(layer.value.periods, periods), _index(layer.value.places, places))
            there[cell], state[cell], reason[cell] = True, layer.value.state.T, layer.value.reason.T
            for name, array in _numbers(layer).items():
                numbers[name][cell] = array.T
        at = np.nonzero(there)
        return cls(
            indicator,
            places,
            periods,
            (at[0], at[1]),
            state[at],
            reason[at],
            {name: array[at] for name, array in numbers.items()},
        )


def _spoken(layer: Layer) -> Layer:
    """Leave out periods in which this level has nothing; hide suppressed values and their numerators."""
    kept = [p for p, silent in zip(layer.value.periods, is_silent(layer.value), strict=True) if not silent]
    value = layer.value.columns(kept)
    over = layer.over.columns(kept) if layer.over is not None else None
    under = layer.under.columns(kept) if layer.under is not None else None
    if over is not None and over.places != value.places:
        over = over.rows(value.places)
    if under is not None and under.places != value.places:
        under = under.rows(value.places)
    ratio = over is not None
    return Layer(_bare(value) if ratio else sealed(value), over, under)


def _bare(value: Cube) -> Cube:
    """A suppressed share has no interval: 1–4 are people, not percent."""
    value.value[value.state == SUPPRESSED] = np.nan
    return value


def _numbers(layer: Layer) -> dict[str, NDArray[np.float64]]:
    found = {"value": layer.value.value}
    for name in ("low", "high"):
        bound = getattr(layer.value, name)
        if bound is not None:
            found[name] = bound
    seen = layer.value.state < NOT_PUBLISHED
    for name, cube in (("num", layer.over), ("den", layer.under)):
        if cube is not None:
            found[name] = np.where(seen & (cube.state < NOT_PUBLISHED), cube.value, np.nan)
    return found


def _index(some: Sequence[str], everything: Sequence[str]) -> list[int]:
    at = {word: i for i, word in enumerate(everything)}
    return [at[word] for word in some]


@dataclass
class Collector:
    """Gathers blocks and turns them into Arrow tables."""

    blocks: list[Block] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Take the rows of one more indicator."""
        self.blocks.append(block)

    def figures(self) -> "pa.Table":
        """Return all rows, sorted (indicator, period, place); words are dictionary-encoded."""
        import pyarrow as pa

        blocks = sorted(self.blocks, key=lambda block: block.indicator.id)
        words = {name: _Words() for name in _TEXTS}
        for block in blocks:
            _spell(block, words)
        columns: dict[str, Any] = {name: words[name].array() for name in _TEXTS}
        for name in _NUMBERS:
            parts = [block.numbers[name] for block in blocks]
            joined = np.concatenate(parts) if parts else np.zeros(0)
            columns[name] = pa.array(joined, mask=np.isnan(joined))
        return pa.table({name: columns[name] for name in COLUMNS})


def by_place(figures: "pa.Table") -> "pa.Table":
    """Return the same rows sorted (place, indicator, period)."""
    keys = []
    for name in ("period", "indicator", "place"):
        column = figures[name].combine_chunks()
        ranks = np.argsort(np.argsort(np.array(column.dictionary.to_pylist(), dtype=str), kind="stable"))
        keys.append(ranks[column.indices.to_numpy()] if len(ranks) else np.zeros(0))
    return figures.take(np.lexsort(keys))


def periods(blocks: Iterable[Block]) -> "pa.Table":
    """Return (indicator, level, period) with counts: places, observed, estimated; how `latest` is found.

    `observed` counts what was told by the data, a hidden or inapplicable cell included; `estimated` the rest
    that has a value.
    """
    import pyarrow as pa

    rows: list[dict[str, Any]] = []
    for block in sorted(blocks, key=lambda each: each.indicator.id):
        level = np.array([level_of(place) for place in block.places])[block.at[1]]
        silent = block.state == NOT_PUBLISHED
        observed = ~silent & ((block.state <= TOLD) | (block.state >= NOT_PUBLISHED - 1))
        for name in sorted(set(level)):
            chosen = level == name
            when = block.at[0][chosen]
            size = len(block.periods)
            counts = [
                np.bincount(when, weights, minlength=size).astype(int)
                for weights in (
                    np.ones(len(when)),
                    observed[chosen].astype(float),
                    (~silent & ~observed)[chosen].astype(float),
                )
            ]
            rows.extend(
                {
                    "indicator": block.indicator.id,
                    "level": str(name),
                    "period": period,
                    "places": int(counts[0][i]),
                    "observed": int(counts[1][i]),
                    "estimated": int(counts[2][i]),
                }
                for i, period in enumerate(block.periods)
                if counts[0][i]
            )
    schema = pa.schema(
        [(n, pa.string()) for n in ("indicator", "level", "period")]
        + [(n, pa.int64()) for n in ("places", "observed", "estimated")]
    )
    return pa.Table.from_pylist(rows, schema=schema)


class _Words:
    """A column of words under construction: each different word once, rows as numbers."""

    def __init__(self) -> None:
        self._at: dict[str | None, int] = {}
        self._rows: list[NDArray[np.int32]] = []

    def extend(self, vocabulary: Sequence[str | None], rows: NDArray[Any]) -> None:
        numbers = np.array([self._at.setdefault(word, len(self._at)) for word in vocabulary], np.int32)
        self._rows.append(numbers[rows])

    def array(self) -> "pa.DictionaryArray":
        import pyarrow as pa

        rows = np.concatenate(self._rows) if self._rows else np.zeros(0, np.int32)
        words = list(self._at)
        if None in self._at:
            mask = rows == self._at[None]
            words[self._at[None]] = ""
            return pa.DictionaryArray.from_arrays(pa.array(rows, mask=mask), pa.array(words, pa.string()))
        return pa.DictionaryArray.from_arrays(pa.array(rows), pa.array(words, pa.string()))


def _spell(block: Block, words: Mapping[str, _Words]) -> None:
    rows = len(block.state)
    first = np.zeros(rows, np.int64)
    words["indicator"].extend([block.indicator.id], first)
    words["unit"].extend([block.indicator.unit], first)
    words["place"].extend(block.places, block.at[1])
    words["level"].extend([level_of(place) for place in block.places], block.at[1])
    words["period"].extend(block.periods, block.at[0])
    words["status"].extend(STATUSES, block.state)
    words["reason"].extend([reason or None for reason in REASONS], block.reason)
