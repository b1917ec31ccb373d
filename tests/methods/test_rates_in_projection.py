"""Life tables, schedules and residuals fit the projection they are made for."""

from typing import Literal

import numpy as np
import pytest

from difang.methods.cohorts import project
from difang.methods.migration import net_migration, rogers_castro
from difang.methods.rates import LifeTable, fertility_schedule, life_table

YOUNG_ADULTS = rogers_castro(np.arange(101), total=200)


def _table(ages: tuple[int, ...] | None) -> LifeTable:
    """Return the table of a Gompertz hazard, heavier for men, [sex, age]."""
    middles = np.array(ages) + 2 if ages else np.arange(101) + 0.5
    return life_table(np.outer([3e-5, 6e-5], np.exp(0.1 * middles)), ages=ages)


@pytest.mark.parametrize(("ages", "width"), [(None, 1), ((0, 1, *range(5, 101, 5)), 5)])
def test_at_replacement_the_people_become_the_stationary_population(
    ages: tuple[int, ...] | None, width: int
) -> None:
    """In the end there are, of each sex, the births of a year times life expectancy, as Lotka has it."""
    table, steps = _table(ages), 1000 // width
    fertility = fertility_schedule(2.0, 30, width=width)
    girls_to_a_girl = width * (fertility * np.cumprod(table.survival[0, :-1])).sum() / 2.05
    path = project(
        np.full((2, fertility.size), 1000.0),
        np.repeat(table.survival[None], steps, axis=0),
        np.repeat(fertility[None] / girls_to_a_girl, steps, axis=0),
        interval=width,
    )
    people = path.population[-1].sum(axis=-1)
    np.testing.assert_allclose(people, path.births[-1] / width * table.ex[:, 0], rtol=1e-6)
    assert people.sum() > 10_000


@pytest.mark.parametrize(("timing", "method"), [("end", "forward"), ("start", "reverse")])
def test_the_residual_finds_the_migrants_a_projection_was_given(
    timing: str, method: Literal["forward", "reverse"]
) -> None:
    survival = _table(None).survival[None]
    migration = np.stack([YOUNG_ADULTS, 1.5 * YOUNG_ADULTS])[None]
    start = np.linspace(1500, 20, 101) * np.ones((2, 1))
    path = project(start, survival, fertility_schedule(1.2, 32)[None], migration, migration_timing=timing)
    found = net_migration(start, path.population[-1], path.births, survival, method=method).net
    if method == "forward":
        np.testing.assert_allclose(found, migration[0], atol=1e-9)
    else:
        np.testing.assert_allclose(found[:, 1:100], migration[0, :, :99], atol=1e-9)
        np.testing.assert_allclose(found[:, 100], migration[0, :, 99:].sum(axis=1), atol=1e-9)
