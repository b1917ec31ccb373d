"""Rogers and Castro's schedule: its standard, its parts, and fits that find what they were drawn from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from difang.methods.migration import RogersCastro, rogers_castro, rogers_castro_fit

AGES = np.arange(101)
WORK = RogersCastro(0.09, 0.1, 0.2, 0.1, 21, 0.39, 0.01)
RETIREMENT = WORK._replace(a3=0.02, alpha3=0.25, mu3=67, lambda3=0.6)
OLD_AGE = RETIREMENT._replace(a4=0.001, lambda4=0.03)


def test_the_standard_is_rogers_and_castros() -> None:
    """IIASA RR-81-30: a1 .02, α1 .10, a2 .06, α2 .10, μ2 20, λ2 .40, c .003; here by the formula at two ages."""
    rates = rogers_castro([0, 20])
    np.testing.assert_allclose(rates[0], 0.02 + 0.06 * np.exp(2 - np.exp(8)) + 0.003)
    np.testing.assert_allclose(rates[1], 0.02 * np.exp(-2) + 0.06 * np.exp(-1) + 0.003)


def test_the_work_part_peaks_and_adds_up_where_calculus_says() -> None:
    """d/dx = 0 at μ − ln(α/λ)/λ; the integral over all ages is a/λ·Γ(α/λ)."""
    part = RogersCastro(a1=0, c=0, mu2=60)
    fine = np.arange(0, 300, 0.01)
    rates = rogers_castro(fine, part)
    assert fine[rates.argmax()] == pytest.approx(60 - np.log(0.1 / 0.4) / 0.4, abs=0.01)
    assert rates.sum() * 0.01 == pytest.approx(0.06 / 0.4 * special.gamma(0.1 / 0.4), rel=1e-4)


def test_a_total_scales_the_schedule() -> None:
    shares = rogers_castro(AGES, OLD_AGE, total=1)
    assert shares.sum() == pytest.approx(1)
    np.testing.assert_allclose(shares / shares[0], rogers_castro(AGES, OLD_AGE) / rogers_castro([0], OLD_AGE))


def test_steep_parts_do_not_overflow() -> None:
    with np.errstate(over="raise"):
        rates = rogers_castro([0.0, 500.0], RogersCastro(mu2=400, lambda2=2))
    assert rates[0] == pytest.approx(0.023)


@pytest.mark.parametrize(("size", "truth"), [(7, WORK), (11, RETIREMENT), (13, OLD_AGE)])
def test_a_fit_finds_the_schedule_it_was_drawn_from(size: int, truth: RogersCastro) -> None:
    fit = rogers_castro_fit(rogers_castro(AGES, truth), parameters=size)
    np.testing.assert_allclose(fit.parameters, truth, rtol=1e-3, atol=1e-6)
    assert fit.explained == pytest.approx(1)


@given(st.floats(0.01, 0.1), st.floats(17, 35), st.floats(0.2, 0.6), st.floats(0.5, 1000))
def test_a_fit_follows_the_place_and_the_height_of_the_peak(
    a2: float, peak: float, rise: float, level: float
) -> None:
    truth = rogers_castro(AGES, RogersCastro(a2=a2, mu2=peak, lambda2=rise)) * level
    fit = rogers_castro_fit(truth)
    np.testing.assert_allclose(fit.rates, truth, atol=0.02 * truth.max())


def test_noise_is_smoothed_not_followed() -> None:
    rng = np.random.default_rng(8)
    truth = rogers_castro(AGES, WORK)
    noisy = rng.poisson(truth * 500) / 500
    fit = rogers_castro_fit(noisy, weights=np.full(101, 500.0))
    assert np.abs(fit.rates - truth).sum() < np.abs(noisy - truth).sum() / 2
    assert fit.explained < 1


def test_ages_without_weight_do_not_count() -> None:
    rates = rogers_castro(AGES, WORK)
    rates[60], weights = 5, np.ones(101)
    weights[60] = 0
    np.testing.assert_allclose(rogers_castro_fit(rates, weights=weights).parameters[:7], WORK[:7], rtol=1e-3)


@pytest.mark.parametrize(
    ("rates", "options", "words"),
    [
        ([-0.1] * 20, {}, "rates: -0.1 at [0]; rates must be ≥ 0; fit in- and out-migration apart"),
        ([0.1] * 20, {"parameters": 9}, "parameters: 9; must be 7, 11 or 13"),
        ([0.1] * 5, {}, "rates: shape (5,); must be [age], 7 at least, one of them above 0"),
        ([0.0] * 20, {}, "rates: shape (20,); must be [age], 7 at least, one of them above 0"),
        ([0.1] * 20, {"ages": [1, 2]}, "ages: shape (2,); must be that of rates, (20,)"),
        ([0.1] * 20, {"weights": [1, 2]}, "weights: shape (2,); must be that of rates, (20,)"),
    ],
)
def test_rogers_castro_fit_names_what_is_wrong(rates: list, options: dict, words: str) -> None:
    with pytest.raises(ValueError) as error:
        rogers_castro_fit(rates, **options)
    assert str(error.value) == words


@pytest.mark.parametrize(
    ("ages", "parameters", "total", "words"),
    [
        ([-1], WORK, None, "ages: -1 at [0]; ages must be ≥ 0"),
        ([100], WORK._replace(c=-1), None, "parameters: -0.999922 at [0]; every rate must be finite and ≥ 0"),
        ([1], WORK, -1, "total: -1; must be finite and ≥ 0, with a rate above 0 to scale"),
    ],
)
def test_rogers_castro_names_what_is_wrong(
    ages: list, parameters: RogersCastro, total: float | None, words: str
) -> None:
    with pytest.raises(ValueError) as error:
        rogers_castro(ages, parameters, total=total)
    assert str(error.value) == words
