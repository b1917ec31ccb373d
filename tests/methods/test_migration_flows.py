"""Flows whose margins balance: exact cases, what is impossible, and what must not change."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from difang.methods.migration import balance_flows

seeds = arrays(np.float64, (4, 4), elements=st.floats(0.1, 10))
truths = arrays(np.float64, (4, 4), elements=st.floats(0.1, 100))

IMPOSSIBLE = "every flow of it is impossible in the seed; must be 0"


def test_a_flat_seed_gives_independence() -> None:
    result = balance_flows(np.ones((2, 3)), [30, 70], [10, 50, 40])
    assert result.converged
    np.testing.assert_allclose(result.flows, np.outer([30, 70], [10, 50, 40]) / 100)


def test_two_by_two_keeps_the_cross_product_ratio() -> None:
    """Solved by hand: x² / (50 − x)² = 4 gives x = 100 / 3."""
    result = balance_flows([[2, 1], [1, 2]], [50, 50], [50, 50])
    np.testing.assert_allclose(result.flows, np.array([[100, 50], [50, 100]]) / 3)


@given(seeds, truths)
def test_margins_are_met_and_ratios_of_the_seed_kept(seed: np.ndarray, truth: np.ndarray) -> None:
    result = balance_flows(seed, truth.sum(axis=1), truth.sum(axis=0))
    assert result.converged
    total = truth.sum()
    np.testing.assert_allclose(result.flows.sum(axis=1), truth.sum(axis=1), atol=1e-8 * total)
    np.testing.assert_allclose(result.flows.sum(axis=0), truth.sum(axis=0), atol=1e-8 * total)
    kept = np.log(result.flows / seed)
    cross = kept[:-1, :-1] - kept[1:, :-1] - kept[:-1, 1:] + kept[1:, 1:]
    np.testing.assert_allclose(cross, 0, atol=1e-9)


@given(truths)
def test_without_a_diagonal_nobody_moves_within_a_place(truth: np.ndarray) -> None:
    np.fill_diagonal(truth, 0)
    result = balance_flows(
        np.ones((4, 4)), truth.sum(axis=1), truth.sum(axis=0), diagonal="exclude", rounds=100_000
    )
    np.testing.assert_array_equal(np.diag(result.flows), 0)
    if result.converged:
        np.testing.assert_allclose(result.flows.sum(axis=1), truth.sum(axis=1), atol=1e-8 * truth.sum())


def test_what_cannot_be_stays_zero() -> None:
    result = balance_flows([[1, 2, 0], [1, 0, 1], [3, 1, 2]], [10, 20, 30], [15, 25, 20])
    assert result.converged
    assert result.flows[0, 2] == result.flows[1, 1] == 0
    np.testing.assert_allclose(result.flows.sum(axis=1), [10, 20, 30], rtol=1e-6)


def test_margins_that_zeros_make_impossible_are_said_not_to_converge() -> None:
    """All ten from the first can only go to the first, which takes five."""
    result = balance_flows([[1, 0], [1, 1]], [10, 20], [5, 25], rounds=50)
    assert not result.converged
    assert result.rounds == 50
    assert result.gap == pytest.approx(5 / 30)


def test_tables_of_several_years_at_once_say_which_did_not() -> None:
    seed = np.array([[[1, 1], [1, 1]], [[1, 0], [1, 1]]])
    result = balance_flows(seed, [[10, 20], [10, 20]], [[5, 25], [5, 25]], rounds=50)
    np.testing.assert_array_equal(result.converged, [True, False])
    np.testing.assert_allclose(result.flows[0], np.outer([10, 20], [5, 25]) / 30)


def test_a_place_nobody_leaves_or_enters() -> None:
    result = balance_flows(np.ones((3, 3)), [0, 4, 6], [10, 0, 0])
    np.testing.assert_allclose(result.flows, [[0, 0, 0], [4, 0, 0], [6, 0, 0]])
    assert balance_flows(np.ones((2, 2)), [0, 0], [0, 0]).converged


def test_the_seed_is_left_as_it_was() -> None:
    seed = np.ones((3, 3))
    balance_flows(seed, [1, 2, 3], [3, 2, 1], diagonal="exclude")
    np.testing.assert_array_equal(seed, 1)


@pytest.mark.parametrize(
    ("seed", "origins", "destinations", "options", "words"),
    [
        ([[1, -1], [1, 1]], [1, 1], [1, 1], {}, "seed: -1 at [0, 1]; flows must be ≥ 0"),
        ([[1, 1], [1, 1]], [1, np.nan], [1, 1], {}, "origins: nan at [1]; totals must be ≥ 0"),
        ([[1, 1], [1, 1]], [1, 1], [1, 2], {}, "destinations: 3; their sum must equal that of origins"),
        (
            [[0, 0], [1, 1]],
            [1, 1],
            [1, 1],
            {},
            "origins: 1 at [0]; " + IMPOSSIBLE,
        ),
        (
            [[1, 0], [1, 0]],
            [1, 1],
            [1, 1],
            {},
            "destinations: 1 at [1]; " + IMPOSSIBLE,
        ),
        (
            [[1, 1]],
            [2],
            [1, 1],
            {"diagonal": "exclude"},
            "seed: shape (1, 2); without a diagonal it must be square",
        ),
        ([[1, 1]], [2], [1, 1], {"diagonal": "no"}, "diagonal: 'no'; must be 'keep' or 'exclude'"),
        (
            [[1, 1]],
            [1, 1],
            [1, 1],
            {},
            "origins: shape (2,); must be [..., origin] with 1 cells on the last axis",
        ),
        ([1, 1], [1, 1], [1, 1], {}, "seed: shape (2,); must be [..., origin, destination]"),
    ],
)
def test_balance_flows_names_what_is_wrong(
    seed: list, origins: list, destinations: list, options: dict, words: str
) -> None:
    with pytest.raises(ValueError) as error:
        balance_flows(seed, origins, destinations, **options)
    assert str(error.value) == words
