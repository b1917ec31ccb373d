"""A page that describes the API, made from its schema: no script, nothing from elsewhere."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang.api.kinds import KINDS
from difang.api.reading import reading
from difang.api.v1 import api
from difang.atlas.language import request_lang
from difang.atlas.parameters import known
from difang.text import Text

# What the schema says in English, for readers of Chinese; and a question to begin with.
SUMMARIES = {
    "/api/v1/places": Text(
        "地方：依層級、縣市或名稱的一部分", "Places, filtered by level, county or a part of the name"
    ),
    "/api/v1/places/{text}": Text(
        "一個地方：代碼或任何寫法的名稱", "One place by code or name in any spelling"
    ),
    "/api/v1/indicators": Text("指標：一張地圖的，或全部", "Indicators, of one map or of all"),
    "/api/v1/indicators/{indicator}": Text("一個指標：定義、來源、期間", "One indicator by id"),
    "/api/v1/figures": Text(
        "數字：依指標、地方、層級、期間", "Figures by indicator, place, level and period"
    ),
    "/api/v1/maps/{indicator}": Text(
        "一個層級、一個期間的全部數值，精簡", "All values of one level and period, compact"
    ),
    "/api/v1/releases": Text("版本，由新到舊", "Releases, newest first"),
    "/api/v1/releases/{release}": Text(
        "一個版本：代號，或某日當時的版本", "One release by id, or the one current at a date"
    ),
    "/api/v1/releases/{release}/datasets/{dataset}": Text(
        "一個資料集的說明檔", "The manifest of one data set"
    ),
}
EXAMPLES = {
    "/api/v1/places": "/api/v1/places?q=埔",
    "/api/v1/places/{text}": "/api/v1/places/埔里",
    "/api/v1/indicators": "/api/v1/indicators?map=population",
    "/api/v1/indicators/{indicator}": "/api/v1/indicators/population.total",
    "/api/v1/figures": "/api/v1/figures?indicator=population.total&place=埔里,魚池&period=2015..2025",
    "/api/v1/maps/{indicator}": "/api/v1/maps/population.total?level=county&period=2025",
    "/api/v1/releases": "/api/v1/releases",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter with its place, kind and default."""

    name: str
    where: str
    kind: str
    default: str
    required: bool


@dataclass(frozen=True)
class Endpoint:
    """One address with its parameters and a question to begin with ("" where a release must be known)."""

    path: str
    summary: Text
    example: str
    parameters: tuple[Parameter, ...]


@reading
def docs(request: HttpRequest) -> HttpResponse:
    """List every endpoint with its parameters."""
    known(request.GET, "lang")
    schema = api.get_openapi_schema()
    endpoints = [_endpoint(path, verbs["get"]) for path, verbs in schema["paths"].items()]
    own, english = request.path, f"{request.path}?lang=en"
    other = english if request_lang(request) == "zh" else own
    kinds = [(name, kind.title) for name, kind in KINDS.items()]
    context = {
        "endpoints": endpoints,
        "kinds": kinds,
        "zh_url": own,
        "en_url": english,
        "other_url": other,
    }
    return render(request, "api/docs.html", context)


def _endpoint(path: str, verb: dict[str, Any]) -> Endpoint:
    parameters = tuple(_parameter(one) for one in verb.get("parameters", ()))
    return Endpoint(path, SUMMARIES[path], EXAMPLES.get(path, ""), parameters)


def _parameter(described: dict[str, Any]) -> Parameter:
    default = described["schema"].get("default")
    return Parameter(
        described["name"],
        described["in"],
        _kind(described["schema"]),
        "" if default in (None, []) else str(default),
        bool(described.get("required")),
    )


def _kind(schema: dict[str, Any]) -> str:
    """Return what a parameter may be: its choices, its rule in words, or its type."""
    choices = [one for one in schema.get("anyOf", (schema,)) if one.get("type") != "null"]
    return " | ".join(_words(one) for one in choices)


def _words(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    if schema["type"] == "array":
        return "a,b | a & b"
    if schema["type"] == "integer":
        return f"{schema.get('minimum', '')}…{schema.get('maximum', '')}"
    return str(schema.get("description") or schema["type"])
