"""Rogers and Castro's model: who moves at what age."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from difang.methods.checks import Floats, numbers, refuse


class RogersCastro(NamedTuple):
    """Parameters of the schedule; the defaults are Rogers and Castro's basic standard.

    M(x) = a1·exp(−α1 x)                                      childhood
         + a2·exp(−α2 (x − μ2) − exp(−λ2 (x − μ2)))           work (so far with c, 7 parameters)
         + a3·exp(−α3 (x − μ3) − exp(−λ3 (x − μ3)))           retirement (11)
         + a4·exp(λ4 x)                                       old age (13)
         + c
    """

    a1: float = 0.02
    alpha1: float = 0.10
    a2: float = 0.06
    alpha2: float = 0.10
    mu2: float = 20.0
    lambda2: float = 0.40
    c: float = 0.003
    a3: float = 0.0
    alpha3: float = 0.0
    mu3: float = 0.0
    lambda3: float = 0.0
    a4: float = 0.0
    lambda4: float = 0.0


class RogersCastroFit(NamedTuple):
    """Fitted parameters, the schedule [age] they give and the share of the variance explained."""

    parameters: RogersCastro
    rates: Floats
    explained: float


STANDARD = RogersCastro()

# Bounds within which the curve keeps the shape its parts are named for; levels are shares of the sum of the rates.
LOWEST = RogersCastro(0, 0, 0, 0.005, 10, 0.05, 0, 0, 0.01, 50, 0.05, 0, 0.001)
HIGHEST = RogersCastro(1, 2, 5, 1, 45, 2, 1, 5, 2, 85, 2, 1, 0.2)
PEAKS_TRIED_YEARS = (18.0, 22.0, 27.0, 33.0)
START_LATE = {"a3": 0.02, "alpha3": 0.2, "mu3": 65.0, "lambda3": 0.3, "a4": 1e-4, "lambda4": 0.02}


def rogers_castro(
    ages: ArrayLike, parameters: RogersCastro = STANDARD, *, total: float | None = None
) -> Floats:
    """Return migration rates by age.

    Parameters
    ----------
    ages : [age] years, ≥ 0 (0, 1, … as in the model's own tables, or mid-ages if the parameters were fitted to them).
    parameters : a part whose level is 0 is left out.
    total : when given, the rates are scaled to this sum (1 turns them into shares of all migrants).

    Returns
    -------
    [age] rates, ≥ 0 for levels ≥ 0.

    Raises
    ------
    ValueError
        For an age that is negative or not finite, a total that isn't finite and ≥ 0, or parameters that give a negative
        rate or none above 0 to scale.

    Source: Rogers and Castro (1981), *Model Migration Schedules*, IIASA RR-81-30.
    """
    x = numbers("ages", ages, "ages must be ≥ 0", low=0)
    rates = _curve(x, parameters)
    refuse("parameters", rates, ~((rates >= 0) & np.isfinite(rates)), "every rate must be finite and ≥ 0")
    if total is None:
        return rates
    if not (0 <= total < np.inf and rates.sum() > 0):
        raise ValueError(f"total: {total}; must be finite and ≥ 0, with a rate above 0 to scale")
    scaled: Floats = rates * (total / rates.sum())
    return scaled


def rogers_castro_fit(
    rates: ArrayLike, ages: ArrayLike | None = None, *, parameters: int = 7, weights: ArrayLike | None = None
) -> RogersCastroFit:
    """Fit the schedule to observed rates of out- or in-migration by least squares.

    Parameters
    ----------
    rates : [age] ≥ 0, at least one above 0 and no fewer ages than parameters. Net rates change sign: fit both
        directions apart.
    ages : [age] years; default 0, 1, 2, …
    parameters : 7, 11 (a retirement peak) or 13 (also a rise in old age). Take more only where a peak can be seen:
        without one its place is arbitrary.
    weights : [age] ≥ 0 of the squared errors; default 1 (person-years give what a count model would).

    Returns
    -------
    RogersCastroFit, the best of several starts; the same input gives the same answer.

    Raises
    ------
    ValueError
        For a negative or not finite cell, rates that are all 0, too few ages, a number of parameters that isn't known.

    Source: Rogers and Castro (1981), IIASA RR-81-30; Rogers, Castro and Lea (2005) on fitting it.
    """
    observed = numbers("rates", rates, "rates must be ≥ 0; fit in- and out-migration apart", low=0)
    if parameters not in (7, 11, 13):
        raise ValueError(f"parameters: {parameters}; must be 7, 11 or 13")
    if observed.ndim != 1 or len(observed) < parameters or not observed.sum() > 0:
        raise ValueError(
            f"rates: shape {observed.shape}; must be [age], {parameters} at least, one of them above 0"
        )
    x = (
        np.arange(len(observed), dtype=np.float64)
        if ages is None
        else numbers("ages", ages, "must be ≥ 0", low=0)
    )
    weight = np.ones(1) if weights is None else numbers("weights", weights, "must be ≥ 0", low=0)
    for name, array in (("ages", x), ("weights", weight)):
        if array.shape not in (observed.shape, (1,)):
            raise ValueError(f"{name}: shape {array.shape}; must be that of rates, {observed.shape}")
    level = float(observed.sum())
    best = _scaled(_best(observed / level, x, np.sqrt(weight), parameters), level)
    fitted = _curve(x, best)
    spread = float(
        (weight * (observed - np.average(observed, weights=np.broadcast_to(weight, x.shape))) ** 2).sum()
    )
    missed = float((weight * (observed - fitted) ** 2).sum())
    return RogersCastroFit(best, fitted, 1 - missed / spread if spread > 0 else float(missed == 0))


def _curve(x: Floats, p: RogersCastro) -> Floats:
    curve = p.a1 * np.exp(-p.alpha1 * x) + p.c
    for level, fall, peak, rise in ((p.a2, p.alpha2, p.mu2, p.lambda2), (p.a3, p.alpha3, p.mu3, p.lambda3)):
        if level:
            # The inner exponent is bounded: beyond it the part is 0 and would only overflow on its way there.
            curve = curve + level * np.exp(-fall * (x - peak) - np.exp(np.minimum(-rise * (x - peak), 700)))
    return curve + p.a4 * np.exp(p.lambda4 * x) if p.a4 else curve


def _best(shares: Floats, x: Floats, root_weight: Floats, size: int) -> RogersCastro:
    """Return the parameters that fit shares best, over starts that differ in the place of the work peak."""
    from scipy import optimize

    late = dict(list(START_LATE.items())[: size - 7])
    bounds = (np.array(LOWEST[:size]), np.array(HIGHEST[:size]))

    def error(values: Floats) -> Floats:
        return root_weight * (_curve(x, RogersCastro(*values)) - shares)

    fits = []
    for peak in PEAKS_TRIED_YEARS:
        start = STANDARD._replace(mu2=peak, **late)
        fits.append(
            optimize.least_squares(error, start[:size], bounds=bounds, x_scale=np.maximum(start[:size], 1e-3))
        )
    return RogersCastro(*(float(value) for value in min(fits, key=lambda fit: float(fit.cost)).x))


def _scaled(p: RogersCastro, level: float) -> RogersCastro:
    return p._replace(a1=p.a1 * level, a2=p.a2 * level, a3=p.a3 * level, a4=p.a4 * level, c=p.c * level)
