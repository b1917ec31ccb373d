"""The counts in which a place may stand out, each category tied to the published indicator that shows it."""

from collections.abc import Mapping

import numpy as np

from difang.lake import Release, cursor
from difang.studies.dna.departures import Counts, Family

BUSINESS_PERIOD = "2021-06"
# Farmers, offices, schools and clinics don't register as businesses, so their sections say nothing.
UNREGISTERED_SECTIONS = ("A", "O", "P", "Q")
AGE_PERIOD = "2025-12"
AGE_BANDS = {
    "children": ("population.children_share", 0, 14),
    "old": ("population.old_age_share", 65, 200),
}
EDUCATION_PERIOD = "2020"
EDUCATION = {
    "primary": ("population.primary_or_less_share", ("primary", "self_taught", "illiterate")),
    "junior_high": ("population.junior_high_share", ("junior_high",)),
    "senior_high": ("population.senior_high_share", ("senior_high",)),
    "junior_college": ("population.junior_college_share", ("junior_college",)),
    "graduate": ("population.graduate_share", ("graduate",)),
}


def families(release: Release) -> list[Family]:
    """Return every family that `release` holds the data of."""
    made = (
        ("circulation.firms", businesses),
        ("population.by_age", ages),
        ("population.education", education),
    )
    return [make(release) for dataset, make in made if dataset in release.datasets]


def businesses(release: Release) -> Family:
    """Registered businesses by section; the total is all sections, tested are those that register."""
    counts = _by_place(
        release,
        "circulation.firms",
        "SELECT place, section, sum(establishments) FROM {t} WHERE period = ? GROUP BY ALL",
        BUSINESS_PERIOD,
    )
    sections = sorted({section for _, section in counts} - set(UNREGISTERED_SECTIONS))
    indicators = tuple(f"circulation.businesses_share_{section.lower()}" for section in sections)
    return _family("businesses", counts, tuple(sections), indicators)


def ages(release: Release) -> Family:
    """Registered people under 15 and from 65 on; the total is all ages."""
    bands = " ".join(
        f"WHEN age BETWEEN {low} AND {high} THEN '{name}'" for name, (_, low, high) in AGE_BANDS.items()
    )
    counts = _by_place(
        release,
        "population.by_age",
        f"SELECT place, CASE {bands} ELSE 'rest' END, sum(population) FROM {{t}} "
        "WHERE period = ? GROUP BY ALL",
        AGE_PERIOD,
    )
    indicators = tuple(indicator for indicator, _, _ in AGE_BANDS.values())
    return _family("ages", counts, tuple(AGE_BANDS), indicators)


def education(release: Release) -> Family:
    """People from 15 on by the level they finished or attended; the total is all levels."""
    levels = " ".join(
        f"WHEN level IN ({', '.join(repr(one) for one in members)}) THEN '{name}'"
        for name, (_, members) in EDUCATION.items()
    )
    counts = _by_place(
        release,
        "population.education",
        f"SELECT place, CASE {levels} ELSE 'rest' END, sum(population) FROM {{t}} "
        "WHERE period = ? AND length(place) = 8 GROUP BY ALL",
        EDUCATION_PERIOD,
    )
    indicators = tuple(indicator for indicator, _ in EDUCATION.values())
    return _family("education", counts, tuple(EDUCATION), indicators)


def _by_place(release: Release, dataset: str, sql: str, period: str) -> dict[tuple[str, str], int]:
    table = f"read_parquet('{release.path(dataset)}')"
    rows = cursor().execute(sql.format(t=table), [period]).fetchall()
    return {(place, category): int(count) for place, category, count in rows if count is not None}


def _family(
    name: str,
    counts: Mapping[tuple[str, str], int],
    categories: tuple[str, ...],
    indicators: tuple[str, ...],
) -> Family:
    places = tuple(sorted({place for place, _ in counts}))
    cells: Counts = np.array([[counts.get((p, c), 0) for c in categories] for p in places], dtype=np.int64)
    sums = dict.fromkeys(places, 0)
    for (place, _), count in counts.items():
        sums[place] += count
    return Family(name, places, categories, indicators, cells, np.array([sums[p] for p in places]))
