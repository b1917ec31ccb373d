"""`/figures/<indicator>[.<form>]` and the same under `/r/<release>/`, which never changes."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.atlas.stems import pictures
from difang.atlas.stems.asked import Stem, read
from difang.errors import InputError
from difang.indicators import export

IMMUTABLE = "public, max-age=31536000, immutable"
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
NEGOTIATED = ("json", "csv", "geojson", "parquet", "xlsx", "ods", "md")


def stem(request: HttpRequest, stem: str, release: str | None = None) -> HttpResponse:
    """Return figures in the named form, or in the one the client accepts; a browser is sent to the page."""
    asked = read(stem, request.GET, request_lang(request))
    form = asked.form or _accepted(request)
    response = _page(asked, release) if form == "html" else _answer(asked, form, release)
    if not asked.form:
        response["Vary"] = "Accept"
    if release:
        response["Cache-Control"] = IMMUTABLE
        query = f"?{request.GET.urlencode()}" if request.GET else ""
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
        body = export.write(asked.table(data), form, lang=asked.lang, filters=asked.filters)
        response = HttpResponse(body, content_type=media)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _page(asked: Stem, release: str | None) -> HttpResponse:
    """A person wants words: the indicator's page says what the figure means and offers every form."""
    prefix = "/en" if asked.lang == "en" else ""
    query = {name: value for name, value in asked.filters.items() if name in ("place", "period")}
    if release:
        query["release"] = release
    return HttpResponseRedirect(f"{prefix}/indicators/{asked.indicator.id}/?{urlencode(query)}")


def _accepted(request: HttpRequest) -> str:
    """Return the form that suits the Accept header; the order of the client's preference decides."""
    wanted = request.get_preferred_type(["text/html", *(_media(form) for form in NEGOTIATED)])
    if wanted is None:
        raise InputError(
            f"Accept 標頭裡沒有我們有的格式；可用：{'、'.join(NEGOTIATED)}。",
            f"the Accept header names no form there is; use one of: {', '.join(NEGOTIATED)}.",
        )
    return next((form for form in NEGOTIATED if _media(form) == wanted), "html")


def _media(form: str) -> str:
    return export.media_type(form).split(";")[0]
