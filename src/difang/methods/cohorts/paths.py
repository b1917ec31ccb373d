"""One path: the population by age and sex, its births and deaths, interval by interval."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from difang.methods.checks import Floats, refuse
from difang.methods.cohorts.compiled import chosen, loops
from difang.methods.cohorts.inputs import Inputs, checked
from difang.methods.cohorts.steps import Rates, step
from difang.methods.cohorts.work import cut_into, in_order, processors

CUT_TOLERANCE = 1e-9


class Projection(NamedTuple):
    """A path: population [..., time+1, sex, age] and, for each interval, what changed it.

    births [..., time, sex]; deaths [..., time, sex, age+1] on the axis of `survival`; shortfall
    [..., time, sex, age], the persons that emigration asked for and no one was left to be.
    """

    population: Floats
    births: Floats
    deaths: Floats
    shortfall: Floats


def project(
    population: ArrayLike,
    survival: ArrayLike,
    fertility: ArrayLike,
    migration: ArrayLike | None = None,
    *,
    srb: ArrayLike = 1.05,
    migration_timing: str = "even",
    interval: int = 1,
    strict: bool = False,
    backend: str | None = None,
    workers: int | None = None,
) -> Projection:
    """Project a population by age and sex with the cohort-component method.

    Leading dimensions broadcast: one call serves one place or all of them.

    Parameters
    ----------
    population : [..., sex, age] persons at the start, ≥ 0; sex is female, male; the last age is open-ended.
    survival : [..., time, sex, age+1] in 0–1. With n ages, cell 0 leads from birth to age 0, cell a from group
        a−1 to a, cell n−1 from the last closed group to the open one, cell n stays within the open group. UN
        tables give one ratio for the last two: pass it twice.
    fertility : [..., time, age] births per woman-year, 0–10. Births of an interval are interval × rate × the
        mean of the women at both of its ends. The girls born in it aren't among them.
    migration : [..., time, sex, age] net migrants of the interval, by age when they move; None is nobody.
    srb : boys per girl at birth, a number or [..., time].
    migration_timing : "start" adds migrants before the interval, "end" after it (they bear no child in it),
        "even" half and half (the practice of the United Nations).
    interval : 1 or 5 years; the width of every closed age group.
    strict : raise instead of cutting where emigration would take a cell below 0.
    backend : "numpy", "numba", or None for numba where it's installed and the work is large enough to load it for
        (who projects small places a thousand times asks for it); they agree to 1e-10.
    workers : threads of the compiled path, by default one a processor; the result doesn't depend on it.

    Returns
    -------
    Projection. For every cohort, end = start + births − deaths + net migrants + shortfall. Where emigration
    would take a cell below 0, at the start or at the end of an interval, it's set to 0 and `shortfall` of that
    interval, sex and age holds what was cut, at both ends together. The part cut at the start is
    max(0, −population − share × migration), with a share of 1, ½ or 0 for "start", "even", "end".

    Raises
    ------
    ValueError
        Naming the argument and its first cell that is negative, not finite or out of range; a shape that does
        not fit; with `strict` the first cell of `migration` that takes more people than there are.

    Source: Preston, Heuveline and Guillot (2001), *Demography*, ch. 6; United Nations (1956), *Methods for
    Population Projections by Sex and Age* (Manual III).
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
    threads = processors(workers)
    path = _compiled(inputs, threads) if chosen(backend, inputs.cells) == "numba" else _stepped(inputs)
    if strict:
        net = np.broadcast_to(inputs.migration, path.shortfall.shape)
        cut = path.shortfall > CUT_TOLERANCE * (1 + np.abs(net))
        refuse("migration", net, cut, "must not take more people than there are (strict)")
    return path


def _blank(inputs: Inputs) -> Projection:
    lead, times, ages = inputs.lead, inputs.times, inputs.ages
    return Projection(
        np.empty((*lead, times + 1, 2, ages)),
        np.empty((*lead, times, 2)),
        np.empty((*lead, times, 2, ages + 1)),
        np.zeros((*lead, times, 2, ages)),
    )


def _stepped(inputs: Inputs) -> Projection:
    path = _blank(inputs)
    path.population[..., 0, :, :] = inputs.population
    per_woman = inputs.fertility * (inputs.interval / 2)
    for time in range(inputs.times):
        rates = Rates(
            inputs.survival[..., time, :, :],
            per_woman[..., time, :],
            inputs.migration[..., time, :, :],
            inputs.girls[..., time],
        )
        after = step(path.population[..., time, :, :], rates, inputs.timing)
        path.population[..., time + 1, :, :] = after.people
        path.births[..., time, :] = after.births
        path.deaths[..., time, :, :] = after.deaths
        path.shortfall[..., time, :, :] = after.cut
    return path


def _compiled(inputs: Inputs, workers: int) -> Projection:
    path = _blank(inputs)
    rows = inputs.rows
    tails = {"population": 2, "survival": 3, "fertility": 2, "migration": 3, "girls": 1}
    given = [part for name, tail in tails.items() for part in inputs.flat(name, tail)]
    out = [part.reshape(rows, *part.shape[len(inputs.lead) :]) for part in path]
    timing = inputs.timing

    def follow(part: range) -> None:
        loops().follow(
            part.start,
            part.stop,
            *given,
            inputs.interval / 2,
            timing.start,
            timing.end,
            timing.end_bears,
            *out,
        )

    for _ in in_order(follow, cut_into(rows, workers), workers):
        pass
    return path
