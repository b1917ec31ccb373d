"""Vega-Lite specifications of every chart but the map, in one theme.

Each function takes plain values and returns a specification; nothing here knows where a number comes from.
`width` is that of the whole drawing: draw one for WIDE and one for NARROW boxes, so that no label shrinks.
"""

from difang.charts.specs.base import NARROW, WIDE, Spec, themed
from difang.charts.specs.fan import fan
from difang.charts.specs.order import Dot, piled, ranking, slope, strip, waffle
from difang.charts.specs.people import pyramid, sexes
from difang.charts.specs.schedule import Span, schedule
from difang.charts.specs.time import Series, Shade, bars, lines, months, stacked

__all__ = [
    "NARROW",
    "WIDE",
    "Dot",
    "Series",
    "Shade",
    "Span",
    "Spec",
    "bars",
    "fan",
    "lines",
    "months",
    "piled",
    "pyramid",
    "ranking",
    "schedule",
    "sexes",
    "slope",
    "stacked",
    "strip",
    "themed",
    "waffle",
]
