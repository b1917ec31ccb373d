"""A schedule (Gantt): one bar an undertaking, from its first day to its last."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from difang.charts.measure import text_width, undrawable
from difang.charts.specs.base import TEXT, WIDE, Spec, own, themed
from difang.charts.theme import GREEN, INK, LINE, STONE

ROW, HEAD, BAR = 46, 24, 12
MOST_YEARS = 8
UNKNOWN = "□"


class Span(NamedTuple):
    """One undertaking: its name and days; a day that nobody set is None."""

    name: str
    starts_on: date | None
    ends_on: date | None


def schedule(spans: Sequence[Span], *, width: int = WIDE) -> Spec:
    """Return a bar for each span under its name, over whole years; at least one day of each is known.

    A span with one known day is a mark at that day: how long it takes isn't known, and isn't drawn.
    """
    days = [day for span in spans for day in (span.starts_on, span.ends_on) if day]
    if not days or any(not (span.starts_on or span.ends_on) for span in spans):
        raise ValueError("spans: each needs a first or a last day")
    first, last = min(days).year, max(days).year + 1
    height = HEAD + ROW * len(spans)
    scale = {"domain": [_at(date(first, 1, 1)), _at(date(last, 1, 1))], "range": [0, width - 8]}
    layers = [layer for year in _years(first, last) for layer in _year(year, last, scale, height)]
    for row, span in enumerate(spans):
        layers += _span(span, HEAD + ROW * row, scale, width - 8)
    return themed(width, height, layer=layers)


def _years(first: int, last: int) -> range:
    """Return the years that are written: each, or as many as there is room for."""
    return range(first, last + 1, max(1, -(-(last - first) // MOST_YEARS)))


def _at(day: date) -> float:
    """Return a day in years, so that no browser's time zone moves it."""
    begin, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return round(day.year + (day - begin).days / (end - begin).days, 4)


def _x(value: float, scale: Spec) -> Spec:
    return {
        "datum": value,
        "type": "quantitative",
        "scale": {**scale, "zero": False, "nice": False},
        "axis": None,
    }


def _year(year: int, last: int, scale: Spec, height: int) -> list[Spec]:
    x = _x(year, scale)
    rule = own(
        mark={"type": "rule", "color": LINE, "strokeWidth": 0.7},
        encoding={"x": x, "y": {"value": HEAD - 4}, "y2": {"value": height - 4}},
    )
    label = own(
        mark={"type": "text", "align": "left", "dx": 3, "color": STONE},
        encoding={"x": x, "y": {"value": 10}, "text": {"value": str(year)}},
    )
    return [rule] if year == last else [rule, label]


def _span(span: Span, top: float, scale: Spec, width: int) -> list[Spec]:
    name = own(
        mark={"type": "text", "align": "left", "baseline": "middle", "color": INK},
        encoding={"x": {"value": 4}, "y": {"value": top + 12}, "text": {"value": _fit(span, width)}},
    )
    y = {"y": {"value": top + 24}}
    if span.starts_on and span.ends_on:
        mark = {"type": "rect", "color": GREEN, "cornerRadius": 1}
        ends = {"x": _x(_at(span.starts_on), scale), "x2": {"datum": _at(span.ends_on)}}
        return [name, own(mark=mark, encoding={**ends, **y, "y2": {"value": top + 24 + BAR}})]
    day = span.starts_on or span.ends_on
    assert day is not None
    point = {"type": "point", "shape": "diamond", "filled": True, "size": 110, "color": GREEN, "opacity": 1}
    return [name, own(mark=point, encoding={"x": _x(_at(day), scale), "y": {"value": top + 24 + BAR / 2}})]


def _fit(span: Span, width: int) -> str:
    """Return name and days in one line; characters the fonts lack are shown as boxes, a long name is cut."""
    days = "–".join(day.isoformat() if day else "" for day in (span.starts_on, span.ends_on))
    name = span.name.translate({ord(one): UNKNOWN for one in undrawable(span.name)})
    while name and text_width(f"{name}…　{days}", TEXT) > width:
        name = name[:-1]
    cut = "" if len(name) == len(span.name) else "…"
    return f"{name}{cut}　{days}"
