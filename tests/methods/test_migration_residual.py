"""Net migration as a residual: what was put into a population comes out of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from difang.methods.migration import net_migration, net_migration_total
from difang.methods.rates import life_table

AGES, STEPS = 9, 3

people = arrays(np.float64, (2, 2, AGES), elements=st.integers(50, 900).map(float))
moves = arrays(np.float64, (2, 2, AGES), elements=st.integers(-5, 40).map(float))
births = arrays(np.float64, (2, STEPS, 2), elements=st.integers(20, 200).map(float))
survivals = arrays(np.float64, (STEPS, 2, AGES + 1), elements=st.floats(0.7, 1))


def _older(population: np.ndarray, born: np.ndarray, survival: np.ndarray) -> np.ndarray:
    """Return the population one step on by the textbook, cell by cell."""
    later = np.zeros_like(population)
    for sex in range(2):
        later[:, sex, 0] = born[:, sex] * survival[sex, 0]
        for age in range(1, AGES - 1):
            later[:, sex, age] = population[:, sex, age - 1] * survival[sex, age]
        later[:, sex, -1] = (
            population[:, sex, -2] * survival[sex, -2] + population[:, sex, -1] * survival[sex, -1]
        )
    return later


@given(people, moves, births, survivals)
def test_forward_finds_migrants_who_came_at_the_end(
    before: np.ndarray, net: np.ndarray, born: np.ndarray, survival: np.ndarray
) -> None:
    after = before
    for step in range(STEPS):
        after = _older(after, born[:, step], survival[step])
    result = net_migration(before, np.maximum(after + net, 0), born, survival, method="forward")
    np.testing.assert_allclose(result.survivors, after)
    np.testing.assert_allclose(result.net, np.maximum(after + net, 0) - after, atol=1e-9)


@given(people, moves, births, survivals)
def test_reverse_finds_migrants_who_came_at_the_start(
    before: np.ndarray, net: np.ndarray, born: np.ndarray, survival: np.ndarray
) -> None:
    """Those in closed groups; at the open end it is exact only when its ratios agree."""
    survival[:, :, -2] = survival[:, :, -1]
    survival[:, :, -1 - STEPS :] = survival[:, :1, -1:]
    after, with_net = before, before + net
    for step in range(STEPS):
        after = _older(after, born[:, step], survival[step])
        with_net = _older(with_net, born[:, step], survival[step])
    result = net_migration(before, with_net, born, survival, method="reverse")
    np.testing.assert_allclose(result.net[..., STEPS:-1], net[..., : -1 - STEPS], atol=1e-8)
    np.testing.assert_allclose(result.net[..., -1], net[..., -1 - STEPS :].sum(axis=-1), atol=1e-8)
    np.testing.assert_allclose(result.net[..., :STEPS], 0, atol=1e-8)


@given(people, people, births, survivals)
def test_average_is_the_mean_and_each_is_linear_in_the_later_population(
    before: np.ndarray, after: np.ndarray, born: np.ndarray, survival: np.ndarray
) -> None:
    ways = [net_migration(before, after, born, survival, method=way).net for way in ("forward", "reverse")]  # type: ignore[arg-type]
    average = net_migration(before, after, born, survival).net
    np.testing.assert_allclose(average, (ways[0] + ways[1]) / 2)
    more = net_migration(before, after + 10, born, survival).net
    most = net_migration(before, after + 20, born, survival).net
    np.testing.assert_allclose(more - average, most - more, atol=1e-8)
    assert (np.abs(ways[1]) >= np.abs(ways[0]) - 1e-9).all()


def test_one_survival_serves_all_steps_and_comes_from_a_life_table() -> None:
    survival = life_table(np.linspace(0.001, 0.4, AGES)).survival[None, None, :]
    before, born = np.full((1, 2, AGES), 100.0), np.full((STEPS, 2), 50.0)
    once = net_migration(before, before, born, survival)
    each = net_migration(before, before, born, np.repeat(np.repeat(survival, STEPS, axis=0), 2, axis=1))
    np.testing.assert_array_equal(once.net, each.net)


def test_nobody_there_before_has_the_survival_of_the_age() -> None:
    before, born = np.zeros((1, 4)), np.zeros((1, 1))
    survival = np.array([[[0.9, 0.8, 0.5, 0.4, 0.4]]])
    result = net_migration(before, [[9, 8, 5, 4]], born, survival, method="reverse")
    np.testing.assert_allclose(result.net, [[10, 10, 10, 10]])


def test_the_balancing_equation_by_hand() -> None:
    """From 1,000 to 970 with 20 births and 30 deaths: 20 more left than came."""
    assert net_migration_total(1000, 970, 20, 30) == -20
    np.testing.assert_array_equal(net_migration_total([1000, 10], [970, 12], [20, 0], [30, 1]), [-20, 3])


def test_by_age_and_balancing_equation_agree_when_deaths_are_those_of_the_table() -> None:
    rng = np.random.default_rng(2)
    before, after = rng.uniform(50, 100, (2, 2, AGES))
    born, survival = rng.uniform(40, 60, (1, 2)), rng.uniform(0.8, 1, (1, 2, AGES + 1))
    result = net_migration(before, after, born, survival, method="forward")
    deaths = before.sum() + born.sum() - result.survivors.sum()
    assert result.net.sum() == pytest.approx(
        net_migration_total(before.sum(), after.sum(), born.sum(), deaths)
    )


GOOD = {
    "before": np.ones((2, 4)),
    "after": np.ones((2, 4)),
    "births": np.ones((1, 2)),
    "survival": np.full((1, 2, 5), 0.9),
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"before": -np.ones((2, 4))}, "before: -1 at [0, 0]; persons must be ≥ 0"),
        ({"before": np.ones(4)}, "before: shape (4,); must be [..., sex, age] with two ages at least"),
        (
            {"after": np.ones((2, 5))},
            "after: shape (2, 5); must be [..., sex, age] with 4 cells on the last axis",
        ),
        ({"after": np.ones((3, 4))}, "after: shape (3, 4); must broadcast with (2, 4)"),
        ({"births": [[1, np.nan]]}, "births: nan at [0, 1]; births must be ≥ 0"),
        (
            {"births": [1, 1]},
            "births: shape (2,); must be [..., time, sex], and survival [..., time, sex, age + 1]",
        ),
        ({"survival": np.zeros((1, 2, 5))}, "survival: 0 at [0, 0, 0]; survival must lie in (0, 1]"),
        ({"survival": np.ones((3, 2, 5))}, "survival: 3 times; must be 1 or as many as births, 1"),
        ({"method": "back"}, "method: 'back'; must be 'forward', 'reverse' or 'average'"),
    ],
)
def test_net_migration_names_what_is_wrong(change: dict, words: str) -> None:
    with pytest.raises(ValueError) as error:
        net_migration(**(GOOD | change))
    assert str(error.value) == words
