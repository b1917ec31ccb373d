"""Which sums of cells are kept of each draw, as runs of ages that belong to the same sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, numbers

FLOWS = ("births", "deaths", "shortfall")
CELLS = "cells"
DEPENDENCY = "dependency"
CHILDREN_UNDER, OLD_FROM = 15, 65
MOTHERS_FROM, MOTHERS_UNDER = 20, 40


@dataclass(frozen=True)
class Groups:
    """Weights [value, sex × age] under their names, or one value a cell.

    runs [run, 3] are sex, first age, last age + 1 of neighbouring ages whose weights are the same in all values;
    pairs [pair, 2] are value, run, with weights [pair].
    """

    names: tuple[str, ...]
    matrix: Floats
    runs: NDArray[np.int64]
    pairs: NDArray[np.int64]
    weights: Floats
    with_dependency: bool

    @property
    def values(self) -> int:
        """The number of values kept of a time: those of the population, then births, deaths, shortfall."""
        return len(self.matrix) + len(FLOWS)


def standard_groups(ages: int, interval: int = 1) -> dict[str, NDArray[np.bool_]]:
    """Return the cells [sex, age] of total, 0-14, 15-64, 65+ and women20_39.

    Parameters
    ----------
    ages : the number of age groups, the last open-ended.
    interval : the width of the closed ones, in years.

    Raises
    ------
    ValueError
        If the open group begins before 65: the groups couldn't be told apart.
    """
    if (ages - 1) * interval < OLD_FROM:
        begins = (ages - 1) * interval
        raise ValueError(
            f"population: the open age group begins at {begins}; 0-14, 15-64, 65+ need 65 or later"
        )
    age = np.broadcast_to(np.arange(ages) * interval, (2, ages))
    women = np.array([[True], [False]])
    return {
        "total": age >= 0,
        "0-14": age < CHILDREN_UNDER,
        "15-64": (age >= CHILDREN_UNDER) & (age < OLD_FROM),
        "65+": age >= OLD_FROM,
        "women20_39": women & (age >= MOTHERS_FROM) & (age < MOTHERS_UNDER),
    }


def grouped(groups: Mapping[str, ArrayLike] | str | None, ages: int, interval: int) -> Groups:
    """Return what to keep: the standard groups and dependency (None), named weights, or every cell."""
    if isinstance(groups, str):
        if groups != CELLS:
            raise ValueError(
                f"groups: {groups!r}; must be 'cells', a mapping of names to [sex, age], or None"
            )
        return _runs((CELLS,), np.eye(2 * ages), ages, with_dependency=False)
    chosen: Mapping[str, ArrayLike] = standard_groups(ages, interval) if groups is None else groups
    if not chosen:
        raise ValueError("groups: none named; must hold at least one")
    matrix = np.stack([_weights(name, cells, ages).ravel() for name, cells in chosen.items()])
    return _runs(tuple(chosen), matrix, ages, with_dependency=groups is None)


def _weights(name: str, cells: ArrayLike, ages: int) -> Floats:
    if name in (*FLOWS, DEPENDENCY, CELLS):
        raise ValueError(f"groups: {name!r} is the name of a result; choose another")
    weights = numbers(f"groups[{name!r}]", cells, "weights must be finite")
    if weights.shape != (2, ages):
        raise ValueError(f"groups[{name!r}]: shape {weights.shape}; must be [sex, age] = [2, {ages}]")
    return weights


def _runs(names: tuple[str, ...], matrix: Floats, ages: int, with_dependency: bool) -> Groups:
    by_cell = matrix.T.reshape(2, ages, -1)
    runs: list[tuple[int, int, int]] = []
    pairs: list[tuple[int, int]] = []
    weights: list[float] = []
    for sex in range(2):
        changes = np.flatnonzero((by_cell[sex, 1:] != by_cell[sex, :-1]).any(axis=-1)) + 1
        bounds = [0, *changes.tolist(), ages]
        runs += [(sex, first, stop) for first, stop in pairwise(bounds)]
    for value, row in enumerate(matrix.reshape(-1, 2, ages)):
        for run, (sex, first, _) in enumerate(runs):
            if row[sex, first] != 0:
                pairs.append((value, run))
                weights.append(float(row[sex, first]))
    return Groups(
        names,
        matrix,
        np.array(runs, dtype=np.int64).reshape(-1, 3),
        np.array(pairs, dtype=np.int64).reshape(-1, 2),
        np.array(weights),
        with_dependency,
    )


def named(groups: Groups, values: NDArray[np.floating[Any]], times: int) -> dict[str, Any]:
    """Return values [value, time, draw] under their names; births, deaths, shortfall lose the last of `times`.

    Cells become [time, sex, age, draw]. Dependency is NaN where nobody is aged 15–64.
    """
    stocks = len(groups.matrix)
    result: dict[str, Any] = {}
    if groups.names == (CELLS,):
        ages = stocks // 2
        result[CELLS] = np.moveaxis(values[:stocks].reshape(2, ages, *values.shape[1:]), 2, 0)
    else:
        result = dict(zip(groups.names, values[:stocks], strict=True))
    if groups.with_dependency:
        children, workers, old = result["0-14"], result["15-64"], result["65+"]
        missing = np.full(workers.shape, np.nan, workers.dtype)
        result[DEPENDENCY] = np.divide(children + old, workers, out=missing, where=workers > 0)
    flows = values[stocks:, : min(values.shape[1], times)]
    return result | dict(zip(FLOWS, flows, strict=True))
