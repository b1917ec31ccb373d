"""Addresses of proposals, decisions, desks, calls and public status."""

from django.urls import URLPattern, path

from difang.plans.windows.views import browsing, calls, cases, desk, drafts, jobs, searching, status

_PLAN, _PROPOSAL = {"kind": "plan"}, {"kind": "proposal"}

urlpatterns: list[URLPattern] = [
    path("plans/", browsing.plans, name="plans"),
    path("desk/", desk.desk, name="desk"),
    path("search/", searching.find, name="find"),
    path("desk/cases/", desk.cases, name="desk-cases"),
    path("desk/export.ods", desk.export, name="desk-export"),
    path("desk/export/sheet/", desk.export_later, {"kind": "cases-sheet"}, name="desk-export-sheet"),
    path("desk/export/papers/", desk.export_later, {"kind": "cases-papers"}, name="desk-export-papers"),
    path("desk/jobs/", jobs.listing, name="desk-jobs"),
    path("desk/jobs/<int:pk>/", jobs.show, name="desk-job"),
    path("desk/jobs/<int:pk>/state.json", jobs.state, name="desk-job-state"),
    path("desk/jobs/<int:pk>/cancel/", jobs.cancel, name="desk-job-cancel"),
    path("desk/jobs/<int:pk>/result/", jobs.result, name="desk-job-result"),
    path("desk/read/", desk.read, name="desk-read"),
    path("plans/<int:pk>/decide/", cases.decide, _PLAN, name="plan-decide"),
    path("plans/<int:pk>/letters/", cases.add_letter, _PLAN, name="plan-letters"),
    path("proposals/new/", drafts.new, name="proposal-new"),
    path("proposals/<int:pk>/", cases.proposal, name="proposal"),
    path("proposals/<int:pk>/edit/", drafts.edit, name="proposal-edit"),
    path("proposals/<int:pk>/decide/", cases.decide, _PROPOSAL, name="proposal-decide"),
    path("proposals/<int:pk>/letters/", cases.add_letter, _PROPOSAL, name="proposal-letters"),
    path("proposals/<int:pk>/versions/", cases.versions, name="proposal-versions"),
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.new, name="call-new"),
    path("status/", status.head, name="status-head"),
    path("status/<slug:kind>/<int:pk>/", status.status, name="status"),
]
