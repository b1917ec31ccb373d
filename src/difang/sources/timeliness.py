"""Whether a dataset is as new as its publisher's calendar lets one expect."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from difang.text import Text

State = Literal["fresh", "late", "complete", "unscheduled"]

# How long after the end of a period its figures may take before we call them late.
MONTHLY_GRACE_DAYS = 60
YEARLY_GRACE_DAYS = 365


@dataclass(frozen=True, slots=True)
class Freshness:
    """`due`: the day by which the next period should be here; None where none is expected."""

    state: State
    newest: str | None
    due: date | None
    words: Text


def freshness(manifest: Mapping[str, Any], today: date) -> Freshness:
    """Say whether the period after the newest one is overdue on `today`.

    `update` "once" and "irregular" are never late. The grace after the next period's end is
    `late_after_days` of the manifest where given, else 60 days (monthly) or 365 days (yearly).
    """
    newest = manifest["period"][-1] if manifest.get("period") else None
    update = manifest["update"]
    until = Text(f"資料至 {newest}；", f"figures to {newest}; ") if newest else Text("", "")
    if update == "once":
        return Freshness("complete", newest, None, _joined(until, Text("不再更新", "not updated any more")))
    if update == "irregular" or newest is None:
        return Freshness(
            "unscheduled", newest, None, _joined(until, Text("不定期更新", "updated irregularly"))
        )
    following, due = _next_due(newest, update, manifest.get("late_after_days"))
    rhythm = (
        Text("每月更新", "updated monthly") if update == "monthly" else Text("每年更新", "updated yearly")
    )
    if today <= due:
        expected = Text(
            f"{rhythm.zh}，{following} 應於 {due} 前公布", f"{rhythm.en}, {following} is due by {due}"
        )
        return Freshness("fresh", newest, due, _joined(until, expected))
    days = (today - due).days
    overdue = Text(
        f"{rhythm.zh}，{following} 原應於 {due} 前公布，已遲 {days:,} 天",
        f"{rhythm.en}, {following} was due by {due} and is {days:,} days late",
    )
    return Freshness("late", newest, due, _joined(until, overdue))


def _next_due(newest: str, update: str, grace_days: int | None) -> tuple[str, date]:
    """Return the period after `newest`, as long as the rhythm says, and the last day it may take."""
    year, month = _end_month(newest)
    if update == "monthly":
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        following, grace = f"{year}-{month:02}", MONTHLY_GRACE_DAYS
    else:
        year += 1
        following = f"{year}" if len(newest) == 4 else f"{year}-{month:02}"
        grace = YEARLY_GRACE_DAYS
    end = date(year, month, calendar.monthrange(year, month)[1])
    return following, end + timedelta(days=grace if grace_days is None else grace_days)


def _end_month(period: str) -> tuple[int, int]:
    """Return year and last month of "2025" or "2025-06"."""
    told = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2]))?", period)
    if told is None:
        raise ValueError(f"period: {period!r}; it must be 2025 or 2025-06")
    return int(told[1]), int(told[2] or 12)


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, first.en + second.en)
