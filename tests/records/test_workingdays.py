"""Working days against dates of Taiwan's official calendar."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difang.records import workingdays

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 2, 17), False),  # Lunar New Year
        (date(2026, 10, 9), False),  # for National Day, a Saturday
        (date(2025, 2, 8), True),  # a Saturday worked for 27 January
        (date(2025, 1, 27), False),
    ],
)
def test_the_official_calendar(day: date, open_: bool) -> None:
    assert workingdays.is_working(day) is open_


def test_ten_working_days_over_the_new_year_of_2026() -> None:
    # 11, 12, 13, 23, 24, 25, 26 February, 2, 3, 4 March: the holiday runs from 14 to 22, and 27 is free
    assert workingdays.add(date(2026, 2, 10), 10) == date(2026, 3, 4)


def test_the_day_is_taipeis() -> None:
    assert workingdays.today(datetime(2026, 11, 24, 17, 0, tzinfo=UTC)) == date(2026, 11, 25)


@given(DAYS, st.integers(1, 40))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    due = workingdays.add(day, count)
    assert workingdays.between(day, due) == count
    assert workingdays.between(due, day) == -count
    assert workingdays.is_working(due)
