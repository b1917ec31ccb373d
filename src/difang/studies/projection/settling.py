"""How many families a year a place needs to hold what it has."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from difang import places
from difang.errors import InputError
from difang.methods.settlement import FamiliesNeeded, families_needed
from difang.studies.projection import households
from difang.studies.projection.outlook import refuse_draws
from difang.studies.projection.paths import Vital
from difang.studies.projection.register import Floats
from difang.studies.projection.scenario import NATION
from difang.studies.projection.study import Study, stayed
from difang.studies.projection.uncertainty import Rows

GOALS = {"total": "total", "children": "children", "women20-39": "women20_39", "in-out": "in_out"}
LEVEL = 0.8
MOST_DRAWS = 5_000  # all are held at once


@dataclass(frozen=True)
class Area:
    """One or more townships as one place: people [sex, age], rates [time, …], net migrants [time, sex, age]."""

    path: Floats
    vital: Vital
    migration: Floats


def needed(
    study: Study,
    code: str,
    goal: str,
    until: int,
    *,
    mix: Mapping[str, float] | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> FamiliesNeeded:
    """Return the families a year that a place needs for a goal by the launch month of `until`, with an 80 % interval.

    A county or region counts as one place: its rates are its townships' means by people, its migrants their sums, and
    its draws those of its townships. All net migration counts as internal for `in-out`: what comes from abroad isn't
    told apart in a township.

    Raises
    ------
    InputError
        For an unknown goal, the nation (families come from within it), an `until` outside the study, or draws or a
        seed out of range.
    """
    if goal not in GOALS:
        raise InputError(
            f"目標「{goal}」；可用：{'、'.join(GOALS)}。", f"goal '{goal}'; use one of: {', '.join(GOALS)}."
        )
    if code == NATION:
        raise InputError(
            "全國沒有「需要多少家戶遷入」：他們來自國內；請指鄉鎮市區、縣市或區域。",
            "the nation needs no families settling: they come from within it; name a township, county or region.",
        )
    refuse_draws(draws, seed, MOST_DRAWS)
    years = until - int(study.periods[0][:4])
    if not 0 < years < len(study.periods):
        raise InputError(
            f"--until {until} 不在推計的 {study.periods[1][:4]} 到 {study.periods[-1][:4]} 年之間。",
            f"--until {until} lies outside the projection, {study.periods[1][:4]} to {study.periods[-1][:4]}.",
        )
    rows = study.rows(places.get(code).members)
    area = joined(study, rows)
    survival, fertility, migration = _drawn(study, rows, area, range(draws), seed)
    return families_needed(
        area.path[0],
        survival[:, :years],
        fertility[:, :years],
        migration[:, :years],
        household=households.household(),
        mix=households.shares(mix),
        retention=np.array(households.RETENTION),
        until=years,
        target=GOALS[goal],
        srb=area.vital.srb,
        migration_timing="end",
        level=LEVEL,
    )


def joined(study: Study, rows: Rows) -> Area:
    """Return townships as one place whose rates and migrants lead along the sum of their paths."""
    path, vital = study.path[rows], study.vital
    people = path[:, :-1] + 1e-9
    women = people[:, :, 0]
    fertility = (women * vital.fertility[rows]).sum(0) / women.sum(0)
    births = (women * vital.fertility[rows]).sum(-1) + 1e-9
    ratios = vital.survival[rows]
    survival = np.empty(ratios.shape[1:])
    survival[..., 0] = (births[..., None] * ratios[..., 0]).sum(0) / births.sum(0)[..., None]
    survival[..., 1:] = (people * ratios[..., 1:]).sum(0) / people.sum(0)
    rates = Vital(survival[None], fertility[None], vital.srb)
    total = path.sum(0)
    migration = total[1:] - stayed(total[None, :-1], rates)[0]
    return Area(total, Vital(survival, fertility, vital.srb), migration)


def _drawn(study: Study, rows: Rows, area: Area, draws: range, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return survival, fertility and migrants [draw, time, …] of an area, from its townships' shocks."""
    drawn = study.shocks(rows)(draws, np.arange(len(rows)), seed)
    people = study.path[rows, :-1].sum((-1, -2)) + 1e-9
    births = (study.path[rows, :-1, 0] * study.vital.fertility[rows]).sum(-1) + 1e-9
    deaths = np.einsum("drt,rt->dt", np.asarray(drawn.mortality), people / people.sum(0))
    born = np.einsum("drt,rt->dt", np.asarray(drawn.fertility), births / births.sum(0))
    moved = np.einsum("drtk,rksa->dtsa", np.asarray(drawn.moves), study.patterns[rows], optimize=True)
    survival = np.clip(1 - (1 - area.vital.survival) * deaths[..., None, None], 0.0, 1.0)
    return survival, area.vital.fertility * born[..., None], area.migration + moved
