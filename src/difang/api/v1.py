"""The API object: title, rate limit, and errors as problem+json (RFC 9457)."""

from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja.errors import Throttled, ValidationError

from difang.api.limits import PerMinute
from difang.api.problems import problem, too_many, unreadable
from difang.api.reading import ReadingAPI
from difang.api.routes import figures, indicators, places, releases
from difang.errors import DifangError, FaultError

throttle = PerMinute(settings.RATE_PER_MINUTE)
api = ReadingAPI(
    title="difang",
    version="1",
    description="Figures of 368 townships, each citable: the same words and numbers as pages and commands.",
    throttle=[throttle],
    docs_url=None,
)
api.add_router("/places", places.router, tags=["places"])
api.add_router("/indicators", indicators.router, tags=["indicators"])
api.add_router("/figures", figures.router, tags=["figures"])
api.add_router("/maps", figures.maps, tags=["figures"])
api.add_router("/releases", releases.router, tags=["releases"])


@api.exception_handler(DifangError)
def on_difang_error(request: HttpRequest, error: DifangError) -> HttpResponse:
    """Answer with the error's sentence, remedy and suggestions; a fault is answered as everywhere on the site."""
    if isinstance(error, FaultError):
        raise error
    return problem(request, error)


@api.exception_handler(ValidationError)
def on_validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422, naming each wrong parameter and its rule."""
    return problem(request, unreadable(error.errors))


@api.exception_handler(Throttled)
def on_throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    """Answer 429, saying when to ask again."""
    return too_many(request, max(1, ceil(error.wait or 1)))
