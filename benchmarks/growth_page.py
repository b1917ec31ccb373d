"""The growth rows on paper: a log-log picture and a section of docs/performance.md."""

import math
from collections.abc import Sequence
from itertools import cycle
from typing import Any

from difang.charts import render, specs
from difang.charts.specs.base import own
from difang.charts.theme import CATEGORIES, INK, PAPER

HEAD = """
## Growth

What a size costs: medians, one warming round before. The exponent is the least-squares slope of log cost on
log size: at 1 twice the size costs twice as much, at 0 nothing more; under 1 a fixed cost shows. Points are
measured, lines fitted.

![Cost against size](pictures/growth.svg)

| what grows | sizes | ms | exponent |
|---|---|---|---|
"""
WIDTH, HEIGHT = 760, 460
DASHED = [6, 4]
Rows = Sequence[dict[str, Any]]


def fitted(row: dict[str, Any]) -> list[dict[str, float]]:
    """Return both ends of the line that the exponent draws through the middle of a row's points."""
    middles = [sum(math.log(one) for one in row[part]) / len(row[part]) for part in ("sizes", "seconds")]
    return [
        {"size": size, "ms": 1000 * math.exp(middles[1] + row["exponent"] * (math.log(size) - middles[0]))}
        for size in (min(row["sizes"]), max(row["sizes"]))
    ]


def axis(field: str, words: str, values: Sequence[float]) -> specs.Spec:
    """Return a logarithmic axis from the power of ten below `values` to that above, with those named."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    tens = [10.0**power for power in range(first, last + 1)]
    written = {"title": words, "titleFontSize": 13, "titleFontWeight": 400, "titleColor": INK}
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"type": "log", "domain": [tens[0], tens[-1]], "nice": False},
        "axis": {**written, "values": tens, "grid": True, "labelExpr": "format(datum.value, ',~r')"},
    }


def layers(
    row: dict[str, Any], colour: str, dash: list[int], x: specs.Spec, y: specs.Spec
) -> list[specs.Spec]:
    """Return the measured points of a row, its fitted line and its exponent at the end of it."""
    points = [
        {"size": size, "ms": cost * 1000} for size, cost in zip(row["sizes"], row["seconds"], strict=True)
    ]
    line = fitted(row)
    words = {"x": x, "y": y, "text": {"value": f"{row['exponent']:.2f}"}}
    name = {"type": "text", "align": "left", "dx": 9, "fontWeight": 700, "color": colour}
    return [
        own(
            data={"values": line},
            mark={"type": "line", "color": colour, "strokeDash": dash},
            encoding={"x": x, "y": y},
        ),
        own(
            data={"values": points},
            mark={"type": "circle", "color": colour, "opacity": 1, "size": 42},
            encoding={"x": x, "y": y},
        ),
        own(data={"values": line[1:]}, mark=name, encoding=words),
    ]


def picture(rows: Rows) -> str:
    """Return cost against size of every row as SVG, both axes logarithmic."""
    x = axis("size", "size", [size for row in rows for size in row["sizes"]])
    y = axis("ms", "milliseconds", [cost * 1000 for row in rows for cost in row["seconds"]])
    drawn = []
    for number, (row, colour) in enumerate(zip(rows, cycle(CATEGORIES), strict=False)):
        again = number >= len(CATEGORIES)
        drawn += layers(row, colour, DASHED if again else [], x, y)
        mark = {"type": "text", "align": "left", "baseline": "middle", "color": colour}
        where = {"x": {"value": 0}, "y": {"value": 18 * (number - len(rows))}}
        drawn.append(
            own(
                mark=mark,
                encoding={**where, "text": {"value": f"● {row['growth']}{' (dashed)' if again else ''}"}},
            )
        )
    spec = specs.themed(WIDTH, HEIGHT, layer=drawn) | {"background": PAPER}
    said = "; ".join(f"{row['growth']}: exponent {row['exponent']:.2f}" for row in rows)
    return render.svg(spec, f"Cost against size, both logarithmic. {said}.")


def section(rows: Rows) -> str:
    """Return the section of docs/performance.md: how to read it, the picture, a line a row."""
    lines = [
        "| {} | {} | {} | {:.2f} |\n".format(
            row["growth"],
            " · ".join(f"{size:,}" for size in row["sizes"]),
            " · ".join(f"{float(f'{cost * 1000:.3g}'):,g}" for cost in row["seconds"]),
            row["exponent"],
        )
        for row in rows
    ]
    return HEAD + "".join(lines)
