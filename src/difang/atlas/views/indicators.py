"""`/indicators/`: the data dictionary, and one indicator with its definition, sources and forms."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang import places
from difang.atlas.evidence import figures
from difang.atlas.formulas import formulas
from difang.atlas.language import request_lang
from difang.atlas.maps.asked import MAP_NAMES
from difang.atlas.stems.asked import VILLAGE_DIGITS
from difang.errors import MissingDataError, NotFoundError
from difang.indicators import MAPS, Figure, Figures, Indicator, catalogue, origins, period_words
from difang.indicators.address import site_url
from difang.indicators.selection import place_name
from difang.text import Lang, Text

LEVELS = {
    "village": Text("村里", "village"),
    "township": Text("鄉鎮市區", "township"),
    "county": Text("縣市", "county"),
    "nation": Text("全國", "nation"),
}
FORMS = ("csv", "json", "parquet", "geojson", "xlsx", "ods", "md", "metadata.json", "png", "svg", "zip")
CITATIONS = {"text": Text("文字", "Text"), "bibtex": Text("BibTeX", "BibTeX"), "ris": Text("RIS", "RIS")}
TOWNSHIP_DIGITS = 8
PARAMETERS = ("place", "period", "release")


@dataclass(frozen=True)
class Entry:
    """One line of the dictionary; `caveats` are numbers of its map's list."""

    indicator: Indicator
    unit: str
    levels: str
    latest: str
    caveats: list[int]


@dataclass(frozen=True)
class Chapter:
    """The indicators of one map with the caveats they share, numbered from 1."""

    id: str
    name: str
    entries: list[Entry]
    caveats: list[tuple[int, str]]


@dataclass(frozen=True)
class Published:
    """From when to when a level is published, and how many months and years that is."""

    level: str
    first: str
    latest: str
    months: int
    years: int


def indicators(request: HttpRequest) -> HttpResponse:
    """Show the whole catalogue, map by map, as it is declared."""
    lang, data = request_lang(request), figures()
    chapters = [_chapter(one, data, lang) for one in MAPS if catalogue().all(one)]
    count = sum(len(chapter.entries) for chapter in chapters)
    context = {"section": "indicators", "chapters": chapters, "count": count}
    return render(request, "atlas/indicators.html", context)


def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show what one figure means, where it comes from and what it must not be made to say."""
    lang = request_lang(request)
    data = figures(request.GET.get("release"))
    one = catalogue().get(indicator)
    levels = data.levels(one.id)
    figure = _figure(request, data, one)
    context = {
        "section": "indicators",
        "one": one,
        "unit": catalogue().unit(one.unit),
        "map_name": MAP_NAMES[one.map].get(lang),
        "drawn": bool({"township", "county"} & set(levels)),
        "published": [_published(data, one, level, lang) for level in levels],
        "formulas": formulas(one, data.release, lang),
        "caveats": [catalogue().caveat(each).text.get(lang) for each in one.caveats],
        "breaks": [(each.at, each.why.get(lang)) for each in one.breaks],
        "origins": origins(data.release, one.id),
        "figure": figure,
        "place_name": place_name(figure.place, lang) if figure else "",
        "citations": [
            (CITATIONS[form].get(lang), figure.cite(form, lang, base=site_url())) for form in CITATIONS
        ]
        if figure
        else [],
        "downloads": _downloads(request, one),
    }
    return render(request, "atlas/indicator.html", context)


def _chapter(map_id: str, data: Figures, lang: Lang) -> Chapter:
    known = catalogue().all(map_id)
    used = list(dict.fromkeys(caveat for one in known for caveat in one.caveats))
    numbers = {caveat: number for number, caveat in enumerate(used, 1)}
    return Chapter(
        map_id,
        MAP_NAMES[map_id].get(lang),
        [_entry(one, data, numbers, lang) for one in known],
        [(number, catalogue().caveat(caveat).text.get(lang)) for caveat, number in numbers.items()],
    )


def _entry(one: Indicator, data: Figures, numbers: dict[str, int], lang: Lang) -> Entry:
    levels = data.levels(one.id)
    latest = period_words(data.latest(one.id, levels[0], include_estimated=True)).get(lang) if levels else "—"
    names = ("、" if lang == "zh" else ", ").join(LEVELS[level].get(lang) for level in levels)
    unit = catalogue().unit(one.unit).name.get(lang)
    return Entry(one, unit, names, latest, sorted(numbers[caveat] for caveat in one.caveats))


def _published(data: Figures, one: Indicator, level: str, lang: Lang) -> Published:
    periods = data.periods(one.id, level)
    latest = data.latest(one.id, level, include_estimated=True)
    months = sum(len(period) > 4 for period in periods)
    return Published(
        LEVELS[level].get(lang),
        period_words(periods[0]).get(lang),
        period_words(latest).get(lang),
        months,
        len(periods) - months,
    )


def _downloads(request: HttpRequest, one: Indicator) -> list[tuple[str, str]]:
    """Return (form, address) of the same figures, under the release the page was asked for."""
    release = request.GET.get("release")
    base = f"/r/{release}/figures/{one.id}" if release else f"/figures/{one.id}"
    query = urlencode([(name, value) for name, value in request.GET.items() if name != "release"])
    return [(form, f"{base}.{form}" + (f"?{query}" if query else "")) for form in FORMS]


def _figure(request: HttpRequest, data: Figures, one: Indicator) -> Figure | None:
    if not request.GET.get("place"):
        return None
    asked, period = request.GET["place"].strip(), request.GET.get("period", "latest")
    if len(asked) != VILLAGE_DIGITS or not asked.isdigit():
        return data.one(one.id, places.resolve(asked).code, period)
    levels = data.levels(one.id)
    if "village" not in levels:
        zh, en = (
            "、".join(LEVELS[each].zh for each in levels),
            ", ".join(LEVELS[each].en for each in levels),
        )
        raise MissingDataError(
            f"{one.name.zh}沒有村里的數字；有的層級是{zh}；例如 ?place={asked[:TOWNSHIP_DIGITS]}。",
            f"{one.id} is not published for villages; there is {en}; e.g. ?place={asked[:TOWNSHIP_DIGITS]}.",
        )
    figure = data.one(one.id, asked, period)
    if figure.value is None and places.village_name(asked) is None:
        raise NotFoundError(
            f"沒有代碼「{asked}」的村里；請查 /figures/{one.id}.csv?place={asked[:TOWNSHIP_DIGITS]}&level=village。",
            f"there is no village '{asked}'; see /figures/{one.id}.csv?place={asked[:TOWNSHIP_DIGITS]}&level=village.",
        )
    return figure
