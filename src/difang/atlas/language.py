"""The language of a request: in the path (`/…` Chinese, `/en/…` English), for programs in `?lang=`."""

from django.http import HttpRequest
from django.utils.translation import get_language

from difang.text import Lang


def request_lang(request: HttpRequest) -> Lang:
    """Return "en" for a path under /en/ or `?lang=en`, else "zh"."""
    if request.path.startswith("/en/") or request.GET.get("lang") == "en":
        return "en"
    return "en" if get_language() == "en" else "zh"
