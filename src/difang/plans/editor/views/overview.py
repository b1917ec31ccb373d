"""A plan's first page: where it stands, its six parts, what is still missing; and beginning one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from difang import places
from difang.atlas.language import request_lang
from difang.errors import DifangError
from difang.people import posts
from difang.plans import rules, words
from difang.plans.editor import selectors
from difang.plans.editor.beginning import begin
from difang.plans.missing import PART_NAMES, missing
from difang.plans.models import Plan


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan to its writers and to those who have it before them; to others its accepted version."""
    if not rules.visible(request.user, Plan.objects.filter(pk=pk)).exists():
        return _public(request, pk)
    plan = selectors.readable(request.user, pk)
    if not rules.is_planner(request.user, plan):
        submitted = plan.versions.count()
        # Who may look before anything was submitted (an auditor) sees the case and what happened.
        return HttpResponseRedirect(f"versions/{submitted}/" if submitted else "decide/")
    lacking = missing(plan)
    parts = [
        {
            "number": part,
            "name": name,
            "section": next(one for one in plan.sections.all() if one.part == part),
            "lacking": [one for one in lacking if one.part == part],
            "open_comments": sum(one.part == part and one.settled_at is None for one in plan.comments.all()),
        }
        for part, name in PART_NAMES.items()
    ]
    context: dict[str, Any] = {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "parts": parts,
        "lacking": lacking,
        "may_write": rules.may_write(request.user, plan),
        "members": [(places.get(one.place), one) for one in plan.members.all()],
        "mine": set(posts.places(request.user, "planner")),
        "versions": plan.versions.all(),
        "kept": selectors.kept_beside(plan),
        "here": selectors.others_here(plan, request.user),
    }
    return render(request, "editor/plan.html", context)


def _public(request: HttpRequest, pk: int) -> HttpResponse:
    plan = Plan.objects.filter(pk=pk, state__in=rules.PUBLIC_STATES).first()
    if plan is None:
        if not request.user.is_authenticated:
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        raise selectors.no_plan(pk)
    return HttpResponseRedirect(f"versions/{plan.versions.count()}/")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan of one of my townships, or of a region one of them belongs to."""
    lang = request_lang(request)
    mine = posts.places(request.user, "planner")
    context: dict[str, Any] = {
        "section": "plans",
        "choices": [
            *(places.get(code) for code in mine),
            *(region for region in places.regions() if set(region.members) & set(mine)),
        ],
        "asked": request.POST or request.GET,
        "earlier": rules.visible(request.user).filter(place__in=mine).order_by("-created_at")[:20],
    }
    if request.method != "POST":
        return render(request, "editor/new.html", context)
    try:
        plan = begin(
            by=request.user,
            place=request.POST.get("place", ""),
            term=request.POST.get("term", "").strip(),
            title=request.POST.get("title", "")[:80],
            copy_of=_earlier(request),
        )
    except DifangError as error:
        return render(
            request, "editor/new.html", {**context, "fault": error.message(lang)}, status=error.http_status
        )
    return HttpResponseRedirect(plan.get_absolute_url())


def _earlier(request: HttpRequest) -> Plan | None:
    chosen = words.number(request.POST.get("copy", ""))
    return None if chosen is None else selectors.written(request.user, chosen)
