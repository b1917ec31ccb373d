"""Hamilton and Perry's projection: what became of each cohort between two dates, carried on."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from difang.methods.checks import Floats, numbers, refuse, together

LONGEST_LIFE_YEARS = 130
CHILDBEARING_YEARS = (15, 50)

_Pair = tuple[ArrayLike, ArrayLike]


class HamiltonPerry(NamedTuple):
    """A projection by cohort ratios.

    `population` is [..., step + 1, age] (with sexes [..., step + 1, sex, age]) and begins with `after`. `ratios`
    [..., age] holds one ratio a step for each group of `before` that is still in a closed group at `after`, `open` [...]
    that of all older ones, `children` [...] persons of the first group per woman (or person) of childbearing age.
    """

    population: Floats
    ratios: Floats
    open: Floats
    children: Floats


class _Plan(NamedTuple):
    """How groups move: `shift` of them in the interval; `bearing` are the groups of childbearing age."""

    shift: int
    bearing: slice
    sexes: bool


def hamilton_perry(
    before: ArrayLike,
    after: ArrayLike,
    interval: int,
    steps: int,
    *,
    cap: tuple[float, float] = (0.3, 3),
    width: int | None = None,
    sexes: bool = False,
    parent: _Pair | None = None,
    weight: float = 0.0,
) -> HamiltonPerry:
    """Project a population by its own cohort change ratios.

    Parameters
    ----------
    before, after : [..., age] persons by age at two dates, ≥ 0; the last age is open-ended.
    interval : years between the two, a multiple of `width`.
    steps : steps of `width` years to project, ≥ 1.
    cap : lowest and highest ratio over the interval; the open group, where death alone goes below, has no lowest.
    width : years of an age group. Default the interval, but single years when a table of so many groups of that width
        would go beyond 130 years. A five-year pair of single ages is so projected year by year, with the fifth root
        of each ratio; a root measured from age a to a + 5 is used in its middle, at a + 2.
    sexes : arrays are [..., sex, age], female first, and children are counted per woman.
    parent : (before, after) of the larger area, which broadcast with the place's.
    weight : persons the parent's ratio counts for: (after + weight·ratio) / (before + weight).

    Returns
    -------
    HamiltonPerry. The first group is the children per person (woman, with `sexes`) aged 15–49 at `after` times those
    aged so after the step; a table that ends before 15 takes all above the first group. A cohort of 0 that stays 0
    has ratio 1, one that appears from 0 the highest; children without such adults count as 0.

    Raises
    ------
    ValueError
        For a negative or not finite cell, shapes that differ, an interval no multiple of the width, too few groups, a cap
        that doesn't rise from ≥ 0, steps < 1, weight < 0, or a cohort that appears from 0 under an infinite cap.

    Source: Hamilton and Perry (1962), Social Forces 41(2), 163–170; Baker, Swanson, Tayman and Tedrow (2017),
    *Cohort Change Ratios and Their Applications*.
    """
    start, end = (
        numbers(name, x, "persons must be ≥ 0", low=0) for name, x in (("before", before), ("after", after))
    )
    if start.shape != end.shape:
        raise ValueError(f"after: shape {end.shape}; must equal that of before, {start.shape}")
    _check_options(steps, cap, weight, sexes, start.ndim)
    plan = _plan(start.shape[-1], interval, width, sexes)
    closed, oldest, children = _measure(start, end, plan, cap, parent, weight)
    path = [end]
    for _ in range(steps):
        path.append(_step(path[-1], closed, oldest, children, plan))
    return HamiltonPerry(np.stack(path, axis=-3 if sexes else -2), closed, oldest, children)


def _check_options(steps: int, cap: tuple[float, float], weight: float, sexes: bool, ndim: int) -> None:
    if steps < 1:
        raise ValueError(f"steps: {steps}; must be at least 1")
    if not 0 <= cap[0] <= cap[1]:
        raise ValueError(f"cap: {cap}; must be a lowest ratio ≥ 0 and a highest above it")
    if not 0 <= weight < np.inf:
        raise ValueError(f"weight: {weight}; must be finite and ≥ 0")
    if sexes and ndim < 2:
        raise ValueError("before: one axis; with sexes it must be [..., sex, age]")


def _plan(size: int, interval: int, width: int | None, sexes: bool) -> _Plan:
    if interval < 1:
        raise ValueError(f"interval: {interval}; must be at least a year")
    if width is None:
        width = interval if (size - 1) * interval <= LONGEST_LIFE_YEARS else 1
    if width < 1 or interval % width:
        raise ValueError(f"interval: {interval}; must be a multiple of the width of the groups, {width}")
    shift = interval // width
    if size < shift + 2:
        raise ValueError(f"before: {size} age groups; an interval of {shift} groups needs {shift + 2}")
    first, last = (-(-age // width) for age in CHILDBEARING_YEARS)
    return _Plan(shift, slice(first, last) if first < min(size, last) else slice(1, None), sexes)


def _measure(
    start: Floats, end: Floats, plan: _Plan, cap: tuple[float, float], parent: _Pair | None, weight: float
) -> tuple[Floats, Floats, Floats]:
    """Return the closed, the open and the children's ratio, the first two a step."""
    counts = _counts(start, end, plan)
    if parent is not None and weight > 0:
        first, last = (numbers("parent", x, "persons must be ≥ 0", low=0) for x in parent)
        together(before=start, parent=first)
        together(before=start, parent=last)
        theirs = _bounded(_counts(first, last, plan), cap)
        counts = [
            (up + weight * ratio, low + weight) for (up, low), ratio in zip(counts, theirs, strict=True)
        ]
    closed, oldest, children = _bounded(counts, cap)
    return closed ** (1 / plan.shift), oldest ** (1 / plan.shift), children


def _counts(start: Floats, end: Floats, plan: _Plan) -> list[tuple[Floats, Floats]]:
    """Return (after, before) of the closed cohorts and of the open one, and (children, adults) at the end."""
    k = plan.shift
    closed = end[..., k:-1], start[..., : -1 - k]
    oldest = end[..., -1], start[..., -1 - k :].sum(axis=-1)
    return [closed, oldest, (end[..., 0], _adults(end, plan))]


def _adults(population: Floats, plan: _Plan) -> Floats:
    """Return those of childbearing age, [...]; with sexes the women, once for each sex."""
    of_age: Floats = population[..., plan.bearing].sum(axis=-1)
    return np.broadcast_to(of_age[..., :1], of_age.shape) if plan.sexes else of_age


def _bounded(counts: list[tuple[Floats, Floats]], cap: tuple[float, float]) -> list[Floats]:
    cohorts = []
    for (up, low), lowest in zip(counts[:2], (cap[0], 0.0), strict=True):
        arrived = np.where(up > 0, np.inf, 1.0)
        ratio = np.clip(np.divide(up, low, out=arrived, where=low > 0), lowest, cap[1])
        refuse("before", np.asarray(low), np.isinf(ratio), "a cohort appears from 0; give a finite cap")
        cohorts.append(ratio)
    children, adults = counts[2]
    return [*cohorts, np.divide(children, adults, out=np.zeros(np.shape(children)), where=adults > 0)]


def _step(now: Floats, closed: Floats, oldest: Floats, children: Floats, plan: _Plan) -> Floats:
    size = now.shape[-1]
    middle = np.clip(np.arange(size - 2) - plan.shift // 2, 0, size - 2 - plan.shift)
    following = np.empty_like(now)
    following[..., 1:-1] = now[..., :-2] * closed[..., middle]
    following[..., -1] = now[..., -2:].sum(axis=-1) * oldest
    following[..., 0] = children * _adults(_with_none_born(following), plan)
    return following


def _with_none_born(population: Floats) -> Floats:
    population[..., 0] = 0
    return population
