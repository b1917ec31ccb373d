"""`/maps/<map>/`: where, what, when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.atlas.maps.asked import read
from difang.atlas.maps.page import MapPage
from difang.indicators import catalogue


def map_page(request: HttpRequest, map_id: str) -> HttpResponse:
    """Show one view of one map; a wrong address is answered with what would be right."""
    data = figures()
    asked = read(map_id, request.GET, catalogue(), data)
    page = MapPage(asked, data, request_lang(request))
    return render(request, "atlas/map.html", {"page": page, "section": "maps"})
