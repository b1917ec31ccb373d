"""Theme and parts that several charts share."""

import math
from collections.abc import Sequence
from typing import Any, Literal

from difang.charts.measure import text_width
from difang.charts.theme import FONT, INK, LINE, STONE

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDE, NARROW = 560, 350
LABEL, TEXT = 12.5, 13
KEY_SQUARE, KEY_GAP = 12, 18
SMALLEST_SPAN = 1e-6
KeyMark = Literal["square", "line"]


def themed(width: int, height: int, **parts: Any) -> Spec:
    """Return a specification with size and theme; transparent, so that it stands on page and slide alike."""
    axis = {
        "labelFont": FONT,
        "labelFontSize": LABEL,
        "labelColor": STONE,
        "labelLimit": 0,
        "gridColor": LINE,
        "gridWidth": 0.7,
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
            "text": {"font": FONT, "fontSize": TEXT, "color": INK, "limit": 0},
        },
        **parts,
    }


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """Return a number as written: thousands separators, a true minus, a plus where asked (never on zero)."""
    rounded = round(value, decimals)
    words = f"{rounded:+,.{decimals}f}" if signed and rounded else f"{abs(rounded):,.{decimals}f}"
    return words.replace("-", "−") if signed or rounded >= 0 else f"−{words}"


def value_axis(decimals: int, *, signed: bool = False, count: int = 4) -> Spec:
    """Return a value axis written as `number` writes."""
    form = f"{'+' if signed else ''},.{decimals}f"
    return {
        "labelExpr": f"datum.value === 0 ? '0' : format(datum.value, '{form}')",
        "tickCount": count,
    }


def nice_domain(values: Sequence[float], *, zero: bool, ticks: int = 4) -> tuple[float, float]:
    """Return the ends of an axis on round numbers (1, 2, 2.5, 5 times a power of ten) round the values."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < SMALLEST_SPAN:
        half = abs(low) / 2 if abs(low) > SMALLEST_SPAN else 0.5
        low, high = low - half, high + half
    raw = (high - low) / ticks
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= raw * 0.999)
    return round(math.floor(low / step) * step, 9), round(math.ceil(high / step) * step, 9)


def own(**parts: Any) -> Spec:
    """Return a layer of one mark that needs no data of its own."""
    return {"data": {"values": [{}]}, "encoding": {}, **parts}


def zero_rule(axis: Literal["x", "y"] = "y") -> Spec:
    """Return the ink line at zero."""
    return own(mark={"type": "rule", "color": INK}, encoding={axis: {"datum": 0}})


def key(items: Sequence[tuple[str, str, KeyMark]], y: float = -16) -> list[Spec]:
    """Return the layers of a key above the drawing: (words, colour, mark) in one row."""
    layers, x = [], 0.0
    for words, colour, mark in items:
        half = KEY_SQUARE / 2 if mark == "square" else 1
        box = {"type": "rect", "x": x, "x2": x + KEY_SQUARE, "y": y - half, "y2": y + half}
        layers.append(own(mark={**box, "color": colour}))
        layers.append(words_at(words, x + KEY_SQUARE + 5, y))
        x += KEY_SQUARE + 5 + text_width(words, TEXT) + KEY_GAP
    return layers


def words_at(
    words: str, x: float | str, y: float, *, align: str = "left", bold: bool = False, colour: str = INK
) -> Spec:
    """Return words at a place given in pixels of the drawing."""
    weight = 700 if bold else 400
    where = {"x": {"value": x}, "y": {"value": y}, "text": {"value": words}}
    mark = {"type": "text", "align": align, "baseline": "middle", "fontWeight": weight, "color": colour}
    return own(mark=mark, encoding=where)
