"""The evidence drawer: figures of the plan's place that fit a part, or that a search asks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from difang.atlas.evidence import figures, lake
from difang.errors import DifangError
from difang.indicators import Figure, Figures, Indicator, catalogue
from difang.places import get
from difang.plans.models import Plan
from difang.text import Lang

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
    4: ("circulation.income_median", "circulation.businesses_per_1000", "tourism.visits"),
    5: ("finance.own_source_share", "care.beds_per_1000", "care.long_term_care_points_per_1000_aged_65"),
    6: ("population.net_migration", "population.births", "population.in_registrations", "population.total"),
}


@dataclass(frozen=True)
class Suggestion:
    """A figure to take in; `figure.value` is None where the place has none, and the reason is told."""

    indicator: Indicator
    figure: Figure


def suggestions(plan: Plan, part: int, find: str, lang: Lang) -> tuple[Suggestion, ...]:
    """Return up to eight figures of the plan's place; those of its release, so that reopening changes none."""
    place = plan.place if get(plan.place).level != "region" else plan.lead_place()
    return _suggestions(_release(plan), place, part, find.strip().casefold()[:60], lang)


def _release(plan: Plan) -> str | None:
    try:
        return str(lake().release(plan.release).id)
    except DifangError:
        return None


@lru_cache(maxsize=512)
def _suggestions(release: str | None, place: str, part: int, find: str, lang: Lang) -> tuple[Suggestion, ...]:
    data = figures(release)
    chosen = _named(find) if find else _fitting(part)
    found = [Suggestion(one, data.one(one.id, place)) for one in chosen if _has(data, one)]
    return tuple(found[:MOST])


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
