"""Addresses of the read-only pages. Those under a language, and those of data without one."""

from django.urls import path

from difang.atlas.data_urls import data_patterns as figure_patterns
from difang.atlas.views import data, goals, home, indicators, maps, place, policy, resources

page_patterns = [
    path("", home.home, name="home"),
    path("places/<str:code>/", place.place, name="place"),
    path("maps/<str:map_id>/", maps.map_page, name="map"),
    path("goals/", goals.goals, name="goals"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/<str:indicator>/", indicators.indicator, name="indicator"),
    path("policy/", policy.policy, name="policy"),
    path("resources/", resources.resources, name="resources"),
    path("data/", data.data, name="data"),
]
data_patterns = [path("search.json", home.search, name="search"), *figure_patterns]
