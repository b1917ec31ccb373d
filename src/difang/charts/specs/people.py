"""People by age: two years laid over each other, both sexes together or men and women back to back."""

from collections.abc import Sequence

from difang.charts.measure import text_width
from difang.charts.specs.base import (
    LABEL,
    TEXT,
    KeyMark,
    Spec,
    key,
    nice_domain,
    number,
    own,
    themed,
    words_at,
)
from difang.charts.theme import INK, LINE, MID_GREEN, STONE

HALF_BAR = 0.44


def pyramid(
    groups: Sequence[str],
    now: Sequence[float],
    before: Sequence[float],
    *,
    now_label: str,
    before_label: str,
    width: int = 480,
    height: int = 380,
) -> Spec:
    """Return people by age group, oldest on top: bars for now, an outline for before (both sexes).

    `groups` from the youngest up; no `before` draws the bars alone.
    """
    high = nice_domain([*now, *before], zero=True)[1]
    bars = [_bar(place, 0.0, value) for place, value in enumerate(now)]
    layers = [_gridlines(high, len(groups), (1,), 0.0), _bars(bars, (0.0, high), len(groups))]
    if before:
        layers.append(_outline([(value, place) for place, value in enumerate(before)]))
    layers += [_group_names(groups, 0.0, align="right", dx=-7), *_value_names(high, (1,), 0.0)]
    items = _key(now_label, before_label if before else "")
    return themed(width, height, layer=[*layers, *items])


def sexes(
    groups: Sequence[str],
    now: tuple[Sequence[float], Sequence[float]],
    before: tuple[Sequence[float], Sequence[float]] | None,
    *,
    labels: tuple[str, str],
    now_label: str,
    before_label: str = "",
    width: int = 480,
    height: int = 430,
) -> Spec:
    """Return men left and women right of the ages, oldest on top.

    `now` (men, women) are bars, `before` an outline; `labels` are the words for men and women.
    """
    every = [*now[0], *now[1], *(before[0] if before else ()), *(before[1] if before else ())]
    high = nice_domain(every, zero=True, ticks=3)[1]
    names = max(text_width(group, LABEL) for group in groups) + 10
    gap = high * names / (width - names)
    bars = [
        _bar(place, side * gap, side * (gap + value))
        for side, people in zip((-1, 1), now, strict=True)
        for place, value in enumerate(people)
    ]
    edge = gap + high
    layers = [_gridlines(high, len(groups), (-1, 1), gap), _bars(bars, (-edge, edge), len(groups))]
    for side, people in zip((-1, 1), before or (), strict=False):
        layers.append(_outline([(side * (gap + value), place) for place, value in enumerate(people)]))
    layers += [_group_names(groups, 0.0, align="center", dx=0), *_value_names(high, (-1, 1), gap)]
    items = _key(now_label, before_label if before else "", -38)
    sides = [
        words_at(labels[0], 0, -14, bold=True),
        words_at(labels[1], "width", -14, align="right", bold=True),
    ]
    return themed(width, height, layer=[*layers, *items, *sides])


def _key(now: str, before: str, y: float = -16) -> list[Spec]:
    items: list[tuple[str, str, KeyMark]] = [(now, MID_GREEN, "square")]
    if before:
        items.append((before, INK, "line"))
    return key(items, y)


def _bar(place: int, start: float, end: float) -> Spec:
    return {"x": start, "x2": end, "y": place - HALF_BAR, "y2": place + HALF_BAR}


def _bars(rows: list[Spec], domain: tuple[float, float], count: int) -> Spec:
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": list(domain), "nice": False}}
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-0.6, count - 0.4], "nice": False, "zero": False},
    }
    encoding = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}}
    return {"data": {"values": rows}, "mark": {"type": "rect", "color": MID_GREEN}, "encoding": encoding}


def _outline(points: Sequence[tuple[float, int]]) -> Spec:
    """Return a stepped line past the end of every bar, youngest first."""
    rows = [
        {"x": value, "y": place + half, "order": 2 * place + (half > 0)}
        for value, place in points
        for half in (-0.5, 0.5)
    ]
    encoding = {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
        "order": {"field": "order"},
    }
    mark = {"type": "line", "color": INK, "strokeWidth": 1.4}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def _ticks(high: float, sides: Sequence[int], gap: float) -> list[tuple[float, float]]:
    """Return (place on the axis, value) of each tick; zero is where the bars begin and is not written."""
    steps = 3 if round(high / 3, 6) * 3 == high and high % 3 == 0 else 4
    return [
        (side * (gap + high * k / steps), high * k / steps) for side in sides for k in range(1, steps + 1)
    ]


def _gridlines(high: float, count: int, sides: Sequence[int], gap: float) -> Spec:
    rows = [{"x": x} for x, _ in _ticks(high, sides, gap)]
    mark = {"type": "rule", "color": LINE, "strokeWidth": 0.7}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": {"field": "x", "type": "quantitative"}}}


def _value_names(high: float, sides: Sequence[int], gap: float) -> list[Spec]:
    found = []
    for x, value in _ticks(high, sides, gap):
        mark = {"type": "text", "baseline": "top", "dy": 6, "color": STONE, "fontSize": LABEL}
        decimals = 0 if value == round(value) else 1
        where = {"x": {"datum": x}, "y": {"value": "height"}, "text": {"value": number(value, decimals)}}
        found.append(own(mark=mark, encoding=where))
    return found


def _group_names(groups: Sequence[str], x: float, *, align: str, dx: int) -> Spec:
    rows = [{"y": place, "group": group} for place, group in enumerate(groups)]
    encoding = {
        "x": {"datum": x, "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
        "text": {"field": "group"},
    }
    mark = {
        "type": "text",
        "align": align,
        "baseline": "middle",
        "dx": dx,
        "color": STONE,
        "fontSize": LABEL if len(groups) < 30 else TEXT,
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}
