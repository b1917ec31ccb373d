"""The operator's page; to all others it isn't there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from difang.errors import InputError, NotFoundError
from difang.people.words import both, page_lang
from difang.site.operating import selectors, services


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show how the site is doing."""
    _check(request)
    return _page(request)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send one mail again."""
    _check(request)
    try:
        services.send_again(by=request.user, pk=pk)
    except InputError as error:
        return _page(request, fault=error.message(page_lang()), status=error.http_status)
    messages.success(
        request, both("下一輪就會寄出；已記錄。", "It goes out with the next round; this is recorded.")
    )
    return HttpResponseRedirect(reverse("desk-site"))


def _page(request: HttpRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"section": "desk", **selectors.overview(), **more}
    return render(request, "operating/site.html", context, status=status)


def _check(request: HttpRequest) -> None:
    if not services.may_operate(request.user):
        raise NotFoundError(
            "沒有這一頁，或不屬於您的職務。請從「我的工作」進入您的頁面。",
            "there is no such page among what you hold; start from My desk.",
        )
