"""An API that is only read: GET and HEAD alike, any other verb a problem; problems stand in its schema."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI

from difang.api.problems import MEDIA_TYPE, wrong_verb

View = Callable[..., HttpResponse]
PROBLEMS = {
    "404": "No such thing, or nothing published there",
    "422": "A parameter breaks a rule",
    "429": "Too many requests; see Retry-After",
}
PROBLEM_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "suggestions", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what was wrong, the rule, the remedy"},
        "suggestions": {"type": "array", "items": {"type": "string"}},
        "instance": {"type": "string"},
    },
}


class ReadingAPI(NinjaAPI):
    """NinjaAPI whose addresses answer HEAD as GET and describe their problems (RFC 9457)."""

    def _get_urls(self) -> list[URLPattern | URLResolver]:
        patterns = super()._get_urls()
        for pattern in patterns:
            pattern.callback = reading(pattern.callback)
        return patterns

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """Return the schema with the problems of every operation."""
        schema = super().get_openapi_schema(*args, **kwargs)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        described = {status: {"description": words, "content": content} for status, words in PROBLEMS.items()}
        for verbs in schema["paths"].values():
            for operation in verbs.values():
                operation["responses"].update(described)
        return schema


def reading(view: View) -> View:
    """Let HEAD be answered as GET (the server drops the body) and refuse every other verb."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = request.method
        if verb not in ("GET", "HEAD"):
            return wrong_verb(request)
        request.method = "GET"
        try:
            return view(request, *args, **kwargs)
        finally:
            request.method = verb

    return answered
