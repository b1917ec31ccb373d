"""Lee and Carter's model: the logs of death rates fall along one line in time, each age at its own pace."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, axis, numbers, refuse, share

NEWTON_ROUNDS = 50


class LeeCarter(NamedTuple):
    """log m(t, x) = a(x) + b(x) k(t); a and b are [age], k and years [time], Σb = 1.

    `fitted` and `observed` are [time, age] rates; `explained` is the share of the variance of the logs.
    """

    a: Floats
    b: Floats
    k: Floats
    years: Floats
    fitted: Floats
    observed: Floats
    explained: float


class LeeCarterForecast(NamedTuple):
    """Rates and their interval, each [step, age]; k and its variance are [step]."""

    rates: Floats
    low: Floats
    high: Floats
    k: Floats
    variance: Floats
    drift: float
    drift_variance: float
    innovation_variance: float


def lee_carter_fit(
    mx: ArrayLike, years: ArrayLike | None = None, *, exposure: ArrayLike | None = None
) -> LeeCarter:
    """Fit the model by singular value decomposition.

    Parameters
    ----------
    mx : [time, age] deaths per person-year, all above 0, at least two dates. A township has ages without a death:
        fit at the nation or a county and scale by a shrunk ratio (`shrink`).
    years : [time] rising dates of the rows in years; default 0, 1, 2, … They need not be equally far apart.
    exposure : [time, age] person-years. When given, k is set anew for each date so that the deaths of the model
        add up to those observed, Σ E·exp(a + b k) = Σ E·m, as Lee and Carter did; a is not recentred.

    Returns
    -------
    LeeCarter, with Σb = 1 and, without exposure, Σk = 0.

    Raises
    ------
    ValueError
        For a rate that is 0, negative or not finite, dates that don't rise, rates that do not change in time, or
        deaths no k can reach.

    Source: Lee and Carter (1992), JASA 87(419), 659–671.
    """
    rates = numbers("mx", mx, "must be above 0; fit at a larger area", low=np.nextafter(0, 1))
    if rates.ndim != 2 or rates.shape[0] < 2:
        raise ValueError(f"mx: shape {rates.shape}; must be [time, age] with two dates at least")
    dates = _dates(years, rates.shape[0])
    logs = np.log(rates)
    a = logs.mean(axis=0)
    left, size, right = np.linalg.svd(logs - a, full_matrices=False)
    total = right[0].sum()
    if size[0] <= 1e-12 or abs(total) <= 1e-12:
        raise ValueError("mx: the rates show no common change in time; there is nothing to fit")
    b, k = right[0] / total, left[:, 0] * size[0] * total
    if exposure is not None:
        k = _match_deaths(a, b, k, rates, numbers("exposure", exposure, "must be ≥ 0", low=0))
    explained = float(size[0] ** 2 / (size**2).sum())
    return LeeCarter(a, b, k, dates, np.exp(a + np.outer(k, b)), rates, explained)


def lee_carter_forecast(
    fit: LeeCarter, steps: int, *, jump: Literal["observed", "fitted"] = "observed", confidence: float = 0.8
) -> LeeCarterForecast:
    """Carry the model on, one year a step: k is a random walk with drift.

    Parameters
    ----------
    fit : at least three dates, two for the drift and one for its error.
    steps : years ahead, ≥ 1.
    jump : what the forecast starts from: the last observed rates (no jump at launch) or the model's.
    confidence : of the interval, for the uncertainty of k alone (innovations and drift); that of a and b, small after
        some years, is not in it.

    Returns
    -------
    LeeCarterForecast. After h years the variance of k is h·σ² + h²·σ²/T, with T the years between the first and the
    last date.

    Raises
    ------
    ValueError
        For fewer than three dates, steps < 1, confidence outside 0 … 1, an unknown jump.

    Source: Lee and Carter (1992), sections 4–5; Li, Lee and Tuljapurkar (2004) for dates at unequal distances.
    """
    from scipy import special

    if steps < 1:
        raise ValueError(f"steps: {steps}; must be at least 1")
    if jump not in ("observed", "fitted"):
        raise ValueError(f"jump: {jump!r}; must be 'observed' or 'fitted'")
    drift, innovation = _drift(fit)
    length = float(fit.years[-1] - fit.years[0])
    ahead = np.arange(1, steps + 1, dtype=np.float64)
    variance = ahead * innovation + ahead**2 * innovation / length
    start = np.log(fit.observed[-1] if jump == "observed" else fit.fitted[-1])
    centre = start + np.outer(ahead * drift, fit.b)
    reach = special.ndtri(0.5 + share("confidence", confidence) / 2) * np.sqrt(np.outer(variance, fit.b**2))
    bands = (np.exp(centre), np.exp(centre - reach), np.exp(centre + reach))
    return LeeCarterForecast(
        *bands, fit.k[-1] + ahead * drift, variance, drift, innovation / length, innovation
    )


def _dates(years: ArrayLike | None, size: int) -> Floats:
    if years is None:
        return np.arange(size, dtype=np.float64)
    dates = numbers("years", years, "must be finite")
    axis("years", dates, size, "[time]")
    falling = np.concatenate([[False], np.diff(dates) <= 0])
    refuse("years", dates, falling, "dates must rise")
    return dates


def _drift(fit: LeeCarter) -> tuple[float, float]:
    """Return the yearly drift of k and the variance of its yearly innovations."""
    if len(fit.k) < 3:
        raise ValueError(f"fit: {len(fit.k)} dates; the error of the drift needs three")
    gaps, moves = np.diff(fit.years), np.diff(fit.k)
    drift = moves.sum() / gaps.sum()
    return float(drift), float(((moves - drift * gaps) ** 2 / gaps).sum() / (len(moves) - 1))


def _match_deaths(a: Floats, b: Floats, k: Floats, rates: Floats, exposure: Floats) -> Floats:
    """Return k such that expected deaths equal those observed at each date, by safeguarded Newton steps."""
    if exposure.shape != rates.shape:
        raise ValueError(f"exposure: shape {exposure.shape}; must equal that of mx, {rates.shape}")
    deaths = (rates * exposure).sum(axis=1)
    refuse("exposure", deaths, deaths <= 0, "every date needs deaths")
    k = k.copy()
    for _ in range(NEWTON_ROUNDS):
        expected = exposure * np.exp(a + np.outer(k, b))
        gap = np.log(deaths / expected.sum(axis=1))
        if bool((np.abs(gap) <= 1e-12).all()):
            return k
        slope = (expected @ b) / expected.sum(axis=1)
        k += np.clip(_over(gap, slope), -50, 50)
    refuse("exposure", deaths, _off(gap), "no k reaches the deaths of this date; leave the exposure out")
    return k


def _over(gap: Floats, slope: Floats) -> Floats:
    return np.divide(gap, slope, out=np.zeros_like(gap), where=slope != 0)


def _off(gap: Floats) -> NDArray[np.bool_]:
    return ~(np.abs(gap) <= 1e-8)
