"""The evidence drawer: figures of the plan's place that fit a part, or that a search asks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from difang.atlas.evidence import figures, lake
from difang.errors import DifangError
from difang.indicators import Figure, Figures, Indicator, catalogue
from difang.places import get
from difang.plans.models import Plan
from difang.text import Text

MOST = 8
FITTING = {
    1: (
        "population.total",
        "population.old_age_share",
        "circulation.businesses_per_1000",
        "population.net_migration",
    ),
    2: ("population.total", "diversity.indigenous_share", "diversity.hakka_share"),
    3: ("population.net_migration", "population.births", "population.natural_change"),
    4: ("circulation.median_income", "circulation.businesses_per_1000", "tourism.weekend_presence"),
    5: (
        "finance.township_own_share_history",
        "care.beds_per_1000",
        "care.long_term_care_points_per_1000_aged_65",
    ),
    6: ("population.net_migration", "population.births", "population.in_registrations", "population.total"),
}


@dataclass(frozen=True)
class Suggestion:
    """A figure to take in, and whose it is; its value is None where the place has none, and the reason is told."""

    indicator: Indicator
    figure: Figure
    place: Text


def suggestions(plan: Plan, part: int, find: str) -> tuple[Suggestion, ...]:
    """Return the figures of up to eight indicators, of the plan's release, so that reopening changes none.

    A region's are its own where they can be computed from its members', else those of each member.
    """
    return _suggestions(_release(plan), plan.place, plan.townships(), part, find.strip().casefold()[:60])


def _release(plan: Plan) -> str | None:
    try:
        return str(lake().release(plan.release).id)
    except DifangError:
        return None


@lru_cache(maxsize=512)
def _suggestions(
    release: str | None, place: str, townships: tuple[str, ...], part: int, find: str
) -> tuple[Suggestion, ...]:
    data = figures(release)
    chosen = [one for one in (_named(find) if find else _fitting(part)) if _has(data, one)]
    return tuple(found for one in chosen[:MOST] for found in _of_place(data, one, place, townships))


def _of_place(
    data: Figures, indicator: Indicator, place: str, townships: tuple[str, ...]
) -> Iterator[Suggestion]:
    whole = data.one(indicator.id, place)
    alone = whole.value is not None or townships == (place,)
    found = [whole] if alone else [data.one(indicator.id, one) for one in townships]
    for figure in found:
        where = get(figure.place)
        yield Suggestion(indicator, figure, Text(where.full_label("zh"), where.full_label("en")))


def _fitting(part: int) -> Iterator[Indicator]:
    known = {indicator.id: indicator for indicator in catalogue().all()}
    return (known[name] for name in FITTING[part] if name in known)


def _named(find: str) -> Sequence[Indicator]:
    words = find.split()
    every = catalogue().all()
    return [
        one
        for one in every
        if all(word in f"{one.id} {one.name.zh} {one.name.en}".casefold() for word in words)
    ]


def _has(data: Figures, indicator: Indicator) -> bool:
    return "township" in data.levels(indicator.id)
