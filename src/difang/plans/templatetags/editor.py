"""What plan pages draw from the declarations: the stage bar, the moves a person has, the rows of a part."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import mark_safe

from difang.charts import specs
from difang.indicators import Figure
from difang.plans.editor import scheduling
from difang.plans.editor.listing import Listed, frozen_rows, plan_rows
from difang.plans.editor.versions import Beside, beside
from difang.plans.models import Plan, SectionRevision
from difang.plans.stages import PLAN
from difang.plans.windows import days
from difang.plans.windows.deciding import Bar, Decision, bar, decision
from difang.text import Lang, Text

register = template.Library()


@dataclass(frozen=True)
class Case:
    """Where a plan stands, and what a person may do with it now."""

    bar: Bar
    decision: Decision


@register.simple_tag
def case(plan: Plan, person: Any) -> Case:
    """Return the stage bar and the decision panel of a plan for a person."""
    return Case(bar(PLAN, plan), decision(PLAN, plan, person))


@register.simple_tag(takes_context=True)
def rows(context: dict[str, Any], plan: Plan, kind: str) -> list[Listed]:
    """Return the rows of one kind, in words."""
    return plan_rows(plan, kind, _dated(context))


@register.simple_tag(takes_context=True)
def frozen(context: dict[str, Any], content: dict[str, Any], part: int) -> list[Listed]:
    """Return the rows of one part of a frozen version, in words."""
    return frozen_rows(content, part, _dated(context))


def _dated(context: dict[str, Any]) -> Callable[[date | str], Text]:
    """Return what says a day as the reader of the page wants it; a frozen version keeps days as words."""
    reader = getattr(context.get("request"), "user", None)

    def dated(value: date | str) -> Text:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return Text(days.day(day, reader, "zh"), days.day(day, reader, "en"))

    return dated


@register.inclusion_tag("editor/_schedule.html")
def gantt(plan: Plan, lang: Lang) -> dict[str, Any]:
    """Draw when the ventures of a plan happen."""
    return _schedule(scheduling.plan_spans(plan), lang)


@register.inclusion_tag("editor/_schedule.html")
def frozen_gantt(content: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Draw when the ventures of a frozen version happen."""
    return _schedule(scheduling.spans(content["ventures"]), lang)


def _schedule(spans: list[specs.Span], lang: Lang) -> dict[str, Any]:
    if not spans:
        return {}
    wide, narrow = (
        mark_safe(scheduling.drawing(spans, lang, width))  # noqa: S308  # our own SVG; names are escaped in it
        for width in (specs.WIDE, specs.NARROW)
    )
    return {"wide": wide, "narrow": narrow, "words": scheduling.words(spans, lang)}


@register.simple_tag
def figure(one: Figure, lang: Lang) -> str:
    """Return a figure's displayed value."""
    return one.text(lang)


@register.filter
def rivals(kept: SectionRevision, standing: str) -> list[Beside]:
    """Put a text kept beside next to the one that stands, both whole."""
    return beside(standing, kept.body)
