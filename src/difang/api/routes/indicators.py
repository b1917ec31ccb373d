"""The catalogue: list, one by id."""

from django.http import HttpRequest
from ninja import Router, Schema

from difang.api.routes.paging import Limit, Offset, Paged, page
from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.atlas.parameters import known
from difang.indicators import Indicator, catalogue
from difang.text import Lang

router = Router()


class IndicatorOut(Schema):
    """One indicator as the catalogue declares it; `periods` maps each published level to its periods."""

    id: str
    map: str
    name: str
    question: str
    definition: str
    kind: str
    unit: str
    unit_name: str
    measure: str
    direction: str
    levels: list[str]
    latest: dict[str, str]
    breaks: list[dict[str, str]]
    caveats: list[str]
    sdg: str | None


class IndicatorsOut(Paged):
    """A page of indicators."""

    items: list[IndicatorOut]


def describe(indicator: Indicator, lang: Lang) -> dict[str, object]:
    """Return one indicator as the API shows it."""
    data = figures()
    levels = data.levels(indicator.id)
    return {
        "id": indicator.id,
        "map": indicator.map,
        "name": indicator.name.get(lang),
        "question": indicator.question.get(lang),
        "definition": indicator.definition.get(lang),
        "kind": indicator.kind,
        "unit": indicator.unit,
        "unit_name": catalogue().unit(indicator.unit).name.get(lang),
        "measure": indicator.measure,
        "direction": indicator.direction,
        "levels": list(levels),
        "latest": {level: data.latest(indicator.id, level, include_estimated=True) for level in levels},
        "breaks": [{"at": one.at, "why": one.why.get(lang)} for one in indicator.breaks],
        "caveats": [catalogue().caveat(one).text.get(lang) for one in indicator.caveats],
        "sdg": indicator.sdg,
    }


@router.get("", response=IndicatorsOut, summary="Indicators, of one map or of all")
def list_indicators(
    request: HttpRequest,
    map: str | None = None,  # noqa: A002  # the word of the command line
    lang: Lang = "zh",
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, object]:
    """List the catalogue in the order of the pages."""
    known(request.GET, "map", "lang", "limit", "offset")
    rows = [describe(one, request_lang(request)) for one in catalogue().all(map)]
    return page(request, rows, limit, offset)


@router.get("/{indicator}", response=IndicatorOut, summary="One indicator by id")
def one_indicator(request: HttpRequest, indicator: str, lang: Lang = "zh") -> dict[str, object]:
    """Return the indicator; an unknown id answers 404 with the nearest."""
    known(request.GET, "lang")
    return describe(catalogue().get(indicator), request_lang(request))
