"""A page that describes the API, made from its schema: no script, nothing from elsewhere."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang.api.reading import reading
from difang.api.routes.paging import known
from difang.api.v1 import api
from difang.atlas.language import request_lang


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
    """One address with its parameters."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]


@reading
def docs(request: HttpRequest) -> HttpResponse:
    """List every endpoint with its parameters."""
    known(request, "lang")
    schema = api.get_openapi_schema()
    endpoints = [_endpoint(path, verbs["get"]) for path, verbs in schema["paths"].items() if "get" in verbs]
    own, english = request.path, f"{request.path}?lang=en"
    other = english if request_lang(request) == "zh" else own
    context = {"endpoints": endpoints, "zh_url": own, "en_url": english, "other_url": other}
    return render(request, "api/docs.html", context)


def _endpoint(path: str, verb: dict[str, Any]) -> Endpoint:
    parameters = tuple(_parameter(one) for one in verb.get("parameters", ()))
    return Endpoint(path, str(verb.get("summary", "")), parameters)


def _parameter(described: dict[str, Any]) -> Parameter:
    kind = described["schema"]
    words = kind.get("type") or " | ".join(
        str(one.get("type", one.get("const", ""))) for one in kind.get("anyOf", ())
    )
    if "enum" in kind:
        words = " | ".join(str(one) for one in kind["enum"])
    default = kind.get("default")
    return Parameter(
        described["name"],
        described["in"],
        words,
        "" if default in (None, []) else str(default),
        bool(described.get("required")),
    )
