"""The loops of a projection, compiled by numba. Only `compiled.loops` imports this module.

Threads share out rows from outside (nogil), so no threading layer of numba is needed and no result depends on
their number. `follow` runs over ages innermost; `simulate` over lanes, one draw each, in blocks whose people fit
the nearest cache, so that every draw meets the same rates while they're at hand.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit  # noqa: TID253  loaded only when a compiled path runs

from difang.methods.cohorts.inputs import Real, Rows

LANES = 64
WIDE = np.uintp(LANES)
# Where each line of LANES cells begins in `lines`. Unsigned, as all cells of the inner loops: numba would first ask
# whether a signed one counts from the end, and no wide register would be used.
UPPER, LOWER, EXPOSED, JOINING, MORTALITY, FERTILITY, FLOW, GIRLS, BOYS, BORN, DIED, CUT, MOVES = (
    np.uintp(line) for line in range(0, 13 * LANES, LANES)
)


def compiled(function: Callable[..., Any]) -> Any:
    """Compile, with the machine code kept on disk where a folder can be written."""
    try:
        return njit(nogil=True, cache=True, error_model="numpy")(function)
    except RuntimeError:
        return njit(nogil=True, error_model="numpy")(function)


@compiled
def follow(
    first: int, stop: int, people: Real, people_of: Rows, survival: Real, survival_of: Rows,
    fertility: Real, fertility_of: Rows, net: Real, net_of: Rows, girls: Real, girls_of: Rows, half: float,
    at_start: float, at_end: float, end_bears: bool, population: Real, births: Real, deaths: Real,
    shortfall: Real,
) -> None:  # fmt: skip
    """Fill rows first … stop − 1 of a projection whose arrays are those of `Projection`, rows in front."""
    exposed = np.empty(people.shape[2])
    for row in range(first, stop):
        population[row, 0] = people[people_of[row]]
        for time in range(births.shape[1]):
            born = 0.0
            for sex in range(2):
                born += age_one_sex(
                    sex,
                    population[row, time, sex],
                    survival[survival_of[row], time, sex],
                    fertility[fertility_of[row], time],
                    net[net_of[row], time, sex],
                    at_start,
                    at_end,
                    end_bears,
                    exposed,
                    population[row, time + 1, sex],
                    deaths[row, time, sex],
                    shortfall[row, time, sex],
                )
            share = girls[girls_of[row], time]
            for sex in range(2):
                babies = born * half * (share if sex == 0 else 1 - share)
                newborn = babies * survival[survival_of[row], time, sex, 0]
                births[row, time, sex] = babies
                deaths[row, time, sex, 0] = babies - newborn
                infants = newborn + net[net_of[row], time, sex, 0] * at_end
                population[row, time + 1, sex, 0] = max(infants, 0.0)
                shortfall[row, time, sex, 0] += max(-infants, 0.0)


@compiled
def age_one_sex(
    sex: int, people: Real, survival: Real, fertility: Real, net: Real, at_start: float, at_end: float,
    end_bears: bool, exposed: Real, after: Real, deaths: Real, shortfall: Real,
) -> float:  # fmt: skip
    """Carry one sex of one row over an interval; return Σ rate × mothers at both ends (0 for men)."""
    last = len(people) - 1
    for age in range(last + 1):
        moved = people[age] + net[age] * at_start
        exposed[age] = max(moved, 0.0)
        shortfall[age] = max(-moved, 0.0)
    born = exposed[0] * fertility[0]
    for age in range(1, last + 1):
        kept = exposed[age - 1] * survival[age]
        deaths[age] = exposed[age - 1] - kept
        if age == last:
            old = exposed[last] * survival[last + 1]
            deaths[last + 1] = exposed[last] - old
            kept += old
        settled = kept + net[age] * at_end
        after[age] = max(settled, 0.0)
        shortfall[age] += max(-settled, 0.0)
        born += fertility[age] * (exposed[age] + (after[age] if end_bears else kept))
    return born if sex == 0 else 0.0


@compiled
def simulate(
    launch: Real, survival: Real, dying: Real, births_per_woman: Real, net: Real, patterns: Real,
    girls: Real, mortality: Real, fertility: Real, flow: Real, moves: Real, at_start: float, at_end: float,
    end_bears: bool, runs: Rows, pairs: Rows, weights: Real, window: tuple[int, int], add: bool,
    offset: int, out: Real,
) -> None:  # fmt: skip
    """Run the draws of one row and put what was asked for into `out` [value, time in window, draw].

    launch [sex, age, draw or 1]; survival and dying (1 − survival) [time, sex, age+1]; births_per_woman
    [time, age] for women counted at one end; net [time, sex, age]; patterns [pattern, sex, age]; girls [time];
    mortality [time, draw], the factor on dying less 1; fertility and flow [time, draw], factors; moves
    [pattern, time, draw]; runs [run, 3] sex, first age, last age + 1; pairs [pair, 2] value, run, with
    weights [pair]; window (first, stop) of the times 0 … T. The last three values are births, deaths, cut.
    Draws are a multiple of LANES; those of this call begin at `offset` in `out`.
    """
    ages = launch.shape[1]
    people = np.empty(2 * ages * LANES, out.dtype)
    lines = np.zeros(MOVES + np.uintp(len(patterns)) * WIDE, out.dtype)
    summed = np.empty(len(runs) * LANES, out.dtype)
    for begin in range(0, mortality.shape[1], LANES):
        board(launch, begin, people)
        for time in range(window[1]):
            shown = time - window[0]
            if shown >= 0:
                record(people, ages, runs, pairs, weights, summed, add, out[:, shown], offset + begin)
            if time == len(survival):
                break
            draw(mortality[time], fertility[time], flow[time], moves[:, time], begin, lines)
            carry(
                people, ages, survival[time], dying[time], births_per_woman[time], net[time], patterns, girls[time],
                at_start, at_end, end_bears, lines,
            )  # fmt: skip
            if shown >= 0:
                record_flows(lines, add, out[len(out) - 3 :, shown], offset + begin)


@compiled
def board(launch: Real, begin: int, people: Real) -> None:
    """Copy the launch of a block of draws into people [(sex, age, lane)]."""
    ages = launch.shape[1]
    for sex in range(2):
        for age in range(ages):
            first = (sex * ages + age) * LANES
            for lane in range(LANES):
                people[first + lane] = launch[sex, age, begin + lane if launch.shape[2] > 1 else 0]


@compiled
def draw(mortality: Real, fertility: Real, flow: Real, moves: Real, begin: int, lines: Real) -> None:
    """Lay the factors of a block of draws beside its other lines; begin the sums of an interval at 0."""
    first = np.uintp(begin)
    for lane in range(WIDE):
        lines[MORTALITY + lane] = mortality[first + lane]
        lines[FERTILITY + lane] = fertility[first + lane]
        lines[FLOW + lane] = flow[first + lane]
        lines[BORN + lane] = 0
        lines[DIED + lane] = 0
        lines[CUT + lane] = 0
    for pattern in range(len(moves)):
        line = MOVES + np.uintp(pattern) * WIDE
        for lane in range(WIDE):
            lines[line + lane] = moves[pattern, first + lane]


@compiled
def carry(
    people: Real, ages: int, survival: Real, dying: Real, rates: Real, net: Real, patterns: Real, girls: float,
    at_start: float, at_end: float, end_bears: bool, lines: Real,
) -> None:  # fmt: skip
    """Carry both sexes of a block of draws over an interval."""
    for sex in range(2):
        mothers = rates if sex == 0 else rates[:0]
        sweep(
            people, sex * ages, survival[sex], dying[sex], mothers, net[sex], patterns[:, sex],
            at_start, at_end, end_bears, lines,
        )  # fmt: skip
        copy(UPPER, BOYS if sex else GIRLS, lines)
    for lane in range(WIDE):
        lines[BORN + lane] *= lines[FERTILITY + lane]
    one = people.dtype.type(1)
    for sex in range(2):
        share = one - girls if sex else girls
        arrivals = BOYS if sex else GIRLS
        here = sex * ages * LANES
        deliver(people, here, survival[sex, 0], dying[sex, 0], share, arrivals, at_end, lines)


@compiled
def sweep(
    people: Real, base: int, survival: Real, dying: Real, rates: Real, net: Real, patterns: Real,
    at_start: float, at_end: float, end_bears: bool, lines: Real,
) -> None:  # fmt: skip
    """Carry one sex, from cell `base` on, over an interval in place; age 0 is left for `deliver`.

    From the oldest down, so that each age is read before it's written. Leaves the migrants of age 0 in line
    UPPER and adds to the lines BORN (mothers × rate), DIED and CUT. Men have no rates [0].
    """
    last = len(net) - 1
    migrants(net[last], patterns[:, last], UPPER, lines)
    stay(people, (base + last) * LANES, survival[last + 1], dying[last + 1], at_start, lines)
    for age in range(last, 0, -1):
        migrants(net[age - 1], patterns[:, age - 1], LOWER, lines)
        here = (base + age) * LANES
        if len(rates) and rates[age] > 0:
            bears = rates[age]
            cohort(people, here, survival[age], dying[age], at_start, at_end, bears, True, end_bears, lines)
        else:
            nobody = people.dtype.type(0)
            cohort(people, here, survival[age], dying[age], at_start, at_end, nobody, False, end_bears, lines)
        if age == last:
            for lane in range(WIDE):
                lines[JOINING + lane] = 0
    if len(rates) and rates[0] > 0:
        for lane in range(WIDE):
            lines[BORN + lane] += rates[0] * lines[EXPOSED + lane]


@compiled
def stay(people: Real, here: int, survival: float, dying: float, at_start: float, lines: Real) -> None:
    """Expose the open group in cell `here`; put those who stay in it into line JOINING."""
    zero = people.dtype.type(0)
    cell = np.uintp(here)
    for lane in range(WIDE):
        moved = people[cell + lane] + lines[UPPER + lane] * at_start
        lines[CUT + lane] += max(-moved, zero)
        moved = max(moved, zero)
        kept = moved * max(survival - dying * lines[MORTALITY + lane], zero)
        lines[EXPOSED + lane] = moved
        lines[DIED + lane] += moved - kept
        lines[JOINING + lane] = kept


@compiled
def cohort(
    people: Real, here: int, survival: float, dying: float, at_start: float, at_end: float, rate: float,
    fertile: bool, end_bears: bool, lines: Real,
) -> None:  # fmt: skip
    """Age one group into the cell that begins at `here`; all that is read or written lies in two arrays.

    Few arrays let the compiler prove in one comparison that lanes are independent.
    """
    zero = people.dtype.type(0)
    high = np.uintp(here)
    low = high - WIDE
    for lane in range(WIDE):
        moved = people[low + lane] + lines[LOWER + lane] * at_start
        cut = max(-moved, zero)
        moved = max(moved, zero)
        kept = moved * max(survival - dying * lines[MORTALITY + lane], zero)
        lines[DIED + lane] += moved - kept
        kept += lines[JOINING + lane]
        settled = kept + lines[UPPER + lane] * at_end
        lines[CUT + lane] += cut + max(-settled, zero)
        settled = max(settled, zero)
        people[high + lane] = settled
        if fertile:
            lines[BORN + lane] += rate * (lines[EXPOSED + lane] + (settled if end_bears else kept))
        lines[EXPOSED + lane] = moved
        lines[UPPER + lane] = lines[LOWER + lane]


@compiled
def migrants(net: float, patterns: Real, line: np.uintp, lines: Real) -> None:
    """Put the net migrants of one sex and age into a line."""
    for lane in range(WIDE):
        lines[line + lane] = net * lines[FLOW + lane]
    for pattern in range(len(patterns)):
        shock = MOVES + np.uintp(pattern) * WIDE
        for lane in range(WIDE):
            lines[line + lane] += lines[shock + lane] * patterns[pattern]


@compiled
def copy(source: np.uintp, target: np.uintp, lines: Real) -> None:
    """Copy one line onto another."""
    for lane in range(WIDE):
        lines[target + lane] = lines[source + lane]


@compiled
def deliver(
    people: Real, here: int, survival: float, dying: float, share: float, arrivals: np.uintp, at_end: float,
    lines: Real,
) -> None:  # fmt: skip
    """Put the newborn of one sex, a share of all, into the cell that begins at `here`."""
    zero = people.dtype.type(0)
    cell = np.uintp(here)
    for lane in range(WIDE):
        babies = lines[BORN + lane] * share
        kept = babies * max(survival - dying * lines[MORTALITY + lane], zero)
        infants = kept + lines[arrivals + lane] * at_end
        lines[DIED + lane] += babies - kept
        lines[CUT + lane] += max(-infants, zero)
        people[cell + lane] = max(infants, zero)


@compiled
def record(
    people: Real, ages: int, runs: Rows, pairs: Rows, weights: Real, summed: Real, add: bool, out: Real,
    offset: int,
) -> None:  # fmt: skip
    """Sum runs of ages and put each value, a weighted sum of runs, into out[value, offset …]."""
    for run in range(len(runs)):
        sex, first, stop = runs[run]
        if stop - first > 1:
            gather(people, np.uintp((sex * ages + first) * LANES), stop - first, summed, np.uintp(run) * WIDE)
    begun = -1
    for pair in range(len(pairs)):
        value, run = pairs[pair]
        keep = add or value == begun
        begun = value
        sex, first, stop = runs[run]
        if stop - first > 1:
            weigh(summed, np.uintp(run) * WIDE, weights[pair], keep, out[value], np.uintp(offset))
        else:
            cell = np.uintp((sex * ages + first) * LANES)
            weigh(people, cell, weights[pair], keep, out[value], np.uintp(offset))


@compiled
def gather(people: Real, cell: np.uintp, count: int, summed: Real, into: np.uintp) -> None:
    """Sum neighbouring ages, the first of them at `cell`, into a line."""
    for lane in range(WIDE):
        summed[into + lane] = people[cell + lane]
    for age in range(1, count):
        here = cell + np.uintp(age) * WIDE
        for lane in range(WIDE):
            summed[into + lane] += people[here + lane]


@compiled
def weigh(source: Real, first: np.uintp, weight: float, keep: bool, out: Real, offset: np.uintp) -> None:
    """Put a weighted line of `source` into out[offset …], on top of what is there if `keep`."""
    if keep:
        for lane in range(WIDE):
            out[offset + lane] += weight * source[first + lane]
    else:
        for lane in range(WIDE):
            out[offset + lane] = weight * source[first + lane]


@compiled
def record_flows(lines: Real, add: bool, out: Real, offset: int) -> None:
    """Put births, deaths and what was cut into out[0 … 2, offset …]."""
    for value in range(3):
        first = BORN + np.uintp(value) * WIDE
        weigh(lines, first, lines.dtype.type(1), add, out[value], np.uintp(offset))
