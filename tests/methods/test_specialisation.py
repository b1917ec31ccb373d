import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from difang.methods.specialisation import location_quotient, shift_share

counts = arrays(np.float64, (4, 5), elements=st.integers(0, 10_000).map(float))


def test_location_quotient_matches_the_worked_example() -> None:
    result = location_quotient([120, 60, 20], [3000, 4000, 3000])
    np.testing.assert_allclose(result, [2, 0.75, 1 / 3])


def test_location_quotient_of_a_sector_absent_from_the_reference_is_zero() -> None:
    np.testing.assert_array_equal(location_quotient([5, 5], [10, 0]), [0.5, 0])


def test_location_quotient_of_an_empty_place_is_zero() -> None:
    np.testing.assert_array_equal(location_quotient([[0, 0]], [1, 1]), [[0, 0]])


@given(counts)
def test_location_quotients_weighted_by_reference_shares_average_one(jobs: np.ndarray) -> None:
    reference = jobs.sum(axis=0) + 1
    weighted = (location_quotient(jobs, reference) * reference / reference.sum()).sum(axis=-1)
    np.testing.assert_allclose(weighted, (jobs.sum(axis=-1) > 0).astype(float))


@pytest.mark.parametrize(
    ("e", "reference", "words"),
    [
        ([1, -1], [1, 1], "e: cell (1,) is -1.0; counts must be finite and ≥ 0"),
        ([1, np.nan], [1, 1], "e: cell (1,) is nan; counts must be finite and ≥ 0"),
        ([1, 1], [0, 0], "reference: all counts are 0; shares need at least one above 0"),
        ([1, 1], [1, 1, 1], "reference: shape (3,); must be [sector] = (2,)"),
    ],
)
def test_location_quotient_names_the_wrong_argument(e: list, reference: list, words: str) -> None:
    with pytest.raises(ValueError) as error:
        location_quotient(e, reference)
    assert str(error.value) == words


def test_shift_share_matches_the_worked_example() -> None:
    parts = shift_share([120, 60, 20], [110, 75, 24], [3000, 4000, 3000], [2850, 4400, 3150])
    np.testing.assert_allclose(parts.national, [4.8, 2.4, 0.8])
    np.testing.assert_allclose(parts.mix, [-10.8, 3.6, 0.2])
    np.testing.assert_allclose(parts.competitive, [-4, 9, 3])


@given(counts, counts)
def test_shift_share_parts_add_up_to_the_change(start: np.ndarray, end: np.ndarray) -> None:
    parts = shift_share(start, end, start.sum(axis=0) + 1, end.sum(axis=0) + 1)
    np.testing.assert_allclose(sum(parts), end - start, atol=1e-6)
