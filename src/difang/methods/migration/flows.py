"""Origin–destination matrices whose margins balance."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, axis, numbers, refuse, together


class Balanced(NamedTuple):
    """Fitted flows [..., origin, destination] and how near the margins they came.

    `gap` [...] is the largest absolute difference from a margin over the total; `converged` [...] says whether it is
    within the tolerance. Flows that did not converge are the best reached, not an answer.
    """

    flows: Floats
    converged: NDArray[np.bool_]
    gap: Floats
    rounds: int


def balance_flows(
    seed: ArrayLike,
    origins: ArrayLike,
    destinations: ArrayLike,
    *,
    diagonal: Literal["keep", "exclude"] = "keep",
    tolerance: float = 1e-9,
    rounds: int = 1000,
) -> Balanced:
    """Scale rows and columns in turn until the flows add up to both margins (iterative proportional fitting).

    Parameters
    ----------
    seed : [..., origin, destination] flows known or supposed, ≥ 0. A cell of 0 is impossible and stays 0.
    origins : [..., origin] total leaving each, ≥ 0.
    destinations : [..., destination] total arriving at each, ≥ 0, with the same sum.
    diagonal : "exclude" sets moves within a place to 0 (a square matrix); "keep" treats them as any flow.
    tolerance : largest gap at a margin, as a share of the total.
    rounds : at most so many.

    Returns
    -------
    Balanced. The cross-product ratios of the seed are kept, so of all tables with these margins it is the nearest
    to the seed by Kullback and Leibler's measure. Zeros can make the margins impossible together: then `converged`
    is False.

    Raises
    ------
    ValueError
        For a negative or not finite cell, margins of different sums, a margin above 0 whose whole row or column is
        impossible, a diagonal of a matrix that isn't square, shapes that don't fit.

    Source: Deming and Stephan (1940); Bishop, Fienberg and Holland (1975), *Discrete Multivariate Analysis*, ch. 3.
    """
    flows, out, into = _checked(seed, origins, destinations, diagonal)
    total = np.maximum(out.sum(axis=-1), np.finfo(np.float64).tiny)
    gap = np.full(flows.shape[:-2], np.inf)
    done = 0
    while done < rounds and bool((gap > tolerance).any()):
        flows *= _factor(out, flows.sum(axis=-1))[..., :, None]
        flows *= _factor(into, flows.sum(axis=-2))[..., None, :]
        gap = np.abs(flows.sum(axis=-1) - out).max(axis=-1) / total
        done += 1
    return Balanced(flows, gap <= tolerance, gap, done)


def _checked(
    seed: ArrayLike, origins: ArrayLike, destinations: ArrayLike, diagonal: str
) -> tuple[Floats, Floats, Floats]:
    flows = numbers("seed", seed, "flows must be ≥ 0", low=0).copy()
    out, into = (
        numbers(name, x, "totals must be ≥ 0", low=0)
        for name, x in (("origins", origins), ("destinations", destinations))
    )
    if flows.ndim < 2:
        raise ValueError(f"seed: shape {flows.shape}; must be [..., origin, destination]")
    if diagonal not in ("keep", "exclude"):
        raise ValueError(f"diagonal: {diagonal!r}; must be 'keep' or 'exclude'")
    axis("origins", out, flows.shape[-2], "[..., origin]")
    axis("destinations", into, flows.shape[-1], "[..., destination]")
    together(seed=flows[..., 0, 0], origins=out[..., 0], destinations=into[..., 0])
    if diagonal == "exclude":
        _exclude_diagonal(flows)
    flows, out, into = _same_lead(flows, out, into)
    _feasible(flows, out, into)
    return flows, out, into


def _exclude_diagonal(flows: Floats) -> None:
    size = flows.shape[-1]
    if flows.shape[-2] != size:
        raise ValueError(f"seed: shape {flows.shape}; without a diagonal it must be square")
    flows[..., np.arange(size), np.arange(size)] = 0


def _same_lead(flows: Floats, out: Floats, into: Floats) -> tuple[Floats, Floats, Floats]:
    lead = np.broadcast_shapes(flows.shape[:-2], out.shape[:-1], into.shape[:-1])
    return (
        np.broadcast_to(flows, (*lead, *flows.shape[-2:])).copy(),
        np.broadcast_to(out, (*lead, out.shape[-1])),
        np.broadcast_to(into, (*lead, into.shape[-1])),
    )


def _feasible(flows: Floats, out: Floats, into: Floats) -> None:
    leaving, arriving = out.sum(axis=-1), into.sum(axis=-1)
    apart = np.abs(leaving - arriving) > 1e-9 * np.maximum(leaving, arriving)
    refuse("destinations", np.asarray(arriving), np.asarray(apart), "their sum must equal that of origins")
    stuck = "every flow of it is impossible in the seed; must be 0"
    refuse("origins", out, (out > 0) & (flows.sum(axis=-1) == 0), stuck)
    refuse("destinations", into, (into > 0) & (flows.sum(axis=-2) == 0), stuck)


def _factor(wanted: Floats, have: Floats) -> Floats:
    result: Floats = np.divide(wanted, have, out=np.zeros_like(have), where=have > 0)
    return result
