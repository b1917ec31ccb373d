"""Life tables: official tables come out, and exact ones where the hazard is known."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import integrate

from difang.methods.rates import LifeTable, life_table, rates_from_probabilities

HERE = Path(__file__).parent
ABRIDGED = (0, 1, *range(5, 101, 5))
SEXES: dict[str, Any] = {"female": "female", "male": "male", "both": None}

rates = arrays(np.float64, (3, 22), elements=st.floats(1e-6, 0.39))


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _united_nations() -> list[tuple[str, str, float, np.ndarray]]:
    rows = _rows("wpp2024_taiwan_deaths.csv")
    return [
        (r["sex"], r["period"], float(r["e0"]), np.array([float(r[f"m{a}"]) for a in ABRIDGED])) for r in rows
    ]


@pytest.mark.parametrize(
    ("sex", "period", "e0", "mx"),
    [row for row in _united_nations() if row[1] >= "1975"],
    ids=lambda x: str(x)[:9],
)
def test_life_table_gives_the_expectancy_the_united_nations_publish(
    sex: str, period: str, e0: float, mx: np.ndarray
) -> None:
    assert life_table(mx, ages=ABRIDGED, sex=SEXES[sex]).ex[0] == pytest.approx(e0, abs=5e-4)


def test_life_table_is_near_the_united_nations_where_infants_died_often() -> None:
    """The publisher computes by single years; at high child mortality five-year groups tell a little less."""
    old = [row for row in _united_nations() if row[1] < "1975"]
    assert len(old) == 5
    for sex, _, e0, mx in old:
        assert life_table(mx, ages=ABRIDGED, sex=SEXES[sex]).ex[0] == pytest.approx(e0, abs=0.01)


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("table", ["observed_2016", "projected_2065"])
def test_single_years_give_the_expectancies_the_council_publishes(table: str, sex: Any) -> None:
    rows = [row for row in _rows("ndc2018_life_tables.csv") if (row["table"], row["sex"]) == (table, sex)]
    qx, ex = (np.array([float(row[column]) for row in rows]) for column in ("qx", "ex"))
    result = life_table(rates_from_probabilities(qx, ex[-1], sex=sex), sex=sex)
    np.testing.assert_allclose(result.qx, qx, atol=1e-12)
    np.testing.assert_allclose(result.ex, ex, atol=0.01)  # five decimals of q, two of e


def test_constant_hazard_has_the_exact_table() -> None:
    hazard, size = 0.04, 30
    lived = 1 / hazard - 1 / np.expm1(hazard)
    result = life_table(np.full(size, hazard), ax=np.full(size, lived))
    np.testing.assert_allclose(result.ex, 1 / hazard)
    np.testing.assert_allclose(result.lx, np.exp(-hazard * np.arange(size)))
    np.testing.assert_allclose(result.survival[1:], np.exp(-hazard))
    np.testing.assert_allclose(result.survival[0], -np.expm1(-hazard) / hazard)


def _gompertz() -> tuple[np.ndarray, float]:
    """Return abridged rates of the hazard 3e-5·exp(0.1 x), and its life expectancy, by quadrature."""

    def alive(x: float) -> float:
        return float(np.exp(-3e-4 * np.expm1(0.1 * x)))

    ends = [*ABRIDGED[1:], 130]
    lived = [integrate.quad(alive, a, b)[0] for a, b in zip(ABRIDGED, ends, strict=True)]
    died = [alive(a) - alive(b) for a, b in zip(ABRIDGED, ends, strict=True)]
    return np.array(died) / np.array(lived), sum(lived)


def test_greville_is_near_the_exact_table_of_a_gompertz_hazard() -> None:
    mx, e0 = _gompertz()
    default = life_table(mx, ages=ABRIDGED).ex[0]
    middle = life_table(mx, ages=ABRIDGED, ax=[0.5, 2, *[2.5] * 15, *[1.5] * 5]).ex[0]
    assert abs(default - e0) < 0.005 < abs(middle - e0)


def test_infants_live_as_in_model_west() -> None:
    """Preston, Heuveline and Guillot (2001), table 3.3, on both sides of the limit."""
    low = life_table([0.05, 0.01, 0.01, 0.1], ages=(0, 1, 5, 10), sex="female")
    np.testing.assert_allclose(low.ax[:3], [0.053 + 2.8 * 0.05, 1.522 - 1.518 * 0.05, 2.5])
    high = life_table([0.2, 0.01, 0.01, 0.1], ages=(0, 1, 5, 10), sex="male")
    np.testing.assert_allclose(high.ax, [0.330, 1.352, 2.5, 10])
    both = life_table([0.2, 0.01, 0.01, 0.1], ages=(0, 1, 5, 10))
    np.testing.assert_allclose(both.ax[:2], [0.340, 1.3565])


def test_single_years_are_lived_by_half_but_at_birth() -> None:
    np.testing.assert_allclose(life_table([0.05, 0.01, 0.01, 0.25], sex="female").ax, [0.193, 0.5, 0.5, 4])


@pytest.mark.parametrize("ages", [None, ABRIDGED])
def test_survival_carries_the_stationary_population_onto_itself(ages: tuple[int, ...] | None) -> None:
    table = life_table(np.linspace(0.001, 0.5, 22), ages=ages)
    people = table.Lx if ages is None else np.concatenate([[table.Lx[:2].sum()], table.Lx[2:]])
    births = 1 if ages is None else 5
    assert table.survival.shape == (people.size + 1,)
    oldest = people[-2] * table.survival[-2] + people[-1] * table.survival[-1]
    later = np.concatenate([[births * table.survival[0]], people[:-2] * table.survival[1:-2], [oldest]])
    np.testing.assert_allclose(later, people)


def test_an_age_nobody_reaches_still_has_its_expectancy() -> None:
    table = life_table([0.01, 0.01, 2.0, 0.1, 0.25])
    assert table.qx[2] == 1
    np.testing.assert_array_equal(table.lx[3:], 0)
    assert all(np.isfinite(column).all() for column in table)
    np.testing.assert_allclose(table.ex[3:], [0.95 / 1.05 * 4 + 1 / 1.05, 4])


def test_no_deaths_in_a_neighbour_leave_the_middle_of_the_group() -> None:
    mx = np.full(22, 0.01)
    mx[6] = 0
    table = life_table(mx, ages=ABRIDGED)
    np.testing.assert_array_equal(table.ax[[5, 7]], 2.5)
    assert all(np.isfinite(column).all() for column in table)


def test_a_leap_of_the_rates_leaves_survivors() -> None:
    """Greville's formula alone would have m·a above 1 in the group after the leap."""
    mx = np.full(22, 0.25)
    mx[3] = 1e-6
    assert 0.2 < life_table(mx, ages=ABRIDGED).survival[4] < 0.6


@given(rates)
def test_a_table_is_one_and_the_same_alone_or_among_places(mx: np.ndarray) -> None:
    together = life_table(mx, ages=ABRIDGED, sex="male")
    for place in range(3):
        for column, whole in zip(life_table(mx[place], ages=ABRIDGED, sex="male"), together, strict=True):
            np.testing.assert_array_equal(column, whole[place])


@given(rates)
def test_columns_keep_their_identities(mx: np.ndarray) -> None:
    table: LifeTable = life_table(mx, ages=ABRIDGED, radix=100_000)
    np.testing.assert_allclose(table.dx.sum(axis=-1), 100_000)
    np.testing.assert_allclose(table.Tx, np.cumsum(table.Lx[:, ::-1], axis=-1)[:, ::-1], rtol=1e-9)
    np.testing.assert_allclose(table.dx, table.Lx * table.mx, rtol=1e-6, atol=1e-9)
    assert ((table.survival >= 0) & (table.survival <= 1)).all()


@given(rates, st.integers(0, 21), st.floats(1.01, 1.1))
def test_heavier_mortality_at_one_age_shortens_life(mx: np.ndarray, age: int, factor: float) -> None:
    ax = np.where(np.arange(22) < 2, 0.3, 1.0)
    worse = mx.copy()
    worse[:, age] *= factor
    before, after = (life_table(m, ages=ABRIDGED, ax=ax).ex[:, 0] for m in (mx, worse))
    assert (after <= before).all()
    if age == 0:
        assert (after < before).all()


@given(arrays(np.float64, 40, elements=st.floats(1e-6, 0.95)), st.floats(0.5, 20))
def test_rates_and_probabilities_are_each_others_inverse(qx: np.ndarray, oldest: float) -> None:
    qx[-1] = 1
    table = life_table(rates_from_probabilities(qx, oldest, sex="female"), sex="female")
    np.testing.assert_allclose(table.qx, qx, atol=1e-9)
    assert table.ex[-1] == pytest.approx(oldest)


@pytest.mark.parametrize(
    ("mx", "options", "words"),
    [
        ([[0.1, 0.1], [-0.1, 0.1]], {}, "mx: -0.1 at [1, 0]; rates must be finite and ≥ 0"),
        ([0.1, np.nan], {}, "mx: nan at [1]; rates must be finite and ≥ 0"),
        ([0.1, 0.1, 0], {}, "mx: 0 at [2]; the rate of the open group must be above 0"),
        (
            [0.1, 2.5, 0.1],
            {},
            "mx: 2.5 at [1]; more would die than live; m · a must not exceed 1 (shrink it first)",
        ),
        ([0.1], {}, "ages: shape (1,); must be one start for each of the 1 groups, two at least"),
        (
            [0.1, 0.1],
            {"ages": (0, 1, 5)},
            "ages: shape (3,); must be one start for each of the 2 groups, two at least",
        ),
        (
            [0.1] * 3,
            {"ages": (0, 1, 3)},
            "ages: [0, 1, 3]; must start at 0 in equal steps, or be 0, 1, 5, 10, …",
        ),
        (
            [0.1] * 3,
            {"ages": (5, 10, 15)},
            "ages: [5, 10, 15]; must start at 0 in equal steps, or be 0, 1, 5, 10, …",
        ),
        ([0.1] * 3, {"ages": (0, 5, 10)}, "ax: none given; groups of 5 years from age 0 have no default"),
        (
            [0.1] * 3,
            {"ax": [0.5, 1.5, 9]},
            "ax: 1.5 at [1]; years lived must not exceed the width of the group",
        ),
        ([0.1] * 3, {"ax": [0.5, 0.5]}, "ax: shape (2,); must be [..., age] with 3 cells on the last axis"),
        ([0.1] * 3, {"sex": "m"}, "sex: 'm'; must be 'female', 'male' or None"),
        ([0.1] * 3, {"radix": 0}, "radix: 0; must be above 0"),
    ],
)
def test_life_table_names_what_is_wrong(mx: list, options: dict, words: str) -> None:
    with pytest.raises(ValueError) as error:
        life_table(mx, **options)
    assert str(error.value) == words


@pytest.mark.parametrize(
    ("qx", "oldest", "words"),
    [
        ([0.1, 1.2, 1], 5, "qx: 1.2 at [1]; probabilities must lie in 0 … 1"),
        ([0.1, 0.2, 0.9], 5, "qx: 0.9 at [2]; everybody dies in the open group; its probability must be 1"),
        ([0.1, 0.2, 1], 0, "open_ex: 0; an expectancy must be above 0"),
        ([0.1, 0.2, 1], [5, -1], "open_ex: -1 at [1]; an expectancy must be above 0"),
    ],
)
def test_rates_from_probabilities_names_what_is_wrong(qx: list, oldest: Any, words: str) -> None:
    with pytest.raises(ValueError) as error:
        rates_from_probabilities(qx, oldest)
    assert str(error.value) == words
