"""Townships like this one: nearest by a few stated indicators, each standardised over all townships."""

from dataclasses import dataclass

import numpy as np

from difang.indicators import Figures, catalogue

INDICATORS = (
    "population.total",
    "population.density",
    "population.change_10y",
    "population.old_age_share",
    "circulation.median_income",
    "circulation.businesses_share_i",
    "circulation.businesses_share_c",
)
# Sizes differ by powers of ten; their logarithms compare what a person would call alike.
LOGARITHMIC = ("population.total", "population.density")
COUNT = 5


@dataclass(frozen=True)
class Peer:
    """One similar township; `distance` is the root mean square of standardised differences (0 = the same)."""

    place: str
    distance: float


def used(figures: Figures) -> tuple[str, ...]:
    """Return the indicators of the comparison that this release publishes by township."""
    known = catalogue().indicators
    return tuple(one for one in INDICATORS if one in known and "township" in figures.levels(one))


def peers(figures: Figures, place: str, count: int = COUNT) -> tuple[Peer, ...]:
    """Return the `count` townships nearest to `place`; none if it lacks one of the figures."""
    names = used(figures)
    columns = [figures.map_values(one, "township") for one in names]
    codes = [code for code in columns[0] if all(column.get(code) is not None for column in columns)]
    if place not in codes:
        return ()
    table = np.array([[float(column[code] or 0) for column in columns] for code in codes])
    for number, name in enumerate(names):
        if name in LOGARITHMIC:
            table[:, number] = np.log(np.maximum(table[:, number], 1e-9))
    table = (table - table.mean(axis=0)) / table.std(axis=0)
    distance = np.sqrt(((table - table[codes.index(place)]) ** 2).mean(axis=1))
    nearest = [number for number in np.argsort(distance, kind="stable") if codes[number] != place][:count]
    return tuple(Peer(codes[number], float(distance[number])) for number in nearest)
