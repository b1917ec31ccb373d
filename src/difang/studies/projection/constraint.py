"""Official national projections a launch may be held to: factors on the sum of all townships, by age."""

from typing import Literal

import numpy as np

from difang.errors import InputError
from difang.studies.projection.register import AGES, Floats, Register

Constraint = Literal["ndc", "un", "none"]
# The edition of 2026 appeared in August 2026 on the figures of 2025-12: it holds launches from then on, no earlier one.
NDC, NDC_BASE = "population.projection_national", "2025-12"
UN, UN_PUBLISHED = "population.projection_un", "2024-07-11"
BIN_YEARS = 5
DECEMBER = 12


def usual(register: Register) -> Constraint:
    """Return what a launch is held to unless somebody chooses: the Council's medium variant from its base month on.

    The edition of 2018 has only three bands, so no earlier launch is held to anything.
    """
    return "ndc" if register.launch >= NDC_BASE else "none"


def held(path: Floats, register: Register, constraint: Constraint) -> Floats:
    """Return the path [place, time + 1, sex, age] with its national sums at the constraint's."""
    if constraint == "none":
        return path
    if constraint not in ("ndc", "un"):
        raise InputError(
            f"約束「{constraint}」；可用 ndc（國發會中推計）、un（聯合國中推計）、none（不約束）。",
            f"constraint '{constraint}'; use ndc (the Council's medium variant), un (the UN's median) or none.",
        )
    result = path.copy()
    for time in range(1, path.shape[1]):
        factor = _factor(path[:, time].sum(0), register, constraint, time)
        result[:, time] *= factor
    return result


def _factor(nation: Floats, register: Register, constraint: Constraint, time: int) -> Floats:
    """Return factors [sex, age] on the nation of one time."""
    if constraint == "un":
        return np.full((2, AGES), _between(_un(register), register, time) / nation.sum())
    target = _between(_ndc(register), register, time)
    bins = np.add.reduceat(nation, np.arange(0, AGES, BIN_YEARS), axis=-1)
    steps = target / np.maximum(bins, 1e-9)
    factor: Floats = np.repeat(steps, BIN_YEARS, axis=-1)[:, :AGES]
    return factor


def _between(table: dict[int, Floats], register: Register, time: int) -> Floats:
    """Return a yearly table at the launch month `time` years on, in logs between the ends of two years."""
    year, month = int(register.launch[:4]) + time, int(register.launch[5:7])
    share = month / DECEMBER
    last = max(table)
    after = table[min(year, last)]
    before = table.get(min(year - 1, last), after)
    result: Floats = np.exp(np.log(before) * (1 - share) + np.log(after) * share)
    return result


def _ndc(register: Register) -> dict[int, Floats]:
    """Return persons [sex, five-year age] at the end of each year by the medium variant of 2026."""
    rows = register.national(NDC, "period, sex, age_from, population, scenario", NDC_BASE)
    result: dict[int, Floats] = {}
    chosen = rows["scenario"] == "medium"
    columns = (rows[name][chosen] for name in ("period", "sex", "age_from", "population"))
    for period, sex, age, persons in zip(*columns, strict=True):
        table = result.setdefault(int(period), np.zeros((2, AGES // BIN_YEARS + 1)))
        table[0 if sex == "female" else 1, int(age) // BIN_YEARS] = persons
    return result


def _un(register: Register) -> dict[int, Floats]:
    """Return the nation's persons at the end of each year by the UN's median of 2024."""
    rows = register.national(UN, "period, variant, population", UN_PUBLISHED)
    chosen = (rows["variant"] == "medium") & ~np.isnan(rows["population"].astype(float))
    years, people = (rows[name][chosen].astype(float) for name in ("period", "population"))
    return {int(year): np.array(persons) for year, persons in zip(years, people, strict=True)}
