"""Add to my plan: from a figure's, map's or finding's page into a part of one of my plans."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from difang.atlas.language import request_lang
from difang.errors import DifangError, InputError
from difang.people import posts
from difang.plans import rules, words
from difang.plans.editor import pins, selectors
from difang.plans.missing import PART_NAMES
from difang.plans.models import Plan


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: HttpRequest) -> HttpResponse:
    """Show what an address holds and ask for plan and part; a POST keeps it there."""
    asked = request.POST or request.GET
    lang = request_lang(request)
    places = posts.places(request.user, "planner")
    plans = [
        plan
        for plan in rules.visible(request.user).prefetch_related("members")
        if rules.may_write(request.user, plan)
    ]
    context = {
        "section": "plans",
        "plans": plans,
        "planner": bool(places),
        "parts": PART_NAMES,
        "asked": asked,
        "lang": lang,
    }
    try:
        evidence = pins.read_address(asked.get("address", ""), kind=_kind(asked.get("kind", "figure")))
        context["evidence"] = evidence
        if request.method == "POST":
            plan, part = _chosen(request)
            pins.pin(by=request.user, plan=plan, part=part, evidence=evidence, note=asked.get("note", ""))
            return HttpResponseRedirect(f"{reverse('plan-part', args=[plan.pk, part])}#evidence")
    except DifangError as error:
        context["fault"] = error.message(lang)
        return render(request, "editor/pin.html", context, status=error.http_status)
    return render(request, "editor/pin.html", context)


def _kind(kind: str) -> str:
    return kind if kind in ("figure", "finding") else "figure"


def _chosen(request: HttpRequest) -> tuple[Plan, int]:
    plan, part = (words.number(request.POST.get(name, "")) for name in ("plan", "part"))
    if plan is None or part is None:
        raise InputError("請選擇計畫與部分。", "choose a plan and a part.")
    return selectors.written(request.user, plan), part
