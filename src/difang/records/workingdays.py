"""Working days of Taiwan's official calendar; clocks run on them, in Taipei's time."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holidays import HolidayBase

TAIPEI = ZoneInfo("Asia/Taipei")
SATURDAY = 5


def today(at: datetime) -> date:
    """Return the date in Taipei at a moment."""
    return at.astimezone(TAIPEI).date()


def is_working(day: date) -> bool:
    """Tell whether offices are open on `day`: no weekend or holiday, or a make-up day."""
    calendar = _calendar()
    if day in calendar:
        return False
    return day.weekday() < SATURDAY or day in calendar.weekend_workdays


def add(day: date, count: int) -> date:
    """Return the working day `count` working days after `day`; the day itself doesn't count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day


def between(first: date, last: date) -> int:
    """Return how many working days lie after `first` up to `last`; negative if `last` comes first."""
    if last < first:
        return -between(last, first)
    return sum(is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


@lru_cache(maxsize=1)
def _calendar() -> "HolidayBase":
    import holidays

    return holidays.country_holidays("TW")
