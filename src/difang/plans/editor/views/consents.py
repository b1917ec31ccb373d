"""Consent: a member township's answer, and a stakeholder's own page that needs no account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from difang.plans.editor import consenting, selectors


@login_required
@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a member township's consent, or that it is taken back."""
    plan = selectors.written(request.user, pk)
    consenting.agree(
        by=request.user,
        plan=plan,
        place=request.POST.get("place", ""),
        agreed=request.POST.get("agreed") == "yes",
    )
    return HttpResponseRedirect(reverse("plan", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder(request: HttpRequest, code: str) -> HttpResponse:
    """Let a stakeholder agree, refuse, or have their name erased."""
    found = consenting.by_code(code)
    plan, done = found.plan, ""
    if request.method == "POST":
        done = request.POST.get("consent", "")
        found = consenting.answer(code=code, consent=done)
    context = {"section": "plans", "stakeholder": found, "plan": plan, "done": done}
    return render(request, "editor/consent.html", context)
