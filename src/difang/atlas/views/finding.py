"""What helps others to find the site: its mark for browsers, every page for search engines."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static

from difang import places
from difang.atlas.evidence import current_release
from difang.indicators import MAPS, catalogue
from difang.indicators.address import site_url

SINGLE = ("", "goals/", "policy/", "resources/", "indicators/", "data/")
LEVELS = ("nation", "county", "township", "region")


def favicon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks by habit to the mark."""
    return HttpResponseRedirect(static("difang/mark.svg"))


def sitemap(request: HttpRequest) -> HttpResponse:
    """List every page in both languages with the day of the release: places, maps, indicators, the rest."""
    base = site_url() or f"{request.scheme}://{request.get_host()}"
    context = {
        "base": base.rstrip("/"),
        "paths": _paths(),
        "day": f"{current_release().date:%Y-%m-%d}",
    }
    return render(request, "atlas/sitemap.xml", context, content_type="application/xml; charset=utf-8")


def _paths() -> list[str]:
    """Return every page's path after the language."""
    return [
        *SINGLE,
        *(f"maps/{name}/" for name in MAPS if catalogue().all(name)),
        *(f"places/{place.code}/" for level in LEVELS for place in places.all_places(level)),  # type: ignore[arg-type]
        *(f"indicators/{one.id}/" for name in MAPS for one in catalogue().all(name)),
    ]
