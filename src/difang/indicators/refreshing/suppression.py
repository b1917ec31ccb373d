"""Small counts of people in sensitive groups: shown as "1–4", and not to be had by subtraction."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from difang.indicators.refreshing.cube import (
    COMPLEMENT,
    INCOMPLETE,
    NONE,
    NOT_PUBLISHED,
    OBSERVED,
    SUPPRESSED,
    TOO_FEW,
    Cube,
    Floats,
)

Flags = NDArray[np.bool_]
SMALLEST_SHOWN_PEOPLE = 5


def hidden(cube: Cube) -> Cube:
    """Mark counts from 1 to 4 as suppressed. Their values stay inside until `sealed`, for the sums."""
    few = cube.has_value & (cube.value > 0) & (cube.value < SMALLEST_SHOWN_PEOPLE)
    return replace(
        cube,
        state=np.where(few, SUPPRESSED, cube.state).astype(np.int8),
        reason=np.where(few, TOO_FEW, cube.reason).astype(np.int16),
    )


def completed(township: Cube, county: Cube, nation: Cube) -> tuple[Cube, Cube]:
    """Return county and nation with those sums over hidden townships that give none of them away.

    A sum may be shown if at least two hidden members share the rest and it is neither their least (all 1)
    nor their most (all 4). The nation's rest is what the counties that stay unpublished hide together.
    """
    few = (township.state == SUPPRESSED) & (township.reason == TOO_FEW)
    rest = np.where(few, township.value, 0.0)
    open_state = np.where(few, OBSERVED, township.state)
    whole = (open_state < NOT_PUBLISHED).astype(float)
    groups = [[i for i, code in enumerate(township.places) if code[:5] == c] for c in county.places]
    count = np.array([few[g].sum(axis=0) for g in groups])
    total = np.array([rest[g].sum(axis=0) for g in groups])
    complete = np.array([whole[g].all(axis=0) for g in groups])
    values = np.array([np.where(whole[g] > 0, township.value[g], 0.0).sum(axis=0) for g in groups])
    shown = complete & (count > 0) & ~_gives_away(count, total)
    county = _filled(county, township.periods, shown, values)
    veiled = (count > 0) & ~shown
    pool, pooled = np.where(veiled, count, 0).sum(axis=0), np.where(veiled, total, 0.0).sum(axis=0)
    national = complete.all(axis=0) & (count.sum(axis=0) > 0) & ((pool == 0) | ~_gives_away(pool, pooled))
    return county, _filled(nation, township.periods, national[None, :], values.sum(axis=0)[None, :])


def complemented(cubes: Sequence[Cube]) -> list[Cube]:
    """Hide one more cell where the parts of one whole (peoples of one place) would give a hidden one away.

    `cubes` have the same places and periods and went through `hidden`. Where the hidden parts alone could be
    had as the whole less the others, the smallest part that is still shown is hidden too (`complement`).
    """
    few = np.stack([(cube.state == SUPPRESSED) & (cube.reason == TOO_FEW) for cube in cubes])
    value = np.stack([cube.value for cube in cubes])
    count, total = few.sum(axis=0), np.where(few, value, 0.0).sum(axis=0)
    shown = np.stack([cube.has_value for cube in cubes]) & (value >= SMALLEST_SHOWN_PEOPLE)
    smallest = np.where(shown, value, np.inf).argmin(axis=0)
    needed = (count > 0) & _gives_away(count, total) & shown.any(axis=0)
    return [
        replace(
            cube,
            state=np.where(needed & (smallest == at), SUPPRESSED, cube.state).astype(np.int8),
            reason=np.where(needed & (smallest == at), COMPLEMENT, cube.reason).astype(np.int16),
        )
        for at, cube in enumerate(cubes)
    ]


def sealed(cube: Cube) -> Cube:
    """Take the values of suppressed cells away; a small count keeps the interval 1–4."""
    few = (cube.state == SUPPRESSED) & (cube.reason == TOO_FEW)
    value = np.where(cube.state == SUPPRESSED, np.nan, cube.value)
    if not few.any():
        return replace(cube, value=value)
    low = np.full(cube.value.shape, np.nan) if cube.low is None else cube.low.copy()
    high = np.full(cube.value.shape, np.nan) if cube.high is None else cube.high.copy()
    low[few], high[few] = 1, SMALLEST_SHOWN_PEOPLE - 1
    return replace(cube, value=value, low=low, high=high)


def _gives_away(count: Floats, total: Floats) -> Flags:
    most = (SMALLEST_SHOWN_PEOPLE - 1) * count
    given: Flags = (count == 1) | (total <= count) | (total >= most)
    return given


def _filled(cube: Cube, periods: Sequence[str], shown: Flags, values: Floats) -> Cube:
    """Put the sums of some periods into a cube that may hold more of them."""
    known = [(at, periods.index(period)) for at, period in enumerate(cube.periods) if period in periods]
    take = np.zeros(cube.value.shape, dtype=bool)
    sums = np.zeros(cube.value.shape)
    for at, source in known:
        take[:, at], sums[:, at] = shown[:, source], values[:, source]
    take &= (cube.state == NOT_PUBLISHED) & (cube.reason == INCOMPLETE)
    return replace(
        cube,
        value=np.where(take, sums, cube.value),
        state=np.where(take, OBSERVED, cube.state).astype(np.int8),
        reason=np.where(take, NONE, cube.reason).astype(np.int16),
    )
