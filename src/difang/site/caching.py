"""What may be kept, and for how long: answers of the reading rooms are public, all others nobody's but the reader's.

Deny by default: a room that isn't listed here answers `private, no-store` until it says otherwise.
"""

import hashlib
import inspect
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

PUBLIC = "public, max-age=300"
PRIVATE = "private, no-store"
UNKEPT = "no-store"  # refusals, and redirects that a new release may send elsewhere
# What a view told the middleware about framing and the content policy of its answer.
EXEMPTIONS = ("xframe_options_exempt", "_csp_")
# Rooms that read published figures only, so that one release gives one answer. The API's views are ninja's.
PERSONAL = "_difang_personal"
READING_ROOMS = ("difang.atlas.", "difang.api.", "ninja.")


class Tagged:
    """Give answers their `Cache-Control`; tag those that may be kept, and answer 304 to who has them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._next(request)
        reading = is_public(request) and not response.cookies
        good = response.status_code == 200 and not response.streaming
        if getattr(request, PERSONAL, False):
            response["Cache-Control"] = PRIVATE  # whatever the view thought: somebody's name is on it
        elif not reading:
            response.setdefault("Cache-Control", PRIVATE)
        else:
            response.setdefault("Cache-Control", PUBLIC if good else UNKEPT)
        if good and "public" in response.get("Cache-Control", ""):
            return _tagged(request, response)
        return response


def is_public(request: HttpRequest) -> bool:
    """Tell whether the page asked for belongs to a reading room, and so must not say who reads it."""
    return request.resolver_match is not None and _module(request).startswith(READING_ROOMS)


def mark_personal(request: HttpRequest) -> None:
    """Note that the answer says who reads it: it is kept by nobody."""
    setattr(request, PERSONAL, True)


def _module(request: HttpRequest) -> str:
    view = inspect.unwrap(request.resolver_match.func)
    return str(getattr(view, "func", view).__module__)  # a partial tells of the function within


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:24]}"'
    response["ETag"] = etag
    response["Content-Length"] = str(len(response.content))
    asked = request.headers.get("If-None-Match", "")
    if not {etag, "*"} & {tag.strip().removeprefix("W/") for tag in asked.split(",")}:
        return response
    unchanged = HttpResponseNotModified()
    for name, value in vars(response).items():
        if name.startswith(EXEMPTIONS):
            setattr(unchanged, name, value)
    for name, value in response.items():
        if name not in ("Content-Length", "Content-Type"):
            unchanged[name] = value
    return unchanged
