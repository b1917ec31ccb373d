"""Frozen versions: read one, and see what changed since another."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from difang import places
from difang.atlas.language import request_lang
from difang.plans import rules
from difang.plans.editor import comparing, selectors
from difang.plans.editor.versions import content
from difang.plans.missing import PART_NAMES
from difang.plans.words import number as number_of


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a version as it was submitted; the newest one of an accepted plan is public."""
    found = selectors.readable_version(request.user, pk, number)
    plan = found.plan
    official = selectors.is_official(request.user, pk)
    context = {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "version": found,
        "parts": _parts(found.content),
        "official": official,
        "versions": plan.versions.all() if official else [],
        "may_comment": rules.may_comment(request.user, plan),
        "comments": plan.comments.select_related("by") if official else [],
    }
    return render(request, "editor/version.html", context)


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
    after = selectors.version_of(plan, last).content if last else content(plan)
    unlisted = [one.pk for one in plan.stakeholders.all() if not one.listed]
    found = comparing.compare(
        selectors.version_of(plan, first).content, after, request_lang(request), unlisted
    )
    context = {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "first": first,
        "last": last,
        "found": found,
        "versions": plan.versions.all(),
        "writer": writer,
    }
    return render(request, "editor/compare.html", context)


def _number(text: str | None, usual: int) -> int:
    asked = number_of(text or "")
    return usual if asked is None else asked
