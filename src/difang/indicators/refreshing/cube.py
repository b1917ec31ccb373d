"""Values of one level as dense arrays, places × periods, each with its state; and the algebra on them.

A NaN stands for "no value" inside this folder only; what is published carries nulls.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from difang.indicators.periods import order

Floats = NDArray[np.float64]
States = NDArray[np.int8]
Codes = NDArray[np.int16]

# The order says which state a result takes from its parts: the highest wins.
STATUSES = (
    "observed",
    "told",
    "estimated",
    "projected",
    "not_applicable",
    "not_published",
    "suppressed",
)
OBSERVED, TOLD, ESTIMATED, PROJECTED, NOT_APPLICABLE, NOT_PUBLISHED, SUPPRESSED = range(len(STATUSES))

REASONS = [
    "",
    "incomplete",
    "too_few",
    "no_population",
    "no_cases",
    "break",
    "not_covered",
    "complement",
]
NONE, INCOMPLETE, TOO_FEW, NO_POPULATION, NO_CASES, BREAK, NOT_COVERED, COMPLEMENT = range(len(REASONS))


def reason_code(reason: str | None) -> int:
    """Return the number of a reason's word, learning words that datasets bring."""
    word = reason or ""
    if word not in REASONS:
        REASONS.append(word)
    return REASONS.index(word)


@dataclass(frozen=True)
class Cube:
    """Arrays of shape (places, periods). `low` and `high` are None unless some cell has an interval."""

    places: tuple[str, ...]
    periods: tuple[str, ...]
    value: Floats
    state: States
    reason: Codes
    low: Floats | None = None
    high: Floats | None = None

    @classmethod
    def empty(cls, places: Sequence[str], periods: Iterable[str], state: int, value: float) -> "Cube":
        """Return a cube filled with one state and value."""
        chosen = tuple(sorted(periods, key=order))
        shape = (len(places), len(chosen))
        return cls(
            tuple(places),
            chosen,
            np.full(shape, value),
            np.full(shape, state, np.int8),
            np.zeros(shape, np.int16),
        )

    @property
    def has_value(self) -> NDArray[np.bool_]:
        """Where a number is."""
        return self.state < NOT_APPLICABLE

    def columns(self, periods: Sequence[str]) -> "Cube":
        """Return the cube of these periods (all must be there), in the given order."""
        at = {period: i for i, period in enumerate(self.periods)}
        index = [at[period] for period in periods]
        return Cube(
            self.places,
            tuple(periods),
            self.value[:, index],
            self.state[:, index],
            self.reason[:, index],
            None if self.low is None else self.low[:, index],
            None if self.high is None else self.high[:, index],
        )

    def rows(self, places: Sequence[str]) -> "Cube":
        """Return the cube of these places; one that is unknown becomes not published."""
        if tuple(places) == self.places:
            return self
        known = {place: i for i, place in enumerate(self.places)}
        fresh = Cube.empty(places, self.periods, NOT_PUBLISHED, np.nan)
        there = [i for i, place in enumerate(places) if place in known]
        taken = [known[places[i]] for i in there]
        fresh.value[there] = self.value[taken]
        fresh.state[there] = self.state[taken]
        fresh.reason[there] = self.reason[taken]
        return fresh


def joined(first: Cube, second: Cube) -> Cube:
    """Return `first` with the periods that only `second` has."""
    fresh = [p for p in second.periods if p not in set(first.periods)]
    if not fresh:
        return first
    if first.places != second.places:
        places = tuple(sorted({*first.places, *second.places}))
        first, second = first.rows(places), second.rows(places)
    both = _beside(first, second.columns(fresh))
    return both.columns(sorted(both.periods, key=order))


def filled(first: Cube, second: Cube) -> Cube:
    """Return `first` with the cells of `second` where `first` was told nothing, in the periods they share."""
    common = [p for p in first.periods if p in set(second.periods)]
    columns = [first.periods.index(p) for p in common]
    other = second.rows(first.places).columns(common)
    value, state, reason = first.value.copy(), first.state.copy(), first.reason.copy()
    silent = (state[:, columns] == NOT_PUBLISHED) & (reason[:, columns] == NONE)
    for target, source in ((value, other.value), (state, other.state), (reason, other.reason)):
        target[:, columns] = np.where(silent, source, target[:, columns])
    return replace(first, value=value, state=state, reason=reason)


def _beside(left: Cube, right: Cube) -> Cube:
    low, high = (_beside_interval(left, right, name) for name in ("low", "high"))
    return Cube(
        left.places,
        left.periods + right.periods,
        np.hstack([left.value, right.value]),
        np.hstack([left.state, right.state]),
        np.hstack([left.reason, right.reason]),
        low,
        high,
    )


def _beside_interval(left: Cube, right: Cube, name: str) -> Floats | None:
    parts = [getattr(left, name), getattr(right, name)]
    if parts[0] is None and parts[1] is None:
        return None
    filled = [
        np.full(cube.value.shape, np.nan) if part is None else part
        for cube, part in zip((left, right), parts, strict=True)
    ]
    return np.hstack(filled)


def rolled(cube: Cube, *, flow: bool) -> Cube:
    """Add the years that the months make: December of a stock, the sum of twelve of a flow."""
    had = set(cube.periods)
    years = sorted({p[:4] for p in cube.periods if len(p) > 4} - had)
    if not flow:
        ends = [y for y in years if f"{y}-12" in had]
        december = cube.columns([f"{y}-12" for y in ends])
        return joined(cube, replace(december, periods=tuple(ends)))
    for year in years:
        months = [f"{year}-{month:02d}" for month in range(1, 13)]
        if had.issuperset(months):
            cube = joined(cube, _summed(cube.columns(months), year))
    return cube


def _summed(months: Cube, year: str) -> Cube:
    total, state, reason = add(months.value, months.state, axis=1)
    return Cube(months.places, (year,), total[:, None], state[:, None], reason[:, None])


def add(value: Floats, state: States, axis: int) -> tuple[Floats, States, Codes]:
    """Add values along `axis`; one part without a value makes the sum not published, `incomplete`.

    Parts that are not applicable count as nothing, unless all are.
    """
    idle = state == NOT_APPLICABLE
    broken = (state > NOT_APPLICABLE).any(axis=axis)
    total = np.where(state < NOT_APPLICABLE, value, 0.0).sum(axis=axis)
    worst = np.where(idle, OBSERVED, state).max(axis=axis).astype(np.int8)
    worst[broken] = NOT_PUBLISHED
    worst[idle.all(axis=axis)] = NOT_APPLICABLE
    total[worst >= NOT_APPLICABLE] = np.nan
    return total, worst, np.where(broken, INCOMPLETE, NONE).astype(np.int16)


def grouped(
    cube: Cube, parents: Sequence[str], parent_of: Callable[[str], str], outside: frozenset[str]
) -> Cube:
    """Add members into `parents`; members in `outside` are left out, and a parent of none is not covered."""
    fresh = Cube.empty(parents, cube.periods, NOT_PUBLISHED, np.nan)
    members: dict[str, list[int]] = {}
    for row, place in enumerate(cube.places):
        if place not in outside:
            members.setdefault(parent_of(place), []).append(row)
    for row, parent in enumerate(parents):
        inside = members.get(parent)
        if inside is None:
            fresh.reason[row] = NOT_COVERED
            continue
        fresh.value[row], fresh.state[row], fresh.reason[row] = add(
            cube.value[inside], cube.state[inside], axis=0
        )
    return fresh


def divided(over: Cube, under: Cube, factor: float, empty_reason: int) -> Cube:
    """Return factor × over ÷ under, cell by cell; a zero denominator is not applicable."""
    state = np.maximum(over.state, under.state)
    reason = np.where(over.state >= under.state, over.reason, under.reason).astype(np.int16)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = factor * over.value / under.value
    empty = (state < NOT_APPLICABLE) & (under.value == 0)
    state[empty] = NOT_APPLICABLE
    reason[empty] = empty_reason
    value[state >= NOT_APPLICABLE] = np.nan
    return Cube(over.places, over.periods, value, state, reason)


def changed(now: Cube, before: Cube, *, relative: bool) -> Cube:
    """Return now − before, or its percentage of before; a zero before is not applicable."""
    difference = replace(before, value=now.value - before.value)
    if relative:
        worst = np.maximum(now.state, before.state)
        return divided(replace(difference, state=worst), before, 100.0, NO_CASES)
    state = np.maximum(now.state, before.state)
    reason = np.where(now.state >= before.state, now.reason, before.reason).astype(np.int16)
    value = np.where(state < NOT_APPLICABLE, difference.value, np.nan)
    return Cube(now.places, now.periods, value, state, reason)


def is_silent(cube: Cube) -> NDArray[np.bool_]:
    """Say for each period whether nothing at all is told in it (every cell not published, no sum tried)."""
    told = (cube.state != NOT_PUBLISHED) | (cube.reason == INCOMPLETE)
    silent: NDArray[np.bool_] = ~told.any(axis=0)
    return silent
