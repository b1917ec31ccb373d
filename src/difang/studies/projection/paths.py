"""The members of the model: the component path, cohort ratios, and the component path drawn to the trend of totals."""

from dataclasses import dataclass

import numpy as np

from difang.methods.cohorts import project
from difang.methods.migration import hamilton_perry
from difang.studies.projection.moves import Moves
from difang.studies.projection.register import AGES, Floats, Register, month
from difang.studies.projection.settings import Settings

ELECTION_YEARS = range(2010, 2100, 4)
ARTEFACT_FROM = "2019-12"
TREND_HOLDS_YEARS = 10
NEWTON_STEPS = 12
MOST_TILT = 3.0
SMALL_CHILDREN, PARENTS = 5, slice(25, 40)


@dataclass(frozen=True)
class Vital:
    """Survival [place, time, sex, age + 1], births per woman [place, time, age], boys per girl."""

    survival: Floats
    fertility: Floats
    srb: float


def component(people: Floats, vital: Vital, moves: Moves, settings: Settings) -> Floats:
    """Return [place, time + 1, sex, age] of the cohort-component path, its moves balanced over the nation.

    Net rates fade with a half-life, places that drew people in and places that lost them alike: nothing seen in the
    register says that either goes on for fifty years.
    """
    steps = vital.survival.shape[1]
    path = [people]
    for time in range(steps):
        fade = 0.5 ** (time / settings.moves_half_life)
        migrants = _migrants(
            path[-1], vital.survival[:, time], vital.fertility[:, time], vital.srb, moves, fade
        )
        step = project(
            path[-1],
            vital.survival[:, time : time + 1],
            vital.fertility[:, time : time + 1],
            migrants[:, None],
            srb=vital.srb,
            migration_timing="end",
        )
        path.append(step.population[:, 1])
    return np.stack(path, axis=1)


def _migrants(
    people: Floats, ratios: Floats, births_per_woman: Floats, srb: float, moves: Moves, fade: float
) -> Floats:
    """Return net migrants [place, sex, age at the end of the year]; over all places they are the nation's."""
    stayed = project(people, ratios[:, None], births_per_woman[:, None], srb=srb).population[:, 1]
    rate = moves.rate[:, :, :AGES]
    wanted = stayed * np.expm1(rate * fade)
    nation = stayed.sum(0) * np.expm1(moves.nation[:, :AGES] * fade)
    gross = np.abs(wanted).sum(0)
    missing = np.divide(nation - wanted.sum(0), gross, out=np.zeros_like(gross), where=gross > 0)
    balanced = wanted + np.abs(wanted) * missing
    result: Floats = np.maximum(balanced, -stayed)
    return result


def cohort_ratios(
    register: Register, tables: tuple[Floats, Floats], interval: int, years: int, weight: float
) -> Floats:
    """Return [place, time + 1, sex, age] by Hamilton and Perry's ratios, shrunk to the county's."""
    member = np.eye(len(register.counties))[register.county]
    parents = [np.einsum("pc,psa->csa", member, table)[register.county] for table in tables]
    return hamilton_perry(
        tables[0], tables[1], interval, years, sexes=True, parent=(parents[0], parents[1]), weight=weight
    ).population


def trend(register: Register, years: int, settings: Settings) -> Floats:
    """Return totals [place, time + 1] by each place's own slope, the weaker the fewer its people, and fading."""
    start = _steady(register, register.launch)
    slope = np.mean([_slope(register, start, window) for window in settings.trend_years], axis=0)
    slope = slope * start / (start + settings.trend_prior)
    fading = np.concatenate([[0.0], np.cumsum(settings.trend_damping ** np.arange(1, years + 1))])
    result: Floats = start[:, None] * np.exp(slope[:, None] * fading)
    return result


def _slope(register: Register, start: Floats, years: int) -> Floats:
    """Return the yearly log slope [place] over `years`, or as many as the register goes back."""
    back = next(n for n in range(years, 0, -1) if month(register.launch, -12 * n) in register.totals)
    before = month(register.launch, -12 * back)
    slope: Floats = np.log(start / (_steady(register, before) + _from_abroad(register, before))) / back
    return slope


def _from_abroad(register: Register, since: str) -> Floats:
    """Return the net registrations from abroad [place] since a month, as far as they fell in the years of the artefact.

    People abroad were struck off and came back onto the register in 2020 to 2025: no trend may rest on that. What
    the county's table says is shared out over its townships by their people.
    """
    months = [one for one in register.abroad if max(since, ARTEFACT_FROM) < one <= register.launch]
    county = np.sum([register.abroad[one] for one in months] or [np.zeros(len(register.counties))], axis=0)
    people = register.totals[register.launch]
    member = np.eye(len(register.counties))[register.county]
    result: Floats = (county / (people @ member))[register.county] * people
    return result


def _steady(register: Register, period: str) -> Floats:
    """Return the totals of a month; in an election autumn, those of the March before, whom no election drew."""
    year, number = int(period[:4]), int(period[5:7])
    if year in ELECTION_YEARS and number >= 4:
        return register.totals[f"{year}-03"]
    return register.totals[period]


def drawn_to(path: Floats, totals: Floats, mobility: Floats) -> Floats:
    """Return the path with its totals at `totals` [place, time + 1], the gap spread over the ages that move.

    Cells are multiplied by exp(tilt · mobility [sex, age]); the tilt of a year stays after the trend has ended.
    """
    held = min(TREND_HOLDS_YEARS, path.shape[1] - 1)
    tilt = np.zeros(path.shape[:2])
    for _ in range(NEWTON_STEPS):
        weighted = path[:, : held + 1] * np.exp(tilt[:, : held + 1, None, None] * mobility)
        gap = totals[:, : held + 1] - weighted.sum((-1, -2))
        slope = np.maximum((weighted * mobility).sum((-1, -2)), 1e-9)
        tilt[:, : held + 1] = np.clip(tilt[:, : held + 1] + gap / slope, -MOST_TILT, MOST_TILT)
    tilt[:, held + 1 :] = tilt[:, held : held + 1]
    result: Floats = path * np.exp(tilt[..., None, None] * mobility)
    return result


def mobility(moves: Moves) -> Floats:
    """Return how much the ages move [sex, age], 1 at most: the mean size of the townships' rates.

    Small children move with those of their parents' age: what the register makes of the newborn is no mobility.
    """
    size = np.abs(moves.rate[:, :, :AGES]).mean(0)
    size[:, :SMALL_CHILDREN] = size[:, PARENTS].mean()
    result: Floats = size / size.max()
    return result
