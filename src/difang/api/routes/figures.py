"""Figures: rows with the contracted columns, and compact values for a map."""

import json
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from difang.api.routes.paging import Limit, Offset, Paged, page
from difang.atlas.evidence import figures as figures_of
from difang.atlas.evidence import lake
from difang.atlas.language import request_lang
from difang.atlas.parameters import known
from difang.atlas.stems.asked import codes, listed
from difang.errors import InputError
from difang.indicators import Figures, MapSlice, catalogue
from difang.indicators.selection import ASKED_LEVELS
from difang.text import Lang

router = Router()
maps = Router()


class FigureOut(Schema):
    """One figure: the columns of the command `difang figures`."""

    indicator: str
    place: str
    name: str
    level: str
    period: str
    value: float | None
    unit: str
    status: str
    reason: str | None
    low: float | None
    high: float | None
    release: str


class FiguresOut(Paged):
    """A page of figures."""

    items: list[FigureOut]


class MapOut(Schema):
    """One map: a value (or null) by place, and the status of those that are not plainly observed."""

    indicator: str
    level: str
    period: str
    unit: str
    release: str
    values: dict[str, float | None]
    statuses: dict[str, str]


OF_FIGURES = ("indicator", "place", "level", "period", "include", "as_of", "lang", "limit", "offset")
Several = Annotated[list[str], Query()]
# Described to programs here, checked where figures are selected: that answer says what would be right.
Level = Annotated[str, Field(json_schema_extra={"enum": list(ASKED_LEVELS)})]
Period = Annotated[
    str, Field(json_schema_extra={"description": "latest, 2025, 2025-06, 2015..2025 or 2025-01..2025-06"})
]
AsOf = Annotated[str, Field(description="a release's id, or a date")]


@router.get("", response=FiguresOut, summary="Figures by indicator, place, level and period")
def list_figures(
    request: HttpRequest,
    indicator: Several,
    place: Several = [],  # noqa: B006  # read, never changed
    level: Level | None = None,
    period: Period = "latest",
    include: Literal["estimated"] | None = None,
    as_of: AsOf | None = None,
    lang: Lang = "zh",
    limit: Limit = 1000,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Return the rows; `indicator` and `place` may be given several times, or as comma lists."""
    known(request.GET, *OF_FIGURES, several=("indicator", "place"))
    indicators = list(dict.fromkeys(listed(indicator)))
    if not indicators:
        raise InputError(
            "缺少參數 indicator；例如 ?indicator=population.total。",
            "parameter indicator is missing; e.g. ?indicator=population.total.",
        )
    data = chosen(as_of)
    table = data.select(
        indicators,
        places=codes(place) or None,
        level=level,
        period=period,
        include_estimated=include == "estimated",
        lang=request_lang(request),
    )
    if table.num_rows > settings.MAX_ROWS:
        raise InputError(
            f"共 {table.num_rows:,} 列，超過 {settings.MAX_ROWS:,}；請縮小期間或層級。",
            f"{table.num_rows:,} rows, more than {settings.MAX_ROWS:,}; ask for fewer periods or places.",
        )
    return {
        **page(request, range(table.num_rows), limit, offset),
        "items": table.slice(offset, limit).to_pylist(),
    }


@maps.get("/{indicator}", response=MapOut, summary="All values of one level and period, compact")
def one_map(
    request: HttpRequest,
    indicator: str,
    level: Level = "township",
    period: Period = "latest",
    include: Literal["estimated"] | None = None,
    as_of: AsOf | None = None,
    lang: Lang = "zh",
) -> HttpResponse:
    """Return {place: value}; null where there is none, with its status."""
    known(request.GET, "level", "period", "include", "as_of", "lang")
    if ".." in period:
        raise InputError(
            f"一張地圖只有一個期間：{period}；請寫 {period.rpartition('..')[2]}，或改用 /api/v1/figures。",
            f"a map has one period: {period}; write {period.rpartition('..')[2]}, or use /api/v1/figures.",
        )
    data = chosen(as_of)
    include_estimated = include == "estimated"
    if level == "region":
        shown = _regions(data, indicator, period, include_estimated)
    else:
        shown = data.map_slice(indicator, level, period, include_estimated=include_estimated)
    body = {
        "indicator": indicator,
        "level": level,
        "period": shown.period,
        "unit": catalogue().get(indicator).unit,
        "release": data.release.id,
        "values": shown.values,
        "statuses": {place: status for place, status in shown.statuses.items() if status != "observed"},
    }
    # Written as it is: a schema's check of 368 numbers that we read ourselves costs more than the answer.
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json; charset=utf-8")


def _regions(data: Figures, indicator: str, period: str, include_estimated: bool) -> MapSlice:
    table = data.select(indicator, level="region", period=period, include_estimated=include_estimated)
    columns = {name: table[name].to_pylist() for name in ("place", "value", "status", "period")}
    values = dict(zip(columns["place"], columns["value"], strict=True))
    return MapSlice(columns["period"][0], values, dict(zip(columns["place"], columns["status"], strict=True)))


def chosen(as_of: str | None) -> Figures:
    """Return the figures of the release asked for, by id or date, else of the current one."""
    return figures_of(lake().release(as_of).id if as_of else None)
