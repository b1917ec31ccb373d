"""`/indicators/`: the data dictionary, and one indicator with its definition, sources and forms."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang import places
from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.atlas.maps.asked import MAP_NAMES
from difang.errors import InputError
from difang.indicators import MAPS, Figure, Figures, Indicator, catalogue, origins, period_words
from difang.indicators.model import Reference
from difang.text import Lang

LEVELS = {
    "village": ("村里", "village"),
    "township": ("鄉鎮市區", "township"),
    "county": ("縣市", "county"),
    "nation": ("全國", "nation"),
}
FORMS = ("csv", "json", "parquet", "geojson", "xlsx", "ods", "md", "metadata.json", "png", "svg", "zip")
PARAMETERS = ("place", "period", "release")


@dataclass(frozen=True)
class Entry:
    """One line of the dictionary."""

    indicator: Indicator
    unit: str
    levels: str
    latest: str


def indicators(request: HttpRequest) -> HttpResponse:
    """Show the whole catalogue, map by map, as it is declared."""
    lang, data = request_lang(request), figures()
    maps = [
        (MAP_NAMES[one].get(lang), [_entry(each, data, lang) for each in catalogue().all(one)])
        for one in MAPS
        if catalogue().all(one)
    ]
    count = sum(len(entries) for _, entries in maps)
    return render(request, "atlas/indicators.html", {"section": "indicators", "maps": maps, "count": count})


def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show what one figure means, where it comes from and what it must not be made to say."""
    lang = request_lang(request)
    for name in request.GET:
        if name not in PARAMETERS:
            raise InputError(
                f"不認得參數「{name}」；可用：{'、'.join(PARAMETERS)}。",
                f"unknown parameter '{name}'; use: {', '.join(PARAMETERS)}.",
            )
    data = figures(request.GET.get("release"))
    one = catalogue().get(indicator)
    levels = data.levels(one.id)
    context = {
        "section": "indicators",
        "one": one,
        "unit": catalogue().unit(one.unit),
        "map_name": MAP_NAMES[one.map].get(lang),
        "drawn": bool({"township", "county"} & set(levels)),
        "published": [_published(data, one, level, lang) for level in levels],
        "formula": [_formula(source.numerator, source.denominator, one, lang) for source in one.sources],
        "caveats": [catalogue().caveat(each).text.get(lang) for each in one.caveats],
        "breaks": [(each.at, each.why.get(lang)) for each in one.breaks],
        "origins": origins(data.release, one.id),
        "figure": _figure(request, data, one),
        "forms": FORMS,
        "query": request.GET.urlencode(),
    }
    if context["figure"]:
        figure = context["figure"]
        context["citations"] = [(form, figure.cite(form, lang)) for form in ("text", "bibtex", "ris")]
        context["place_name"] = places.name(figure.place, lang)
    return render(request, "atlas/indicator.html", context)


def _entry(one: Indicator, data: Figures, lang: Lang) -> Entry:
    levels = data.levels(one.id)
    latest = period_words(data.latest(one.id, levels[0], include_estimated=True)).get(lang) if levels else "—"
    return Entry(one, catalogue().unit(one.unit).name.get(lang), _names(levels, lang), latest)


def _names(levels: tuple[str, ...], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(LEVELS[level][0 if lang == "zh" else 1] for level in levels)


def _published(data: Figures, one: Indicator, level: str, lang: Lang) -> tuple[str, str, str, int]:
    periods = data.periods(one.id, level)
    return _names((level,), lang), periods[0], periods[-1], len(periods)


def _formula(numerator: Reference, denominator: Reference | None, one: Indicator, lang: Lang) -> str:
    upper = _reference(numerator)
    if denominator is None:
        return upper
    times = "" if one.factor == 1 else f" × {one.factor:g}"
    return f"{upper} ÷ {_reference(denominator)}{times}"


def _reference(reference: Reference) -> str:
    terms = "".join(
        f"{' + ' if term.sign > 0 and number else ' − ' if term.sign < 0 else ''}{term.column}"
        for number, term in enumerate(reference.terms)
    )
    filters = "".join(
        f", {each.column} {each.operator} {' | '.join(str(value) for value in each.values)}"
        for each in reference.conditions
    )
    when = "" if reference.period == "same" else f", {reference.period}"
    return f"{reference.dataset}[{terms}{filters}{when}]"


def _figure(request: HttpRequest, data: Figures, one: Indicator) -> Figure | None:
    if not request.GET.get("place"):
        return None
    place = places.resolve(request.GET["place"])
    return data.one(one.id, place.code, request.GET.get("period", "latest"))
