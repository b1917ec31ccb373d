"""What a draw changes: factors on deaths, births and migrants, shocks on patterns, another launch."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, numbers
from difang.methods.cohorts.inputs import Inputs, leading

Rows = NDArray[np.int64]
RULES = {
    "mortality": ("factors on 1 − survival must be finite and ≥ 0", 0.0),
    "fertility": ("factors must be finite and ≥ 0", 0.0),
    "migration": ("factors must be finite", -np.inf),
    "moves": ("shocks must be finite", -np.inf),
    "population": ("persons must be finite and ≥ 0", 0.0),
}
TAILS = {"mortality": 1, "fertility": 1, "migration": 1, "moves": 2, "population": 2}


class Shocks(NamedTuple):
    """What draws change; what is None they leave alone. The first axis is the draw (1 serves all).

    mortality [draw, ..., time] multiplies 1 − survival (a survival below 0 becomes 0); fertility
    [draw, ..., time] multiplies births per woman; migration [draw, ..., time] multiplies net migrants; moves
    [draw, ..., time, pattern] times `patterns` is added to them; population [draw, ..., sex, age] replaces
    the launch.
    """

    mortality: ArrayLike | None = None
    fertility: ArrayLike | None = None
    migration: ArrayLike | None = None
    moves: ArrayLike | None = None
    population: ArrayLike | None = None


Source = Callable[[range, Rows, int], Shocks]


def source_of(shocks: Shocks | Source | None, inputs: Inputs, draws: int) -> Source:
    """Return a function of (draws, rows, seed) whose shocks are [draw or 1, row or 1, ...]."""
    if shocks is None:
        return lambda _draws, _rows, _seed: Shocks()
    if not isinstance(shocks, Shocks):
        if not callable(shocks):
            raise ValueError(f"shocks: {type(shocks).__name__}; must be Shocks, a function of draws, or None")
        return shocks
    arrays = {
        name: _by_row(name, np.asarray(value), inputs.lead, draws)
        for name, value in shocks._asdict().items()
        if value is not None
    }

    def part(of: range, rows: Rows, _seed: int) -> Shocks:
        taken = {}
        for name, (array, row_of) in arrays.items():
            drawn = array if len(array) == 1 else array[of.start : of.stop]
            taken[name] = drawn[:, row_of[rows]]
        return Shocks(**taken)

    return part


def _by_row(name: str, array: NDArray[Any], lead: tuple[int, ...], draws: int) -> tuple[Any, Rows]:
    tail = TAILS[name]
    if array.ndim < tail + 1 or array.shape[0] not in (1, draws):
        words = "time" if tail == 1 else "time, pattern" if name == "moves" else "sex, age"
        raise ValueError(
            f"shocks.{name}: shape {array.shape}; must be [draw, ..., {words}] with {draws} draws"
        )
    own = array.shape[1 : array.ndim - tail]
    if leading({"population": lead, f"shocks.{name}": own}) != lead:
        raise ValueError(f"shocks.{name}: leading shape {own}; must broadcast with {lead}")
    numbered = np.arange(int(np.prod(own, dtype=np.int64))).reshape(own)
    joined = array.reshape(len(array), -1, *array.shape[array.ndim - tail :])
    return joined, np.broadcast_to(numbered, lead).ravel()


def checked_shocks(shocks: Shocks, size: tuple[int, int], inputs: Inputs, patterns: int) -> dict[str, Floats]:
    """Return the given parts as floats [draw or 1, row or 1, ...], or refuse the first value out of range."""
    tails = {"moves": (inputs.times, patterns), "population": (2, inputs.ages)}
    result = {}
    for name, value in shocks._asdict().items():
        if value is None:
            continue
        rule, low = RULES[name]
        array = numbers(f"shocks.{name}", value, rule, low=low)
        tail = tails.get(name, (inputs.times,))
        if not _fits(array.shape, (*size, *tail)):
            wanted = ", ".join(str(one) for one in (*size, *tail))
            raise ValueError(f"shocks.{name}: shape {array.shape}; must be [draw, row, ...] = [{wanted}]")
        result[name] = array
    return result


def _fits(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    if len(shape) != len(wanted) or shape[2:] != wanted[2:]:
        return False
    return all(own in (1, all_) for own, all_ in zip(shape[:2], wanted[:2], strict=True))
