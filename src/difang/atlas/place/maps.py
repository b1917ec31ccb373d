"""Six small maps: one indicator of each, this place among its county's townships."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from difang import places
from difang.atlas.maps.asked import MAP_NAMES
from difang.charts import diverging, sequential, slim_legend, thumbnail
from difang.indicators import MAPS, Figures, Indicator, catalogue
from difang.places import Place
from difang.studies import findings
from difang.text import Lang, Text

WIDTH = 230


@dataclass(frozen=True)
class Small:
    """One of the six: a drawing where townships are published, else the county's value in words."""

    name: str
    url: str
    question: str
    svg: SafeString | None
    legend: SafeString | None
    value: str
    words: str
    permalink: str
    whose: str
    caveats: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def six(figures: Figures, place: Place, lang: Lang) -> list[Small]:
    """Return the maps that have an indicator."""
    return [_small(figures, place, one, lang) for one in MAPS if catalogue().all(one)]


def _small(figures: Figures, place: Place, map_id: str, lang: Lang) -> Small:
    indicator = findings.headline(map_id)
    level = "township" if "township" in figures.levels(indicator.id) else "county"
    whose = place
    if place.level == "township" and level == "county" and place.county:
        whose = places.get(place.county)
    period = figures.latest(indicator.id, level)
    figure = figures.one(indicator.id, whose.code, period)
    words = findings.of_place(figures, indicator, whose, period).sentence.get(lang)
    svg = legend = None
    rows: tuple[tuple[str, str], ...] = ()
    if level == "township" and place.level in ("township", "county"):
        svg, legend = _drawn(figures, place, indicator, period, words, lang)
        rows = _rows(figures, place, indicator, period, lang)
    county = Text(f"縣級數字：{whose.name}", f"County figure: {whose.name_en}").get(lang)
    prefix = "" if lang == "zh" else "/en"
    code = place.code if place.level == "township" else ""
    return Small(
        MAP_NAMES[map_id].get(lang),
        f"{prefix}/maps/{map_id}/?place={code}" if code else f"{prefix}/maps/{map_id}/",
        indicator.question.get(lang),
        svg,
        legend,
        figure.text(lang),
        words,
        figure.permalink,
        county if whose is not place else "",
        tuple(caveat.text.get(lang) for caveat in figure.caveats),
        rows,
    )


def _rows(
    figures: Figures, place: Place, indicator: Indicator, period: str, lang: Lang
) -> tuple[tuple[str, str], ...]:
    """Return the townships of the drawing with their values, highest first, those without one last."""
    towns = places.all_places("township", place.code[:5])
    found = [figures.one(indicator.id, town.code, period) for town in towns]
    found.sort(key=lambda one: (one.value is None, -(one.value or 0.0), one.place))
    return tuple((places.name(one.place, lang), one.text(lang)) for one in found)


def _drawn(
    figures: Figures, place: Place, indicator: Indicator, period: str, words: str, lang: Lang
) -> tuple[SafeString, SafeString]:
    values = figures.map_values(indicator.id, "township", period)
    known = [value for value in values.values() if value is not None]
    decimals = catalogue().unit(indicator.unit).decimals
    if indicator.scale == "diverging":
        classes = diverging(known, indicator.middle or 0.0, decimals)
    else:
        classes = sequential(known, decimals)
    county = place.code[:5]
    svg = thumbnail(
        {code: value for code, value in values.items() if code[:5] == county},
        classes,
        county=county,
        title=indicator.name.get(lang),
        desc=words,
        marked=place.code if place.level == "township" else None,
    )
    legend = slim_legend(classes, lang=lang, decimals=decimals, width=WIDTH)
    return mark_safe(svg), mark_safe(legend)  # noqa: S308  # our own SVG
