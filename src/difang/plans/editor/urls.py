"""Addresses of writing and reading plans."""

from django.urls import path

from difang.plans.editor.views import consents, overview, papers, part, pinning, rows, versions

urlpatterns = [
    path("new/", overview.new, name="plan-new"),
    path("pin/", pinning.pin, name="plan-pin"),
    path("consent/<str:code>/", consents.stakeholder, name="plan-stakeholder-consent"),
    path("<int:pk>/", overview.overview, name="plan"),
    path("<int:pk>/<int:number>/", part.part, name="plan-part"),
    path("<int:pk>/<int:number>/autosave/", part.autosave, name="plan-autosave"),
    path("<int:pk>/<int:number>/comment/", part.comment, name="plan-comment"),
    path("<int:pk>/comments/<int:comment>/settle/", part.settle_comment, name="plan-comment-settle"),
    path("<int:pk>/kept/<int:kept>/", part.settle, name="plan-settle"),
    path("<int:pk>/pins/<int:pin>/remove/", part.unpin, name="plan-unpin"),
    path("<int:pk>/agree/", consents.agree, name="plan-agree"),
    path("<int:pk>/compare/", versions.compare, name="plan-compare"),
    path("<int:pk>/versions/<int:number>/", versions.version, name="plan-version"),
    path("<int:pk>/versions/<int:number>/plan.<str:form>", papers.version, name="plan-version-paper"),
    path("<int:pk>/plan.<str:form>", papers.standing, name="plan-paper"),
    path("<int:pk>/versions/<int:number>/papers/", papers.everything, name="plan-papers"),
    path("<int:pk>/stakeholders/<int:row>/ask/", rows.ask_consent, name="plan-ask-consent"),
    path("<int:pk>/<slug:kind>/add/", rows.edit, name="plan-add"),
    path("<int:pk>/<slug:kind>/<int:row>/", rows.edit, name="plan-row"),
    path("<int:pk>/<slug:kind>/<int:row>/remove/", rows.remove, name="plan-row-remove"),
]
