"""The language is in the path and nowhere else, so that a shared cache never mixes two languages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from difang.atlas.language import path_language


class PathLanguage:
    """Activate the language of the path for one request; no cookie and no header has a say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = path_language(request)
        with translation.override(language):
            response = self._next(request)
        response.setdefault("Content-Language", "zh-Hant-TW" if language == "zh-hant" else language)
        return response
