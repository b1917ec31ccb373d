"""Every address of the site. Pages live under a language, data and permanent addresses don't."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from difang.api.docs import docs
from difang.api.kinds import kind
from difang.api.v1 import api
from difang.atlas import urls as atlas
from difang.people import urls as people
from difang.site import mailbox, pages

urlpatterns = [
    path("api/v1/docs", docs, name="api-docs"),
    path("api/v1/", api.urls),
    path("problems/<str:slug>", kind, name="problem"),
    path("healthz", pages.health, name="health"),
    path("robots.txt", pages.robots, name="robots"),
    *atlas.data_patterns,
    *i18n_patterns(
        path("", include(atlas.page_patterns)),
        path("accounts/", include("allauth.urls")),
        path("people/", include(people)),
        path("organisations/", include(people.organisation_patterns)),
        path("", include("difang.site.operating.urls")),
        path("demo/mails/", mailbox.mails, name="demo-mails"),
        path("", include("difang.plans.urls")),
        prefix_default_language=False,
    ),
]
handler404 = "difang.site.pages.not_found"
handler400 = "difang.site.pages.bad_request"
handler500 = "difang.site.pages.fault"
