"""Calls: the public list, one call, and opening one."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from difang.atlas.language import request_lang
from difang.errors import DifangError, NotFoundError
from difang.plans.models import Call
from difang.plans.windows import rules, services
from difang.plans.windows.forms import CallForm

PAST = 50


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Show the calls that are open, to come, and past, to anyone."""
    now = timezone.now()
    context = {
        "section": "plans",
        "open": list(rules.open_calls(now)),
        "coming": list(Call.objects.filter(opens_at__gt=now).order_by("opens_at")),
        "past": list(Call.objects.filter(closes_at__lt=now).order_by("-closes_at")[:PAST]),
        "may_open_calls": rules.may_open_calls(request.user),
    }
    return render(request, "windows/calls.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a call, as the nation."""
    if not rules.may_open_calls(request.user):
        raise NotFoundError(
            "徵案由國發會窗口開啟；目前開放的徵案在「徵案」頁。",
            "calls are opened by the national window; those open now are on the page of calls.",
        )
    if request.method != "POST":
        return render(request, "windows/call_new.html", {"form": CallForm(lang=request_lang(request))})
    form = CallForm(request.POST, lang=request_lang(request))
    if form.is_valid():
        try:
            services.open_call(by=request.user, **form.cleaned_data)
            return HttpResponseRedirect(reverse("calls"))
        except DifangError as error:
            form.say(None, error.text)
    return render(request, "windows/call_new.html", {"form": form}, status=422)
