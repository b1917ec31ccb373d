"""Frozen versions: read one, and see what changed since another."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from difang import places
from difang.errors import NotFoundError
from difang.plans import rules
from difang.plans.editor import selectors
from difang.plans.editor.versions import changes, content
from difang.plans.missing import PART_NAMES
from difang.plans.models import Plan, Version


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a version as it was submitted; the newest one of an accepted plan is public."""
    found = readable_version(request, pk, number)
    plan = found.plan
    official = _official(request, pk)
    context = {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "version": found,
        "parts": _parts(found.content),
        "official": official,
        "versions": plan.versions.all() if official else [],
        "may_comment": official,
        "comments": plan.comments.select_related("by") if official else [],
    }
    return render(request, "editor/version.html", context)


def readable_version(request: HttpRequest, pk: int, number: int) -> Version:
    """Return a version this visitor may read: offices all of them, the public the one that was accepted."""
    plan = _readable(request, pk)
    if not _official(request, pk) and number != plan.versions.count():
        raise selectors.no_plan(pk)
    return _version(plan, number)


def _official(request: HttpRequest, pk: int) -> bool:
    return rules.visible(request.user, Plan.objects.filter(pk=pk)).exists()


def _parts(content: dict[str, Any]) -> list[dict[str, Any]]:
    texts = {one["part"]: one for one in content["parts"]}
    pins: dict[int, list[Any]] = {}
    for pin in content["pins"]:
        pins.setdefault(pin["part"], []).append(pin)
    return [
        {"number": part, "name": name, "text": texts.get(part, {}), "pins": pins.get(part, [])}
        for part, name in PART_NAMES.items()
    ]


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed between two versions, or since the last one (`b` empty: as it stands now)."""
    plan = selectors.readable(request.user, pk)
    writer = rules.is_planner(request.user, plan)
    newest = plan.versions.count()
    first = _number(request.GET.get("a"), newest if writer else max(newest - 1, 1))
    last = _number(request.GET.get("b"), 0 if writer else newest)
    if not last and not writer:
        raise selectors.no_plan(pk)
    after = _version(plan, last).content if last else content(plan)
    found = changes(_version(plan, first).content, after)
    context = {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "first": first,
        "last": last,
        "changes": [(part, PART_NAMES[part], pieces) for part, pieces in found],
        "versions": plan.versions.all(),
        "writer": writer,
    }
    return render(request, "editor/compare.html", context)


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else usual


def _readable(request: HttpRequest, pk: int) -> Plan:
    plan = rules.visible(request.user, Plan.objects.filter(pk=pk)).first()
    plan = plan or Plan.objects.filter(pk=pk, state__in=rules.PUBLIC_STATES).first()
    if plan is None:
        raise selectors.no_plan(pk)
    return plan


def _version(plan: Plan, number: int) -> Version:
    found = plan.versions.filter(number=number).select_related("by", "plan").first()
    if found is None:
        raise NotFoundError(
            f"這份計畫沒有第 {number} 版；還沒送出的計畫沒有版本。",
            f"this plan has no version {number}; one that was never submitted has none.",
        )
    return found
