"""`/figures/<indicator>[.<form>]` and the same under `/r/<release>/`, which never changes."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from difang.atlas.evidence import figures, lake
from difang.atlas.language import request_lang
from difang.atlas.stems import pictures
from difang.atlas.stems.asked import Stem, read
from difang.errors import InputError
from difang.indicators import export

IMMUTABLE = "public, max-age=31536000, immutable"
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
NEGOTIATED = ("json", "csv", "geojson", "parquet", "xlsx", "ods", "md")


class NotAcceptableError(InputError):
    """The client accepts none of the forms there are."""

    http_status = 406
    slug = "not-acceptable"


@require_safe
def stem(request: HttpRequest, stem: str, release: str | None = None) -> HttpResponse:
    """Return figures in the named form, or in the one the client accepts; a browser is sent to the page.

    A date in the place of the release is sent on to the release of that date: only an id never changes.
    """
    asked = read(stem, request.GET, request_lang(request))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if release and (meant := lake().release(release).id) != release:
        return HttpResponseRedirect(f"/r/{meant}/figures/{stem}{query}")
    form = asked.form or _accepted(request)
    is_page = form == "html"
    response = _page(asked, release) if is_page else _answer(asked, form, release)
    if not asked.form:
        response["Vary"] = "Accept"
    if release and not is_page:
        response["Cache-Control"] = IMMUTABLE
        response["Link"] = f'</figures/{stem}{query}>; rel="canonical"'
    return response


def _answer(asked: Stem, form: str, release: str | None) -> HttpResponse:
    data = figures(release)
    name = f"{asked.indicator.id}-{data.release.id}.{form}"
    if form in PICTURES:
        body = pictures.png(asked, data) if form == "png" else pictures.svg(asked, data)
        response = HttpResponse(body, content_type=PICTURES[form])
    else:
        media = export.media_type(form)
        body = export.write(asked.table(data, form), form, lang=asked.lang, filters=asked.filters)
        response = HttpResponse(body, content_type=media)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _page(asked: Stem, release: str | None) -> HttpResponse:
    """A person wants words: the indicator's page says what the figure means and offers every form.

    It cites one figure of one place, so a question about several places or periods gets the definition.
    """
    prefix = "/en" if asked.lang == "en" else ""
    query = {"place": asked.places[0], "period": asked.period} if _is_one_figure(asked) else {}
    if release:
        query["release"] = release
    address = f"{prefix}/indicators/{asked.indicator.id}/"
    return HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)


def _is_one_figure(asked: Stem) -> bool:
    return len(asked.places) == 1 and ".." not in asked.period


def _accepted(request: HttpRequest) -> str:
    """Return the form that suits the Accept header; the order of the client's preference decides."""
    wanted = request.get_preferred_type(["text/html", *(_media(form) for form in NEGOTIATED)])
    if wanted is None:
        raise NotAcceptableError(
            f"Accept 標頭裡沒有我們有的格式；可用：{'、'.join(NEGOTIATED)}。",
            f"the Accept header names no form there is; use one of: {', '.join(NEGOTIATED)}.",
        )
    return next((form for form in NEGOTIATED if _media(form) == wanted), "html")


def _media(form: str) -> str:
    return export.media_type(form).split(";")[0]
