"""Fresh, late, complete or without a calendar: said of each dataset by its manifest."""

from datetime import date
from typing import Any

import pytest

from difang.sources import freshness
from difang.text import Text


def state(update: str, newest: str, today: date, **more: Any) -> tuple[str, date | None]:
    found = freshness({"update": update, "period": ["2008", newest], **more}, today)
    return found.state, found.due


@pytest.mark.parametrize(
    ("update", "newest", "due"),
    [
        ("monthly", "2026-05", date(2026, 8, 29)),
        ("monthly", "2025-12", date(2026, 4, 1)),
        ("yearly", "2022", date(2024, 12, 30)),
        ("yearly", "2025-12", date(2027, 12, 31)),
        ("yearly", "2021-06", date(2023, 6, 30)),
    ],
)
def test_dataset_is_late_from_the_day_after_its_grace(update: str, newest: str, due: date) -> None:
    assert state(update, newest, due) == ("fresh", due)
    assert state(update, newest, date.fromordinal(due.toordinal() + 1)) == ("late", due)


def test_dataset_with_its_own_grace_is_measured_by_it() -> None:
    assert state("monthly", "2026-05", date(2026, 7, 11), late_after_days=10) == ("late", date(2026, 7, 10))


@pytest.mark.parametrize(("update", "expected"), [("once", "complete"), ("irregular", "unscheduled")])
def test_dataset_without_a_calendar_is_never_late(update: str, expected: str) -> None:
    assert state(update, "1998", date(2099, 1, 1)) == (expected, None)


def test_dataset_without_periods_is_unscheduled() -> None:
    found = freshness({"update": "yearly", "period": None}, date(2026, 11, 24))
    assert (found.state, found.newest, found.words) == (
        "unscheduled",
        None,
        Text("不定期更新", "updated irregularly"),
    )


def test_late_dataset_says_since_when_in_both_languages() -> None:
    found = freshness({"update": "monthly", "period": ["2008-01", "2026-05"]}, date(2026, 11, 24))
    assert found.words == Text(
        "資料至 2026-05；每月更新，2026-06 原應於 2026-08-29 前公布，已遲 87 天",
        "figures to 2026-05; updated monthly, 2026-06 was due by 2026-08-29 and is 87 days late",
    )


def test_fresh_dataset_says_what_is_due_in_both_languages() -> None:
    found = freshness({"update": "yearly", "period": ["2015", "2025"]}, date(2026, 11, 24))
    assert found.words == Text(
        "資料至 2025；每年更新，2026 應於 2027-12-31 前公布",
        "figures to 2025; updated yearly, 2026 is due by 2027-12-31",
    )
