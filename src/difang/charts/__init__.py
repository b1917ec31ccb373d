"""One grammar for everything drawn: classes, colours, maps, charts, fonts."""

from difang.charts import render, specs
from difang.charts.choropleth import Marked, choropleth, thumbnail
from difang.charts.legend import NARROW_WIDTH, WIDE_WIDTH, legend, slim_legend
from difang.charts.measure import fonts_dir, text_width, undrawable
from difang.charts.poster import poster
from difang.charts.scale import Classes, diverging, sequential
from difang.charts.specs import Series, Shade

__all__ = [
    "NARROW_WIDTH",
    "WIDE_WIDTH",
    "Classes",
    "Marked",
    "Series",
    "Shade",
    "choropleth",
    "diverging",
    "fonts_dir",
    "legend",
    "poster",
    "render",
    "sequential",
    "slim_legend",
    "specs",
    "text_width",
    "thumbnail",
    "undrawable",
]
