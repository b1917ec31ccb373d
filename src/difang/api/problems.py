"""Errors as problem+json: what was wrong, the rule, the remedy."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from difang.atlas.language import request_lang
from difang.errors import DifangError, InputError


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
        content_type="application/problem+json",
    )
    response["Cache-Control"] = "no-store"
    return response


def unreadable(errors: list[dict[str, Any]]) -> InputError:
    """Return one error that names every parameter the schema refused."""
    named = "; ".join(f"{'.'.join(str(part) for part in one['loc'][1:])}: {one['msg']}" for one in errors)
    return InputError(f"參數不合規則：{named}", f"parameters break a rule: {named}")
