"""Six small maps: one indicator of each, this place among its county's townships."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from difang import places
from difang.atlas.changes import classes_for, compared
from difang.atlas.maps.asked import MAP_NAMES
from difang.charts import slim_legend, thumbnail
from difang.indicators import MAPS, Figures, Indicator, catalogue
from difang.indicators.age import old
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
    period: str
    old: str
    words: str
    compared: str
    missing: str
    permalink: str
    whose: str
    caveats: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


def six(figures: Figures, place: Place, lang: Lang) -> list[Small]:
    """Return the maps that have an indicator."""
    return [_small(figures, place, one, lang) for one in MAPS if catalogue().all(one)]


def _small(figures: Figures, place: Place, map_id: str, lang: Lang) -> Small:
    first = indicator = findings.headline(map_id)
    if place.level == "region":
        indicator = _joint(figures, place, map_id) or first
    level = "township" if "township" in figures.levels(indicator.id) else "county"
    whose = place
    county_code = _county(place)
    if place.level in ("township", "region") and level == "county" and county_code:
        whose = places.get(county_code)
    period = figures.latest(indicator.id, level)
    figure = figures.one(indicator.id, whose.code, period)
    words = findings.of_place(figures, indicator, whose, period).sentence.get(lang)
    svg = legend = None
    rows: tuple[tuple[str, str], ...] = ()
    if level == "township" and county_code:
        svg, legend = _drawn(figures, place, indicator, period, words, lang)
        rows = _rows(figures, place, indicator, period, lang)
    county = Text(f"縣級數字：{whose.name}", f"County figure: {whose.name_en}").get(lang)
    prefix = "" if lang == "zh" else "/en"
    query = f"?place={place.code}" if place.level == "township" else ""
    if place.level == "region":
        query = f"?indicator={indicator.id}"
    return Small(
        MAP_NAMES[map_id].get(lang),
        f"{prefix}/maps/{map_id}/{query}",
        indicator.question.get(lang),
        svg,
        legend,
        figure.text(lang),
        figure.period_words.get(lang),
        old(figures.release, figure.period, lang),
        words,
        compared(figures, indicator, level, period).get(lang),
        _missing(figures, place, first, indicator).get(lang),
        figure.permalink,
        county if whose is not place else "",
        tuple(caveat.text.get(lang) for caveat in figure.caveats),
        rows,
    )


def _county(place: Place) -> str:
    """Return the county a place lies in or is; empty for the nation and for a set across counties."""
    if place.level == "nation":
        return ""
    counties = {code[:5] for code in place.members}
    return counties.pop() if len(counties) == 1 else ""


def _joint(figures: Figures, place: Place, map_id: str) -> Indicator | None:
    """Return the first indicator of a map that has one figure for several townships together.

    That is a sum, or a share or rate of the members' own numerators and denominators.
    """
    ordered = sorted(catalogue().all(map_id), key=lambda one: (not one.headline, one.order, one.id))
    for one in ordered:
        if "township" not in figures.levels(one.id):
            continue
        if figures.one(one.id, place.code, figures.latest(one.id, "township")).value is not None:
            return one
    return None


def _missing(figures: Figures, place: Place, first: Indicator, shown: Indicator) -> Text:
    """Say of a set of townships why the map's first indicator has no figure for all of them together."""
    if place.level != "region":
        return Text("", "")
    shown_instead = Text("", "")
    if shown is not first:
        shown_instead = Text(f"，改看{shown.name.zh}", f"; shown instead: {shown.name.en}")
    if "township" not in figures.levels(first.id):
        return Text(
            f"{first.name.zh}只公布到縣市，這幾個鄉鎮合起來沒有數字{shown_instead.zh}。",
            f"{first.name.en} is published by county only, so these townships together have no figure"
            f"{shown_instead.en}.",
        )
    if shown is not first:
        return Text(
            f"{first.name.zh}不能由各鄉鎮的數字合計或加權{shown_instead.zh}。",
            f"{first.name.en} cannot be added or weighted from townships{shown_instead.en}.",
        )
    return Text("", "")


def _rows(
    figures: Figures, place: Place, indicator: Indicator, period: str, lang: Lang
) -> tuple[tuple[str, str], ...]:
    """Return the townships of the drawing with their values, highest first, those without one last."""
    towns = places.all_places("township", _county(place))
    found = [figures.one(indicator.id, town.code, period) for town in towns]
    found.sort(key=lambda one: (one.value is None, -(one.value or 0.0), one.place))
    return tuple((places.name(one.place, lang), one.text(lang)) for one in found)


def _drawn(
    figures: Figures, place: Place, indicator: Indicator, period: str, words: str, lang: Lang
) -> tuple[SafeString, SafeString]:
    values = figures.map_values(indicator.id, "township", period)
    known = [value for value in values.values() if value is not None]
    decimals = catalogue().unit(indicator.unit).decimals
    classes = classes_for(figures, indicator, "township", known)
    county = _county(place)
    marked = place.members if place.level in ("township", "region") else ()
    svg = thumbnail(
        {code: value for code, value in values.items() if code[:5] == county},
        classes,
        county=county,
        title=indicator.name.get(lang),
        desc=words,
        marked=marked,
        lang=lang,
    )
    legend = slim_legend(classes, lang=lang, decimals=decimals, width=WIDTH)
    return mark_safe(svg), mark_safe(legend)  # noqa: S308  # our own SVG
