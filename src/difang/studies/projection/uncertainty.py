"""What the model doesn't know, as shocks: persistent in moves, walking in fertility and mortality; shared and local.

Sizes are those of the errors the same model made from the launches of 2014-10 and 2015-10 by 2019-10 (see
docs/projection.md): the error of a place beyond its county's, of a county beyond the nation's, of the nation.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from difang.methods.cohorts import Shocks, normals
from difang.studies.projection.register import AGES, Floats

Rows = NDArray[np.int64]
OLD = 60
WORKING = slice(15, 65)
RETIRED = slice(65, AGES)


class Level(NamedTuple):
    """Standard deviations of one shock that the nation, a county and a place alone draw."""

    nation: float
    county: float
    place: float


@dataclass(frozen=True)
class Spread:
    """Sizes of the shocks. Moves are rates a year; fertility and mortality are steps of the log a year."""

    working: Level
    working_small: tuple[float, float]
    old: Level
    old_small: tuple[float, float]
    fertility: Level
    mortality: Level
    half_life: float


FROZEN_SPREAD = Spread(
    working=Level(0.0012, 0.0043, 0.0033),
    working_small=(0.0085, 1.0),
    old=Level(0.0004, 0.0028, 0.0022),
    old_small=(0.0085, 0.6),
    fertility=Level(0.05, 0.02, 0.05),
    mortality=Level(0.015, 0.005, 0.01),
    half_life=12.0,
)
SMALL_PERSONS = 2_000.0
STREAMS = {"working": 0, "old": 3, "fertility": 6, "mortality": 9, "births": 12}


@dataclass(frozen=True)
class Uncertainty:
    """The source of shocks for `cohorts.project_quantiles`: the same for a place whatever else is drawn.

    `county` [row], `persons` [row], `births` [row, time] expected births a year, `scale` [row, time, pattern] how many
    people each pattern has left, as a share of the launch's.
    """

    spread: Spread
    county: Rows
    keys: Rows
    persons: Floats
    births: Floats
    scale: Floats

    def __call__(self, draws: range, rows: Rows, seed: int) -> Shocks:
        """Return the shocks [draw, row, time(, pattern)] of some draws of some rows."""
        times = self.scale.shape[1]
        fade = 0.5 ** (np.arange(times) / self.spread.half_life)
        moves = np.stack(
            [
                self._level("working", self.spread.working, self.spread.working_small, draws, rows, seed, 1)[
                    ..., 0
                ],
                self._level("old", self.spread.old, self.spread.old_small, draws, rows, seed, 1)[..., 0],
            ],
            axis=-1,
        )
        walk = np.cumsum(
            self._level("fertility", self.spread.fertility, None, draws, rows, seed, times), axis=-1
        )
        walk += normals(seed, STREAMS["births"], draws, self.keys[rows], times) / np.sqrt(
            self.births[rows] + 1
        )
        frail = np.cumsum(
            self._level("mortality", self.spread.mortality, None, draws, rows, seed, times), axis=-1
        )
        return Shocks(
            mortality=_factor(frail, self.spread.mortality),
            fertility=_factor(walk, self.spread.fertility),
            moves=moves[:, :, None] * (self.scale[rows] * fade[:, None]),
        )

    def _level(
        self,
        name: str,
        level: Level,
        small: tuple[float, float] | None,
        draws: range,
        rows: Rows,
        seed: int,
        size: int,
    ) -> Floats:
        stream = STREAMS[name]
        labels, county_of = np.unique(self.county[rows], return_inverse=True)
        nation = normals(seed, stream, draws, np.zeros(1, np.int64), size) * level.nation
        county = normals(seed, stream + 1, draws, labels, size)[:, county_of] * level.county
        own = np.full(len(rows), level.place)
        if small is not None:
            own = own + small[0] * (SMALL_PERSONS / np.maximum(self.persons[rows], 1.0)) ** small[1]
        place = normals(seed, stream + 2, draws, self.keys[rows], size) * np.minimum(own, 0.03)[:, None]
        result: Floats = (nation + county + place).astype(np.float64)
        return result


def _factor(walk: Floats, level: Level) -> Floats:
    """Return the factors of a walk in logs, of mean about 1."""
    variance = sum(one * one for one in level) * np.arange(1, walk.shape[-1] + 1)
    result: Floats = np.exp(walk - variance / 2)
    return result


def patterns(people: Floats, mobility: Floats) -> Floats:
    """Return the persons [place, pattern, sex, age] that a shock of 1 a year moves: those of working age, the old.

    Each is normalised so that a shock of 1 moves as many people as there are of 15–64, or of 65 and over; children
    move with those of working age.
    """
    young = np.where(np.arange(AGES) < OLD, mobility, 0.0)
    old = np.where(np.arange(AGES) >= OLD, 1.0, 0.0)
    result = np.stack([people * young, people * np.broadcast_to(old, young.shape)], axis=1)
    for number, group in enumerate((WORKING, RETIRED)):
        moved = result[:, number, :, group].sum((-1, -2))
        there = people[:, :, group].sum((-1, -2))
        factor = np.divide(there, moved, out=np.ones_like(moved), where=moved > 0)
        result[:, number] *= factor[:, None, None]
    return result


def remaining(path: Floats, shapes: Floats) -> Floats:
    """Return how many of each pattern's people [place, time, pattern] a path still has, as a share of its start."""
    shares = np.divide(shapes, path[:, None, 0], out=np.zeros_like(shapes), where=path[:, None, 0] > 0)
    held = np.einsum("pksa,ptsa->ptk", shares, path[:, :-1])
    result: Floats = held / np.maximum(held[:, :1], 1e-9)
    return result
