"""Which shares of a place depart from the nation's by more than chance and by enough to matter.

Recipe: within each family (businesses by section, people by age …) every place's count of every tested
category is compared with the national share by an exact binomial interval. The confidence is corrected for
all comparisons tried in all families at once (Bonferroni), so on counts re-dealt at random by national
shares the whole country makes a false claim in at most one of twenty runs. A departure must also be large
enough to say aloud: see `LEAST_RATIO` and `LEAST_COUNT`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from difang.methods.proportions import clopper_pearson

FAMILY_CONFIDENCE = 0.95
LEAST_RATIO = 1.25
LEAST_COUNT = 10

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Family:
    """Counts that share a total: one row a place, one column a tested category.

    `counts` [place, category] ≤ `totals` [place]; what is in no category is the rest. Places whose total is
    0 are never tested. `indicators` names the published indicator of each category's share or rate.
    """

    id: str
    places: tuple[str, ...]
    categories: tuple[str, ...]
    indicators: tuple[str, ...]
    counts: Counts
    totals: Counts


@dataclass(frozen=True)
class Departure:
    """One share that stands out. `ratio` is the place's share over the nation's, with its interval."""

    family: str
    category: str
    indicator: str
    place: str
    count: int
    total: int
    share: float
    reference: float
    ratio: float
    low: float
    high: float

    @property
    def more(self) -> bool:
        """True where the place has more than the nation, False where it has less."""
        return self.ratio > 1

    @property
    def weight(self) -> float:
        """How telling it is: the cautious ratio (on a log scale) times the root of the gap in shares."""
        cautious = self.low if self.more else self.high
        gap = abs(self.share - self.reference)
        return float(abs(np.log2(max(cautious, 1e-9))) * np.sqrt(gap))


def departures(families: Sequence[Family]) -> list[Departure]:
    """Return every departure of every place, the most telling first.

    Raises
    ------
    ValueError
        If a family's counts exceed its totals or its shapes don't fit.
    """
    tried = sum(int((family.totals > 0).sum()) * len(family.categories) for family in families)
    if tried == 0:
        return []
    confidence = 1 - (1 - FAMILY_CONFIDENCE) / tried
    found = [departure for family in families for departure in _of_family(family, confidence)]
    return sorted(found, key=lambda departure: (-departure.weight, departure.place, departure.category))


def redealt(family: Family, rng: np.random.Generator) -> Family:
    """Return the family with counts dealt anew by national shares, totals kept (the null)."""
    shares = _reference(family)
    rest = max(0.0, 1 - float(shares.sum()))
    dealt = rng.multinomial(family.totals, [*shares, rest])[:, :-1]
    return Family(family.id, family.places, family.categories, family.indicators, dealt, family.totals)


def _reference(family: Family) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = family.counts.sum(axis=0) / family.totals.sum()
    return shares


def _of_family(family: Family, confidence: float) -> list[Departure]:
    kept = np.flatnonzero(family.totals > 0)
    counts, totals = family.counts[kept], family.totals[kept, None]
    reference = _reference(family)
    low, high = clopper_pearson(counts, totals, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, low, high = (counts / totals) / reference, low / reference, high / reference
    enough = (counts >= LEAST_COUNT) & (reference > 0)
    more = (low > 1) & (ratio >= LEAST_RATIO)
    fewer = (high < 1) & (ratio <= 1 / LEAST_RATIO)
    return [
        Departure(
            family.id,
            family.categories[column],
            family.indicators[column],
            family.places[kept[row]],
            int(counts[row, column]),
            int(totals[row, 0]),
            float(counts[row, column] / totals[row, 0]),
            float(reference[column]),
            float(ratio[row, column]),
            float(low[row, column]),
            float(high[row, column]),
        )
        for row, column in np.argwhere(enough & (more | fewer))
    ]
