"""Seeded noise that is the same however it is cut, and shocks that a nation, a region and a place share."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from difang.methods.checks import Floats
from difang.methods.cohorts.shocks import Rows, Shocks

BLOCK_OF_DRAWS = 64
MORTALITY, FERTILITY, MOVES = range(3)
NATION, REGION, PLACE = range(3)


class Spread(NamedTuple):
    """Standard deviations of a yearly innovation that all places share, those of a region, one place alone."""

    nation: float = 0.0
    region: float = 0.0
    place: float = 0.0


NO_SPREAD = Spread()


def normals(seed: int, stream: int, draws: range, keys: Rows, size: int) -> NDArray[np.float32]:
    """Return standard normal numbers [draw, key, size]; a number depends on seed, stream, draw and key alone.

    However draws and keys are cut into parts, in whatever order, a draw of a key meets the same numbers.

    Parameters
    ----------
    seed, stream : what distinguishes one set of numbers from another, 0 … 2**64 − 1.
    draws : the draws wanted, in steps of 1.
    keys : whole numbers ≥ 0, say the row of a place.

    Source: Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3" (Philox, counter-based).
    """
    first, stop = draws.start // BLOCK_OF_DRAWS, -(-draws.stop // BLOCK_OF_DRAWS)
    result = np.empty(((stop - first) * BLOCK_OF_DRAWS, len(keys), size), np.float32)
    for place, key in enumerate(keys):
        for block in range(first, stop):
            bits = np.random.Philox(key=[seed, stream], counter=[0, 0, block, int(key)])
            drawn = np.random.Generator(bits).standard_normal((BLOCK_OF_DRAWS, size), dtype=np.float32)
            result[(block - first) * BLOCK_OF_DRAWS :][:BLOCK_OF_DRAWS, place] = drawn
    begin = draws.start - first * BLOCK_OF_DRAWS
    return result[begin : begin + len(draws)]


@dataclass(frozen=True)
class Noise:
    """Shocks on the log of deaths and births and on migrants, each an AR(1) walk over time.

    x[t] = memory · x[t−1] + ε[t], with ε the sum of what nation, region and place draw. The factor on deaths
    and births is exp(x − var(x) ÷ 2), whose mean is 1; `moves` is x itself, in units of `patterns`.

    Attributes
    ----------
    times : the number of intervals.
    mortality, fertility, moves : the spread of ε at each level.
    memory : 0 (each interval anew) to 1 (a random walk).
    regions : [row] region of each place, whole numbers ≥ 0; None is one region.
    """

    times: int
    mortality: Spread = NO_SPREAD
    fertility: Spread = NO_SPREAD
    moves: Spread = NO_SPREAD
    memory: float = 1.0
    regions: Rows | None = None

    def __call__(self, draws: range, rows: Rows, seed: int) -> Shocks:
        """Return the shocks [draw, row, time] of some draws of some rows."""
        if not 0 <= self.memory <= 1:
            raise ValueError(f"memory: {self.memory}; must lie between 0 and 1")
        mortality = self._walk(self.mortality, MORTALITY, draws, rows, seed)
        fertility = self._walk(self.fertility, FERTILITY, draws, rows, seed)
        moves = self._walk(self.moves, MOVES, draws, rows, seed)
        return Shocks(
            mortality=self._factor(mortality, self.mortality),
            fertility=self._factor(fertility, self.fertility),
            moves=None if moves is None else moves[..., None],
        )

    def _walk(self, spread: Spread, part: int, draws: range, rows: Rows, seed: int) -> Any:
        if not any(spread):
            return None
        regions = np.zeros(len(rows), np.int64) if self.regions is None else self.regions[rows]
        labels, region_of = np.unique(regions, return_inverse=True)
        noise: Any = np.zeros((len(draws), len(rows), self.times), np.float64)
        keyed = ((NATION, np.zeros(1, np.int64), None), (REGION, labels, region_of), (PLACE, rows, None))
        for level, keys, of in keyed:
            if spread[level] > 0:
                drawn = normals(seed, 3 * part + level, draws, keys, self.times)
                noise += spread[level] * (drawn if of is None else drawn[:, of])
        for time in range(1, self.times):
            noise[..., time] += self.memory * noise[..., time - 1]
        return noise

    def _factor(self, walk: Any, spread: Spread) -> Any:
        if walk is None:
            return None
        once = sum(one * one for one in spread)
        variance: Floats = once * np.cumsum(self.memory ** (2.0 * np.arange(self.times)))
        return np.exp(walk - variance / 2)
