"""Nothing is compared across a break."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difang.indicators.comparison import break_between, comparable, segments
from difang.indicators.model import Break
from difang.text import Text
from tests.indicators.fixture import catalogue_of, stanza

CHANGE = Break("2019", Text("定義改變。", "Another definition."))


@dataclass(frozen=True)
class Point:
    period: str


@pytest.mark.parametrize(
    ("first", "second", "crosses"),
    [
        ("2018", "2019", True),
        ("2019", "2018", True),
        ("2018-12", "2019-01", True),
        ("2018-12", "2019", True),
        ("2017", "2018", False),
        ("2019", "2022", False),
        ("2019-01", "2019-02", False),
    ],
)
def test_break_lies_before_its_first_period(first: str, second: str, crosses: bool) -> None:
    assert (break_between([CHANGE], first, second) is CHANGE) == crosses


def test_comparable_asks_the_indicator(tmp_path: Path) -> None:
    income = catalogue_of(
        tmp_path, stanza("income", breaks='[{at = "2019", why = {zh = "改。", en = "Changed."}}]')
    ).get("population.income")
    assert comparable(income, "2017", "2018")
    assert not comparable(income, "2018", "2019")


@given(
    st.lists(st.integers(2000, 2030), unique=True, max_size=20).map(sorted),
    st.lists(st.integers(2000, 2030), unique=True, max_size=4),
)
def test_segments_hold_every_point_once_and_no_segment_crosses(years: list[int], at: list[int]) -> None:
    series = [Point(str(year)) for year in years]
    breaks = [Break(str(year), CHANGE.why) for year in at]
    parts = segments(series, breaks)
    assert [point for part in parts for point in part] == series
    for part in parts:
        assert break_between(breaks, part[0].period, part[-1].period) is None
    for before, after in pairwise(parts):
        assert break_between(breaks, before[-1].period, after[0].period) is not None
