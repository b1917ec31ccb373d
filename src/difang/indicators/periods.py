"""Periods: `2025` (a year, or its end), `2025-06` (a month, or its end), ranges, and `latest`."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from difang.errors import InputError
from difang.text import Text

LATEST = "latest"
_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(rf"{_YEAR}(?:-(?:0[1-9]|1[0-2]))?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A parsed request: `latest`, or first to last (the same for one period), both years or both months."""

    first: str
    last: str

    @property
    def latest(self) -> bool:
        """Whether the newest period is meant."""
        return self.first == LATEST

    def choose(self, periods: Sequence[str]) -> tuple[str, ...]:
        """Return those of `periods` inside the span.

        A span of years takes yearly periods; where an indicator has none in it, the months of those years.
        """
        size = len(self.first)
        exact = tuple(p for p in periods if len(p) == size and self.first <= p <= self.last)
        if exact or size > 4 or self.first == self.last:
            return exact
        return tuple(p for p in periods if len(p) > size and self.first <= p[:4] <= self.last)


def is_period(text: str) -> bool:
    """Say whether `text` is a year 1900–2099 or a month of one."""
    return _PERIOD.fullmatch(text) is not None


def parse_span(text: str) -> Span:
    """Parse `latest`, `2025`, `2025-06`, `2015..2025` or `2025-01..2025-06`; InputError otherwise.

    Full-width digits, as Chinese keyboards write them, are read as the others.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if text == LATEST:
        return Span(LATEST, LATEST)
    first, separator, last = text.partition("..")
    last = last if separator else first
    if is_period(first) and is_period(last) and len(first) != len(last):
        raise _mixed(text, first, last)
    if not (is_period(first) and is_period(last)):
        raise InputError(
            f"看不懂期間：{text}；應為 latest、2025、2025-06、2015..2025 或 2025-01..2025-06；請改寫。",
            f"period: {text}; it must be latest, 2025, 2025-06, 2015..2025 or 2025-01..2025-06; write it so.",
        )
    if first > last:
        raise InputError(
            f"期間前後顛倒：{text}；較早的在前；請寫 {last}..{first}。",
            f"period: {text}; the earlier comes first; write {last}..{first}.",
            suggestions=[f"{last}..{first}"],
        )
    return Span(first, last)


def _mixed(text: str, first: str, last: str) -> InputError:
    years = f"{first[:4]}..{last[:4]}"
    months = "..".join((first if len(first) > 4 else f"{first}-01", last if len(last) > 4 else f"{last}-12"))
    return InputError(
        f"期間：{text}；年和月不能混用；請兩頭都用年（{years}），或都用月（{months}）。",
        f"period: {text}; years and months cannot be mixed; write both as years ({years}) or months ({months}).",
        suggestions=[years, months],
    )


def order(period: str) -> tuple[str, int]:
    """Return a key that sorts periods in time: a year stands at its end, after its December's spelling."""
    return (period, 0) if len(period) > 4 else (f"{period}-12", 1)


def years_back(period: str, years: int) -> str:
    """Return the same year or month `years` earlier."""
    return f"{int(period[:4]) - years:04d}{period[4:]}"


def month_number(period: str) -> int:
    """Return months since year 0; a year counts as its December."""
    return int(period[:4]) * 12 + (int(period[5:]) if len(period) > 4 else 12)


def period_words(period: str) -> Text:
    """Return a period in words: 2025 年 6 月 / June 2025."""
    if len(period) == 4:
        return Text(f"{period} 年", period)
    month = int(period[5:])
    return Text(f"{period[:4]} 年 {month} 月", f"{_MONTHS[month - 1]} {period[:4]}")
