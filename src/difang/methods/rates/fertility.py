"""Births by age of mother from three numbers: how many, at what mean age, how spread."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from difang.methods.checks import Floats, numbers, refuse, together

CHILDBEARING_YEARS = (15.0, 50.0)


def fertility_schedule(
    tfr: ArrayLike,
    mean_age: ArrayLike,
    sd: ArrayLike = 5.0,
    *,
    ages: Sequence[int] | None = None,
    width: int = 1,
    span: tuple[float, float] = CHILDBEARING_YEARS,
) -> Floats:
    """Return births per woman-year by age: a beta curve with the given total, mean and spread.

    Parameters
    ----------
    tfr : [...] children per woman, ≥ 0.
    mean_age : [...] mean exact age at birth in years, inside `span` (groups of whole years have their middle there).
    sd : [...] standard deviation of that age in years; small enough that the curve has one peak inside the span.
    ages : starts of the groups of `width` years. Default all groups from 0 to 100, as `cohorts.project` takes them.
    width : years of each group.
    span : first and last exact age of childbearing.

    Returns
    -------
    [..., age], each the mean of the curve over the group, so width × sum = tfr where the groups cover the span.

    Raises
    ------
    ValueError
        For a negative total, a mean outside the span, a spread too wide for one peak, shapes that don't broadcast.

    Source: Hoem et al. (1981), "Experiments in modelling recent Danish fertility curves", Demography 18(2).
    """
    from scipy import special

    total = numbers("tfr", tfr, "must be ≥ 0", low=0, scalar=True)
    mean = numbers("mean_age", mean_age, "must be finite", scalar=True)
    spread = numbers("sd", sd, "must be finite and ≥ 0", low=0, scalar=True)
    together(tfr=total, mean_age=mean, sd=spread)
    first, last = span
    if not (first < last and width > 0):
        raise ValueError(f"span: {span} in groups of {width}; must rise, with groups of at least a year")
    starts = np.arange(0, 101, width) if ages is None else np.asarray(ages)
    mean, spread = np.broadcast_arrays(mean, spread)
    p, q = _beta_shape(mean, spread, first, last)
    edges = np.stack([starts, starts + width], axis=-1)
    reached = special.betainc(
        p[..., None, None], q[..., None, None], np.clip((edges - first) / (last - first), 0, 1)
    )
    rates: Floats = total[..., None] * (reached[..., 1] - reached[..., 0]) / width
    return rates


def _beta_shape(mean: Floats, sd: Floats, first: float, last: float) -> tuple[Floats, Floats]:
    """Return the two shape numbers of the beta curve on [first, last] by its moments."""
    refuse(
        "mean_age", mean, (mean <= first) | (mean >= last), f"must lie inside the span {first:g} … {last:g}"
    )
    refuse("sd", sd, sd == 0, "must be above 0")
    place = (mean - first) / (last - first)
    size = place * (1 - place) / (sd / (last - first)) ** 2 - 1
    p, q = place * size, (1 - place) * size
    refuse("sd", sd, (p <= 1) | (q <= 1), "too wide; the curve must have one peak inside the span")
    return p, q
