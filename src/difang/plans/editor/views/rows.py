"""Add, change and remove rows of a plan: stakeholders, meetings, ventures, needs, targets."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from difang import places
from difang.atlas.language import request_lang
from difang.errors import DifangError, NotFoundError
from difang.plans import rules
from difang.plans.editor import children, consenting, selectors
from difang.plans.editor.forms import FORMS
from difang.plans.editor.listing import plan_rows
from difang.plans.editor.sites import site_map
from difang.plans.models import Need, Plan


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, kind: str, row: int | None = None) -> HttpResponse:
    """Show the form of a row, new or old; a POST saves it, and wrong input comes back as typed."""
    plan = selectors.written(request.user, pk)
    part, form_class = _kind(kind)
    lang = request_lang(request)
    instance = _row(plan, kind, row) if row is not None else None
    form = form_class(request.POST or None, instance=instance, plan=plan, lang=lang)
    fault = ""
    if request.method == "POST" and form.is_valid():
        try:
            children.keep(by=request.user, plan=plan, row=form.save(commit=False))
            return HttpResponseRedirect(reverse("plan-part", args=[pk, part]))
        except DifangError as error:
            fault = error.message(lang)
    context = {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "kind": kind,
        "part": part,
        "form": form,
        "title": form_class.TITLE,
        "row": instance,
        "fault": fault,
        "may_write": rules.may_write(request.user, plan),
        "site": site_map(plan.townships(), _spot(form)) if kind == "ventures" else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "editor/row.html", context, status=status)


def _spot(form: object) -> tuple[float, float] | None:
    values = [form["longitude"].value(), form["latitude"].value()]  # type: ignore[index]
    try:
        return float(values[0]), float(values[1])
    except (TypeError, ValueError):
        return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Ask whether a row is to be removed, and say what goes with it; a POST removes it."""
    plan = selectors.written(request.user, pk)
    part, form_class = _kind(kind)
    found = _row(plan, kind, row)
    if request.method == "POST":
        children.remove(by=request.user, plan=plan, row=found)
        return HttpResponseRedirect(reverse("plan-part", args=[pk, part]))
    listed = next(one for one in plan_rows(plan, kind) if one.pk == row)
    context = {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "part": part,
        "title": form_class.TITLE,
        "name": listed.name,
        "goes": children.goes_with(found),
        "may_write": rules.may_write(request.user, plan),
    }
    return render(request, "editor/remove.html", context)


@login_required
@require_POST
def ask_consent(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ask a stakeholder by mail whether they may be listed."""
    plan = selectors.written(request.user, pk)
    consenting.ask(by=request.user, plan=plan, stakeholder=_row(plan, "stakeholders", row))
    return HttpResponseRedirect(reverse("plan-part", args=[pk, 2]))


def _kind(kind: str) -> tuple[int, type]:
    if kind not in FORMS:
        raise NotFoundError(f"沒有「{kind}」這種資料。", f"there is no '{kind}' in a plan.")
    return FORMS[kind]


def _row(plan: Plan, kind: str, pk: int) -> object:
    rows = Need.objects.filter(venture__plan=plan) if kind == "needs" else getattr(plan, kind).all()
    found = next((one for one in rows if one.pk == pk), None)
    if found is None:
        raise NotFoundError(
            "這一列不存在，或已經被別人刪除。", "this row does not exist, or somebody removed it."
        )
    return found
