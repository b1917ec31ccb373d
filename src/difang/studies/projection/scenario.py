"""What if: families settling, fewer young people leaving, others returning, fertility, survival, a plant opened.

A scenario is added to the mean path of the places it names and to every draw of it; the other places stay as they
are, and the nation is not held again to an official projection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from difang import places
from difang.errors import InputError
from difang.methods.cohorts import project
from difang.studies.projection import households
from difang.studies.projection.paths import Vital
from difang.studies.projection.register import AGES, Floats
from difang.studies.projection.study import Study, stayed

LEAVING, RETURNING = slice(18, 25), slice(25, 40)
NATION = "TW"


@dataclass(frozen=True)
class Jump:
    """Persons who come (or go, where negative) in the year that ends in `year`, spread over a band of ages."""

    year: int
    ages: slice
    persons: float


@dataclass(frozen=True)
class Change:
    """What changes in one place, from the year `first` to the year `last` (None: all years).

    families and returnees are families and persons a year. Factors multiply what the mean path has:
    `outmigration_18_24` the net losses at 18–24, `returnees_factor` the net gains at 25–39, `fertility` births per
    woman, `survival` the deaths. In a county or region, people are shared out over its townships by their people.
    """

    place: str
    families: float = 0.0
    mix: Mapping[str, float] | None = None
    outmigration_18_24: float = 1.0
    returnees: float = 0.0
    returnees_factor: float = 1.0
    fertility: float = 1.0
    survival: float = 1.0
    jumps: tuple[Jump, ...] = field(default=())
    first: int | None = None
    last: int | None = None


Scenario = tuple[Change, ...]


def changed(study: Study, scenario: Scenario) -> Study:
    """Return the study under a scenario.

    Raises
    ------
    InputError
        For places that overlap, a year outside the study, families or returnees of the whole nation (who come from
        within it), or a mix that isn't one.
    """
    _refuse_overlap(scenario)
    path, migration = study.path.copy(), study.migration.copy()
    survival, fertility = study.vital.survival.copy(), study.vital.fertility.copy()
    for change in scenario:
        rows = study.rows(places.get(change.place).members)
        own = Vital(study.vital.survival[rows], study.vital.fertility[rows], study.vital.srb)
        own = _rates(own, change, _active(study, change))
        migration[rows] = _migrants(study, rows, change, own)
        path[rows] = _projected(study.path[rows, 0], own, migration[rows])
        survival[rows], fertility[rows] = own.survival, own.fertility
    return replace(study, path=path, vital=Vital(survival, fertility, study.vital.srb), migration=migration)


def newcomers(vital: Vital, arrivals: Floats) -> Floats:
    """Return the people [place, time + 1, sex, age] there of families that arrive at each year's end.

    `arrivals` [place, time, sex, age] age, die and bear as everyone does; those of a year leave, with the children
    they bore, as `households.RETENTION` says.
    """
    count, times = arrivals.shape[:2]
    retention = np.array(households.RETENTION)
    there = np.zeros((count, times, 2, AGES))
    result = np.zeros((count, times + 1, 2, AGES))
    for time in range(times):
        one = slice(time, time + 1)
        year = Vital(vital.survival[:, one], vital.fertility[:, one], vital.srb)
        there[:, :time] = stayed(there[:, :time], year)
        there[:, time] = arrivals[:, time]
        since = np.minimum(time - np.arange(time + 1), len(retention) - 1)
        result[:, time + 1] = np.einsum("t,ptsa->psa", retention[since], there[:, : time + 1])
    return result


def _rates(vital: Vital, change: Change, active: NDArray[np.bool_]) -> Vital:
    deaths = np.where(active, change.survival, 1.0)[:, None, None]
    births = np.where(active, change.fertility, 1.0)[:, None]
    survival = (
        np.clip(1 - (1 - vital.survival) * deaths, 0.0, 1.0) if change.survival != 1 else vital.survival
    )
    return Vital(survival, vital.fertility * births, vital.srb)


def _migrants(study: Study, rows: NDArray[np.int64], change: Change, vital: Vital) -> Floats:
    """Return the net migrants asked for [place, time, sex, age]; they may be more than are there to leave."""
    active = _active(study, change)
    start = study.path[rows, 0]
    migrants = _moved(study.migration[rows], change, active)
    if change.returnees:
        migrants += change.returnees * _spread(start, RETURNING)[:, None] * active[:, None, None]
    for jump in change.jumps:
        time = _interval(study, jump.year)
        # Who comes is spread as the people of the launch, who goes as those who would be there by then.
        come = jump.persons > 0
        like = start if come else _projected(start, vital, migrants)[:, time + 1]
        migrants[:, time] += jump.persons * _spread(like, jump.ages, few=come)
    if change.families:
        family = np.einsum("k,ksa->sa", households.shares(change.mix), households.household())
        people = start.sum((-1, -2)) + 1e-9
        share = change.families * people / people.sum()
        settled = newcomers(vital, share[:, None, None, None] * active[:, None, None] * family)
        migrants += settled[:, 1:] - stayed(settled[:, :-1], vital)
    return migrants


def _moved(migrants: Floats, change: Change, active: NDArray[np.bool_]) -> Floats:
    result = migrants.copy()
    for ages, factor, sign in (
        (LEAVING, change.outmigration_18_24, -1),
        (RETURNING, change.returnees_factor, 1),
    ):
        cells = result[..., ages]
        hit = active[:, None, None] & (np.sign(cells) == sign)
        result[..., ages] = np.where(hit, cells * factor, cells)
    return result


def _projected(start: Floats, vital: Vital, migrants: Floats) -> Floats:
    return project(
        start, vital.survival, vital.fertility, migrants, srb=vital.srb, migration_timing="end"
    ).population


def _spread(people: Floats, ages: slice, *, few: bool = True) -> Floats:
    """Return shares [place, sex, age] of a band that add up to 1, by the people there; `few` counts half a one more."""
    cells = np.zeros_like(people)
    cells[..., ages] = people[..., ages] + (0.5 if few else 0.0)
    total = cells.sum()
    return cells / total if total > 0 else cells


def _active(study: Study, change: Change) -> NDArray[np.bool_]:
    """Return whether a change is in force [time], in the year that ends in each period after the launch."""
    years = np.array([int(period[:4]) for period in study.periods[1:]])
    for year in (change.first, change.last):
        if year is not None:
            _interval(study, year)
    first = years[0] if change.first is None else change.first
    last = years[-1] if change.last is None else change.last
    active: NDArray[np.bool_] = (years >= first) & (years <= last)
    return active


def _interval(study: Study, year: int) -> int:
    time = year - int(study.periods[0][:4]) - 1
    if not 0 <= time < len(study.periods) - 1:
        first, last = study.periods[1][:4], study.periods[-1][:4]
        raise InputError(
            f"情境的年份 {year} 不在推計的 {first} 到 {last} 之間。",
            f"the scenario's year {year} lies outside the projection, {first} to {last}.",
        )
    return time


def _refuse_overlap(scenario: Scenario) -> None:
    seen: dict[str, str] = {}
    for change in scenario:
        if change.place == NATION and (change.families or change.returnees):
            raise InputError(
                "全國不能有遷入的家戶或返鄉者：他們來自國內；請指鄉鎮市區、縣市或區域。",
                "families and returnees can't settle in the nation: they come from within it; "
                "name townships, counties or regions.",
            )
        for member in places.get(change.place).members:
            if member in seen:
                one, other = (places.get(code).full_label("zh") for code in (seen[member], change.place))
                raise InputError(
                    f"情境裡的「{one}」與「{other}」重疊；每個地方只能改一次。",
                    f"the scenario changes '{seen[member]}' and '{change.place}', which overlap; "
                    "change each place once.",
                )
            seen[member] = change.place
