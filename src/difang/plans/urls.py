"""Addresses of plans, proposals and the desk."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("difang.plans.attachments.urls")),
    path("plans/", include("difang.plans.editor.urls")),
    path("", include("difang.plans.windows.urls")),
]
