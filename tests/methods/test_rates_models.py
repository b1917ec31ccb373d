"""Models of mortality and fertility by age: what went in comes out, on real rates too."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from difang.methods.rates import (
    LeeCarter,
    brass_apply,
    brass_fit,
    fertility_schedule,
    lee_carter_fit,
    lee_carter_forecast,
    life_table,
)

ABRIDGED = (0, 1, *range(5, 101, 5))
STANDARD = life_table(0.0002 * np.exp(0.09 * np.arange(101))).lx
levels, slopes = st.floats(-1, 1), st.floats(0.5, 1.5)


def _women_of_taiwan() -> tuple[np.ndarray, np.ndarray]:
    """Return the mid-years and the death rates [time, age] of women, 1950–2025 (United Nations)."""
    with (Path(__file__).parent / "wpp2024_taiwan_deaths.csv").open(encoding="utf-8") as file:
        rows = [
            r
            for r in csv.DictReader(line for line in file if not line.startswith("#"))
            if r["sex"] == "female"
        ]
    seen = [row for row in rows if row["period"] < "2025"]
    assert len(seen) == 15
    mx = np.array([[float(row[f"m{age}"]) for age in ABRIDGED] for row in seen])
    return np.array([float(row["period"][:4]) + 2.5 for row in seen]), mx


# Brass


@given(levels, slopes)
def test_brass_finds_the_line_it_was_given(alpha: float, beta: float) -> None:
    relation = brass_fit(brass_apply(STANDARD, alpha, beta), STANDARD)
    np.testing.assert_allclose(relation, [alpha, beta], atol=1e-9)


@given(levels, slopes, levels, slopes)
def test_two_brass_steps_are_one(a: float, b: float, c: float, d: float) -> None:
    twice = brass_apply(brass_apply(STANDARD, a, b), c, d)
    np.testing.assert_allclose(twice, brass_apply(STANDARD, c + d * a, d * b), rtol=1e-9)


def test_brass_by_hand() -> None:
    """Half survive: logit 0; with α = ½ ln 3 a quarter do."""
    np.testing.assert_allclose(brass_apply([1, 0.5, 0], np.log(3) / 2), [1, 0.25, 0])


def test_brass_takes_places_at_once_and_leaves_ages_without_weight_out() -> None:
    survivors = brass_apply(STANDARD, [0.3, -0.2], [0.9, 1.1])
    weights = np.ones(101)
    survivors[:, 50], weights[50] = 0.999, 0
    np.testing.assert_allclose(brass_fit(survivors, STANDARD, weights=weights), [[0.3, -0.2], [0.9, 1.1]])


def test_brass_carries_the_table_of_2000_to_that_of_2020() -> None:
    """Twenty years of women's mortality are nearly a line on the logit scale."""
    _, mx = _women_of_taiwan()
    old, new = (life_table(mx[i], ages=ABRIDGED, sex="female") for i in (10, -1))
    fitted = brass_apply(old.lx, *brass_fit(new.lx, old.lx))
    assert np.abs(fitted - new.lx).max() < np.abs(old.lx - new.lx).max() / 8


@pytest.mark.parametrize(
    ("lx", "standard", "words"),
    [
        ([1, 1.1, 0.5], [1, 0.8, 0.5], "lx: 1.1 at [1]; shares surviving must lie in 0 … 1"),
        ([1, 0.9, 0.5], [1, 0.8, -0.5], "standard: -0.5 at [2]; shares surviving must lie in 0 … 1"),
        (
            [1, 0.9, 0],
            [1, 0.8, 0.5],
            "standard: 0; the spread of its logits must be above 0: two ages with weight",
        ),
        ([1, 0.9, 0.5], [1, 0.8], "standard: shape (2,); must broadcast with (3,)"),
    ],
)
def test_brass_fit_names_what_is_wrong(lx: list, standard: list, words: str) -> None:
    with pytest.raises(ValueError) as error:
        brass_fit(lx, standard)
    assert str(error.value) == words


@pytest.mark.parametrize(
    ("alpha", "beta", "words"),
    [
        (np.nan, 1, "alpha: nan; must be finite"),
        (0, [1, -1], "beta: -1 at [1]; must be finite and ≥ 0"),
        ([0, 0], [1, 1, 1], "beta: shape (3,); must broadcast with (2,)"),
    ],
)
def test_brass_apply_names_what_is_wrong(alpha: Any, beta: Any, words: str) -> None:
    with pytest.raises(ValueError) as error:
        brass_apply(STANDARD, alpha, beta)
    assert str(error.value) == words


# Lee and Carter


def _made(k: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    a, b = np.linspace(-8, -1, 22), np.linspace(2, 1, 22)
    b = b / b.sum()
    return np.exp(a + np.outer(k, b)), a, b


def test_lee_carter_finds_what_the_rates_were_made_of() -> None:
    k = np.array([4.0, 3, 1.5, 0.5, -2, -3, -4])
    mx, a, b = _made(k)
    fit = lee_carter_fit(mx)
    np.testing.assert_allclose(fit.a, a)
    np.testing.assert_allclose(fit.b, b)
    np.testing.assert_allclose(fit.k, k, atol=1e-12)
    assert fit.explained == pytest.approx(1)


def test_lee_carter_on_the_women_of_taiwan_explains_nearly_all_of_seventy_years() -> None:
    years, mx = _women_of_taiwan()
    fit = lee_carter_fit(mx, years)
    assert fit.explained > 0.95
    assert fit.b.sum() == pytest.approx(1)
    assert fit.k.sum() == pytest.approx(0, abs=1e-9)
    # The rank-one fit cannot be beaten by moving any single b: the residual is orthogonal to k.
    residual = np.log(mx) - np.log(fit.fitted)
    np.testing.assert_allclose(fit.k @ residual, 0, atol=1e-9)


def test_lee_carter_from_2000_foretold_women_of_2020_nearer_than_no_change_did() -> None:
    years, mx = _women_of_taiwan()
    fit = lee_carter_fit(mx[:10], years[:10])
    forecast = lee_carter_forecast(fit, 25, confidence=0.95)

    def expectancy(rates: np.ndarray) -> float:
        return float(life_table(rates, ages=ABRIDGED, sex="female").ex[0])

    truth, foretold, unchanged = expectancy(mx[-1]), expectancy(forecast.rates[-1]), expectancy(mx[9])
    assert abs(foretold - truth) < 1.5 < abs(unchanged - truth)
    assert expectancy(forecast.high[-1]) < truth < expectancy(forecast.low[-1])


def test_lee_carter_matches_the_deaths_when_it_knows_the_exposure() -> None:
    years, mx = _women_of_taiwan()
    exposure = np.random.default_rng(7).uniform(1e3, 1e5, mx.shape)
    fit = lee_carter_fit(mx, years, exposure=exposure)
    np.testing.assert_allclose((fit.fitted * exposure).sum(axis=1), (mx * exposure).sum(axis=1))
    without = lee_carter_fit(mx, years).fitted
    assert not np.allclose((without * exposure).sum(axis=1), (mx * exposure).sum(axis=1), rtol=1e-3)


def test_forecast_is_a_random_walk_with_drift_from_the_last_rates() -> None:
    k = np.array([4.0, 3, 1.5, 0.5, -2, -3, -4])
    mx, _, b = _made(k)
    forecast = lee_carter_forecast(lee_carter_fit(mx), 4)
    drift, innovation = np.diff(k).mean(), np.diff(k).var(ddof=1)
    ahead = np.arange(1, 5)
    np.testing.assert_allclose(forecast.k, -4 + drift * ahead)
    np.testing.assert_allclose(forecast.variance, ahead * innovation + ahead**2 * innovation / 6)
    np.testing.assert_allclose(forecast.rates, mx[-1] * np.exp(np.outer(drift * ahead, b)))
    assert (np.diff(forecast.high / forecast.low, axis=0) > 0).all()


def test_years_without_a_table_leave_the_drift_and_scale_the_noise() -> None:
    """Every second year of the walk: the drift stays, and so, on average, does the yearly variance."""
    rng = np.random.default_rng(11)
    whole, gapped = [], []
    for _ in range(300):
        k = np.cumsum(rng.normal(-1, 0.5, 21))
        fit = LeeCarter(np.zeros(1), np.ones(1), k, np.arange(21.0), np.ones((21, 1)), np.ones((21, 1)), 1.0)
        part = fit._replace(k=k[::2], years=fit.years[::2])
        whole.append(lee_carter_forecast(fit, 1))
        gapped.append(lee_carter_forecast(part, 1))
    np.testing.assert_allclose([f.drift for f in gapped], [f.drift for f in whole])
    assert np.mean([f.innovation_variance for f in gapped]) == pytest.approx(0.25, rel=0.1)
    assert np.mean([f.innovation_variance for f in whole]) == pytest.approx(0.25, rel=0.1)


def test_eighty_per_cent_intervals_hold_eighty_per_cent_of_walks() -> None:
    rng = np.random.default_rng(3)
    inside = 0
    for _ in range(600):
        k = np.cumsum(rng.normal(-0.5, 1, 51))
        fit = LeeCarter(
            np.zeros(1), np.ones(1), k[:41], np.arange(41.0), np.exp(k[:41, None]), np.exp(k[:41, None]), 1.0
        )
        forecast = lee_carter_forecast(fit, 10)
        inside += bool(forecast.low[-1, 0] < np.exp(k[-1]) < forecast.high[-1, 0])
    assert 0.74 < inside / 600 < 0.86


@pytest.mark.parametrize(
    ("mx", "options", "words"),
    [
        ([[0.1, 0.2], [0.1, 0]], {}, "mx: 0 at [1, 1]; must be above 0; fit at a larger area"),
        ([0.1, 0.2], {}, "mx: shape (2,); must be [time, age] with two dates at least"),
        (
            [[0.1, 0.2], [0.1, 0.2]],
            {},
            "mx: the rates show no common change in time; there is nothing to fit",
        ),
        ([[0.1, 0.2], [0.1, 0.1]], {"years": [2000, 2000]}, "years: 2000 at [1]; dates must rise"),
        (
            [[0.1, 0.2], [0.1, 0.1]],
            {"exposure": [[1, 1], [0, 0]]},
            "exposure: 0 at [1]; every date needs deaths",
        ),
    ],
)
def test_lee_carter_fit_names_what_is_wrong(mx: list, options: dict, words: str) -> None:
    with pytest.raises(ValueError) as error:
        lee_carter_fit(mx, **options)
    assert str(error.value) == words


def test_lee_carter_forecast_names_what_is_wrong() -> None:
    fit = lee_carter_fit(_made(np.array([1.0, 0, -1.5]))[0])
    for options, words in (
        ({"steps": 0}, "steps: 0; must be at least 1"),
        ({"steps": 2, "confidence": 1}, "confidence: 1; must lie between 0 and 1"),
        ({"steps": 2, "jump": "last"}, "jump: 'last'; must be 'observed' or 'fitted'"),
    ):
        with pytest.raises(ValueError) as error:
            lee_carter_forecast(fit, **options)  # type: ignore[arg-type]
        assert str(error.value) == words
    with pytest.raises(ValueError, match="fit: 2 dates; the error of the drift needs three"):
        lee_carter_forecast(fit._replace(k=fit.k[:2], years=fit.years[:2]), 1)


# Fertility


@given(st.floats(0.1, 8), st.floats(24, 36), st.floats(3, 6))
def test_schedule_has_the_total_mean_and_spread_asked_for(tfr: float, mean: float, sd: float) -> None:
    rates = fertility_schedule(tfr, mean, sd)
    middles = np.arange(101) + 0.5
    assert rates.shape == (101,)
    assert (rates >= 0).all()
    assert rates.sum() == pytest.approx(tfr)
    assert (rates[:15] == 0).all()
    assert (rates[50:] == 0).all()
    found = (rates * middles).sum() / tfr
    assert found == pytest.approx(mean, abs=0.02)
    assert (rates * (middles - found) ** 2).sum() / tfr == pytest.approx(sd**2 + 1 / 12, rel=0.02)


def test_five_year_groups_are_means_of_their_single_years() -> None:
    single = fertility_schedule([1.1, 2.0], 31.5)
    grouped = fertility_schedule([1.1, 2.0], 31.5, width=5)
    assert grouped.shape == (2, 21)
    np.testing.assert_allclose(grouped[:, :20], single[:, :100].reshape(2, 20, 5).mean(axis=2))


def test_schedule_comes_near_the_councils_pattern_for_2020() -> None:
    """Medium variant of the 2018 projection: births per 1,000 women at 15–19 … 45–49."""
    council = np.array([3.61, 20.48, 56.58, 83.24, 45, 8.52, 0.4])
    middles = np.arange(17.5, 50, 5)
    mean = (council * middles).sum() / council.sum()
    sd = np.sqrt((council * (middles - mean) ** 2).sum() / council.sum() - 25 / 12)
    rates = 1000 * fertility_schedule(council.sum() * 5 / 1000, mean, sd, ages=range(15, 50, 5), width=5)
    assert np.abs(rates - council).sum() / 2 / council.sum() < 0.05


def test_no_births_are_no_births() -> None:
    np.testing.assert_array_equal(fertility_schedule(0, 30), 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, 30, 5), "tfr: -1; must be ≥ 0"),
        ((1, 60, 5), "mean_age: 60; must lie inside the span 15 … 50"),
        ((1, [30, 14], 5), "mean_age: 14 at [1]; must lie inside the span 15 … 50"),
        ((1, 30, 12), "sd: 12; too wide; the curve must have one peak inside the span"),
        ((1, 30, 0), "sd: 0; must be above 0"),
        (([1, 1], [30, 30, 30], 5), "mean_age: shape (3,); must broadcast with (2,)"),
    ],
)
def test_fertility_schedule_names_what_is_wrong(arguments: tuple, words: str) -> None:
    with pytest.raises(ValueError) as error:
        fertility_schedule(*arguments)
    assert str(error.value) == words
