"""A fan: one line ahead and the intervals round it, the widest palest."""

from collections.abc import Sequence

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
    themed,
    value_axis,
    zero_rule,
)
from difang.charts.specs.time import period_axis
from difang.charts.theme import INDIGO

Band = tuple[str, Sequence[float], Sequence[float]]
PALE = ("#DCE3EC", "#B4C2D6")


def fan(
    periods: Sequence[str],
    middle: Sequence[float],
    bands: Sequence[Band],
    *,
    label: str,
    width: int = WIDE,
    height: int = 260,
    zero: bool = True,
    decimals: int = 0,
) -> Spec:
    """Return the line `middle` [period] over at most two bands (words, low, high), the widest first.

    The line is labelled above the drawing, its first and last value written on it. Years are whole: no gap.
    """
    every = [*middle, *(value for _, low, high in bands for value in (*low, *high))]
    low, high = nice_domain(every, zero=zero)
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": value_axis(decimals),
    }
    widest = max(text_width(number(end, decimals), LABEL) for end in (low, high)) + 14
    x = period_axis(periods, width - widest)
    layers = [_area(band, colour, periods, x, y) for band, colour in zip(bands, PALE, strict=False)]
    layers += _middle(periods, middle, x, y, decimals)
    if low <= 0 <= high:
        layers.append(zero_rule())
    items: list[tuple[str, str, KeyMark]] = [(label, INDIGO, "line")]
    items += [(words, colour, "square") for (words, _, _), colour in zip(bands, PALE, strict=False)]
    return themed(width, height, layer=[*layers, *key(items)])


def _area(band: Band, colour: str, periods: Sequence[str], x: Spec, y: Spec) -> Spec:
    _, lows, highs = band
    rows = [
        {"period": period, "value": bottom, "high": top}
        for period, bottom, top in zip(periods, lows, highs, strict=True)
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": colour, "opacity": 1},
        "encoding": {"x": x, "y": y, "y2": {"field": "high"}},
    }


def _middle(periods: Sequence[str], values: Sequence[float], x: Spec, y: Spec, decimals: int) -> list[Spec]:
    rows: list[Spec] = [
        {"period": period, "value": value} for period, value in zip(periods, values, strict=True)
    ]
    line = {"type": "line", "strokeWidth": 2.4, "color": INDIGO}
    layers: list[Spec] = [{"data": {"values": rows}, "mark": line, "encoding": {"x": x, "y": y}}]
    for row, align in ((rows[0], "left"), (rows[-1], "right")):
        words = {
            "period": row["period"],
            "value": row["value"],
            "words": number(row["value"], decimals),
        }
        dot = {"type": "point", "filled": True, "opacity": 1, "size": 40, "color": INDIGO}
        mark = {
            "type": "text",
            "align": align,
            "dy": -12,
            "fontSize": TEXT,
            "fontWeight": 700,
            "color": INDIGO,
        }
        layers.append({"data": {"values": [words]}, "mark": dot, "encoding": {"x": x, "y": y}})
        layers.append(
            {
                "data": {"values": [words]},
                "mark": mark,
                "encoding": {"x": x, "y": y, "text": {"field": "words"}},
            }
        )
    return layers
