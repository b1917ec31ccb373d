"""Hamilton and Perry: the worked example, yearly steps from a five-year pair, and the register."""

from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import difang
from difang.methods.migration import hamilton_perry

BEFORE = [100, 110, 120, 150, 140, 90]
AFTER = [90, 98, 108, 100, 120, 150]

people = arrays(np.float64, (3, 12), elements=st.integers(1, 3000).map(float))


def test_the_worked_example() -> None:
    result = hamilton_perry(BEFORE, AFTER, 5, 1)
    np.testing.assert_allclose(result.ratios, [0.98, 108 / 110, 100 / 120, 0.8])
    assert result.open == pytest.approx(150 / 230)
    assert result.population.shape == (2, 6)
    np.testing.assert_array_equal(result.population[0], AFTER)
    np.testing.assert_allclose(result.population[1, 1:], [88.2, 96.22, 90, 80, 176.09], atol=5e-3)
    adults_then, adults_now = 100 + 120 + 150, 90 + 80 + 270 * 150 / 230  # 15 and over, all under 50 here
    np.testing.assert_allclose(result.population[1, 0], 90 / adults_then * adults_now)


def test_a_table_that_ends_before_15_counts_children_by_all_others() -> None:
    result = hamilton_perry(BEFORE, AFTER, 1, 1)
    np.testing.assert_allclose(result.population[1, 1:], [88.2, 96.22, 90, 80, 176.09], atol=5e-3)
    assert result.children == pytest.approx(90 / 576)


def _survival() -> np.ndarray:
    return np.exp(-3e-5 * np.exp(0.1 * np.arange(101)))


def _grow_older(population: np.ndarray, years: int) -> np.ndarray:
    """Return who is left of single ages after some years, nobody being born or moving."""
    for _ in range(years):
        alive = population * _survival()
        population = np.concatenate([[0], alive[:-2], [alive[-2:].sum()]])
    return population


def test_single_ages_of_a_five_year_pair_go_on_by_years() -> None:
    """Truth by the yearly table itself: 12 years on, one per cent at most below 85, four below 95."""
    before = np.full(101, 1000.0)
    after = _grow_older(before, 5)
    result = hamilton_perry(before, after, 5, 12, cap=(0, 3))
    np.testing.assert_allclose(result.ratios[:95], (after[5:100] / before[:95]) ** 0.2)
    assert result.population.shape == (13, 101)
    truth = _grow_older(after, 12)
    np.testing.assert_allclose(result.population[12, 17:85], truth[17:85], rtol=0.01)
    np.testing.assert_allclose(result.population[12, 85:95], truth[85:95], rtol=0.04)


def test_roots_come_back_to_the_ratio_when_all_are_the_same() -> None:
    before = np.full(101, 1000.0)
    result = hamilton_perry(before, before * 0.9, 5, 5)
    np.testing.assert_allclose(result.population[5, 5:100], 1000 * 0.9 * 0.9)
    np.testing.assert_allclose(
        hamilton_perry(before, before * 0.9, 5, 1, width=1).population[1, 1:100], 900 * 0.9**0.2
    )


@given(people)
def test_a_population_that_stands_still_stands_still(population: np.ndarray) -> None:
    result = hamilton_perry(population, population, 5, 3, cap=(0, np.inf))
    for step in range(4):
        np.testing.assert_allclose(result.population[:, step], population)


@given(people, people, st.permutations(range(3)))
def test_the_order_of_places_does_not_matter(before: np.ndarray, after: np.ndarray, order: list[int]) -> None:
    whole = hamilton_perry(before, after, 5, 2).population
    np.testing.assert_array_equal(whole[order], hamilton_perry(before[order], after[order], 5, 2).population)
    np.testing.assert_array_equal(whole[1], hamilton_perry(before[1], after[1], 5, 2).population)


@given(people, people, st.floats(0.1, 10))
def test_twice_the_people_have_twice_the_future(before: np.ndarray, after: np.ndarray, times: float) -> None:
    one = hamilton_perry(before, after, 5, 2).population
    np.testing.assert_allclose(hamilton_perry(before * times, after * times, 5, 2).population, one * times)


@given(people, people)
def test_ratios_keep_within_the_cap(before: np.ndarray, after: np.ndarray) -> None:
    result = hamilton_perry(before, after, 5, 1)
    assert ((result.ratios >= 0.3) & (result.ratios <= 3)).all()
    assert (result.open <= 3).all()
    assert (result.population >= 0).all()


def test_the_oldest_may_die_faster_than_the_lowest_ratio() -> None:
    result = hamilton_perry([100, 100, 100, 100], [100, 100, 10, 20], 5, 1)
    np.testing.assert_allclose(result.ratios, [1, 0.3])
    assert result.open == pytest.approx(0.1)


def test_with_sexes_both_are_born_to_women() -> None:
    before = np.array([BEFORE, BEFORE], dtype=float)
    after = np.array([AFTER, AFTER], dtype=float)
    after[1, 0], after[1, 3:] = 95, 1
    result = hamilton_perry(before, after, 5, 1, sexes=True)
    assert result.population.shape == (2, 2, 6)
    np.testing.assert_allclose(result.children, [90 / 370, 95 / 370])
    girls, boys = result.population[1, :, 0]
    assert boys / girls == pytest.approx(95 / 90)
    assert girls == pytest.approx(hamilton_perry(BEFORE, AFTER, 5, 1).population[1, 0])


def test_empty_cohorts_have_an_answer() -> None:
    before = np.array([0, 0, 5, 5, 0, 0.0])
    after = np.array([0, 0, 7, 0, 0, 0.0])
    result = hamilton_perry(before, after, 5, 1)
    np.testing.assert_allclose(result.ratios, [1, 3, 0.3, 0.3])
    assert result.open == 1
    np.testing.assert_allclose(result.population[1], [0, 0, 0, 2.1, 0, 0])
    assert hamilton_perry(np.zeros((2, 101)), np.zeros((2, 101)), 5, 30).population.max() == 0


def test_a_small_place_follows_its_parent_by_the_weight() -> None:
    parent = np.array(BEFORE) * 100.0, np.array(AFTER) * 100.0
    before, after = np.array([4, 4, 4, 4, 4, 4.0]), np.array([1, 2, 6, 4, 4, 4.0])
    result = hamilton_perry(before, after, 5, 1, parent=parent, weight=20)
    expected = (np.array([2, 6, 4, 4]) + 20 * np.array([0.98, 108 / 110, 5 / 6, 0.8])) / 24
    np.testing.assert_allclose(result.ratios, expected)
    assert result.open == pytest.approx((4 + 20 * 150 / 230) / 28)
    assert result.children == pytest.approx((1 + 20 * 90 / 370) / 32)


def _register(period: str) -> np.ndarray:
    table = pq.read_table(Path(difang.__file__).parent / "data" / "population.by_age_sex" / "data.parquet")
    table = table.filter(pc.equal(table["period"], period)).group_by(["sex", "age"])
    table = table.aggregate([("population", "sum")]).sort_by([("sex", "ascending"), ("age", "ascending")])
    assert table["sex"][0].as_py() == "female"
    return np.array(table["population_sum"], dtype=float).reshape(2, 101)


def test_one_year_of_the_register_foretells_four_more() -> None:
    """October 2014 and 2015 carried to October 2019: the total to half a per cent, each sex at 20–79 to one."""
    before, after, truth = (_register(period) for period in ("2014-10", "2015-10", "2019-10"))
    result = hamilton_perry(before, after, 1, 4, sexes=True).population[4]
    assert result.sum() == pytest.approx(truth.sum(), rel=0.005)
    np.testing.assert_allclose(result[:, 20:80].sum(axis=1), truth[:, 20:80].sum(axis=1), rtol=0.01)
    unchanged = np.abs(after - truth).sum()
    assert np.abs(result - truth).sum() < unchanged / 4


@pytest.mark.parametrize(
    ("before", "after", "interval", "steps", "options", "words"),
    [
        ([1, -1, 1], [1, 1, 1], 5, 1, {}, "before: -1 at [1]; persons must be ≥ 0"),
        ([1, 1, 1], [1, np.nan, 1], 5, 1, {}, "after: nan at [1]; persons must be ≥ 0"),
        ([1, 1, 1], [1, 1], 5, 1, {}, "after: shape (2,); must equal that of before, (3,)"),
        ([1, 1, 1], [1, 1, 1], 5, 0, {}, "steps: 0; must be at least 1"),
        ([1, 1, 1], [1, 1, 1], 0, 1, {}, "interval: 0; must be at least a year"),
        (
            [1, 1, 1],
            [1, 1, 1],
            5,
            1,
            {"width": 2},
            "interval: 5; must be a multiple of the width of the groups, 2",
        ),
        ([1, 1, 1], [1, 1, 1], 5, 1, {"width": 1}, "before: 3 age groups; an interval of 5 groups needs 7"),
        (
            [1, 1, 1],
            [1, 1, 1],
            5,
            1,
            {"cap": (3, 1)},
            "cap: (3, 1); must be a lowest ratio ≥ 0 and a highest above it",
        ),
        ([1, 1, 1], [1, 1, 1], 5, 1, {"weight": -1}, "weight: -1; must be finite and ≥ 0"),
        (
            [1, 1, 1],
            [1, 1, 1],
            5,
            1,
            {"sexes": True},
            "before: one axis; with sexes it must be [..., sex, age]",
        ),
        (
            [0, 1, 1],
            [1, 1, 1],
            5,
            1,
            {"cap": (0, np.inf)},
            "before: 0 at [0]; a cohort appears from 0; give a finite cap",
        ),
    ],
)
def test_hamilton_perry_names_what_is_wrong(
    before: list, after: list, interval: int, steps: int, options: dict, words: str
) -> None:
    with pytest.raises(ValueError) as error:
        hamilton_perry(before, after, interval, steps, **options)
    assert str(error.value) == words
