"""Addresses of the read-only pages. Those under a language, and those of data without one."""

from collections.abc import Callable

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_safe

from difang.atlas.data_urls import data_patterns as figure_patterns
from difang.atlas.maps.asked import PARAMETERS as OF_MAPS
from difang.atlas.parameters import asking
from difang.atlas.views import brief, data, finding, goals, home, indicators, maps, place, policy, resources


def _page(route: str, view: Callable, name: str, *parameters: str) -> URLPattern:
    return path(route, require_safe(asking(view, *parameters)), name=name)


page_patterns = [
    _page("", home.home, "home", "q"),
    _page("places/<str:code>/", place.place, "place"),
    path("places/<str:code>/brief.<str:form>", require_GET(asking(brief.brief)), name="brief"),
    _page("maps/<str:map_id>/", maps.map_page, "map", *OF_MAPS),
    _page("embed/maps/<str:map_id>/", maps.embedded, "embed", *OF_MAPS),
    _page("goals/", goals.goals, "goals", "place"),
    _page("indicators/", indicators.indicators, "indicators"),
    _page("indicators/<str:indicator>/", indicators.indicator, "indicator", *indicators.PARAMETERS),
    _page("policy/", policy.policy, "policy"),
    _page("resources/", resources.resources, "resources", *resources.PARAMETERS),
    _page("data/", data.data, "data"),
]
data_patterns = [
    path("search.json", require_safe(asking(home.search, "q", "lang")), name="search"),
    path("centres.json", require_safe(asking(home.centres, "lang")), name="centres"),
    path("favicon.ico", require_safe(asking(finding.favicon)), name="favicon"),
    path("sitemap.xml", require_safe(asking(finding.sitemap)), name="sitemap"),
    *figure_patterns,
]
