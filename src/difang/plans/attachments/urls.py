"""Addresses of files of plans and proposals."""

from django.urls import URLPattern, path

from difang.plans.attachments import views

urlpatterns: list[URLPattern] = [
    path("plans/<int:pk>/files/<int:file>/", views.of_draft, name="plan-file"),
    path(
        "plans/<int:pk>/versions/<int:number>/files/<int:file>/", views.of_version, name="plan-version-file"
    ),
    path("proposals/<int:pk>/files/<int:file>/", views.of_proposal, name="proposal-file"),
]
