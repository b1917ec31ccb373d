"""Rows 1 and 1b: a thousand drawn projections of every township, and the quantiles of them.

The peer is the loop a competent user would write in NumPy: place by place, year by year, all draws at once in
single precision, in place where it can be. Both carry out the same model and are compared before they're timed.
"""

from functools import partial
from typing import Any, NamedTuple

import numpy as np

from benchmarks.harness import alternate, report
from difang.methods.cohorts import Shocks, project_draws, project_quantiles

PLACES, YEARS, AGES, DRAWS = 368, 50, 101, 1000
QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)
CELLS_A_SECOND_THROUGH_CACHE = 3.72e9 / 0.22
RUNS = 5


class Country(NamedTuple):
    """Seeded people, rates, and shocks that a nation shares and that places have to themselves."""

    people: np.ndarray
    survival: np.ndarray
    fertility: np.ndarray
    migration: np.ndarray
    patterns: np.ndarray
    shocks: Shocks

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of `project_draws`."""
        return {
            "population": self.people,
            "survival": self.survival,
            "fertility": self.fertility,
            "migration": self.migration,
            "patterns": self.patterns,
            "shocks": self.shocks,
            "dtype": "float32",
        }


def country(places: int = PLACES, years: int = YEARS, draws: int = DRAWS) -> Country:
    """Return a seeded country of townships, each with its own rates."""
    rng = np.random.default_rng(0)
    age = np.arange(AGES + 1)
    dying = np.clip(np.exp(0.095 * age - 10.2) * rng.uniform(0.8, 1.3, (places, 1, 2, 1)), 0, 0.6)
    survival = np.broadcast_to(1 - dying, (places, years, 2, AGES + 1))
    fertility = np.zeros((places, years, AGES))
    fertility[..., 15:50] = 0.09 * np.exp(-(((np.arange(15, 50) - 31) / 6) ** 2))
    migration = rng.normal(0, 1, (places, years, 2, AGES))
    patterns = rng.normal(0, 1, (places, 1, 2, AGES))
    shock = partial(rng.standard_normal, dtype=np.float32)
    shocks = Shocks(
        mortality=np.exp(shock((draws, 1, years)) * np.float32(0.05)),
        fertility=np.exp(shock((draws, places, years)) * np.float32(0.05)),
        moves=shock((draws, places, years, 1)),
    )
    return Country(rng.uniform(10, 400, (places, 2, AGES)), survival, fertility, migration, patterns, shocks)


def by_loop(given: Country) -> list[dict[str, np.ndarray]]:
    """Project all draws of one place after another in NumPy; keep what `project_draws` keeps."""
    return [one_place(given, place) for place in range(len(given.people))]


def one_place(given: Country, place: int) -> dict[str, np.ndarray]:
    """Project all draws [draw, sex, age] of one place, year by year."""
    draws, years = given.shocks.mortality.shape[0], given.survival.shape[1]  # type: ignore[union-attr]
    single = partial(np.asarray, dtype=np.float32)
    survival, net = single(given.survival[place]), single(given.migration[place])
    rates, pattern = single(given.fertility[place]), single(given.patterns[place, 0])
    dying, girls = 1 - survival, np.float32(1 / 2.05)
    shocks = {
        name: single(part)[:, min(place, part.shape[1] - 1)]
        for name, part in given.shocks._asdict().items()
        if part is not None
    }
    people = np.broadcast_to(single(given.people[place]), (draws, 2, AGES)).copy()
    kept = {name: np.empty((years + 1, draws), np.float32) for name in ("total", *BANDS, "women20_39")}
    kept |= {name: np.empty((years, draws), np.float32) for name in ("births", "deaths", "shortfall")}
    keep(people, 0, kept)
    for year in range(years):
        moved = net[year] + shocks["moves"][:, year, :, None] * pattern
        moved *= np.float32(0.5)
        stays = 1 - dying[year] * shocks["mortality"][:, year, None, None]
        np.maximum(stays, 0, out=stays)
        start = people + moved
        cut = np.minimum(start, 0).sum(axis=(1, 2))
        np.maximum(start, 0, out=start)
        alive = start * stays[..., 1:]
        kept["deaths"][year] = (start - alive).sum(axis=(1, 2))
        people[..., 1:] = alive[..., :-1]
        people[..., -1] += alive[..., -1]
        people[..., 0] = 0
        people[..., 1:] += moved[..., 1:]
        mothers = start[:, 0, 15:50] + np.maximum(people[:, 0, 15:50], 0)
        born = mothers @ rates[year, 15:50] * np.float32(0.5) * shocks["fertility"][:, year]
        babies = np.stack([born * girls, born * (1 - girls)], axis=1)
        living = babies * stays[..., 0]
        kept["births"][year] = born
        kept["deaths"][year] += (babies - living).sum(axis=1)
        people[..., 0] = living + moved[..., 0]
        kept["shortfall"][year] = -cut - np.minimum(people, 0).sum(axis=(1, 2))
        np.maximum(people, 0, out=people)
        keep(people, year + 1, kept)
    return kept


BANDS = {"0-14": slice(0, 15), "15-64": slice(15, 65), "65+": slice(65, None)}


def keep(people: np.ndarray, time: int, kept: dict[str, np.ndarray]) -> None:
    """Sum the groups of a year."""
    for name, ages in BANDS.items():
        kept[name][time] = people[..., ages].sum(axis=(1, 2))
    kept["total"][time] = sum(kept[name][time] for name in BANDS)
    kept["women20_39"][time] = people[:, 0, 20:40].sum(axis=1)


def drained(given: Country, draws: int = DRAWS, **more: object) -> None:
    """Project every draw and let go of it."""
    for _ in project_draws(**given.arguments(), draws=draws, **more):  # type: ignore[arg-type]
        pass


def compare() -> None:
    """Refuse to time two loops that don't carry out the same model."""
    small = country(places=2, years=YEARS, draws=64)
    for mine, other in zip(project_draws(**small.arguments(), draws=64), by_loop(small), strict=True):
        for name, part in other.items():
            np.testing.assert_allclose(mine[name], part, rtol=1e-4, atol=0.05, err_msg=name)


def main() -> None:
    """Run all rows of this file."""
    compare()
    given = country()
    work = f"{PLACES} places × {AGES} ages × 2 sexes × {YEARS} years × {DRAWS:,} draws"
    limit = round(PLACES * AGES * 2 * YEARS * DRAWS / CELLS_A_SECOND_THROUGH_CACHE, 3)
    ours, peer = alternate(lambda: drained(given), lambda: by_loop(given), runs=RUNS)
    report("1", work, ours, "NumPy loop over places and years", peer, limit_s=limit, target="ratio ≥ 12")
    quantiles(given, None, "the same with quantiles of 8 indicators", "ratio ≥ 0.5: at most as much again")
    quantiles(
        given, "cells", "the same with quantiles of every cell", "ratio ≥ 0.14: at most 6 × as much again"
    )


def quantiles(given: Country, groups: str | None, work: str, target: str) -> None:
    """Row 1b: what draws and their quantiles cost beside the draws alone."""
    asked = {"draws": DRAWS, "quantiles": QUANTILES, "groups": groups}
    ours, peer = alternate(
        lambda: project_quantiles(**given.arguments(), **asked),  # type: ignore[arg-type]
        lambda: drained(given),
        runs=RUNS,
    )
    report("1b", work, ours, "the draws alone (row 1)", peer, target=target)


if __name__ == "__main__":
    main()
