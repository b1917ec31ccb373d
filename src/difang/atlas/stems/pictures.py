"""A stem as a picture: the map of one period with title, legend and source, or the path of places."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from difang import places
from difang.atlas.changes import classes_for
from difang.atlas.stems.asked import VILLAGE_DIGITS, Stem
from difang.charts import (
    Marked,
    Series,
    choropleth,
    legend,
    poster,
    render,
    specs,
)
from difang.charts.theme import CATEGORIES
from difang.errors import InputError
from difang.indicators import Figures, catalogue, origins, period_words, segments
from difang.indicators.selection import place_name
from difang.text import Lang

LEVELS = ("township", "county")
MOST_LINES = 6
YEAR_DIGITS = 4


def svg(stem: Stem, figures: Figures) -> str:
    """Return the picture as SVG with paper ground; InputError where nothing can be drawn."""
    return _lines(stem, figures) if ".." in stem.period else _map(stem, figures)


def png(stem: Stem, figures: Figures) -> bytes:
    """Return the picture as PNG at twice its size."""
    return render.svg_to_png(svg(stem, figures), 2.0)


def _words_below(stem: Stem, figures: Figures, periods: Sequence[str]) -> str:
    """Return what must be read with the picture: caveats, breaks, sources, and where it stays the same."""
    zh = stem.lang == "zh"
    comma, semicolon, bar = ("，", "；", "｜") if zh else (", ", "; ", " | ")
    known = [catalogue().caveat(name) for name in stem.indicator.caveats]
    caveats = [one.text.get(stem.lang) for one in known if any(one.holds_for(period) for period in periods)]
    within = [one for one in stem.indicator.breaks if min(periods) < one.at <= max(periods)]
    breaks = [f"{one.at}{comma}{one.why.get(stem.lang)}" for one in within]
    found = dict.fromkeys(
        f"{one.publisher.get(stem.lang)}{comma}{one.title.get(stem.lang)}"
        for one in origins(figures.release, stem.indicator.id)
    )
    address = f"/r/{figures.release.id}/figures/{stem.indicator.id}"
    return bar.join([*caveats, *breaks, semicolon.join(found), f"difang {address}"])


def _map(stem: Stem, figures: Figures) -> str:
    level = stem.level or next((one for one in LEVELS if one in figures.levels(stem.indicator.id)), "")
    if level not in LEVELS:
        raise InputError(
            f"{stem.indicator.name.zh}沒有可畫成地圖的層級；請改用 csv 或 json。",
            f"{stem.indicator.id} has no level that can be drawn as a map; use csv or json.",
        )
    rows = replace(stem, codes=(), compared=(), level=level).table(figures)
    period = rows["period"][0].as_py()
    values = dict(zip(rows["place"].to_pylist(), rows["value"].to_pylist(), strict=True))
    known = [value for value in values.values() if value is not None]
    unit = catalogue().unit(stem.indicator.unit)
    classes = classes_for(figures, stem.indicator, level, known)
    marked = next((code for code in stem.places if code in values), None)
    comma = "，" if stem.lang == "zh" else ", "
    title = f"{stem.indicator.name.get(stem.lang)}{comma}{period_words(period).get(stem.lang)}"
    drawing = choropleth(
        values,
        classes,
        level=level,
        lang=stem.lang,
        title=title,
        desc=stem.indicator.definition.get(stem.lang),
        marked=Marked(marked, (places.name(marked, stem.lang),)) if marked else None,
    )
    key = legend(classes, classes.counts(known), lang=stem.lang, decimals=unit.decimals)
    return poster(
        drawing,
        title=title,
        subtitle=unit.name.get(stem.lang),
        source=_words_below(stem, figures, [period]),
        legend=key,
    )


def _lines(stem: Stem, figures: Figures) -> str:
    if not 1 <= len(stem.places) <= MOST_LINES:
        raise InputError(
            f"折線圖要指定 1 到 {MOST_LINES} 個地方，例如 ?place=10008020。",
            f"a line chart needs 1 to {MOST_LINES} places, e.g. ?place=10008020.",
        )
    wanted = sorted(set(stem.table(figures)["period"].to_pylist()))
    size: Literal["year", "month"] = "month" if len(wanted[0]) > YEAR_DIGITS else "year"
    series = []
    for number, code in enumerate(stem.places):
        cut = segments(figures.series(stem.indicator.id, code, size), stem.indicator.breaks)
        parts = tuple(tuple((f.period, f.value) for f in run if f.period in wanted) for run in cut)
        series.append(Series(_name(code, stem.lang), parts, CATEGORIES[number]))
    unit = catalogue().unit(stem.indicator.unit)
    title = stem.indicator.name.get(stem.lang)
    drawing = render.svg(specs.lines(series, width=680, height=340, decimals=unit.decimals), title)
    below = _words_below(stem, figures, wanted)
    return poster(drawing, title=title, subtitle=unit.name.get(stem.lang), source=below)


def _name(code: str, lang: Lang) -> str:
    """Return a short name; a village's is full, for many share theirs."""
    return place_name(code, lang) if len(code) == VILLAGE_DIGITS else places.name(code, lang)
