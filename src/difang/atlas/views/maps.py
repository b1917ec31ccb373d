"""`/maps/<map>/`: where, what, when; and the same map bare, for a frame on another site."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.atlas.maps.asked import read
from difang.atlas.maps.page import MapPage
from difang.indicators import catalogue


def map_page(request: HttpRequest, map_id: str) -> HttpResponse:
    """Show one view of one map; a wrong address is answered with what would be right."""
    page = _page(request, map_id)
    address = request.build_absolute_uri(f"{reverse('embed', args=[map_id])}?{page.query}")
    return render(request, "atlas/map.html", {"page": page, "section": "maps", "embed_url": address})


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embedded(request: HttpRequest, map_id: str) -> HttpResponse:
    """Show title, map, legend and source only; the one page that other sites may frame."""
    return render(request, "atlas/embed.html", {"page": _page(request, map_id)})


def _page(request: HttpRequest, map_id: str) -> MapPage:
    data = figures()
    return MapPage(read(map_id, request.GET, catalogue(), data), data, request_lang(request))
