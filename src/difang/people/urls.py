"""Addresses of pages about people."""

from django.urls import URLPattern, path

from difang.people.views import account, first, invitation, office

urlpatterns: list[URLPattern] = [
    path("me/", account.me, name="people-me"),
    path("me/data.json", account.data, name="people-data"),
    path("me/erase/", account.erase, name="people-erase"),
    path("first/", first.first, name="people-first"),
    path("office/", office.office, name="people-office"),
    path("invited/<str:code>/", invitation.invited, name="people-invited"),
    path("waiting/<int:pk>/", invitation.waiting, name="people-waiting"),
    path("invitations/<int:pk>/withdraw/", office.withdraw, name="people-withdraw"),
    path("posts/<int:pk>/end/", office.end, name="people-end"),
]
