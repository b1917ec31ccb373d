"""Charts over time: lines that never cross a gap or a break, bars, stacked changes, months."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from difang.charts.measure import text_width
from difang.charts.specs.base import (
    LABEL,
    TEXT,
    WIDE,
    KeyMark,
    Spec,
    key,
    nice_domain,
    number,
    own,
    themed,
    value_axis,
    zero_rule,
)
from difang.charts.theme import INDIGO, INK, MID_INDIGO, SEA, STONE
from difang.text import Lang

PERIOD_GAP = 12  # pixels between two written years or months
LINE_HEIGHT = 17
SPENT = 40  # pixels of a drawing's height that its axis and padding take
FAINT = "#DCE3EC"
BELOW, BELOW_BARS = 6, 22  # pixels between the drawing and its periods; more where values hang below bars
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Series:
    """One line: points (period, value or None). A None or a new segment breaks the line."""

    label: str
    segments: tuple[tuple[tuple[str, float | None], ...], ...]
    colour: str = INDIGO


@dataclass(frozen=True)
class Shade:
    """A stretch of periods that needs a word of caution."""

    first: str
    last: str
    label: str


def lines(
    series: Sequence[Series],
    *,
    width: int = WIDE,
    height: int = 220,
    shades: Sequence[Shade] = (),
    breaks: Sequence[tuple[str, str]] = (),
    decimals: int = 0,
    zero: bool = False,
    signed: bool = False,
) -> Spec:
    """Return lines over time, each labelled at its end; no line crosses a gap or a break.

    `breaks` are (first period after it, words): a dashed rule stands there. The first series is the one
    the chart is about, and is drawn heavier.
    """
    rows = _rows(series)
    periods = sorted({str(row["period"]) for row in rows})
    low, high = nice_domain([row["value"] for row in rows if row["value"] is not None], zero=zero)
    ends = max((text_width(one.label, TEXT, bold=True) for one in series), default=0.0) + 10
    x = period_axis(periods, width - ends - _axis_width((low, high), decimals))
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": value_axis(decimals, signed=signed),
    }
    layers = [
        layer for one in shades for layer in _shade(one, x, periods, above=_lies_low(one, rows, (low, high)))
    ]
    layers += [layer for at, words in breaks for layer in _break(at, words, x, periods)]
    for place, one in reversed(list(enumerate(series))):
        layers += _line(one, [row for row in rows if row["series"] == one.label], x, y, heavy=place == 0)
    if low <= 0 <= high:
        layers.append(zero_rule())
    layers += _end_labels(series, y, (low, high), height - SPENT)
    return themed(width, height, layer=layers)


def bars(
    points: Sequence[tuple[str, float | None]],
    *,
    width: int = WIDE,
    height: int = 200,
    highlight: str | None = None,
    decimals: int = 0,
    shades: Sequence[Shade] = (),
    caution: Collection[str] = (),
    signed: bool = False,
) -> Spec:
    """Return one bar a period from a zero line; the highlighted one is dark, a missing one is no bar.

    The first, the largest, the smallest and the highlighted value are written. Periods in `caution` are
    pale with a dashed edge.
    """
    periods = [period for period, _ in points]
    known = [(period, value) for period, value in points if value is not None]
    low, high = nice_domain([value for _, value in known], zero=True)
    x = period_axis(periods, width - _axis_width((low, high), decimals))
    y = _values(low, high, decimals, signed)
    x["axis"]["labelPadding"] = BELOW_BARS if low < 0 else BELOW
    named = _worth_naming(known, highlight)
    rows = [
        {
            "period": period,
            "value": value,
            "colour": FAINT if period in caution else INDIGO if period == highlight else MID_INDIGO,
            "edge": STONE if period in caution else None,
            "words": number(value, decimals, signed=signed) if period in named else "",
            "weight": "bold" if period == highlight else "normal",
        }
        for period, value in known
    ]
    colours = {
        "color": {"field": "colour", "type": "nominal", "scale": None},
        "stroke": {"field": "edge", "type": "nominal", "scale": None},
    }
    layers = [layer for one in shades for layer in _shade(one, x, periods)]
    layers.append(
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "width": {"band": 0.76}, "strokeDash": [3, 2], "strokeWidth": 0.8},
            "encoding": {"x": x, "y": y, **colours},
        }
    )
    layers += [*_bar_words(rows, x, y), zero_rule()]
    return themed(width, height, layer=layers)


def stacked(
    rows: Sequence[tuple[str, str, float]],
    kinds: Sequence[tuple[str, str]],
    *,
    width: int = WIDE,
    height: int = 260,
    totals: Sequence[tuple[str, float]] = (),
    shades: Sequence[Shade] = (),
    total_label: str = "",
) -> Spec:
    """Return stacked bars (period, kind, value) up and down from zero, with the total as a tick."""
    periods = sorted({period for period, _, _ in rows})
    ups = {period: sum(max(v, 0.0) for p, _, v in rows if p == period) for period in periods}
    downs = {period: sum(min(v, 0.0) for p, _, v in rows if p == period) for period in periods}
    low, high = nice_domain([*ups.values(), *downs.values()], zero=True)
    x = period_axis(periods, width - _axis_width((low, high), 0))
    y = _values(low, high, 0, signed=True)
    scale = {"domain": [kind for kind, _ in kinds], "range": [colour for _, colour in kinds]}
    order = {kind: place for place, (kind, _) in enumerate(kinds)}
    values = [{"period": p, "kind": k, "value": v, "order": order[k]} for p, k, v in rows]
    layers = [layer for one in shades for layer in _shade(one, x, periods)]
    layers.append(
        {
            "data": {"values": values},
            "mark": {"type": "bar", "width": {"band": 0.76}},
            "encoding": {
                "x": x,
                "y": y,
                "color": {"field": "kind", "type": "nominal", "scale": scale, "legend": None},
                "order": {"field": "order"},
            },
        }
    )
    layers.append(zero_rule())
    if totals:
        layers.append(
            {
                "data": {"values": [{"period": p, "value": v} for p, v in totals]},
                "mark": {"type": "tick", "color": INK, "thickness": 2.4, "width": {"band": 0.9}},
                "encoding": {"x": x, "y": y},
            }
        )
    items: list[tuple[str, str, KeyMark]] = [(kind, colour, "square") for kind, colour in kinds]
    if totals and total_label:
        items.append((total_label, INK, "line"))
    return themed(width, height, layer=[*layers, *key(items)])


def months(
    values: Sequence[float | None],
    *,
    lang: Lang,
    width: int = WIDE,
    height: int = 200,
    decimals: int = 0,
    highlight: int | None = None,
) -> Spec:
    """Return twelve bars, January first; `highlight` is a month from 1 to 12. A None is no bar."""
    names = [f"{month}月" for month in range(1, 13)] if lang == "zh" else list(MONTHS_EN)
    marked = names[highlight - 1] if highlight else None
    points = list(zip(names, values, strict=True))
    return bars(points, width=width, height=height, highlight=marked, decimals=decimals)


def _rows(series: Sequence[Series]) -> list[Spec]:
    return [
        {"period": period, "value": value, "series": one.label, "part": f"{one.label}{part}"}
        for one in series
        for part, segment in enumerate(one.segments)
        for period, value in segment
    ]


def _axis_width(ends: tuple[float, float], decimals: int) -> float:
    """Return about how wide a value axis is drawn: its longest number, a sign and its padding."""
    return max(text_width(number(end, decimals, signed=True), LABEL) for end in ends) + 14


def period_axis(periods: Sequence[str], width: float) -> Spec:
    """Return the time axis of `width` pixels; it names as many periods as fit, the last always."""
    widest = max((text_width(period, LABEL) for period in periods), default=0.0) + PERIOD_GAP
    fit = max(1, int(width // widest))
    step = -(-len(periods) // fit)
    named = [one for place, one in enumerate(reversed(periods)) if place % step == 0]
    return {
        "field": "period",
        "type": "ordinal",
        "scale": {"type": "band", "domain": list(periods), "padding": 0},
        "axis": {"labelExpr": f"indexof({named}, datum.value) < 0 ? '' : datum.label", "labelOverlap": False},
    }


def _values(low: float, high: float, decimals: int, signed: bool) -> Spec:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False},
        "axis": value_axis(decimals, signed=signed),
    }


def _line(one: Series, rows: list[Spec], x: Spec, y: Spec, *, heavy: bool) -> list[Spec]:
    encoding = {"x": x, "y": y, "detail": {"field": "part"}}
    mark = {"type": "line", "strokeWidth": 2.4 if heavy else 1.4, "color": one.colour, "clip": False}
    alone = [row for row in rows if _is_alone(row, rows)]
    dots = [*alone, *[row for row in rows if row["value"] is not None][-1:]]
    spot = {"type": "point", "filled": True, "opacity": 1, "size": 40, "color": one.colour}
    return [
        {"data": {"values": rows}, "mark": mark, "encoding": encoding},
        {"data": {"values": dots}, "mark": spot, "encoding": {"x": x, "y": y}},
    ]


def _is_alone(row: Spec, rows: list[Spec]) -> bool:
    """True for a value with no neighbour in its part of the line: it would not be seen without a dot."""
    part = [one for one in rows if one["part"] == row["part"]]
    place = part.index(row)
    beside = part[max(0, place - 1) : place] + part[place + 1 : place + 2]
    return row["value"] is not None and all(one["value"] is None for one in beside)


def _end_labels(series: Sequence[Series], y: Spec, domain: tuple[float, float], pixels: float) -> list[Spec]:
    """Return a label at the end of each line, moved apart where they would overlap."""
    ends = []
    for place, one in enumerate(series):
        known = [point for segment in one.segments for point in segment if point[1] is not None]
        if known:
            ends.append((known[-1], one, place))
    scale = pixels / (domain[1] - domain[0])
    layers: list[Spec] = []
    below = float("inf")
    for (period, value), one, place in sorted(ends, key=lambda end: -(end[0][1] or 0.0)):
        height = min((value or 0.0) * scale, below - LINE_HEIGHT)
        below = height
        mark = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 6,
            "dy": round((value or 0.0) * scale - height, 1),
            "fontWeight": 400 if place else 700,
            "color": one.colour,
        }
        data = {"values": [{"period": period, "value": value, "series": one.label}]}
        encoding = {"x": {"value": "width"}, "y": y, "text": {"field": "series"}}
        layers.append({"data": data, "mark": mark, "encoding": encoding})
    return layers


def _worth_naming(known: Sequence[tuple[str, float]], highlight: str | None) -> set[str]:
    if not known:
        return set()
    largest = max(known, key=lambda point: point[1])[0]
    smallest = min(known, key=lambda point: point[1])[0]
    return {known[0][0], largest, smallest, highlight or known[-1][0]}


def _bar_words(rows: list[Spec], x: Spec, y: Spec) -> list[Spec]:
    layers = []
    for weight in ("normal", "bold"):
        for up in (True, False):
            some = [
                row for row in rows if row["words"] and row["weight"] == weight and (row["value"] >= 0) == up
            ]
            mark = {
                "type": "text",
                "baseline": "bottom" if up else "top",
                "dy": -4 if up else 5,
                "fontWeight": weight,
                "color": INK,
            }
            encoding = {"x": x, "y": y, "text": {"field": "words"}}
            if some:
                layers.append({"data": {"values": some}, "mark": mark, "encoding": encoding})
    return layers


def _lies_low(shade: Shade, rows: list[Spec], ends: tuple[float, float]) -> bool:
    """True if the lines come nearer to the foot of a shade than to its top."""
    size = len(shade.first)
    inside = [
        row["value"]
        for row in rows
        if row["value"] is not None and shade.first <= row["period"][:size] <= shade.last
    ]
    return bool(inside) and min(inside) - ends[0] < ends[1] - max(inside)


def _shade(shade: Shade, x: Spec, periods: Sequence[str], *, above: bool = False) -> list[Spec]:
    """Return a pale ground behind the periods of a shade, and its words at the foot of it or `above`."""
    size = len(shade.first)
    inside = [period for period in periods if shade.first <= period[:size] <= shade.last]
    if not inside:
        return []
    middle = inside[len(inside) // 2]
    data = {"values": [{"first": inside[0], "last": inside[-1], "middle": middle, "words": shade.label}]}
    ground = {
        "x": {**x, "field": "first", "bandPosition": 0},
        "x2": {"field": "last", "bandPosition": 1},
    }
    nudge = 0.5 if len(inside) % 2 else 0
    words = {
        "x": {**x, "field": "middle", "bandPosition": nudge},
        "y": {"value": 0 if above else "height"},
        "text": {"field": "words"},
    }
    place = {"baseline": "top", "dy": 5} if above else {"baseline": "bottom", "dy": -4}
    mark = {"type": "text", **place, "color": STONE, "fontSize": LABEL}
    return [
        {"data": data, "mark": {"type": "rect", "color": SEA}, "encoding": ground},
        {"data": data, "mark": mark, "encoding": words},
    ]


def _break(at: str, words: str, time: Spec, periods: Sequence[str]) -> list[Spec]:
    """Return a dashed rule before the first period of a new definition, and its words."""
    after = [period for period in periods if period[: len(at)] >= at]
    if not after:
        return []
    x = {name: part for name, part in time.items() if name != "field"}
    x |= {"datum": after[0], "bandPosition": 0}
    rule = {"type": "rule", "color": STONE, "strokeDash": [2, 3]}
    text = {"type": "text", "baseline": "bottom", "dy": -3, "color": STONE, "fontSize": LABEL}
    return [
        own(mark=rule, encoding={"x": x}),
        own(mark=text, encoding={"x": x, "y": {"value": 0}, "text": {"value": words}}),
    ]
