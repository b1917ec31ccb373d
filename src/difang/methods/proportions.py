"""Shares of counts with exact intervals, and ratios to a reference share."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class Interval(NamedTuple):
    """Lower and upper limits, each of the shape of the counts."""

    low: Floats
    high: Floats


def clopper_pearson(count: ArrayLike, total: ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the exact interval of a binomial share.

    Parameters
    ----------
    count, total : arrays that broadcast; whole numbers, 0 ≤ count ≤ total, total ≥ 1.
    confidence : two-sided, between 0 and 1; for m comparisons at once pass 1 − 0.05 / m (Bonferroni).

    Returns
    -------
    Interval of shares in [0, 1], conservative: covers with at least the given confidence.

    Raises
    ------
    ValueError
        Naming the argument and the rule it breaks.

    Source: Clopper and Pearson (1934), Biometrika 26(4), 404–413.
    """
    from scipy import stats

    k, n = np.broadcast_arrays(np.asarray(count, dtype=np.float64), np.asarray(total, dtype=np.float64))
    if not 0 < confidence < 1:
        raise ValueError(f"confidence: {confidence}; must lie between 0 and 1")
    wrong = ~((k >= 0) & (k <= n) & (n >= 1))
    if wrong.any():
        first = tuple(int(index) for index in np.argwhere(wrong)[0])
        raise ValueError(f"count: cell {first} is {k[first]} of {n[first]}; must be 0 ≤ count ≤ total, ≥ 1")
    tail = (1 - confidence) / 2
    # Beyond the ends the beta quantile is undefined; the limit there is 0 or 1 by definition.
    low = np.where(k > 0, stats.beta.ppf(tail, np.maximum(k, 1), n - k + 1), 0.0)
    high = np.where(k < n, stats.beta.ppf(1 - tail, k + 1, np.maximum(n - k, 1)), 1.0)
    return Interval(low, high)
