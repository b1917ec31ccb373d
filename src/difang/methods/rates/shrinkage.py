"""Rates of small areas, drawn towards their parent area as far as chance alone explains them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, numbers, refuse, share, together

Indices = NDArray[np.intp]

HALVINGS = 60
TINY = np.finfo(np.float64).tiny


class Shrunk(NamedTuple):
    """Empirical-Bayes rates, each field [..., place].

    `weight` is the share of the place's own experience in the rate, exposure / (exposure + prior); `prior` is the
    exposure the parent's rate counts for; `low` and `high` bound the underlying rate.
    """

    rate: Floats
    weight: Floats
    low: Floats
    high: Floats
    prior: Floats


class _Groups(NamedTuple):
    """Which places belong together: `place` [place] numbers the group of each; sums run over places in `order`."""

    place: Indices
    order: Indices
    starts: Indices

    def total(self, cells: Floats) -> Floats:
        """Return [..., group] sums of [..., place]."""
        sums: Floats = np.add.reduceat(cells[..., self.order], self.starts, axis=-1)
        return sums

    def each(self, cells: Floats) -> Floats:
        """Return [..., place] from [..., group]."""
        return cells[..., self.place]


def shrink(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    groups: ArrayLike | None = None,
    parent: ArrayLike | None = None,
    prior: ArrayLike | None = None,
    confidence: float = 0.8,
) -> Shrunk:
    """Return the mean of the underlying rate given the events: (events + prior·parent) / (exposure + prior).

    Parameters
    ----------
    events : [..., place] counts, ≥ 0, whole or not.
    exposure : [..., place] person-years, or expected events when ratios are wanted (deaths ÷ expected), ≥ 0.
    groups : [place] label of each place's parent area; default all in one.
    parent : [..., place] the parent's rate at each place, ≥ 0; default the events over the exposure of its group.
    prior : a number or [..., place]: the exposure the parent's rate counts for, ≥ 0 (for deaths ÷ expected of the order
        of 100); default by moments within the group, at most the exposure of the group, which is all the parent's
        rate rests on. Where places differ no more than chance, that bound is reached. Differences that age explains
        would count as differences of the rate: give expected events, not persons, as exposure.
    confidence : of the interval, quantiles of the gamma posterior.

    Returns
    -------
    Shrunk. A place without exposure has the parent's rate and weight 0. The interval takes the parent's rate and
    `prior` as known, so it is somewhat narrow when they come from a few places.

    Raises
    ------
    ValueError
        For a negative or not finite cell, events where there is no exposure, shapes that don't broadcast, a group
        without exposure when no parent is given, a place with neither exposure nor prior.

    Source: Clayton and Kaldor (1987), Biometrics 43, 671–681; Marshall (1991), Applied Statistics 40, 283–294;
    the moment equation of Paule and Mandel (1982), which does not let the largest places alone decide.
    """
    from scipy import special

    count, base = (
        numbers("events", events, "must be ≥ 0", low=0),
        numbers("exposure", exposure, "must be ≥ 0", low=0),
    )
    together(events=count, exposure=base)
    count, base = np.broadcast_arrays(count, base)
    refuse("events", count, (base == 0) & (count > 0), "there is no exposure for these events")
    among = _grouped(groups, count.shape[-1])
    mean = _parent_rate(count, base, among) if parent is None else _given("parent", parent, count)
    known = parent is not None
    weight = _moments(count, base, mean, among, known) if prior is None else _given("prior", prior, count)
    below = base + weight
    refuse("exposure", base, below <= 0, "neither exposure nor prior; give a prior above 0")
    shape = count + weight * mean
    # A posterior of almost no events has its mass at 0; half an event (Jeffreys) keeps the upper limit honest.
    floor = np.maximum(shape, 0.5)
    tail = (1 - share("confidence", confidence)) / 2
    rate = shape / below
    low, high = (special.gammaincinv(floor, p) / below for p in (tail, 1 - tail))
    return Shrunk(rate, base / below, np.minimum(low, rate), np.maximum(high, rate), weight)


def _grouped(groups: ArrayLike | None, size: int) -> _Groups:
    labels = np.zeros(size) if groups is None else np.asarray(groups)
    if labels.shape != (size,) or size == 0:
        raise ValueError(f"groups: shape {labels.shape}; must be [place] = ({size},), one at least")
    _, place, counts = np.unique(labels, return_inverse=True, return_counts=True)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return _Groups(place.astype(np.intp), np.argsort(place, kind="stable"), starts)


def _given(name: str, values: ArrayLike, like: Floats) -> Floats:
    array = numbers(name, values, "must be ≥ 0", low=0, scalar=True)
    together(events=like, **{name: array})
    result: Floats = np.broadcast_to(array, np.broadcast_shapes(like.shape, array.shape))
    return result


def _parent_rate(count: Floats, base: Floats, among: _Groups) -> Floats:
    exposure = among.total(base)
    refuse("exposure", base, among.each(exposure) == 0, "nobody in the whole group; give the parent's rate")
    return among.each(among.total(count) / exposure)


def _moments(count: Floats, base: Floats, mean: Floats, among: _Groups, known: bool) -> Floats:
    """Return the prior exposure m / A, where A is the variance of the underlying rates within the group.

    A is where Σ (r − m)² / (A + m / E) equals its expectation, found by halving: the sum falls as A rises.
    """
    there = base > 0
    noise = np.where(there, _divide(mean, base), 1)  # of the observed rate, by Poisson chance
    apart = np.where(there, (_divide(count, base) - mean) ** 2, 0)
    # A mean taken from the places themselves uses up one of them.
    expected = among.total((there & (mean > 0)).astype(np.float64)) - (0 if known else 1)
    high = among.total(apart) + TINY
    low = np.zeros_like(high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        above = among.total(apart / (among.each(middle) + noise + TINY)) > expected
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    total = among.total(base)
    centre = _divide(among.total(base * mean), total)
    # centre / variance without dividing by the 0 that places alike have
    prior = np.where((centre > 0) & (low * total > centre), _divide(centre, low), total)
    return among.each(prior)


def _divide(upper: Floats, lower: Floats) -> Floats:
    shape = np.broadcast_shapes(upper.shape, lower.shape)
    result: Floats = np.divide(upper, lower, out=np.zeros(shape), where=lower > 0)
    return result
