"""The language of a request: in the path (`/…` Chinese, `/en/…` English), for programs in `?lang=`."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

from difang.text import Lang


def path_language(request: HttpRequest) -> str:
    """Return Django's code of the path's language."""
    return "en" if request.path == "/en" or request.path.startswith("/en/") else "zh-hant"


def request_lang(request: HttpRequest) -> Lang:
    """Return "en" for a path under /en/ or `?lang=en`, else "zh"."""
    if path_language(request) == "en":
        return "en"
    try:
        return "en" if request.GET.get("lang") == "en" else "zh"
    except SuspiciousOperation:
        # A query too long to read has no say; its error page is answered in the path's language.
        return "zh"
