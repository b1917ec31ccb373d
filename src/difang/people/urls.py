"""Addresses of pages about people."""

from django.urls import URLPattern, path

from difang.people.views import account, first, invitation, office, organisations

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

_MEMBER = "<int:pk>/members/<int:member>"
organisation_patterns: list[URLPattern] = [
    path("new/", organisations.new, name="organisation-new"),
    path("<int:pk>/", organisations.show, name="organisation"),
    path("<int:pk>/leave/", organisations.leave, name="organisation-leave"),
    path(f"{_MEMBER}/end/", organisations.end, name="organisation-end"),
    path(f"{_MEMBER}/lead/", organisations.hand_over, name="organisation-lead"),
    path(
        "<int:pk>/invitations/<int:invitation>/withdraw/",
        organisations.withdraw,
        name="organisation-withdraw",
    ),
]
