"""Places beside each other: ranking bars, the strip of all places, then and now, squares that count."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from difang.charts.measure import text_width
from difang.charts.scale import Classes
from difang.charts.specs.base import (
    TEXT,
    Spec,
    nice_domain,
    number,
    own,
    themed,
    value_axis,
    words_at,
)
from difang.charts.theme import DIVERGING, GREEN, GREY, INK, SEQUENTIAL, STONE

PALE = "#C9C3B0"
PALEST = (SEQUENTIAL[0], DIVERGING[3])  # near paper: drawn with an edge
STRIP_MARGIN, STRIP_SPENT = 8, 54
LARGEST_DOT, SMALLEST_DOT = 3.1, 1.2
WAFFLE_ROWS = 7
ROW_HEIGHT = 34


class Dot(NamedTuple):
    """One place of a strip: its value (at the end of the axis if beyond), height in its pile, colour."""

    value: float
    pile: int
    colour: str


def ranking(
    rows: Sequence[tuple[str, float, bool]],
    *,
    width: int = 520,
    decimals: int = 0,
    unit: str = "",
    signed: bool = False,
) -> Spec:
    """Return horizontal bars (name, value, is this place) with their values written; from zero."""
    order = [name for name, _, _ in rows]
    values = [
        {
            "name": name,
            "value": value,
            "colour": GREEN if me else PALE,
            "words": number(value, decimals, signed=signed) + unit,
        }
        for name, value, me in rows
    ]
    mine = {name for name, _, me in rows if me}
    y = {"field": "name", "type": "ordinal", "sort": order, "axis": None}
    low, high = min(0.0, *(value for _, value, _ in rows)), max(0.0, *(value for _, value, _ in rows))
    domain = [low, high if high > low else low + 1]
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False}}
    layers = [
        {
            "data": {"values": values},
            "mark": {"type": "bar", "height": 18},
            "encoding": {"x": x, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None}},
        },
        own(mark={"type": "rule", "color": INK}, encoding={"x": {"datum": 0}}),
    ]
    wide = max(text_width(str(row["words"]), TEXT, bold=True) for row in values) + 12
    for bold in (True, False):
        some = [row for row in values if (row["name"] in mine) == bold]
        layers += _row_words(some, x, y, bold=bold, left=wide if low < 0 else 0)
    return themed(width, ROW_HEIGHT * len(rows) + 8, layer=layers)


def _row_words(rows: list[Spec], x: Spec, y: Spec, *, bold: bool, left: float) -> list[Spec]:
    """Return names at the left edge and values past the end of each bar."""
    weight = 700 if bold else 400
    layers: list[Spec] = []
    name = {"type": "text", "align": "right", "dx": -8 - left, "fontWeight": weight, "baseline": "middle"}
    if rows:
        encoding = {"x": {"value": 0}, "y": y, "text": {"field": "name"}}
        layers.append({"data": {"values": rows}, "mark": name, "encoding": encoding})
    for positive in (True, False):
        some = [row for row in rows if (row["value"] >= 0) == positive]
        side = {"align": "left", "dx": 6} if positive else {"align": "right", "dx": -6}
        mark = {"type": "text", "baseline": "middle", "fontWeight": weight, **side}
        if some:
            encoding = {"x": x, "y": y, "text": {"field": "words"}}
            layers.append({"data": {"values": some}, "mark": mark, "encoding": encoding})
    return layers


def piled(
    values: Mapping[str, float | None],
    classes: Classes,
    *,
    limits: tuple[float, float],
    width: int = 1184,
    height: int = 150,
    marked: str | None = None,
) -> tuple[list[Dot], float]:
    """Return one dot a place, piled so that none hides another, and the radius in pixels that lets all fit.

    Values beyond `limits` stand at the end they pass; say how many in the subtitle.
    """
    low, high = limits
    known = sorted((value, code) for code, value in values.items() if value is not None)
    inner = width - 2 * STRIP_MARGIN
    radius = LARGEST_DOT
    while True:
        bins: dict[int, list[tuple[float, str]]] = {}
        for value, code in known:
            pixel = (min(max(value, low), high) - low) / (high - low) * inner
            bins.setdefault(int(pixel // (2 * radius + 0.3)), []).append((value, code))
        tallest = max((len(one) for one in bins.values()), default=0)
        if tallest * 2 * radius <= height - STRIP_SPENT or radius <= SMALLEST_DOT:
            break
        radius -= 0.1
    dots = []
    for place, members in bins.items():
        middle = low + (place + 0.5) * (2 * radius + 0.3) / inner * (high - low)
        for pile, (value, code) in enumerate(members):
            colour = INK if code == marked else classes.colour(value)
            dots.append(Dot(round(min(middle, high), 6), pile, colour))
    return dots, round(radius, 2)


def strip(
    dots: Sequence[tuple[float, int, str]],
    *,
    marked: tuple[float, str] | None,
    median: tuple[float, str] | None,
    width: int = 1184,
    height: int = 150,
    decimals: int = 0,
    radius: float = 2.8,
    limits: tuple[float, float] | None = None,
    signed: bool = False,
) -> Spec:
    """Return one dot a place (x, height in its pile, colour) over a value axis, with this place named.

    Take `dots`, `radius` and `limits` from `piled`.
    """
    low, high = limits or nice_domain([dot[0] for dot in dots], zero=False)
    x = {"field": "value", "type": "quantitative", "scale": {"domain": [low, high], "nice": False}}
    axis = {**value_axis(decimals, signed=signed, count=max(4, width // 120)), "grid": False, "domain": True}
    axis |= {"domainColor": INK, "ticks": True, "tickColor": INK, "labelFlush": True}
    piles = (height - STRIP_SPENT) / (2 * radius)
    y = {
        "field": "pile",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-0.6, piles], "nice": False, "zero": False},
    }
    layers: list[Spec] = [
        {
            "data": {
                "values": [
                    {
                        "value": value,
                        "pile": pile,
                        "colour": colour,
                        "edge": GREY if colour in PALEST else None,
                    }
                    for value, pile, colour in dots
                ]
            },
            "mark": {
                "type": "circle",
                "size": round(math.pi * radius**2, 1),
                "opacity": 1,
                "strokeWidth": 0.5,
            },
            "encoding": {
                "x": {**x, "axis": axis},
                "y": y,
                "color": {"field": "colour", "type": "nominal", "scale": None},
                "stroke": {"field": "edge", "type": "nominal", "scale": None},
            },
        }
    ]
    leftward = bool(marked and median and median[0] <= marked[0])
    sides: list[tuple[float, float]] = []
    for spot, heavy in ((marked, True), (median, False)):
        if spot is None:
            continue
        at = (min(max(spot[0], low), high) - low) / (high - low) * width
        room = text_width(spot[1], TEXT, bold=True) + 10
        left = ((leftward != heavy) and at > room) or at > width - room
        side = (at - room, at) if left else (at, at + room)
        lower = any(side[0] < end and start < side[1] for start, end in sides)
        sides.append(side)
        layers += _flag(spot, x, heavy=heavy, left=left, lower=lower, limits=(low, high))
    return themed(width, height, layer=layers)


def _flag(
    spot: tuple[float, str], x: Spec, *, heavy: bool, left: bool, lower: bool, limits: tuple[float, float]
) -> list[Spec]:
    """Return a rule at a value with its words on one side, a line `lower` where two would touch."""
    value, words = min(max(spot[0], limits[0]), limits[1]), spot[1]
    rule = {"type": "rule", "color": INK if heavy else STONE, "strokeDash": [1, 0] if heavy else [3, 3]}
    text = {
        "type": "text",
        "align": "right" if left else "left",
        "dx": -6 if left else 6,
        "dy": 10 if lower else -6,
        "fontWeight": 700 if heavy else 400,
        "color": INK if heavy else STONE,
    }
    data = {"values": [{"value": value, "words": words}]}
    return [
        {"data": data, "mark": rule, "encoding": {"x": x}},
        {"data": data, "mark": text, "encoding": {"x": x, "y": {"value": 0}, "text": {"field": "words"}}},
    ]


def slope(
    rows: Sequence[tuple[str, float, float, bool]],
    *,
    then_label: str,
    now_label: str,
    width: int = 420,
    height: int = 300,
    decimals: int = 0,
    signed: bool = False,
) -> Spec:
    """Return one line a place from its value then to its value now (name, then, now, is this place)."""
    low, high = nice_domain([value for _, a, b, _ in rows for value in (a, b)], zero=False)
    scale = {"domain": [low, high], "nice": False, "zero": False}
    x = {"field": "when", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1], "nice": False}}
    y = {"field": "value", "type": "quantitative", "axis": None, "scale": scale}
    layers = [
        own(mark={"type": "rule", "color": INK, "strokeWidth": 0.7}, encoding={"x": {"datum": spot}})
        for spot in (0, 1)
    ]
    for name, then, now, me in sorted(rows, key=lambda row: row[3]):
        colour, weight = (GREEN, 700) if me else (STONE, 400)
        data = {"values": [{"when": 0, "value": then}, {"when": 1, "value": now}]}
        line = {
            "type": "line",
            "color": colour,
            "strokeWidth": 2.6 if me else 1.3,
            "point": {"color": colour},
        }
        layers.append({"data": data, "mark": line, "encoding": {"x": x, "y": y}})
        ends = (
            (0, then, number(then, decimals, signed=signed), "right"),
            (1, now, f"{number(now, decimals, signed=signed)}　{name}", "left"),
        )
        for when, value, words, align in ends:
            mark = {"type": "text", "align": align, "baseline": "middle", "fontWeight": weight}
            mark |= {"dx": -9 if when == 0 else 9, "color": INK if me else STONE}
            where = {"x": {"datum": when}, "y": {"datum": value}, "text": {"value": words}}
            layers.append(own(mark=mark, encoding=where))
    layers += [
        words_at(then_label, 0, -14, align="right", colour=STONE),
        words_at(now_label, "width", -14, colour=STONE),
    ]
    return themed(width, height, layer=layers)


def waffle(parts: Sequence[tuple[str, float, str]], *, per_square: float, width: int = 748) -> Spec:
    """Return squares that each stand for `per_square`: (words, amount, colour) one after the other.

    Squares fill columns of seven, so that ten or a hundred units can be counted; rounded to whole squares.
    """
    counts = [round(amount / per_square) for _, amount, _ in parts]
    columns = max(1, -(-sum(counts) // WAFFLE_ROWS))
    size = min((width - 8) / columns, 20.0)
    colours = [colour for (_, _, colour), count in zip(parts, counts, strict=True) for _ in range(count)]
    rows = [
        {"x": left, "x2": left + 0.86 * size, "y": top, "y2": top + 0.86 * size, "colour": colour}
        for place, colour in enumerate(colours)
        for left, top in [(place // WAFFLE_ROWS * size, place % WAFFLE_ROWS * size)]
    ]
    high = size * WAFFLE_ROWS
    x = {
        "field": "x",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, width - 8], "nice": False},
    }
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [high, 0], "nice": False}}
    squares = {
        "data": {"values": rows},
        "mark": {"type": "rect"},
        "encoding": {
            "x": x,
            "x2": {"field": "x2"},
            "y": y,
            "y2": {"field": "y2"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    first, last = parts[0], parts[-1]
    layers = [squares, words_at(first[0], 0, -14, bold=True)]
    if len(parts) > 1:
        layers.append(words_at(last[0], columns * size, -14, align="right", colour=STONE))
    return themed(width, round(high) + 34, layer=layers)
