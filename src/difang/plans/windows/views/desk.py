"""The desk: what waits for me, what is late, what changed; lists and their export."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from difang.atlas.language import request_lang
from difang.people.models import Post
from difang.people.words import ROLES
from difang.plans.windows import exporting, paths, rules, selectors, services
from difang.plans.windows.forms import ListForm
from difang.records import jobs
from difang.text import Text

PAGE_ROWS = 25


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show my work."""
    context = selectors.desk(request.user)
    roles = {post.role for post in context["roles"]}
    context["roles"] = [
        (ROLES[Post.Role(post.role)], _place(post.place), post.deputy) for post in context["roles"]
    ]
    context |= {
        "section": "desk",
        "plans_for": "planner" in roles,
        "decides": bool(roles & {"planner", "county", "centre", "nation", "auditor"}),
        "acts_for": rules.acts_for(request.user),
        "operates": "operator" in roles,
        "jobs": jobs.of(request.user)[:5],
        "may_open_calls": rules.may_open_calls(request.user),
        "nothing_waits": not any(part.count for _, part in context["waiting"]),
        "nothing_late": not any(part.count for _, part in context["late"]),
    }
    return render(request, "windows/desk.html", context)


def _place(code: str) -> Text:
    return paths.place_words(code) if code.isdigit() else Text("", "")


@login_required
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Show all cases I may read, narrowed by kind, stage, place and words, in pages."""
    form = _asked(request)
    asked = _clean(form)
    kind = asked.get("kind") or "plan"
    pages = Paginator(selectors.listed(request.user, kind, asked), PAGE_ROWS)
    page = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "section": "desk",
        "form": form,
        "kind": kind,
        "page": page,
        "rows": selectors.rows(page.object_list, kind),
        "query": query.urlencode(),
        "long": pages.count > exporting.LONG,
        "narrowed": any(asked.get(name) for name in ("state", "place", "q", "late")),
    }
    return render(request, "windows/cases.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Send the same cases as an OpenDocument spreadsheet."""
    found = exporting.ods(request.user, _clean(_asked(request)), request_lang(request))
    response = HttpResponse(found, content_type=exporting.ODS)
    response["Content-Disposition"] = 'attachment; filename="cases.ods"'
    return response


@login_required
@require_POST
def export_later(request: HttpRequest, kind: str) -> HttpResponse:
    """Have a long export made by the worker."""
    lang = request_lang(request)
    form = ListForm(request.POST, lang=lang, person=request.user)
    job = exporting.ask(by=request.user, kind=kind, asked=_clean(form), lang=lang)
    return HttpResponseRedirect(reverse("desk-job", args=[job.pk]))


def _asked(request: HttpRequest) -> ListForm:
    return ListForm(request.GET, lang=request_lang(request), person=request.user)


def _clean(form: ListForm) -> dict[str, Any]:
    """Return what was asked for; what can't be read is left out and said beside its field."""
    form.is_valid()
    return form.cleaned_data


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark my notices up to the newest I saw as read."""
    upto = request.POST.get("upto", "")
    if upto.isascii() and upto.isdigit() and len(upto) <= 18:
        services.mark_read(by=request.user, upto=int(upto))
    return HttpResponseRedirect(f"{reverse('desk')}#notices")
