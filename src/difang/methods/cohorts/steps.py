"""One interval of a projection in NumPy, for any leading dimensions."""

from typing import NamedTuple

import numpy as np

from difang.methods.cohorts.inputs import Real, Rows, Timing


class Rates(NamedTuple):
    """What holds in one interval, leading dimensions broadcasting with those of the people.

    survival [..., sex, age+1]; births [..., age] per woman counted at one end (interval × rate ÷ 2); net
    migrants [..., sex, age]; girls [...], the share of girls among births.
    """

    survival: Real
    births: Real
    net: Real
    girls: Real


class Step(NamedTuple):
    """people [..., sex, age], births [..., sex], deaths [..., sex, age+1], cut [..., sex, age]."""

    people: Real
    births: Real
    deaths: Real
    cut: Real


def step(people: Real, rates: Rates, timing: Timing) -> Step:
    """Carry people [..., sex, age] over one interval; what emigration would take below 0 is cut."""
    exposed, cut_first = _with_migrants(people, rates.net, timing.start)
    kept = exposed * rates.survival[..., 1:]
    arrived = np.empty_like(kept)
    arrived[..., 1:] = kept[..., :-1]
    arrived[..., -1] += kept[..., -1]
    arrived[..., 0] = 0
    settled, cut_last = _with_migrants(arrived, rates.net, timing.end)
    at_end = settled if timing.end_bears else arrived
    mothers = exposed[..., 0, :].copy()
    mothers[..., 1:] += at_end[..., 0, 1:]
    total = (mothers * rates.births).sum(axis=-1)
    births = np.stack([total * rates.girls, total * (1 - rates.girls)], axis=-1)
    newborn = births * rates.survival[..., 0]
    infants, cut_infants = _with_migrants(newborn, rates.net[..., 0], timing.end)
    settled[..., 0], cut_last[..., 0] = infants, cut_infants
    deaths = np.concatenate([(births - newborn)[..., None], exposed - kept], axis=-1)
    return Step(settled, births, deaths, cut_first + cut_last)


def _with_migrants(people: Real, net: Real, share: float) -> tuple[Real, Real]:
    moved = people + net * people.dtype.type(share)
    cut = np.maximum(-moved, 0)
    return np.maximum(moved, 0), cut


def simulate(
    launch: Real,
    survival: Real,
    dying: Real,
    births_per_woman: Real,
    net: Real,
    patterns: Real,
    girls: Real,
    mortality: Real,
    fertility: Real,
    flow: Real,
    moves: Real,
    at_start: float,
    at_end: float,
    end_bears: bool,
    runs: Rows,
    pairs: Rows,
    weights: Real,
    window: tuple[int, int],
    add: bool,
    offset: int,
    out: Real,
) -> None:
    """Run the draws of one row and put what was asked for into `out`, as `loops.simulate` does."""
    people = np.broadcast_to(np.moveaxis(launch, -1, 0), (mortality.shape[1], *launch.shape[:2]))
    cells = slice(offset, offset + len(people))
    for time in range(window[1]):
        shown = time - window[0]
        if shown >= 0:
            _record(people, runs, pairs, weights, add, out[:, shown, cells])
        if time == len(survival):
            break
        rates = Rates(
            np.maximum(survival[time] - dying[time] * mortality[time, :, None, None], 0),
            births_per_woman[time] * fertility[time, :, None],
            net[time] * flow[time, :, None, None] + np.einsum("pd,psa->dsa", moves[:, time], patterns),
            girls[time],
        )
        after = step(people, rates, Timing(at_start, at_end, end_bears))
        people = after.people
        if shown >= 0:
            for value, flows in enumerate((after.births, after.deaths, after.cut)):
                _put(flows.reshape(len(people), -1).sum(axis=1), add, out[value - 3, shown, cells])


def _record(people: Real, runs: Rows, pairs: Rows, weights: Real, add: bool, out: Real) -> None:
    begun = -1
    for (value, run), weight in zip(pairs, weights, strict=True):
        sex, first, stop = runs[run]
        part = people[:, sex, first:stop].sum(axis=1) * weight
        _put(part, add or value == begun, out[value])
        begun = value


def _put(part: Real, add: bool, into: Real) -> None:
    if add:
        into += part
    else:
        into[:] = part
