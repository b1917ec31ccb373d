"""Many drawn paths, streamed place by place, and their quantiles."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, numbers
from difang.methods.cohorts.groups import named
from difang.methods.cohorts.plan import Plan, planned
from difang.methods.cohorts.shocks import Shocks, Source
from difang.methods.cohorts.work import in_order

QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
CHUNK_DRAWS = 1024


def project_quantiles(
    population: ArrayLike,
    survival: ArrayLike,
    fertility: ArrayLike,
    migration: ArrayLike | None = None,
    *,
    draws: int,
    quantiles: Sequence[float] = QUANTILES,
    chunk: int = CHUNK_DRAWS,
    shocks: Shocks | Source | None = None,
    patterns: ArrayLike | None = None,
    groups: Mapping[str, ArrayLike] | str | None = None,
    areas: ArrayLike | None = None,
    seed: int = 0,
    srb: ArrayLike = 1.05,
    migration_timing: str = "even",
    interval: int = 1,
    strict: bool = False,
    dtype: str = "float64",
    backend: str | None = None,
    workers: int | None = None,
) -> dict[str, Floats]:
    """Project many draws and return quantiles of what they hold; no path is kept.

    Parameters
    ----------
    population, survival, fertility, migration, srb, migration_timing, interval, strict
        As for `project`; the leading dimensions are those of places.
    draws : how many; without `shocks` each is the path of `project`.
    quantiles : shares in 0–1, in any order; between two draws they're interpolated linearly.
    chunk : draws made at once. Memory grows with it, results don't depend on it.
    shocks : what each draw changes: a `Shocks` with all draws, or a function of (draws, rows, seed) that returns
        those of a range of draws for rows of the joined leading dimensions, [draw or 1, row or 1, ...]. It must
        answer alike however draws and rows are cut, and from any thread: see `Noise` and `normals`.
    patterns : [..., pattern, sex, age] net migrants for a shock of 1 of `Shocks.moves`.
    groups : None for total, 0-14, 15-64, 65+, women20_39 and dependency ((0-14 and 65+) ÷ 15-64); a mapping of
        names to weights [sex, age]; or "cells" for every sex and age.
    areas : [...] number 0, 1, … of the area each place belongs to; draws are summed over its places.
    dtype : "float64", or "float32" for twice the speed at 6 digits.
    backend : "numpy", "numba", or None for numba where it's installed and the work is large enough to load it for.
    workers : threads, by default one a processor; results don't depend on them, to the last bit.

    Returns
    -------
    Quantiles by name: [quantile, ..., time+1] for groups, [quantile, ..., time+1, sex, age] for "cells",
    [quantile, ..., time] for births, deaths and shortfall (persons that emigration asked for in vain); with
    `areas`, ... is the area. Dependency is NaN at a time at which some draw has nobody aged 15–64.

    Memory stays under about half a gigabyte for any number of draws: a window of times is kept, and the draws of
    a place are run again for the next where all times don't fit.

    Raises
    ------
    ValueError
        As `project`, and for shocks out of range or shape, quantiles outside 0–1, areas that leave a number out.
    """
    shares = numbers("quantiles", quantiles, "quantiles must lie between 0 and 1", low=0, high=1)
    plan = planned(
        (population, survival, fertility, migration),
        {"srb": srb, "migration_timing": migration_timing, "interval": interval},
        {"groups": groups, "areas": areas, "shocks": shocks, "patterns": patterns},
        {"draws": draws, "chunk": chunk, "seed": seed, "strict": strict, "dtype": dtype},
        backend,
        workers,
    )
    parts = list(in_order(lambda area: _quantiles(plan, area, shares.ravel()), plan.areas, plan.outer))
    lead = plan.inputs.lead if areas is None else (len(plan.areas),)
    result = {}
    for name in parts[0]:
        stacked = np.stack([part[name] for part in parts], axis=1)
        result[name] = stacked.reshape(shares.size, *lead, *stacked.shape[2:])
    return result


def project_draws(
    population: ArrayLike,
    survival: ArrayLike,
    fertility: ArrayLike,
    migration: ArrayLike | None = None,
    *,
    draws: int,
    chunk: int = CHUNK_DRAWS,
    shocks: Shocks | Source | None = None,
    patterns: ArrayLike | None = None,
    groups: Mapping[str, ArrayLike] | str | None = None,
    areas: ArrayLike | None = None,
    seed: int = 0,
    srb: ArrayLike = 1.05,
    migration_timing: str = "even",
    interval: int = 1,
    strict: bool = False,
    dtype: str = "float64",
    backend: str | None = None,
    workers: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the draws of each place (or area) in turn, for measures that quantiles don't hold.

    Arguments and errors are those of `project_quantiles`. A place is a dict of [time+1, draw] for groups,
    [time+1, sex, age, draw] for "cells", [time, draw] for births, deaths and shortfall. All draws of a few
    places are held at once; a ValueError says so when those of one don't fit.
    """
    plan = planned(
        (population, survival, fertility, migration),
        {"srb": srb, "migration_timing": migration_timing, "interval": interval},
        {"groups": groups, "areas": areas, "shocks": shocks, "patterns": patterns},
        {"draws": draws, "chunk": chunk, "seed": seed, "strict": strict, "dtype": dtype},
        backend,
        workers,
    )
    plan.refuse_more_than_fits()
    everything = (0, plan.inputs.times + 1)
    return in_order(lambda area: _named(plan, area, everything), plan.areas, plan.outer)


def _named(
    plan: Plan, area: NDArray[np.int64], window: tuple[int, int], *, lent: bool = False
) -> dict[str, Any]:
    return named(plan.groups, plan.values(area, window, lent=lent), plan.inputs.times - window[0])


def _quantiles(plan: Plan, area: NDArray[np.int64], shares: Floats) -> dict[str, Floats]:
    windows: list[dict[str, Floats]] = []
    for window in plan.windows:
        drawn = _named(plan, area, window, lent=True)
        windows.append({name: _sorted_quantiles(values, shares) for name, values in drawn.items()})
    return {name: np.concatenate([part[name] for part in windows], axis=1) for name in windows[0]}


def _sorted_quantiles(values: Any, shares: Floats) -> Floats:
    """Return quantiles in front of values [..., draw], sorting them in place."""
    values.sort(axis=-1)
    places = shares * (values.shape[-1] - 1)
    low = np.floor(places).astype(np.int64)
    high = np.minimum(low + 1, values.shape[-1] - 1)
    below, above = (np.moveaxis(values[..., at], -1, 0).astype(np.float64) for at in (low, high))
    weight = (places - low).reshape(-1, *[1] * (values.ndim - 1))
    result: Floats = below + (above - below) * weight
    result[:, np.isnan(values[..., -1])] = np.nan
    return result
