"""Rates of small areas: by hand, against the distribution they suppose, and on the register."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

import difang
from difang.methods.rates import shrink

DATA = Path(difang.__file__).parent / "data"

events = arrays(np.float64, 8, elements=st.integers(0, 200).map(float))
exposures = arrays(np.float64, 8, elements=st.integers(1, 500).map(float))


def test_shrink_by_hand() -> None:
    """130 events where 100 were expected, against a parent at 1 worth 100: half its own."""
    result = shrink([130], [100], parent=1, prior=100, confidence=0.9)
    np.testing.assert_allclose(result.rate, 1.15)
    np.testing.assert_allclose(result.weight, 0.5)
    posterior = stats.gamma(230, scale=1 / 200)
    np.testing.assert_allclose([result.low[0], result.high[0]], posterior.ppf([0.05, 0.95]))


def test_a_place_without_people_has_the_rate_of_its_parent() -> None:
    result = shrink([30, 10, 0], [100, 100, 0])
    assert result.rate[2] == pytest.approx(0.2)
    assert result.weight[2] == 0
    assert result.low[2] < 0.2 < result.high[2]


def test_no_event_anywhere_is_a_rate_of_zero_with_an_upper_limit() -> None:
    result = shrink([0, 0], [10, 30])
    np.testing.assert_array_equal(result.rate, 0)
    np.testing.assert_array_equal(result.low, 0)
    assert 0 < result.high[1] < result.high[0] < 1


def test_moments_find_the_spread_of_the_underlying_rates() -> None:
    rng = np.random.default_rng(5)
    exposure = rng.uniform(5, 200, 2000)
    truth = rng.gamma(20, 1 / 20, 2000)
    result = shrink(rng.poisson(truth * exposure), exposure)
    assert result.prior[0] == pytest.approx(20, rel=0.15)
    assert ((result.low < truth) & (truth < result.high)).mean() == pytest.approx(0.8, abs=0.03)


def test_moments_by_hand() -> None:
    """Rates 0.5 and 1.5 on 10 each: 2·0.5² / (A + 0.1) is 1 (one place used by the mean), so A = 0.4; else 2, A = 0.15."""
    np.testing.assert_allclose(shrink([5, 15], [10, 10]).prior, 1 / 0.4)
    np.testing.assert_allclose(shrink([5, 15], [10, 10], parent=1).prior, 1 / 0.15)


def test_places_that_differ_by_chance_alone_take_the_parents_rate() -> None:
    rng = np.random.default_rng(6)
    exposure = rng.uniform(5, 50, 200)
    result = shrink(rng.poisson(exposure), exposure)
    assert result.prior[0] > 20 * exposure.mean()
    assert np.ptp(result.rate) < 0.15
    assert (result.prior <= exposure.sum() * (1 + 1e-12)).all()


def test_groups_are_shrunk_apart() -> None:
    count, exposure = [5, 9, 40, 60, 50], [10, 10, 10, 10, 10]
    whole = shrink(count, exposure, groups=["a", "a", "b", "b", "b"])
    for part in (slice(0, 2), slice(2, 5)):
        for field, alone in zip(whole, shrink(count[part], exposure[part]), strict=True):
            np.testing.assert_allclose(field[part], alone)


def test_a_single_place_is_its_own_parent() -> None:
    result = shrink([12, 3], [10, 10], groups=[1, 2])
    np.testing.assert_allclose(result.rate, [1.2, 0.3])


@given(events, exposures, st.permutations(range(8)))
def test_the_order_of_places_does_not_matter(
    count: np.ndarray, exposure: np.ndarray, order: list[int]
) -> None:
    groups = np.array([0, 0, 0, 1, 1, 1, 1, 1])
    one, other = (
        shrink(count, exposure, groups=groups),
        shrink(count[order], exposure[order], groups=groups[order]),
    )
    for field, shuffled in zip(one, other, strict=True):
        np.testing.assert_allclose(field[order], shuffled, rtol=1e-6, atol=1e-12)


@given(events, exposures)
def test_shrunk_rates_lie_between_the_place_and_its_parent(count: np.ndarray, exposure: np.ndarray) -> None:
    result = shrink(count, exposure)
    own, parent = count / exposure, count.sum() / exposure.sum()
    assert (result.rate >= np.minimum(own, parent) - 1e-12).all()
    assert (result.rate <= np.maximum(own, parent) + 1e-12).all()
    assert ((result.low <= result.rate) & (result.rate <= result.high)).all()
    assert ((result.weight > 0) & (result.weight < 1)).all()


@given(events, exposures, st.floats(0.01, 100))
def test_the_unit_of_exposure_does_not_matter(count: np.ndarray, exposure: np.ndarray, unit: float) -> None:
    one, other = shrink(count, exposure), shrink(count, exposure * unit)
    np.testing.assert_allclose(other.rate * unit, one.rate, rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(other.weight, one.weight, rtol=1e-6)


@given(arrays(np.float64, (3, 8), elements=st.integers(0, 50).map(float)), exposures)
def test_ages_and_sexes_are_done_at_once(count: np.ndarray, exposure: np.ndarray) -> None:
    whole = shrink(count, exposure, groups=[0, 0, 0, 0, 1, 1, 1, 1])
    for row in range(3):
        for field, alone in zip(whole, shrink(count[row], exposure, groups=[0] * 4 + [1] * 4), strict=True):
            np.testing.assert_allclose(field[row], alone, rtol=1e-9)


def test_a_heavier_prior_draws_nearer_to_the_parent() -> None:
    rates = [shrink([130], [100], parent=1, prior=prior).rate[0] for prior in (0, 10, 100, 1000)]
    assert rates[0] == pytest.approx(1.3)
    assert all(before > after > 1 for before, after in pairwise(rates))


def test_shrunk_death_ratios_foretell_next_year_better_than_raw_ones_and_the_county() -> None:
    """Deaths of 2015 ÷ expected by age, shrunk to the county, against the same ratio in 2016."""
    places, expected = _expected_deaths()
    first, second = (_deaths(year, places) for year in ("2015", "2016"))
    expected = expected * first.sum() / expected.sum()
    second = second * first.sum() / second.sum()
    counties = [place[:5] for place in places]
    shrunk = shrink(first, expected, groups=counties)
    county = shrink(first, expected, groups=counties, prior=1e12)

    def error(rate: np.ndarray) -> float:
        return float(np.mean((rate * expected - second) ** 2 / expected))

    raw = first / expected
    assert len(places) == 368
    assert error(shrunk.rate) < 0.97 * error(raw) < 0.97 * error(county.rate)
    held = ((shrunk.low * expected < second) & (second < shrunk.high * expected)).mean()
    assert held < 0.8  # the interval is of the rate; next year's count adds its own chance


def _expected_deaths() -> tuple[list[str], np.ndarray]:
    """Return the townships and a Gompertz hazard times their people at each age in October 2015."""
    table = pq.read_table(DATA / "population.by_age_sex" / "data.parquet")
    table = table.filter(pc.equal(table["period"], "2015-10"))
    age = np.array(table["age"])
    rise = np.where(np.array(table["sex"]) == "male", 6e-5, 3e-5) * np.exp(0.092 * age)
    weighted = table.append_column("expected", [np.array(table["population"]) * rise])
    sums = weighted.group_by("place").aggregate([("expected", "sum")]).sort_by("place")
    return sums["place"].to_pylist(), np.array(sums["expected_sum"])


def _deaths(year: str, places: list[str]) -> np.ndarray:
    table = pq.read_table(DATA / "population.vital_by_month" / "data.parquet")
    table = table.filter(pc.starts_with(table["period"], year))
    sums = (
        table.group_by("place").aggregate([("deaths_female", "sum"), ("deaths_male", "sum")]).sort_by("place")
    )
    assert sums["place"].to_pylist() == places
    return np.array(sums["deaths_female_sum"]) + np.array(sums["deaths_male_sum"], dtype=float)


@pytest.mark.parametrize(
    ("count", "exposure", "options", "words"),
    [
        ([-1, 2], [1, 1], {}, "events: -1 at [0]; must be ≥ 0"),
        ([1, 2], [1, np.nan], {}, "exposure: nan at [1]; must be ≥ 0"),
        ([1, 2], [1, 0], {}, "events: 2 at [1]; there is no exposure for these events"),
        (
            [1, 0],
            [1, 0],
            {"groups": [1, 2]},
            "exposure: 0 at [1]; nobody in the whole group; give the parent's rate",
        ),
        ([1, 2], [1, 1], {"groups": [1]}, "groups: shape (1,); must be [place] = (2,), one at least"),
        ([1, 2, 3], [1, 1], {}, "exposure: shape (2,); must broadcast with (3,)"),
        (
            [1, 0],
            [1, 0],
            {"parent": 1, "prior": 0},
            "exposure: 0 at [1]; neither exposure nor prior; give a prior above 0",
        ),
        ([1, 2], [1, 1], {"confidence": 80}, "confidence: 80; must lie between 0 and 1"),
    ],
)
def test_shrink_names_what_is_wrong(count: list, exposure: list, options: dict, words: str) -> None:
    with pytest.raises(ValueError) as error:
        shrink(count, exposure, **options)
    assert str(error.value) == words
