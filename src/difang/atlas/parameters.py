"""What an address may be asked: any other parameter, or another language, is refused with what would be right."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict

from difang.errors import InputError
from difang.text import LANGS

View = Callable[..., HttpResponse]
# Put on shared links by others; whoever follows such a link asked for the page, not for these.
TRACKERS = ("fbclid", "gclid", "utm_")


def known(query: QueryDict, *allowed: str) -> None:
    """Refuse a parameter that the address does not have, naming those it has: no word is ignored."""
    for name in query:
        if name not in allowed:
            raise _unknown(name, allowed)
    known_lang(query)


def known_lang(query: QueryDict) -> None:
    """Refuse a language that there is not."""
    lang = query.get("lang")
    if lang and lang not in LANGS:
        raise InputError(
            f"lang：{lang}；只能是 {'、'.join(LANGS)}。", f"lang: {lang}; it can only be {', '.join(LANGS)}."
        )


def asking(view: View, *allowed: str) -> View:
    """Let `view` of a page be asked for `allowed` only; what others put on shared links is dropped."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if any(name.startswith(TRACKERS) for name in request.GET):
            query = request.GET.copy()
            for name in [name for name in query if name.startswith(TRACKERS)]:
                del query[name]
            request.GET = query
        known(request.GET, *allowed)
        return view(request, *args, **kwargs)

    return checked


def _unknown(name: str, allowed: tuple[str, ...]) -> InputError:
    if name == "lang":
        return InputError(
            "這一頁不用參數「lang」；語言在網址裡：英文版的網址以 /en/ 開頭。",
            "this page has no parameter 'lang'; the language is in the path: English begins with /en/.",
        )
    if not allowed:
        return InputError(
            f"不認得參數「{name}」；這個網址沒有參數，請去掉問號後的部分。",
            f"unknown parameter '{name}'; this address has none: leave out what follows the question mark.",
        )
    return InputError(
        f"不認得參數「{name}」；可用：{'、'.join(allowed)}。",
        f"unknown parameter '{name}'; use: {', '.join(allowed)}.",
    )
