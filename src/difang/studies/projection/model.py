"""The mean path of every township from a launch: members side by side, and their average in logs."""

from dataclasses import dataclass

import numpy as np

from difang.errors import MissingDataError
from difang.studies.projection import paths, vital
from difang.studies.projection.launch import people_at
from difang.studies.projection.moves import Moves, observed, of_counties
from difang.studies.projection.register import AGES, Floats, Register, month, years_between
from difang.studies.projection.settings import FROZEN, Settings

LEAST_PAIR_YEARS = 4.0
CHILDREN = 15
FEW = 0.05


@dataclass(frozen=True)
class Paths:
    """What a launch leads to: `mean` and each member [place, time + 1, sex, age], and the rates behind them."""

    mean: Floats
    members: dict[str, Floats]
    vital: paths.Vital
    moves: Moves


def mean_paths(register: Register, years: int, settings: Settings = FROZEN) -> Paths:
    """Return the paths of all townships for `years` years from the register's launch month."""
    people = people_at(register)
    start = int(register.launch[:4]) + (int(register.launch[5:7]) - 1) / 12
    rates = _vital(register, people, start, years, settings)
    moves = measured(register, rates, settings)
    own = paths.component(people, rates, moves, settings)
    members = {"component": own}
    ratios = _ratios(register, years, settings)
    if ratios is not None:
        members["ratios"] = ratios
    totals = paths.trend(register, years, settings)
    totals *= people.sum((-1, -2))[:, None] / totals[:, :1]
    members["trend"] = paths.drawn_to(own, totals, paths.mobility(moves))
    return Paths(_averaged(members, settings), members, rates, moves)


def _vital(register: Register, people: Floats, start: float, years: int, settings: Settings) -> paths.Vital:
    q = vital.death_probabilities(register, np.array([start + year + 0.5 for year in range(years)]))
    now = vital.death_probabilities(register, np.array([start]))[0]
    level = vital.mortality_level(register, people, now, settings)
    survival = vital.survival(vital.levelled(q, level))
    pattern = vital.fertility_pattern(register)
    children = vital.fertility_level(register, people, pattern, settings)
    course = vital.fertility_course(register, pattern, years, settings)
    fertility = children[:, None, None] * course[None, :, None] * pattern
    return paths.Vital(survival, fertility, vital.sex_ratio_at_birth(register))


def measured(register: Register, rates: paths.Vital, settings: Settings) -> Moves:
    """Return net migration by age from the longest pair of tables at hand: townships', else counties'."""
    ratios = rates.survival[:, 0]
    tables = register.by_sex
    last = max(tables, default="")
    firsts = [one for one in tables if years_between(one, last) >= LEAST_PAIR_YEARS] if last else []
    if firsts:
        return observed(register, min(firsts), last, (tables[min(firsts)], tables[last]), ratios, settings)
    counties = register.county_by_sex
    if len(counties) < 2:
        raise MissingDataError(
            f"{register.launch} 以前沒有兩個可以相比的年齡表，算不出遷移；請改用較晚的起始月。",
            f"before {register.launch} there are no two tables of ages to compare; choose a later launch.",
        )
    first, last = min(counties), max(counties)
    return of_counties(
        register, first, last, (counties[first], counties[last]), _mean_by_county(register, ratios), settings
    )


def _mean_by_county(register: Register, ratios: Floats) -> Floats:
    member = np.eye(len(register.counties))[register.county]
    result: Floats = np.einsum("pc,psa->csa", member / member.sum(0), ratios)
    return result


def _ratios(register: Register, years: int, settings: Settings) -> Floats | None:
    tables = register.by_sex
    before = month(register.launch, -60)
    if before not in tables or register.launch not in tables:
        return None
    return paths.cohort_ratios(
        register, (tables[before], tables[register.launch]), 5, years, settings.ratios_weight
    )


def _averaged(members: dict[str, Floats], settings: Settings) -> Floats:
    """Return the mean of the members in logs, cell by cell; children by ratios are left out."""
    logs: Floats = np.zeros(1)
    total: Floats = np.zeros(1)
    for name, path in members.items():
        weight = np.full(AGES, settings.weights[name])
        if name == "ratios":
            weight[:CHILDREN] = 0.0
        logs = logs + weight * np.log(path + FEW)
        total = total + weight
    result: Floats = np.maximum(np.exp(logs / total) - FEW, 0.0)
    result[:, 0] = members["component"][:, 0]
    return result
