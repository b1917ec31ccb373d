"""What it would take: families a year until a place holds what it has, and whether it is disappearing."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, numbers, refuse, share
from difang.methods.cohorts import project, standard_groups
from difang.methods.cohorts.inputs import Inputs, checked

TARGETS = {"total": "total", "children": "0-14", "women20_39": "women20_39"}
IN_OUT = "in_out"
IN_OUT_YEARS = 5
MOST_FAMILIES = 10_000
DISAPPEARING_CHANGE = -0.5
SLACK = 1e-9


class FamiliesNeeded(NamedTuple):
    """Families a year; number holds on the mean of the draws, low and high bound the draws' own numbers.

    best is the mean outcome with `number` families: persons at `until`, or net internal moves a year. Where the
    target is out of reach, `reachable` is False, number is the one that comes nearest, best what it attains.
    """

    number: int
    low: int
    high: int
    reachable: bool
    best: float


class Disappearing(NamedTuple):
    """Women aged 20–39 at the start and the end, [...] each; change is end ÷ start − 1.

    natural and migration are the parts of the change that a path without migrants shows and that it does not,
    or None where no such path was given.
    """

    start: Floats
    end: Floats
    change: Floats
    disappearing: NDArray[np.bool_]
    natural: Floats | None
    migration: Floats | None


def families_needed(
    population: ArrayLike,
    survival: ArrayLike,
    fertility: ArrayLike,
    migration: ArrayLike | None,
    *,
    household: ArrayLike,
    mix: ArrayLike,
    retention: ArrayLike,
    until: int,
    target: str,
    internal: ArrayLike | None = None,
    srb: ArrayLike = 1.05,
    migration_timing: str = "even",
    interval: int = 1,
    level: float = 0.8,
    limit: int = MOST_FAMILIES,
) -> FamiliesNeeded:
    """Return the smallest constant whole number of families a year that meets a target of one place.

    Parameters
    ----------
    population, survival, fertility, migration, srb, migration_timing, interval : as for `cohorts.project`, of
        one place, with at most one leading dimension: draws, whose mean and spread count.
    household : [kind, sex, age] persons in a family of a kind, ≥ 0.
    mix : [kind] shares of the kinds among families, ≥ 0, adding up to 1.
    retention : [interval since arrival] share of families still there at the end of the interval they arrive in
        (first cell), the next, …; never rising; the last cell holds for ever after.
    until : the interval at whose end the target is asked, 1 … time.
    target : "total", "children" (0–14) or "women20_39" at least as many as at the start; "in_out": mean net
        internal moves of the five years before `until` at least 0.
    internal : [..., time] net internal moves without new families, for "in_out"; None takes all of `migration`
        for internal moves.
    level : share of the draws between low and high.
    limit : the most families a year that are tried.

    Returns
    -------
    FamiliesNeeded. Families arrive every year, age, die and bear children as everyone does; who leaves again
    leaves with the children born here. Out-migration of those already here takes nobody of the new. In "in_out"
    arrivals count as moves in, those who leave, at the end of an interval, as moves out. A draw that doesn't meet
    the target within `limit` counts as `limit`: nothing is infinite.

    Raises
    ------
    ValueError
        As `project`, and naming household, mix, retention, until, target, internal, level or limit.

    Source: Fujiyama (2014), *Den'en kaiki 1 % senryaku*, for the question; the answer is a cohort-component projection whose
    newcomers are valued backwards (Keyfitz and Caswell 2005, *Applied Mathematical Demography*, ch. 8).
    """
    inputs = checked(
        population,
        survival,
        fertility,
        migration,
        srb=srb,
        migration_timing=migration_timing,
        interval=interval,
    )
    _refuse_frame(inputs, until, target, limit)
    share("level", level)
    families = _Families(_arrivals(household, mix, inputs), _retention(retention))
    if target == IN_OUT:
        base, goal = _net_moves(inputs, internal, until), np.zeros(1)
        gain = _net_moves_a_family(inputs, families, until)
    else:
        weights = standard_groups(inputs.ages, interval)[TARGETS[target]].astype(np.float64)
        path = project(
            population,
            survival,
            fertility,
            migration,
            srb=srb,
            migration_timing=migration_timing,
            interval=interval,
        )
        base = (path.population[..., until, :, :] * weights).sum(axis=(-2, -1))
        goal = (path.population[..., 0, :, :] * weights).sum(axis=(-2, -1))
        gain = _kept_a_family(inputs, families, until, weights)
    lead = inputs.lead or (1,)
    drawn = np.stack([np.broadcast_to(part, lead) for part in (base, gain, goal)])
    return _answer(drawn, level, limit)


def disappearing(
    population: ArrayLike, *, closed: ArrayLike | None = None, interval: int = 1, years: int = 30
) -> Disappearing:
    """Return how the number of women aged 20–39 changes over `years`, and whether it falls by half or more.

    Parameters
    ----------
    population : [..., time+1, sex, age] a projected population, persons ≥ 0; sex is female, male.
    closed : the same path without migrants, to tell natural change from migration; same shape.
    interval : years between two times, and the width of the age groups.
    years : the span, a multiple of `interval` that the path covers.

    Returns
    -------
    Disappearing. A fall by exactly one half counts. Where there's no woman aged 20–39 at the start, change and
    its parts are NaN and disappearing is False: there is nothing to fall.

    Raises
    ------
    ValueError
        Naming population, closed, years or interval.

    Source: Masuda (2014), 『地方消滅』, whose label is disputed: show the cause and the interval beside it.
    """
    start, end = _women(population, "population", interval, years)
    change = _change(start, end)
    fallen = (start > 0) & (change <= DISAPPEARING_CHANGE + SLACK)
    if closed is None:
        return Disappearing(start, end, change, fallen, None, None)
    natural = _change(*_women(closed, "closed", interval, years))
    if natural.shape != change.shape:
        raise ValueError(
            f"closed: shape {np.shape(closed)}; must be that of population, {np.shape(population)}"
        )
    return Disappearing(start, end, change, fallen, natural, change - natural)


@dataclass(frozen=True)
class _Families:
    """The persons of a family [sex, age] and the share of families left, by intervals since arrival."""

    persons: Floats
    retention: Floats

    def kept(self, since: int) -> float:
        """Return the share left at the end of the interval `since` after that of arrival; before it, 1."""
        return float(self.retention[min(since, len(self.retention) - 1)]) if since >= 0 else 1.0


def _values(inputs: Inputs, until: int, weights: Floats) -> list[Floats]:
    """Return, for each interval before `until`, what a person [..., sex, age] who arrives in it adds at its end.

    Backwards from the end: a person is worth the weight of whoever is left of her and of her children.
    """
    timing = inputs.timing
    after = np.broadcast_to(weights, (*inputs.lead, *weights.shape))
    values: list[Floats] = []
    for time in reversed(range(until)):
        stays, rates = inputs.survival[..., time, :, :], inputs.fertility[..., time, :] * inputs.interval / 2
        girls = inputs.girls[..., time]
        child = (
            girls * stays[..., 0, 0] * after[..., 0, 0] + (1 - girls) * stays[..., 1, 0] * after[..., 1, 0]
        )
        as_mother = np.zeros_like(after)
        as_mother[..., 0, :] = rates * child[..., None]
        at_end = after.copy()
        if timing.end_bears:
            at_end[..., 0, 1:] += as_mother[..., 0, 1:]
        living = after + as_mother
        aged = np.concatenate([living[..., 1:], living[..., -1:]], axis=-1)
        before = as_mother + stays[..., 1:] * aged
        values.append(timing.start * before + timing.end * at_end)
        after = before
    return values[::-1]


def _kept_a_family(inputs: Inputs, families: _Families, until: int, weights: Floats) -> Floats:
    """Return what one family a year adds to a weighted sum of people at `until`, [...]."""
    total: Floats = np.zeros(inputs.lead)
    for arrived, value in enumerate(_values(inputs, until, weights)):
        total = total + families.kept(until - 1 - arrived) * (families.persons * value).sum(axis=(-2, -1))
    return total


def _net_moves(inputs: Inputs, internal: ArrayLike | None, until: int) -> Floats:
    if internal is None:
        moves: Floats = inputs.migration.sum(axis=(-2, -1))
    else:
        moves = numbers("internal", internal, "net moves must be finite")
        if moves.shape[-1] != inputs.times or moves.ndim > 2:
            raise ValueError(f"internal: shape {moves.shape}; must be [..., time] = [..., {inputs.times}]")
    mean: Floats = moves[..., _last_years(inputs, until)].mean(axis=-1) / inputs.interval
    return mean


def _net_moves_a_family(inputs: Inputs, families: _Families, until: int) -> Floats:
    """Return what one family a year adds to net moves a year in the years before `until`, [...]."""
    everyone = np.ones((2, inputs.ages))
    total: Floats = np.zeros(inputs.lead)
    last = _last_years(inputs, until)
    for time in range(last.start, last.stop):
        total = total + families.persons.sum()
        for arrived, value in enumerate(_values(inputs, time + 1, everyone)):
            since = time - arrived
            leave = families.kept(since - 1) - families.kept(since)
            total = total - leave * (families.persons * value).sum(axis=(-2, -1))
    mean: Floats = total / (last.stop - last.start) / inputs.interval
    return mean


def _last_years(inputs: Inputs, until: int) -> slice:
    return slice(max(0, until - max(1, IN_OUT_YEARS // inputs.interval)), until)


def _answer(drawn: Floats, level: float, limit: int) -> FamiliesNeeded:
    """Return the answer for draws whose outcome is base + number × gain, drawn [(base, gain, goal), draw]."""
    base, gain, goal = drawn.mean(axis=1).tolist()
    number, reachable = _least(base, gain, goal, limit)
    draws = [_least(float(one[0]), float(one[1]), float(one[2]), limit) for one in drawn.T]
    each = [most if met else limit for most, met in draws]
    bounds = np.quantile(each, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
    low, high = min(int(bounds[0]), number), max(int(bounds[1]), number)
    return FamiliesNeeded(number, low, high, reachable, base + number * gain)


def _least(base: float, gain: float, goal: float, limit: int) -> tuple[int, bool]:
    """Return the least number in 0 … limit that meets the goal and True, or the best number and False."""
    enough = goal - SLACK * max(1.0, abs(goal))
    if base >= enough:
        return 0, True
    if gain <= 0:
        return 0, False
    if base + limit * gain < enough:
        return limit, False
    short, met = 0, limit
    while met - short > 1:
        middle = (short + met) // 2
        if base + middle * gain >= enough:
            met = middle
        else:
            short = middle
    return met, True


def _arrivals(household: ArrayLike, mix: ArrayLike, inputs: Inputs) -> Floats:
    """Return the persons [sex, age] who arrive in an interval for one family a year."""
    persons = numbers("household", household, "persons in a family must be finite and ≥ 0", low=0)
    shares = numbers("mix", mix, "shares of families must lie between 0 and 1", low=0, high=1)
    if persons.ndim != 3 or persons.shape[1:] != (2, inputs.ages):
        wanted = f"[kind, sex, age] = [kind, 2, {inputs.ages}]"
        raise ValueError(f"household: shape {persons.shape}; must be {wanted}")
    if shares.shape != persons.shape[:1]:
        raise ValueError(f"mix: shape {shares.shape}; must be [kind] = [{len(persons)}]")
    if abs(shares.sum() - 1) > SLACK:
        raise ValueError(f"mix: adds up to {shares.sum():g}; shares must add up to 1")
    arrivals: Floats = inputs.interval * np.einsum("k,ksa->sa", shares, persons)
    return arrivals


def _retention(retention: ArrayLike) -> Floats:
    kept = numbers("retention", retention, "shares of families left must lie between 0 and 1", low=0, high=1)
    if kept.ndim != 1 or not kept.size:
        raise ValueError(f"retention: shape {kept.shape}; must be [interval since arrival]")
    rises = np.diff(kept, prepend=1.0) > 0
    refuse("retention", kept, rises, "who has left does not come back: must not rise")
    return kept


def _refuse_frame(inputs: Inputs, until: int, target: str, limit: int) -> None:
    if target not in (*TARGETS, IN_OUT):
        raise ValueError(f"target: {target!r}; must be one of {', '.join((*TARGETS, IN_OUT))}")
    if not 1 <= until <= inputs.times:
        raise ValueError(f"until: {until}; must be an interval from 1 to {inputs.times}")
    if limit < 1:
        raise ValueError(f"limit: {limit}; must be at least 1 family a year")
    if len(inputs.lead) > 1:
        raise ValueError(f"population: leading shape {inputs.lead}; must be one place, with or without draws")


def _women(population: ArrayLike, name: str, interval: int, years: int) -> tuple[Floats, Floats]:
    people = numbers(name, population, "persons must be finite and ≥ 0", low=0)
    if people.ndim < 3 or people.shape[-2] != 2:
        raise ValueError(f"{name}: shape {people.shape}; must be [..., time+1, sex, age] with 2 sexes")
    if interval < 1 or years < interval or years % interval:
        raise ValueError(f"years: {years}; must be a multiple of interval, {interval}")
    last = years // interval
    if last >= people.shape[-3]:
        raise ValueError(f"{name}: {people.shape[-3] - 1} intervals; {years} years need {last}")
    cells = standard_groups(people.shape[-1], interval)["women20_39"]
    women = (people * cells).sum(axis=(-2, -1))
    return women[..., 0], women[..., last]


def _change(start: Floats, end: Floats) -> Floats:
    change: Floats = np.divide(end - start, start, out=np.full(start.shape, np.nan), where=start > 0)
    return change
