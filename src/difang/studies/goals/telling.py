"""Counts, changes and figures as a goal tells them."""

from difang import places
from difang.indicators import Caveat, Figure, Figures, catalogue
from difang.indicators.numbers import number
from difang.studies.goals.model import Evidence, Goal
from difang.text import Text


def map_link(figures: Figures, indicator: str, level: str, period: str) -> str:
    """Return the permanent address of one indicator's values at a level and period."""
    return f"/r/{figures.release.id}/figures/{indicator}?level={level}&period={period}"


def newest_year(figures: Figures, indicator: str, level: str) -> str:
    """Return the newest whole year (or year end) published at a level."""
    return [one for one in figures.periods(indicator, level) if len(one) == 4][-1]


def losing(figures: Figures, indicator: str, period: str) -> tuple[int, int]:
    """Return how many townships have a negative value, of how many that have one."""
    known = [
        value for value in figures.map_values(indicator, "township", period).values() if value is not None
    ]
    return sum(value < 0 for value in known), len(known)


def held_places(figures: Figures, indicator: str, level: str, year: str) -> dict[str, float]:
    """Return the places whose value is zero or more."""
    values = figures.map_values(indicator, level, year)
    return {code: value for code, value in values.items() if value is not None and value >= 0}


def counted(figures: Figures, indicator: str, level: str, year: str, count: int, of: int) -> Evidence:
    """Return a count of places as evidence, with the address of what was counted."""
    return Evidence(
        catalogue().get(indicator).name, out_of(count, of), year, map_link(figures, indicator, level, year)
    )


def told(figure: Figure) -> Evidence:
    """Return a figure as evidence."""
    name, place = catalogue().get(figure.indicator).name, places.get(figure.place)
    label = Text(f"{place.full_name}{name.zh}", f"{name.en}, {place.full_name_en}")
    return Evidence(label, Text(figure.text("zh"), figure.text("en")), figure.period, figure.permalink)


def when_words(figure: Figure) -> Text:
    """Say what a stock is and at the end of which period."""
    name, when = catalogue().get(figure.indicator).name, figure.period_words
    return Text(f"{when.zh}底{name.zh}", f"{name.en}, end of {when.en}")


def out_of(count: int, of: int) -> Text:
    """Return "count of all"."""
    return Text(f"{count}／{of}", f"{count} of {of}")


def percent(value: float) -> str:
    """Return a share with one decimal."""
    return f"{number(value, 1)}%"


def signed(change: float) -> Text:
    """Return a change in people with its sign."""
    sign = "+" if change > 0 else ""
    shown = f"{sign}{number(change, 0)}"
    return Text(f"{shown} 人", shown)


def signed_points(change: float) -> Text:
    """Return a change in percentage points with its sign."""
    shown = f"{'+' if round(change, 2) > 0 else ''}{number(change, 2)}"
    return Text(shown, shown)


def caveats(goal: Goal, key: str = "caveats") -> tuple[Caveat, ...]:
    """Return the caveats that a goal's stanza names as bearing on what it tells."""
    return tuple(catalogue().caveat(one) for one in goal.settings[key])
