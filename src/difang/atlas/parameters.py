"""What an address may be asked: any other parameter, or another language, is refused with what would be right."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict

from difang.errors import InputError
from difang.text import LANGS

View = Callable[..., HttpResponse]
# Put on shared links by others; whoever follows such a link asked for the page, not for these.
TRACKERS = ("fbclid", "gclid", "utm_")


def known(query: QueryDict, *allowed: str, several: tuple[str, ...] = ()) -> None:
    """Refuse a parameter that the address does not have, naming those it has: no word is ignored.

    Those in `several` may be given more than once; of any other, one value would have to be ignored.
    """
    for name in query:
        if name not in allowed:
            raise _unknown(name, allowed)
        if name not in several:
            _once(query, name)
    known_lang(query)


def _once(query: QueryDict, name: str) -> None:
    values = query.getlist(name)
    if len(values) > 1:
        raise InputError(
            f"參數「{name}」寫了 {len(values)} 次：{'、'.join(values)}；這裡只能一個，請留下要的那個。",
            f"parameter '{name}' is given {len(values)} times: {', '.join(values)}; "
            "it has one value here: keep the one you mean.",
        )


def known_lang(query: QueryDict) -> None:
    """Refuse a language that there is not, and two of them."""
    _once(query, "lang")
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
