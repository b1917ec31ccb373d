"""`/places/<code>/brief.<form>`: the six-part briefing of a township, as `difang brief` writes it."""

import threading
from collections import OrderedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.utils.http import content_disposition_header

from difang import places
from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.documents import render
from difang.documents.briefing import compose
from difang.errors import NotFoundError
from difang.indicators.address import site_url
from difang.places import Place
from difang.text import Lang, Text

MEDIA_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
KEPT, AGAIN_SECONDS = 12, 5
BUSY = Text(
    f"正在寫另一份簡報，一次只寫一份；請在 {AGAIN_SECONDS} 秒後再試。",
    f"Another briefing is being written, one at a time; ask again in {AGAIN_SECONDS} seconds.",
)
Key = tuple[str, str, str, Lang]

_writing, _shelf = threading.Lock(), threading.Lock()
_finished: OrderedDict[Key, bytes] = OrderedDict()


def brief(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Answer with the briefing as a file: a worker writes one at a time and keeps the last few."""
    if form not in MEDIA_TYPES:
        listed = ", ".join(MEDIA_TYPES)
        raise NotFoundError(
            f"簡報沒有「{form}」格式；可用：{listed}。", f"a briefing has no format '{form}'; use: {listed}."
        )
    place, lang = places.resolve(code), request_lang(request)
    written = _written(place, form, lang)
    if written is None:
        return _busy(request, lang)
    response = HttpResponse(written, content_type=MEDIA_TYPES[form])
    name = f"{place.code}-{place.label(lang).replace(' ', '-')}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _written(place: Place, form: str, lang: Lang) -> bytes | None:
    """Return the file, or None while another is being written."""
    data = figures()
    key = (data.release.id, place.code, form, lang)
    with _shelf:
        if key in _finished:
            _finished.move_to_end(key)
            return _finished[key]
    if not _writing.acquire(blocking=False):
        return None
    try:
        done = render(compose(data, place, lang, site=site_url()), form)
    finally:
        _writing.release()
    with _shelf:
        _finished[key] = done
        while len(_finished) > KEPT:
            _finished.popitem(last=False)
    return done


def _busy(request: HttpRequest, lang: Lang) -> HttpResponse:
    heading = Text("請稍候", "Please wait").get(lang)
    response = page(request, "atlas/error.html", {"heading": heading, "sentence": BUSY.get(lang)}, status=503)
    response["Retry-After"], response["Cache-Control"] = str(AGAIN_SECONDS), "no-store"
    return response
