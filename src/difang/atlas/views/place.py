"""`/places/<code>/`: one place on one page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from difang import places
from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.atlas.place.page import PlacePage


def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show the place; a name in any spelling is sent on to its code."""
    found = places.resolve(code)
    lang = request_lang(request)
    if found.code != code:
        return HttpResponseRedirect(f"{'/en' if lang == 'en' else ''}/places/{found.code}/")
    return render(
        request, "atlas/place.html", {"page": PlacePage(found, figures(), lang), "section": "places"}
    )
