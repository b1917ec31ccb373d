"""Classes of a map: readable breaks, every value in exactly one class, no data in none."""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from difang.charts.theme import DIVERGING, SEQUENTIAL

SEQUENTIAL_CLASSES, DIVERGING_SIDE = 5, 3


@dataclass(frozen=True)
class Classes:
    """Class i holds values v with breaks[i-1] ≤ v < breaks[i]; `colours` has one more than `breaks`."""

    breaks: tuple[float, ...]
    colours: tuple[str, ...]

    def of(self, value: float) -> int:
        """Return the class of a value."""
        return bisect_right(self.breaks, value)

    def colour(self, value: float) -> str:
        """Return the colour of a value."""
        return self.colours[self.of(value)]

    def counts(self, values: Iterable[float]) -> tuple[int, ...]:
        """Return how many values fall in each class."""
        found = [0] * len(self.colours)
        for value in values:
            found[self.of(value)] += 1
        return tuple(found)


def sequential(values: Sequence[float], decimals: int = 0) -> Classes:
    """Return up to five classes with about equal numbers of places and rounded breaks.

    Fewer where values repeat: a break that rounding makes equal to another, or beyond the data, is dropped.
    No values give one class.
    """
    ordered = sorted(values)
    breaks: list[float] = []
    for part in range(1, SEQUENTIAL_CLASSES):
        if not ordered:
            break
        wanted = ordered[min(len(ordered) - 1, part * len(ordered) // SEQUENTIAL_CLASSES)]
        rounded = _rounded(wanted, _spread(ordered), decimals)
        if ordered[0] < rounded <= ordered[-1] and (not breaks or rounded > breaks[-1]):
            breaks.append(rounded)
    return Classes(tuple(breaks), _spaced(SEQUENTIAL, len(breaks) + 1))


def diverging(values: Sequence[float], middle: float = 0.0, decimals: int = 0) -> Classes:
    """Return seven classes, symmetric round a middle band that means "about equal"."""
    distances = sorted(abs(value - middle) for value in values)
    spread = distances[int(len(distances) * 0.95)] if distances else 1.0
    steps: list[float] = []
    for part in (0.08, 0.4, 0.75):
        wanted = distances[int(part * (len(distances) - 1))] if distances else part
        rounded = _rounded(max(wanted, 10**-decimals), max(spread, 10**-decimals), decimals)
        steps.append(max(rounded, (steps[-1] + 10**-decimals) if steps else 10**-decimals))
    breaks = [middle - step for step in reversed(steps)] + [middle + step for step in steps]
    return Classes(tuple(round(one, 6) for one in breaks), DIVERGING)


def _spread(ordered: Sequence[float]) -> float:
    """Return the range that holds nine tenths, so that one giant doesn't coarsen every break."""
    low, high = ordered[int(len(ordered) * 0.05)], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return (high - low) or abs(high) or 1.0


def _rounded(value: float, spread: float, decimals: int) -> float:
    """Round to 1, 2 or 5 times a power of ten, fine enough for the spread, never finer than `decimals`."""
    step = 10.0 ** math.floor(math.log10(spread / 20)) if spread > 0 else 1.0
    for factor in (5, 2, 1):
        if step * factor <= spread / 20:
            step *= factor
            break
    if abs(value) < 10 * step:
        step = min(step, 10.0 ** math.floor(math.log10(abs(value)))) if value else step
    step = max(step, 10.0**-decimals)
    return round(round(value / step) * step, 6)


def _spaced(ramp: Sequence[str], count: int) -> tuple[str, ...]:
    """Return `count` colours of a ramp, its ends included; one class takes the middle."""
    if count == 1:
        return (ramp[len(ramp) // 2],)
    return tuple(ramp[round(i * (len(ramp) - 1) / (count - 1))] for i in range(count))
