"""What may be compared with what: a series is cut where its definition breaks."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from difang.indicators.model import Break, Indicator
from difang.indicators.periods import order


class Dated(Protocol):
    """Anything with a period."""

    @property
    def period(self) -> str:
        """A year or a month."""
        ...


D = TypeVar("D", bound=Dated)


def break_between(breaks: Iterable[Break], first: str, second: str) -> Break | None:
    """Return the first break after the earlier of two periods and up to the later, if there is one."""
    earlier, later = sorted((first, second), key=order)
    for one in sorted(breaks, key=lambda each: each.at):
        size = len(one.at)
        if earlier[:size] < one.at and later >= one.at[: len(later)]:
            return one
    return None


def comparable(indicator: Indicator, first: str, second: str) -> bool:
    """Say whether a change from `first` to `second` means anything (no break lies between)."""
    return break_between(indicator.breaks, first, second) is None


def segments(series: Sequence[D], breaks: Iterable[Break]) -> tuple[tuple[D, ...], ...]:
    """Cut a series, oldest first, at its breaks; a line, a trend or a change stays inside one segment."""
    known = tuple(breaks)
    if not series:
        return ()
    cut: list[list[D]] = [[series[0]]]
    for before, after in pairwise(series):
        if break_between(known, before.period, after.period):
            cut.append([])
        cut[-1].append(after)
    return tuple(tuple(part) for part in cut)
