import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from difang.methods.proportions import clopper_pearson


def test_clopper_pearson_matches_the_closed_forms_at_the_ends() -> None:
    # With no success the upper limit is 1 − (α/2)^(1/n); with all, the lower is (α/2)^(1/n).
    none, every = clopper_pearson(0, 10), clopper_pearson(10, 10)
    np.testing.assert_allclose(none, (0, 1 - 0.025**0.1))
    np.testing.assert_allclose(every, (0.025**0.1, 1))


def test_clopper_pearson_matches_a_published_value() -> None:
    # Newcombe (1998), Statistics in Medicine 17, 857–872, table I: 81 of 263.
    low, high = clopper_pearson(81, 263)
    assert (round(float(low), 4), round(float(high), 4)) == (0.2527, 0.3676)


@given(st.integers(1, 500), st.floats(0, 1))
def test_clopper_pearson_holds_the_observed_share_and_widens_with_confidence(total: int, part: float) -> None:
    count = round(total * part)
    narrow, wide = clopper_pearson(count, total, 0.9), clopper_pearson(count, total, 0.999)
    assert wide.low <= narrow.low <= count / total <= narrow.high <= wide.high


@pytest.mark.parametrize(("count", "total"), [(-1, 5), (6, 5), (0, 0), (float("nan"), 5)])
def test_clopper_pearson_refuses_counts_that_cannot_be(count: float, total: float) -> None:
    with pytest.raises(ValueError, match="must be 0 ≤ count ≤ total, ≥ 1"):
        clopper_pearson([count], [total])


def test_clopper_pearson_refuses_a_confidence_outside_zero_and_one() -> None:
    with pytest.raises(ValueError, match="confidence: 1; must lie between 0 and 1"):
        clopper_pearson(1, 2, 1)
