"""Brass's relational logit model: one life table as a straight line of another."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from difang.methods.checks import Floats, numbers, refuse, together


class Relation(NamedTuple):
    """Level and slope on the logit scale, each [...]; (0, 1) is the standard itself."""

    alpha: Floats
    beta: Floats


def brass_fit(lx: ArrayLike, standard: ArrayLike, *, weights: ArrayLike | None = None) -> Relation:
    """Fit the level and slope that turn the standard's survivors into those observed.

    Parameters
    ----------
    lx : [..., age] share surviving to each age, 0 … 1 (survivors of a radix of 1).
    standard : [age] or [..., age] the standard's, of the same ages.
    weights : [age] or [..., age], ≥ 0; default 1. Ages where a share is 0 or 1 have no logit and don't count.

    Returns
    -------
    Relation, by weighted least squares of Y(x) = α + β Ys(x), Y = ½ ln((1 − l) / l). A small place supports α
    alone at best: shrink its rates instead.

    Raises
    ------
    ValueError
        For a share outside 0 … 1, a negative weight, shapes that don't broadcast, or fewer than two ages that
        differ in the standard.

    Source: Brass (1971), "On the scale of mortality"; United Nations (1983), Manual X, ch. I.
    """
    survivors, base = _shares("lx", lx), _shares("standard", standard)
    given = np.ones(1) if weights is None else numbers("weights", weights, "weights must be ≥ 0", low=0)
    together(lx=survivors, standard=base, weights=given)
    survivors, base, weight = np.broadcast_arrays(survivors, base, given)
    inside = (survivors > 0) & (survivors < 1) & (base > 0) & (base < 1)
    weight = np.where(inside, weight, 0.0)
    y, x = (_logit(np.where(inside, share, 0.5)) for share in (survivors, base))
    total = weight.sum(axis=-1, keepdims=True)
    x_mean, y_mean = (
        (weight * z).sum(axis=-1, keepdims=True) / np.where(total > 0, total, 1) for z in (x, y)
    )
    spread = (weight * (x - x_mean) ** 2).sum(axis=-1)
    # Rounding leaves a trace of spread where all ages are the same.
    refuse(
        "standard",
        spread,
        spread <= 1e-12 * total[..., 0],
        "the spread of its logits must be above 0: two ages with weight",
    )
    beta = (weight * (x - x_mean) * (y - y_mean)).sum(axis=-1) / spread
    return Relation(y_mean[..., 0] - beta * x_mean[..., 0], beta)


def brass_apply(standard: ArrayLike, alpha: ArrayLike, beta: ArrayLike = 1.0) -> Floats:
    """Return the survivors [..., age] that a level and a slope make of the standard's.

    Parameters
    ----------
    standard : [..., age] share surviving to each age, 0 … 1.
    alpha, beta : [...] finite, β ≥ 0; they broadcast with the places of the standard.

    Returns
    -------
    [..., age] shares; 0 and 1 of the standard stay 0 and 1. A rising α is heavier mortality; a falling β moves
    deaths from old to young.

    Raises
    ------
    ValueError
        For a share outside 0 … 1, α not finite, β negative.

    Source: Brass (1971), "On the scale of mortality".
    """
    base = _shares("standard", standard)
    level = numbers("alpha", alpha, "must be finite", scalar=True)
    slope = numbers("beta", beta, "must be finite and ≥ 0", low=0, scalar=True)
    together(standard=base[..., 0], alpha=level, beta=slope)
    inside = (base > 0) & (base < 1)
    line = level[..., None] + slope[..., None] * _logit(np.where(inside, base, 0.5))
    fitted: Floats = np.where(inside, 1 / (1 + np.exp(2 * line)), base)
    return fitted


def _shares(name: str, values: ArrayLike) -> Floats:
    return numbers(name, values, "shares surviving must lie in 0 … 1", low=0, high=1)


def _logit(share: Floats) -> Floats:
    result: Floats = np.log((1 - share) / share) / 2
    return result
