"""`/`: a township's name in, the map of all of them, the goals; and the names for type-ahead."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render as page
from django.utils.safestring import SafeString, mark_safe

from difang import charts, places
from difang.atlas.changes import classes_for
from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.atlas.maps.asked import MAP_NAMES
from difang.atlas.views.goals import cards
from difang.errors import AmbiguousError, InputError
from difang.indicators import Figures, catalogue, origins
from difang.indicators.numbers import number
from difang.places import Place
from difang.studies.goals import losing, map_link, newest_year
from difang.text import COMMA, SEMICOLON, Lang, Text

CHANGE, PEOPLE = "population.change_10y", "population.total"
RESULTS, LONGEST, GOALS = 8, 60, 4
# North to south, then the islands, as people look for them.
COUNTIES = (
    *("63000", "65000", "10017", "68000", "10018", "10004", "10005", "66000", "10007", "10008", "10009"),
    *("10020", "10010", "67000", "64000", "10013", "10002", "10015", "10014", "10016", "09020", "09007"),
)
CODE = re.compile(r"\((\w[\w:-]*)\)$")
QUESTIONS = {
    "population": Text("誰住在這裡？來的和走的各多少？", "Who lives here? How many come and go?"),
    "circulation": Text("賺來的錢，有多少留在地方？", "How much of what is earned stays here?"),
    "finance": Text("收入從哪來，花在什麼地方？", "Where does revenue come from and go to?"),
    "care": Text("照護夠不夠？哪裡先出現缺口？", "Is there enough care? Where do gaps open first?"),
    "diversity": Text("這裡有哪些族群、文化與物種？", "Which peoples, cultures and species are here?"),
    "tourism": Text("什麼季節、從哪裡來、花在什麼？", "Which season, from where, spent on what?"),
}


@dataclass(frozen=True)
class Hit:
    """A place as the search shows it."""

    code: str
    name: str
    county: str
    people: str
    url: str


@dataclass(frozen=True)
class NationalMap:
    """The first map with its finding; `rows` (county, fewer, of, address) are its table twin by county."""

    finding: str
    says: str
    svg: SafeString
    legend: SafeString
    narrow_legend: SafeString
    rows: tuple[tuple[str, int, int, str], ...]
    source: str
    cite: str
    all_url: str


def home(request: HttpRequest) -> HttpResponse:
    """Show the first page; `?q=` goes to the place it names, or lists those it could mean."""
    lang, asked = request_lang(request), request.GET.get("q", "").strip()
    candidates, sentence, similar = (), "", False
    data = figures()
    if asked:
        try:
            return HttpResponseRedirect(_address(places.resolve(asked), lang))
        except InputError as error:
            sentence = error.text.get(lang)
            candidates = _candidates(error, data, lang)
            similar = not isinstance(error, AmbiguousError)
    context = {
        "asked": asked[:LONGEST],
        "sentence": sentence,
        "candidates": candidates,
        "similar": similar,
        "counties": [(one.label(lang), _address(one, lang)) for one in map(places.get, COUNTIES)],
        "map": national_map(data, lang),
        "goals": cards(data, lang)[:GOALS],
        "maps": [(one, name.get(lang), QUESTIONS[one].get(lang)) for one, name in MAP_NAMES.items()],
    }
    response = page(request, "atlas/home.html", context)
    if asked:
        response["Cache-Control"] = "no-store"
    return response


def search(request: HttpRequest) -> JsonResponse:
    """Return up to eight places whose name holds `?q=`, in the language of `?lang=`."""
    asked, lang = request.GET.get("q", "").strip()[:LONGEST], request_lang(request)
    found = _hits(places.search(asked, RESULTS), figures(), lang)
    results = [
        {"code": one.code, "name": one.name, "county": one.county, "people": one.people, "url": one.url}
        for one in found
    ]
    return JsonResponse({"q": asked, "results": results}, json_dumps_params={"ensure_ascii": False})


def centres(request: HttpRequest) -> JsonResponse:
    """Return the middle of every township: the browser finds the nearest itself and tells nobody where it is."""
    lang = request_lang(request)
    found = [
        {
            "name": place.label(lang),
            "county": _county(place, lang),
            "lon": places.centres()[place.code][0],
            "lat": places.centres()[place.code][1],
            "url": _address(place, lang),
        }
        for place in places.all_places("township")
    ]
    return JsonResponse({"places": found}, json_dumps_params={"ensure_ascii": False})


def national_map(data: Figures, lang: Lang) -> NationalMap:
    """Draw who gained and lost people over ten years, with the count that its finding tells."""
    period = newest_year(data, CHANGE, "township")
    values = data.map_values(CHANGE, "township", period)
    known = [value for value in values.values() if value is not None]
    fewer, of = losing(data, CHANGE, period)
    start = int(period) - catalogue().get(CHANGE).over
    finding = (
        f"{start} 到 {period} 年，{fewer} 個鄉鎮市區人口減少"
        if lang == "zh"
        else f"{fewer} of {of} townships lost people from {start} to {period}"
    )
    says = (
        f"{start} 年底至 {period} 年底登記人口增減率，%。色階上方為鄉鎮市區數。"
        if lang == "zh"
        else f"Change of registered people, end of {start} to end of {period}, %. Townships above each colour."
    )
    classes = classes_for(data, catalogue().get(CHANGE), "township", known)
    prefix = "" if lang == "zh" else "/en"
    ends, middle = (("減少", "增加"), "大致相等") if lang == "zh" else (("fewer", "more"), "about equal")
    return NationalMap(
        finding,
        says,
        _safe(_map(values, classes, lang, finding)),
        *(
            _safe(
                charts.legend(
                    classes,
                    classes.counts(known),
                    lang=lang,
                    ends=ends,
                    middle=middle,
                    decimals=1,
                    width=wide,
                )
            )
            for wide in (charts.WIDE_WIDTH, charts.NARROW_WIDTH)
        ),
        _by_county(values, lang),
        SEMICOLON.get(lang).join(
            f"{one.publisher.get(lang)}{COMMA.get(lang)}{one.title.get(lang)}"
            for one in origins(data.release, CHANGE)
        )
        if lang == "zh"
        else "; ".join(
            f"{o.publisher.get(lang)}, {o.title.get(lang)}" for o in origins(data.release, CHANGE)
        ),
        map_link(data, CHANGE, "township", period),
        f"{prefix}/maps/population/?indicator={CHANGE}&period={period}",
    )


def _map(values: dict[str, float | None], classes: charts.Classes, lang: Lang, finding: str) -> str:
    prefix = "" if lang == "zh" else "/en"

    def says(code: str) -> str:
        value = values.get(code)
        shown = "—" if value is None else f"{number(value, 1)}%"
        return f"{places.name(code, lang)} {shown}"

    return charts.choropleth(
        values,
        classes,
        level="township",
        lang=lang,
        title=catalogue().get(CHANGE).name.get(lang),
        desc=finding,
        says=says,
        link=lambda code: f"{prefix}/places/{code}/",
        narrow=True,
        ids="home",
    )


def _by_county(values: dict[str, float | None], lang: Lang) -> tuple[tuple[str, int, int, str], ...]:
    rows = []
    for county in places.all_places("county"):
        known = [value for code in county.members if (value := values.get(code)) is not None]
        rows.append(
            (county.label(lang), sum(value < 0 for value in known), len(known), _address(county, lang))
        )
    return tuple(rows)


def _candidates(error: InputError, data: Figures, lang: Lang) -> tuple[Hit, ...]:
    """Return the places that an unclear name may mean, or those with names like an unknown one."""
    codes = [found.group(1) for one in error.suggestions if (found := CODE.search(one))]
    return _hits([places.get(code) for code in codes], data, lang)


def _hits(found: tuple[Place, ...] | list[Place], data: Figures, lang: Lang) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            one.code,
            one.label(lang),
            _county(one, lang),
            data.one(PEOPLE, one.code).text(lang),
            _address(one, lang),
        )
        for one in found
    )


def _county(place: Place, lang: Lang) -> str:
    if place.level != "township":
        return ""
    return (place.county_name if lang == "zh" else place.county_name_en) or ""


def _address(place: Place, lang: Lang) -> str:
    return f"{'' if lang == 'zh' else '/en'}/places/{place.code}/"


def _safe(drawing: str) -> SafeString:
    return mark_safe(drawing)  # noqa: S308  # our own SVG; names are escaped in it
