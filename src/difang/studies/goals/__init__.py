"""The national plan's goals held against what is published: target, figure, path, distance, places."""

from collections.abc import Callable

from difang.indicators import Figures
from difang.studies.goals import concentration, moving, total
from difang.studies.goals.model import Assessment, Carrier, Evidence, Goal, Line, goals
from difang.studies.goals.telling import losing, map_link, newest_year

__all__ = [
    "Assessment",
    "Carrier",
    "Evidence",
    "Goal",
    "Line",
    "assess",
    "goals",
    "losing",
    "map_link",
    "newest_year",
]

_KINDS: dict[str, Callable[[Goal, Figures], Assessment]] = {
    "floor": total.floor,
    "concentration": concentration.concentration,
    "balance": moving.balance,
    "no_figure": moving.no_figure,
    "untargeted": moving.untargeted,
    "sustainable": moving.sustainable,
}


def assess(figures: Figures) -> tuple[Assessment, ...]:
    """Return where every goal stands under the release of `figures`."""
    return tuple(_KINDS[goal.kind](goal, figures) for goal in goals())
