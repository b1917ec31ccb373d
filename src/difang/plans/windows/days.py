"""Days of a clock in words, and dates as a reader wants them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from difang.documents.dates import ROC_OFFSET_YEARS
from difang.records import workingdays
from difang.text import Lang, Text

SOON_DAYS = 2
TENTHS = 10


@dataclass(frozen=True)
class Days:
    """The clock of a stage as it stands: words, whether it is late or soon, and tenths of it gone by."""

    due_on: date
    left: int
    total: int | None = None

    @property
    def late(self) -> bool:
        """Tell whether the last day has passed."""
        return self.left < 0

    @property
    def soon(self) -> bool:
        """Tell whether the last day is near."""
        return 0 <= self.left <= SOON_DAYS

    @property
    def gone(self) -> int:
        """Return how much of the time is over, in tenths."""
        if not self.total:
            return 0
        return max(0, min(TENTHS, round(TENTHS * (self.total - self.left) / self.total)))

    @property
    def words(self) -> Text:
        """Say how many working days are left, or how late it is."""
        if self.late:
            late = -self.left
            return Text(f"逾期 {late} 個工作天", f"{late} working day{'s' if late > 1 else ''} late")
        if self.left == 0:
            return Text("今天到期", "due today")
        return Text(f"剩 {self.left} 個工作天", f"{self.left} working day{'s' if self.left > 1 else ''} left")


def left(due_on: date, total: int | None = None, at: datetime | None = None) -> Days:
    """Return what is left of a clock."""
    return Days(due_on, workingdays.between(workingdays.today(at or timezone.now()), due_on), total)


def day(value: date | datetime, person: Any, lang: Lang) -> str:
    """Return a date: years of the Republic for who is signed in and wants them, western years else."""
    if isinstance(value, datetime):
        value = workingdays.today(value)
    if lang == "zh" and getattr(person, "is_authenticated", False) and person.minguo_years:
        return f"民國 {value.year - ROC_OFFSET_YEARS} 年 {value.month} 月 {value.day} 日"
    if lang == "zh":
        return f"{value.year} 年 {value.month} 月 {value.day} 日"
    return f"{value.day} {value:%b} {value.year}"


def moment(value: datetime, person: Any, lang: Lang) -> str:
    """Return a date and a time in Taipei."""
    local = value.astimezone(workingdays.TAIPEI)
    return f"{day(local, person, lang)} {local:%H:%M}"
