"""Errors become an answer one can act on; a fault of ours gets a reference, never a trace."""

import logging
import uuid
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from difang.api.problems import problem, verb_error
from difang.atlas.evidence import doubt
from difang.atlas.language import request_lang
from difang.errors import DamagedError, DifangError, FaultError
from difang.text import Text

log = logging.getLogger("difang")
RETRY_SECONDS = "60"
FAULT_ZH = "系統發生錯誤，已記錄（編號 {reference}）。請稍後再試，或把編號告訴管理者。"
FAULT_EN = "Something failed on our side and was recorded (reference {reference}). Try again later."


class Faults:
    """Turn a `DifangError` or any exception of a view into a page or problem+json (RFC 9457)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._next(request)
        if response.status_code == 405 and not response.content:  # Django's own answer says nothing
            refused = answer(request, verb_error(request))
            refused["Allow"] = response["Allow"]
            return refused
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for the view that raised `error`."""
        if isinstance(error, Http404 | SuspiciousOperation):
            return None  # answered by handler404 and handler400
        if isinstance(error, DamagedError):
            log.error("%s: %s", request.path, error)
            doubt()
            return answer(request, error)
        if isinstance(error, DifangError) and not isinstance(error, FaultError):
            return answer(request, error)
        reference = uuid.uuid4().hex[:8]
        log.error("fault %s at %s", reference, request.path, exc_info=error)
        fault = DifangError(FAULT_ZH.format(reference=reference), FAULT_EN.format(reference=reference))
        return answer(request, fault)


def answer(request: HttpRequest, error: DifangError, heading: Text | None = None) -> HttpResponse:
    """Return the error as problem+json where a program asked, else as a page."""
    response = problem(request, error) if _wants_json(request) else _page(request, error, heading)
    response["Cache-Control"] = "no-store"
    if isinstance(error, DamagedError):
        response["Retry-After"] = RETRY_SECONDS
    return response


def _wants_json(request: HttpRequest) -> bool:
    last = request.path.rsplit("/", 1)[-1]
    return (
        request.path.startswith("/api/") or "." in last.replace("..", "") or not request.accepts("text/html")
    )


def _page(request: HttpRequest, error: DifangError, heading: Text | None) -> HttpResponse:
    lang = request_lang(request)
    # No menu of the reader's: what failed may be the very database that knows them.
    context = {
        "sentence": error.text.get(lang),
        "suggestions": error.suggestions,
        "reader": None,
        "heading": heading.get(lang) if heading else "",
    }
    return render(request, "atlas/error.html", context, status=error.http_status)
