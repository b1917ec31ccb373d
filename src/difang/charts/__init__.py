"""One grammar for everything drawn: classes, colours, maps, charts, fonts."""

from difang.charts import render, specs
from difang.charts.choropleth import Marked, choropleth
from difang.charts.render import fonts_dir
from difang.charts.scale import Classes, diverging, sequential
from difang.charts.specs import Series, Shade

__all__ = [
    "Classes",
    "Marked",
    "Series",
    "Shade",
    "choropleth",
    "diverging",
    "fonts_dir",
    "render",
    "sequential",
    "specs",
]
