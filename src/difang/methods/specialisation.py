"""What a place has more of than its reference area: location quotients and shift-share."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


class ShiftShare(NamedTuple):
    """Three parts of a change, each [..., sector]; their sum is e1 − e0."""

    national: Floats
    mix: Floats
    competitive: Floats


def location_quotient(e: ArrayLike, reference: ArrayLike) -> Floats:
    """Return the share of each sector in a place over its share in the reference area.

    Parameters
    ----------
    e : [..., sector] counts (jobs, firms, people), ≥ 0.
    reference : [sector] counts of the reference area, ≥ 0.

    Returns
    -------
    [..., sector]; 1 = as in the reference. A sector absent from the reference is 0; a place without any
    count is 0 throughout.

    Raises
    ------
    ValueError
        Naming the argument and the first cell that is negative or not finite, or a shape that does not fit.

    Source: Isard (1960), *Methods of Regional Analysis*, ch. 7.
    """
    local = _counts("e", e)
    whole = _counts("reference", reference)
    if whole.ndim != 1 or local.shape[-1:] != whole.shape:
        raise ValueError(f"reference: shape {whole.shape}; must be [sector] = ({local.shape[-1]},)")
    if whole.sum() == 0:
        raise ValueError("reference: all counts are 0; shares need at least one above 0")
    shares = _divide(local, local.sum(axis=-1, keepdims=True))
    return _divide(shares, np.broadcast_to(whole / whole.sum(), shares.shape))


def shift_share(e0: ArrayLike, e1: ArrayLike, r0: ArrayLike, r1: ArrayLike) -> ShiftShare:
    """Split the change of each sector into national growth, industry mix and competitive shift.

    Parameters
    ----------
    e0, e1 : [..., sector] counts of the place at the start and the end, ≥ 0.
    r0, r1 : [sector] counts of the reference area at the same dates; every r0 above 0.

    Raises
    ------
    ValueError
        Naming the argument and the first cell that breaks a rule.

    Source: Dunn (1960), "A statistical and analytical technique for regional analysis"; base-year weights.
    """
    start, end = _counts("e0", e0), _counts("e1", e1)
    before, after = _counts("r0", r0), _counts("r1", r1)
    if start.shape != end.shape:
        raise ValueError(f"e1: shape {end.shape}; must equal that of e0, {start.shape}")
    if before.shape != after.shape or before.shape != start.shape[-1:]:
        raise ValueError(f"r1: shape {after.shape}; r0 and r1 must be [sector] = {start.shape[-1:]}")
    if (before == 0).any():
        raise ValueError(f"r0: cell {_first(before == 0)} is 0; growth needs a start above 0")
    total = after.sum() / before.sum() - 1
    sector = after / before - 1
    return ShiftShare(start * total, start * (sector - total), end - start - start * sector)


def _counts(name: str, values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 0:
        raise ValueError(f"{name}: a single number; must have a sector axis")
    wrong = ~np.isfinite(array) | (array < 0)
    if wrong.any():
        place = _first(wrong)
        raise ValueError(f"{name}: cell {place} is {array[place]}; counts must be finite and ≥ 0")
    return array


def _first(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(index) for index in np.argwhere(mask)[0])


def _divide(upper: Floats, lower: Floats) -> Floats:
    result: Floats = np.divide(upper, lower, out=np.zeros(upper.shape), where=lower > 0)
    return result
