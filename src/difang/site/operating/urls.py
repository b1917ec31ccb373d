"""Addresses of the operator's page."""

from django.urls import path

from difang.site.operating import views

urlpatterns = [
    path("desk/site/", views.page, name="desk-site"),
    path("desk/site/mails/<int:pk>/again/", views.again, name="desk-site-again"),
]
