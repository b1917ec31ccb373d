"""Errors as problem+json: what was wrong, the rule, the remedy."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from difang.atlas.language import request_lang
from difang.errors import DifangError, InputError

MEDIA_TYPE = "application/problem+json"
VERBS = "GET, HEAD"


class VerbError(InputError):
    """A verb that would write: everything here is read-only."""

    http_status = 405
    slug = "method-not-allowed"


class TooManyRequestsError(DifangError):
    """One address asked more often than the operator allows."""

    http_status = 429
    slug = "too-many-requests"


def problem(request: HttpRequest, error: DifangError) -> HttpResponse:
    """Return `error` as application/problem+json in the request's language."""
    lang = request_lang(request)
    body = {
        "type": f"/problems/{error.slug}",
        "title": error.slug.replace("-", " "),
        "status": error.http_status,
        "detail": error.text.get(lang),
        "suggestions": list(error.suggestions),
        "instance": request.path,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=error.http_status,
        content_type=MEDIA_TYPE,
    )
    response["Cache-Control"] = "no-store"
    return response


def unreadable(errors: list[dict[str, Any]]) -> InputError:
    """Return one error that names every parameter the schema refused."""
    named = "; ".join(f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in errors)
    return InputError(f"參數不合規則：{named}", f"parameters break a rule: {named}")


def verb_error(request: HttpRequest) -> VerbError:
    """Return the error for a verb other than VERBS."""
    return VerbError(
        f"這裡只能讀：{request.method} 不可用；請用 {VERBS}。",
        f"this address is read-only: {request.method}; use {VERBS}.",
    )


def wrong_verb(request: HttpRequest) -> HttpResponse:
    """Answer 405 with the verbs there are."""
    response = problem(request, verb_error(request))
    response["Allow"] = VERBS
    return response


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Answer 429, saying after how many seconds to ask again."""
    error = TooManyRequestsError(
        f"要求太密集；請在 {seconds} 秒後再試，或改用一次取回全部的 /figures/<指標>.csv。",
        f"too many requests; ask again in {seconds} s, or take all rows at once from /figures/<indicator>.csv.",
    )
    response = problem(request, error)
    response["Retry-After"] = str(seconds)
    return response
