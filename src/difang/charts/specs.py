"""Vega-Lite specifications of every chart but the map, in one theme.

Each function takes plain values and returns a specification; nothing here knows where a number comes from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from difang.charts.theme import (
    FONT,
    GREEN,
    INDIGO,
    INK,
    LINE,
    MID_GREEN,
    MID_INDIGO,
    SEA,
    STONE,
)

Spec = dict[str, Any]
LABEL = 12.5
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


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


def themed(width: int, height: int, **parts: Any) -> Spec:
    """Return a specification with size and theme; transparent, so that it stands on page and slide alike."""
    axis = {
        "labelFont": FONT,
        "labelFontSize": LABEL,
        "labelColor": STONE,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "title": None,
        "labelPadding": 6,
    }
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "background": None,
        "padding": 4,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": axis,
            "axisX": {"grid": False, "labelAngle": 0},
            "text": {"font": FONT, "fontSize": 13, "color": INK},
        },
        **parts,
    }


def lines(
    series: Sequence[Series],
    *,
    width: int = 560,
    height: int = 220,
    shades: Sequence[Shade] = (),
    decimals: int = 0,
    zero: bool = False,
) -> Spec:
    """Return lines over time, each labelled at its end; no line crosses a gap or a break."""
    rows = [
        {"period": period, "value": value, "series": one.label, "part": f"{one.label}{number}"}
        for one in series
        for number, segment in enumerate(one.segments)
        for period, value in segment
    ]
    periods = sorted({str(row["period"]) for row in rows})
    scale = {"domain": [one.label for one in series], "range": [one.colour for one in series]}
    x = {
        "field": "period",
        "type": "ordinal",
        "scale": {"domain": periods},
        "axis": _time_axis(periods, width),
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": zero, "nice": True},
        "axis": {"format": f",.{decimals}f", "tickCount": 4},
    }
    colour = {"field": "series", "type": "nominal", "scale": scale, "legend": None}
    ends = [_last(one) for one in series]
    layers: list[Spec] = [_shade(one, periods) for one in shades if one.last >= periods[0]]
    layers += [
        {
            "data": {"values": rows},
            "mark": {"type": "line", "strokeWidth": 2.2, "point": {"size": 16, "filled": True}},
            "encoding": {"x": x, "y": y, "color": colour, "detail": {"field": "part"}},
        },
        {
            "data": {"values": [end for end in ends if end]},
            "mark": {"type": "text", "align": "left", "dx": 8, "fontWeight": 700},
            "encoding": {"x": x, "y": y, "text": {"field": "series"}, "color": colour},
        },
    ]
    longest = max((len(one.label) for one in series), default=0)
    return themed(
        width, height, layer=layers, padding={"left": 4, "top": 8, "bottom": 4, "right": 13 * longest}
    )


def bars(
    points: Sequence[tuple[str, float | None]],
    *,
    width: int = 560,
    height: int = 200,
    highlight: str | None = None,
    decimals: int = 0,
    shades: Sequence[Shade] = (),
) -> Spec:
    """Return one bar a period from a zero line; the highlighted one is dark, a missing one is no bar."""
    periods = [period for period, _ in points]
    rows = [
        {"period": period, "value": value, "colour": INDIGO if period == highlight else MID_INDIGO}
        for period, value in points
        if value is not None
    ]
    x = {
        "field": "period",
        "type": "ordinal",
        "scale": {"domain": periods},
        "axis": _time_axis(periods, width),
    }
    y = {"field": "value", "type": "quantitative", "axis": {"format": f",.{decimals}f", "tickCount": 4}}
    layers = [_shade(one, periods) for one in shades]
    layers += [
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "width": {"band": 0.72}},
            "encoding": {"x": x, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None}},
        },
        {"data": {"values": [{}]}, "mark": {"type": "rule", "color": INK}, "encoding": {"y": {"datum": 0}}},
    ]
    return themed(width, height, layer=layers)


def stacked(
    rows: Sequence[tuple[str, str, float]],
    kinds: Sequence[tuple[str, str]],
    *,
    width: int = 560,
    height: int = 260,
    totals: Sequence[tuple[str, float]] = (),
) -> Spec:
    """Return stacked bars (period, kind, value) up and down from zero, with the total as a tick."""
    periods = sorted({period for period, _, _ in rows})
    x = {
        "field": "period",
        "type": "ordinal",
        "scale": {"domain": periods},
        "axis": _time_axis(periods, width),
    }
    y = {"field": "value", "type": "quantitative", "axis": {"format": "+,.0f", "tickCount": 5}}
    scale = {"domain": [kind for kind, _ in kinds], "range": [colour for _, colour in kinds]}
    values = [{"period": p, "kind": k, "value": v} for p, k, v in rows]
    sums = [{"period": p, "value": v} for p, v in totals]
    legend = {"orient": "top", "title": None, "labelFontSize": 13, "symbolType": "square", "labelFont": FONT}
    return themed(
        width,
        height,
        layer=[
            {
                "data": {"values": values},
                "mark": {"type": "bar", "width": {"band": 0.72}},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {"field": "kind", "type": "nominal", "scale": scale, "legend": legend},
                },
            },
            {
                "data": {"values": sums},
                "mark": {"type": "tick", "color": INK, "thickness": 2.4, "width": {"band": 0.9}},
                "encoding": {"x": x, "y": y},
            },
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "color": INK},
                "encoding": {"y": {"datum": 0}},
            },
        ],
    )


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
    """Return people by age group, oldest on top: bars for now, ticks for before (both sexes)."""
    order = list(reversed(groups))
    filled = [{"group": g, "value": v, "when": now_label} for g, v in zip(groups, now, strict=True)]
    outline = [{"group": g, "value": v, "when": before_label} for g, v in zip(groups, before, strict=True)]
    y = {"field": "group", "type": "ordinal", "sort": order, "scale": {"domain": order}}
    x = {"field": "value", "type": "quantitative", "axis": {"format": ",.0f", "tickCount": 5, "grid": True}}
    legend = {"orient": "top", "title": None, "labelFontSize": 13, "labelFont": FONT}
    scale = {"domain": [now_label, before_label], "range": [MID_GREEN, INK]}
    return themed(
        width,
        height,
        layer=[
            {
                "data": {"values": filled},
                "mark": {"type": "bar", "height": {"band": 0.86}},
                "encoding": {
                    "x": x,
                    "y": y,
                    "color": {"field": "when", "type": "nominal", "scale": scale, "legend": legend},
                },
            },
            {
                "data": {"values": outline},
                "mark": {"type": "tick", "thickness": 2.4, "height": {"band": 0.86}},
                "encoding": {"x": x, "y": y, "color": {"field": "when", "type": "nominal", "scale": scale}},
            },
        ],
    )


def ranking(
    rows: Sequence[tuple[str, float, bool]],
    *,
    width: int = 520,
    decimals: int = 0,
    unit: str = "",
) -> Spec:
    """Return horizontal bars (name, value, is this place) with their values written; from zero."""
    order = [name for name, _, _ in rows]
    values = [
        {
            "name": name,
            "value": value,
            "colour": GREEN if me else "#C9BF9F",
            "words": f"{value:,.{decimals}f}{unit}".replace("-", "−"),
        }
        for name, value, me in rows
    ]
    y = {"field": "name", "type": "ordinal", "sort": order, "axis": {"labelFontSize": 13, "labelColor": INK}}
    x = {"field": "value", "type": "quantitative", "axis": None}
    return themed(
        width,
        34 * len(rows) + 16,
        data={"values": values},
        layer=[
            {
                "mark": {"type": "bar", "height": 18},
                "encoding": {"x": x, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": 700},
                "encoding": {"x": x, "y": y, "text": {"field": "words"}},
            },
        ],
        padding={"left": 4, "right": 90, "top": 4, "bottom": 4},
    )


def strip(
    dots: Sequence[tuple[float, int, str]],
    *,
    marked: tuple[float, str] | None,
    median: tuple[float, str] | None,
    width: int = 1184,
    height: int = 150,
    decimals: int = 0,
) -> Spec:
    """Return one dot a place (x, height in its pile, colour) over a value axis, with this place named."""
    values = [{"value": x, "pile": pile, "colour": colour} for x, pile, colour in dots]
    x = {"field": "value", "type": "quantitative", "scale": {"zero": False, "nice": True}}
    axis = {"format": f",.{decimals}f", "tickCount": 8, "grid": False}
    layers: list[Spec] = [
        {
            "data": {"values": values},
            "mark": {"type": "circle", "size": 24, "opacity": 1},
            "encoding": {
                "x": {**x, "axis": axis},
                "y": {"field": "pile", "type": "quantitative", "axis": None, "scale": {"nice": False}},
                "color": {"field": "colour", "type": "nominal", "scale": None},
            },
        }
    ]
    for spot, weight, align in ((median, 400, "right"), (marked, 700, "left")):
        if spot is None:
            continue
        data = {"values": [{"value": spot[0], "words": spot[1]}]}
        layers.append(
            {
                "data": data,
                "mark": {"type": "rule", "color": INK, "strokeDash": [1, 0] if weight == 700 else [2, 3]},
                "encoding": {"x": x},
            }
        )
        layers.append(
            {
                "data": data,
                "mark": {
                    "type": "text",
                    "align": align,
                    "dx": 7 if align == "left" else -7,
                    "fontWeight": weight,
                    "y": 4,
                },
                "encoding": {"x": x, "text": {"field": "words"}},
            }
        )
    return themed(width, height, layer=layers)


def _time_axis(periods: Sequence[str], width: int) -> Spec:
    """Name as many periods as fit: the last always, so that a reader sees where the series ends."""
    fit = max(2, width // 52)
    step = -(-len(periods) // fit)
    named = list(reversed([period for number, period in enumerate(reversed(periods)) if number % step == 0]))
    return {"values": named, "labelOverlap": False}


def _shade(shade: Shade, periods: Sequence[str]) -> Spec:
    inside = [period for period in periods if shade.first <= period[: len(shade.first)] <= shade.last]
    rows = [{"period": period} for period in inside]
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": SEA, "width": {"band": 1}},
        "encoding": {"x": {"field": "period", "type": "ordinal", "scale": {"domain": list(periods)}}},
    }


def _last(series: Series) -> dict[str, object] | None:
    points = [point for segment in series.segments for point in segment if point[1] is not None]
    if not points:
        return None
    period, value = points[-1]
    return {"period": period, "value": value, "series": series.label}
