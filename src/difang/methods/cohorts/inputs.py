"""What goes into a projection, checked: shapes that fit, rates within their range."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, numbers, refuse

INTERVALS_IN_YEARS = (1, 5)
MOST_BIRTHS_PER_WOMAN_YEAR = 10.0
Rows = NDArray[np.int64]
Real = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Timing:
    """Shares of the migrants that arrive at the start and at the end; whether those at the end are mothers."""

    start: float
    end: float
    end_bears: bool


TIMINGS = {
    "start": Timing(1.0, 0.0, True),
    "even": Timing(0.5, 0.5, True),
    "end": Timing(0.0, 1.0, False),
}


@dataclass(frozen=True)
class Inputs:
    """Checked arrays whose leading dimensions broadcast to `lead`.

    population [..., sex, age]; survival [..., time, sex, age+1]; fertility [..., time, age]; migration
    [..., time, sex, age]; girls [..., time], the share of girls among births.
    """

    population: Floats
    survival: Floats
    fertility: Floats
    migration: Floats
    girls: Floats
    lead: tuple[int, ...]
    timing: Timing
    interval: int

    @property
    def ages(self) -> int:
        """The number of age groups."""
        return int(self.population.shape[-1])

    @property
    def times(self) -> int:
        """The number of intervals."""
        return int(self.survival.shape[-3])

    @property
    def rows(self) -> int:
        """The number of places, or of whatever the leading dimensions count."""
        return int(np.prod(self.lead, dtype=np.int64))

    @property
    def cells(self) -> int:
        """The number of updates of a cell that one path of every row takes."""
        return self.rows * self.times * 2 * self.ages

    def flat(self, name: str, tail: int) -> tuple[Floats, Rows]:
        """Return an array as [own row, …] and, for every row of `lead`, which own row it takes.

        Nothing is repeated: rates of a nation stay one row, whatever the number of its places.
        """
        return flat(getattr(self, name), tail, self.lead)


def flat(array: Real, tail: int, lead: tuple[int, ...]) -> tuple[Any, Rows]:
    """Return `array` with its leading dimensions joined, and its row for each row of `lead`.

    `tail` is the number of dimensions at the end that are not leading ones.
    """
    own = array.shape[: array.ndim - tail]
    numbered = np.arange(int(np.prod(own, dtype=np.int64)), dtype=np.int64).reshape(own)
    joined = np.ascontiguousarray(array.reshape(-1, *array.shape[array.ndim - tail :]))
    return joined, np.broadcast_to(numbered, lead).ravel()


def checked(
    population: ArrayLike,
    survival: ArrayLike,
    fertility: ArrayLike,
    migration: ArrayLike | None,
    *,
    srb: ArrayLike,
    migration_timing: str,
    interval: int,
) -> Inputs:
    """Return the arguments of `project` as checked inputs, or raise a ValueError naming the first offender."""
    if interval not in INTERVALS_IN_YEARS:
        raise ValueError(f"interval: {interval}; must be 1 or 5 years, the width of the age groups")
    if migration_timing not in TIMINGS:
        raise ValueError(f"migration_timing: {migration_timing!r}; must be one of {', '.join(TIMINGS)}")
    people = numbers("population", population, "persons must be finite and ≥ 0", low=0)
    rule = "survival must lie between 0 and 1"
    survivors = numbers("survival", survival, rule, low=0, high=1)
    rule = f"births per woman-year must lie between 0 and {MOST_BIRTHS_PER_WOMAN_YEAR:g}"
    rates = numbers("fertility", fertility, rule, low=0, high=MOST_BIRTHS_PER_WOMAN_YEAR)
    ages, times = _sizes(people, survivors)
    _tail("fertility", rates, (times, ages), "[..., time, age]")
    net = np.zeros((times, 2, ages))
    if migration is not None:
        net = numbers("migration", migration, "net migrants must be finite")
    _tail("migration", net, (times, 2, ages), "[..., time, sex, age]")
    girls = _girls(srb, times)
    leads = {
        "population": people.shape[:-2],
        "survival": survivors.shape[:-3],
        "fertility": rates.shape[:-2],
        "migration": net.shape[:-3],
        "srb": girls.shape[:-1],
    }
    timing = TIMINGS[migration_timing]
    return Inputs(people, survivors, rates, net, girls, leading(leads), timing, interval)


def leading(leads: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the shape to which all leading dimensions broadcast, or refuse the first that does not fit."""
    shape: tuple[int, ...] = ()
    for name, own in leads.items():
        try:
            shape = np.broadcast_shapes(shape, own)
        except ValueError:
            raise ValueError(f"{name}: leading shape {own}; must broadcast with {shape}") from None
    return shape


def _sizes(people: Floats, survivors: Floats) -> tuple[int, int]:
    if people.ndim < 2 or people.shape[-2] != 2 or people.shape[-1] < 2:
        rule = "must be [..., sex, age] with 2 sexes and at least 2 age groups"
        raise ValueError(f"population: shape {people.shape}; {rule}")
    ages = people.shape[-1]
    if survivors.ndim < 3 or survivors.shape[-2:] != (2, ages + 1) or survivors.shape[-3] < 1:
        rule = f"must be [..., time, sex, age+1] = [..., time ≥ 1, 2, {ages + 1}]"
        raise ValueError(f"survival: shape {survivors.shape}; {rule}")
    return ages, survivors.shape[-3]


def _tail(name: str, array: Floats, tail: tuple[int, ...], words: str) -> None:
    if array.shape[-len(tail) :] != tail:
        sizes = ", ".join(str(size) for size in tail)
        raise ValueError(f"{name}: shape {array.shape}; must be {words} = [..., {sizes}]")


def _girls(srb: ArrayLike, times: int) -> Floats:
    ratio = numbers("srb", srb, "male per female births must be finite and above 0", scalar=True)
    refuse("srb", ratio, ratio <= 0, "male per female births must be finite and above 0")
    if ratio.ndim == 0:
        ratio = np.full(times, ratio)
    _tail("srb", ratio, (times,), "a number or [..., time]")
    shares: Floats = 1 / (1 + ratio)
    return shares
