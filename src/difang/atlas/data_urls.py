"""Addresses of data: without a language, the same for people and programs."""

from django.urls import path

from difang.atlas.parameters import asking
from difang.atlas.views.datasets import dataset
from difang.atlas.views.figures import stem
from difang.atlas.views.release import release

data_patterns = [
    path("r/<str:release>/", asking(release, "lang"), name="release"),
    path("figures/<str:stem>", stem, name="figures"),
    path("r/<str:release>/figures/<str:stem>", stem, name="figures-of-release"),
    path("data/<str:dataset>.<str:form>", dataset, name="dataset"),
    path("r/<str:release>/data/<str:dataset>.<str:form>", dataset, name="dataset-of-release"),
]
