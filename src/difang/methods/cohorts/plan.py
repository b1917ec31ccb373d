"""How a projection by draws is carried out: areas, windows of time, chunks of draws, threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import local
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from difang.methods.checks import numbers
from difang.methods.cohorts import steps
from difang.methods.cohorts.compiled import chosen, loops
from difang.methods.cohorts.groups import Groups, grouped
from difang.methods.cohorts.inputs import Inputs, Rows, checked, flat, leading
from difang.methods.cohorts.shocks import Source, checked_shocks, source_of
from difang.methods.cohorts.work import in_order, processors

KEPT_BYTES = 384 * 2**20
ROWS_OF_SHOCKS = 8
CUT_PERSONS = 1e-6
DTYPES = ("float64", "float32")
Block = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Plan:
    """Everything a thread needs to run the draws of an area."""

    inputs: Inputs
    groups: Groups
    source: Source
    patterns: Block
    patterns_of: Rows
    areas: list[Rows]
    draws: int
    chunk: int
    seed: int
    strict: bool
    dtype: DTypeLike
    backend: str
    workers: int

    @cached_property
    def lanes(self) -> int:
        """The draws of a block: chunks are whole blocks, the last one filled up with unused draws."""
        return int(loops().LANES) if self.backend == "numba" else 1

    @cached_property
    def width(self) -> int:
        """The draws that are run, unused ones included."""
        return -(-self.draws // self.lanes) * self.lanes

    @property
    def outer(self) -> int:
        """The threads over areas."""
        return min(self.workers, max(1, KEPT_BYTES // self.bytes_a_time)) if len(self.areas) > 1 else 1

    @property
    def inner(self) -> int:
        """The threads over chunks of draws within an area."""
        return max(1, self.workers // min(self.outer, len(self.areas)))

    @property
    def bytes_a_time(self) -> int:
        """What all draws of an area take at one time."""
        return self.groups.values * self.width * np.dtype(self.dtype).itemsize

    @cached_property
    def windows(self) -> list[tuple[int, int]]:
        """The times (first, stop) kept at once; later ones run the draws again."""
        if self.bytes_a_time > KEPT_BYTES:
            raise ValueError(
                f"draws: {self.draws} of {self.groups.values} values need {self.bytes_a_time / 2**20:.0f} MB "
                f"at each time; must be at most {KEPT_BYTES / 2**20:.0f}: keep fewer groups or draws"
            )
        length = max(1, KEPT_BYTES // self.outer // self.bytes_a_time)
        stop = self.inputs.times + 1
        return [(first, min(first + length, stop)) for first in range(0, stop, length)]

    def refuse_more_than_fits(self) -> None:
        """Raise a ValueError if all times of an area can't be kept at once."""
        if len(self.windows) > 1:
            raise ValueError(
                f"draws: {self.draws} over {self.inputs.times} intervals exceed what is kept at once; "
                "use fewer draws or groups, or project_quantiles"
            )

    def values(self, area: Rows, window: tuple[int, int], *, lent: bool = False) -> Block:
        """Return what is kept of all draws of an area: [value, time in window, draw].

        `lent` is memory of the thread that its next call uses again: new memory for every place costs time.
        """
        shape = (self.groups.values, window[1] - window[0], self.width)
        out = self._lent(shape) if lent else np.zeros(shape, self.dtype)
        length = min(self.chunk, -(-self.width // self.inner))
        length = -(-length // self.lanes) * self.lanes
        chunks = [range(first, min(first + length, self.width)) for first in range(0, self.width, length)]
        for _ in in_order(lambda of: self._fill(of, area, window, out), chunks, self.inner):
            pass
        kept = out[..., : self.draws]
        if self.strict:
            self._refuse_cut(kept[-1], area, window[0])
        return kept

    def _lent(self, shape: tuple[int, ...]) -> Block:
        mine = getattr(self._memory, "block", None)
        if mine is None or mine.shape != shape:
            mine = self._memory.block = np.zeros(shape, self.dtype)
        return mine  # values without any cell stay 0, all others are written anew

    @cached_property
    def _memory(self) -> local:
        return local()

    def _refuse_cut(self, cut: Block, area: Rows, first: int) -> None:
        times = (cut > CUT_PERSONS).any(axis=-1)
        if times.any():
            time = int(np.argmax(times))
            where = f"{cut[time].max():g} persons too many at [row {int(area[0])}, time {first + time}]"
            raise ValueError(f"migration: {where}; must not take more people than there are (strict)")

    def _fill(self, of: range, area: Rows, window: tuple[int, int], out: Block) -> None:
        drawn = range(of.start, min(of.stop, self.draws))
        for first in range(0, len(area), ROWS_OF_SHOCKS):
            rows = area[first : first + ROWS_OF_SHOCKS]
            patterns = self.patterns.shape[1]
            given = checked_shocks(
                self.source(drawn, rows, self.seed), (len(drawn), len(rows)), self.inputs, patterns
            )
            for place, row in enumerate(rows):
                own = {name: part[:, min(place, part.shape[1] - 1)] for name, part in given.items()}
                self._run(int(row), self._laid(own, len(of), len(drawn)), window, first + place > 0, of, out)

    def _laid(self, given: Mapping[str, Block], width: int, draws: int) -> dict[str, Block]:
        """Lay the shocks of a row out with draws innermost; unused draws get no shock."""
        times, patterns = self.inputs.times, self.patterns.shape[1]
        neutral = {"mortality": 0.0, "fertility": 1.0, "migration": 1.0}
        laid: dict[str, Block] = {
            name: np.full((times, width), value, self.dtype) for name, value in neutral.items()
        }
        laid["moves"] = np.zeros((patterns, times, width), self.dtype)
        for name, part in given.items():
            if name == "population":
                laid[name] = np.zeros((*part.shape[1:], width), self.dtype)
            shift = 1.0 if name == "mortality" else 0.0
            laid[name][..., :draws] = part.T - shift if name != "population" else np.moveaxis(part, 0, -1)
        return laid

    def _run(
        self, row: int, shocks: Mapping[str, Block], window: tuple[int, int], add: bool, of: range, out: Block
    ) -> None:
        rates = {name: array[index[row]] for name, (array, index) in self._tables.items()}
        launch = shocks.get("population", rates["population"][..., None])
        given = (
            launch,
            rates["survival"],
            rates["dying"],
            rates["fertility"],
            rates["migration"],
            self.patterns[self.patterns_of[row]],
            rates["girls"],
            *(shocks[name] for name in ("mortality", "fertility", "migration", "moves")),
        )
        timing, groups = self.inputs.timing, self.groups
        start, end = np.array([timing.start, timing.end], self.dtype)
        kept = (groups.runs, groups.pairs, groups.weights.astype(self.dtype), window, add, of.start, out)
        simulate: Any = loops().simulate if self.backend == "numba" else steps.simulate
        simulate(*given, start, end, timing.end_bears, *kept)

    @cached_property
    def _tables(self) -> dict[str, tuple[Block, Rows]]:
        inputs = self.inputs
        survival, survival_of = inputs.flat("survival", 3)
        fertility, fertility_of = inputs.flat("fertility", 2)
        tables = {
            "population": inputs.flat("population", 2),
            "survival": (survival, survival_of),
            "dying": (1 - survival, survival_of),
            "fertility": (fertility * (inputs.interval / 2), fertility_of),
            "migration": inputs.flat("migration", 3),
            "girls": inputs.flat("girls", 1),
        }
        return {name: (array.astype(self.dtype), of) for name, (array, of) in tables.items()}


def planned(
    arrays: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike | None],
    rules: Mapping[str, Any],
    asked: Mapping[str, Any],
    sizes: Mapping[str, Any],
    backend: str | None,
    workers: int | None,
) -> Plan:
    """Check all arguments of a projection by draws and return its plan."""
    inputs = checked(*arrays, **rules)
    for name in ("draws", "chunk"):
        if sizes[name] < 1:
            raise ValueError(f"{name}: {sizes[name]}; must be at least 1")
    if sizes["dtype"] not in DTYPES:
        raise ValueError(f"dtype: {sizes['dtype']!r}; must be one of {', '.join(DTYPES)}")
    patterns, patterns_of = _patterns(asked["patterns"], inputs, sizes["dtype"])
    plan = Plan(
        inputs=inputs,
        groups=grouped(asked["groups"], inputs.ages, inputs.interval),
        source=source_of(asked["shocks"], inputs, sizes["draws"]),
        patterns=patterns,
        patterns_of=patterns_of,
        areas=_areas(asked["areas"], inputs),
        backend=chosen(backend, inputs.cells * sizes["draws"]),
        workers=processors(workers),
        **sizes,
    )
    _prepare(plan)
    return plan


def _prepare(plan: Plan) -> None:
    """Make what is shared before threads ask for it."""
    _ = plan.width, plan.windows, plan._tables, plan._memory


def _patterns(patterns: ArrayLike | None, inputs: Inputs, dtype: str) -> tuple[Block, Rows]:
    if patterns is None:
        return np.zeros((1, 0, 2, inputs.ages), dtype), np.zeros(inputs.rows, np.int64)
    array = numbers("patterns", patterns, "net migrants must be finite")
    if array.ndim < 3 or array.shape[-2:] != (2, inputs.ages):
        rule = f"must be [..., pattern, sex, age] = [..., 2, {inputs.ages}]"
        raise ValueError(f"patterns: shape {array.shape}; {rule}")
    leading({"population": inputs.lead, "patterns": array.shape[:-3]})
    joined, of = flat(array, 3, inputs.lead)
    return joined.astype(dtype), of


def _areas(areas: ArrayLike | None, inputs: Inputs) -> list[Rows]:
    if areas is None:
        return list(np.arange(inputs.rows).reshape(-1, 1))
    labels = np.asarray(areas)
    if labels.dtype.kind not in "iu" or labels.size == 0 or labels.min() < 0:
        raise ValueError("areas: must be whole numbers from 0 on")
    leading({"population": inputs.lead, "areas": labels.shape})
    labels = np.broadcast_to(labels, inputs.lead).ravel()
    found = np.unique(labels)
    if len(found) != found[-1] + 1:
        missing = int(np.setdiff1d(np.arange(found[-1] + 1), found)[0])
        raise ValueError(f"areas: no place belongs to {missing}; numbers must leave none out")
    return [np.flatnonzero(labels == area) for area in found]
