"""Places: list, search, one by code."""

from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema

from difang import places
from difang.api.routes.paging import Limit, Offset, Paged, page
from difang.atlas.language import request_lang
from difang.atlas.parameters import known
from difang.places import Place
from difang.text import Lang

router = Router()
Level = Literal["township", "county", "nation", "region"]


class PlaceOut(Schema):
    """One place. `priority` is true or null (not documented), never false."""

    code: str
    name: str
    name_en: str
    full_name: str
    level: Level
    county: str | None
    county_name: str | None
    former: list[str]
    indigenous: str | None
    offshore: bool
    area_km2: float | None
    priority: bool | None
    members: list[str]
    neighbours: list[str]


class PlacesOut(Paged):
    """A page of places."""

    items: list[PlaceOut]


def describe(place: Place, lang: Lang) -> dict[str, object]:
    """Return one place as the API shows it."""
    return {
        "code": place.code,
        "name": place.label(lang),
        "name_en": place.name_en,
        "full_name": place.full_label(lang),
        "level": place.level,
        "county": place.county,
        "county_name": place.county_name,
        "former": list(place.former),
        "indigenous": place.indigenous,
        "offshore": place.offshore,
        "area_km2": place.area_km2,
        "priority": place.priority,
        "members": list(place.members),
        "neighbours": list(places.neighbours(place.code)) if place.level == "township" else [],
    }


@router.get("", response=PlacesOut, summary="Places, filtered by level, county or a part of the name")
def list_places(
    request: HttpRequest,
    q: str = "",
    level: Level = "township",
    county: str | None = None,
    lang: Lang = "zh",
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, object]:
    """List places; with `q`, those whose name in any spelling holds it."""
    known(request.GET, "q", "level", "county", "lang", "limit", "offset")
    if county is not None:
        county = places.resolve(county).code
    found = places.search(q, limit=1000) if q else places.all_places(level, county)
    chosen = [one for one in found if one.level == level and county in (None, one.county)]
    return page(request, [describe(one, request_lang(request)) for one in chosen], limit, offset)


@router.get("/{text}", response=PlaceOut, summary="One place by code or name in any spelling")
def one_place(request: HttpRequest, text: str, lang: Lang = "zh") -> dict[str, object]:
    """Return the place; an ambiguous name answers 422 with the candidates."""
    known(request.GET, "lang")
    return describe(places.resolve(text), request_lang(request))
