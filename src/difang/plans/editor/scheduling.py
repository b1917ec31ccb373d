"""When the ventures of a plan happen: their Gantt drawing and its words, from rows or from a frozen version."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from difang.charts import render, specs
from difang.documents import Chart
from difang.plans.models import Plan
from difang.text import Lang, Text

PAPER_WIDTH = 640


def spans(ventures: Iterable[Mapping[str, Any]]) -> list[specs.Span]:
    """Return the ventures whose first or last day is known, the earliest first; the rest can't be drawn."""
    found = [
        specs.Span(one["name"], _day(one["starts_on"]), _day(one["ends_on"]))
        for one in ventures
        if one["starts_on"] or one["ends_on"]
    ]
    return sorted(found, key=lambda span: (span.starts_on or span.ends_on, span.ends_on or date.max))


def plan_spans(plan: Plan) -> list[specs.Span]:
    """Return the spans of a plan as it stands."""
    rows = plan.ventures.all()
    return spans({"name": one.name, "starts_on": one.starts_on, "ends_on": one.ends_on} for one in rows)


def words(found: list[specs.Span], lang: Lang) -> str:
    """Say what the drawing shows."""
    days = [day for span in found for day in (span.starts_on, span.ends_on) if day]
    told = Text(
        f"{len(found)} 個事業的時程，{min(days).year} 到 {max(days).year} 年",
        f"schedule of {len(found)} ventures, {min(days).year} to {max(days).year}",
    )
    return told.get(lang)


def drawing(found: list[specs.Span], lang: Lang, width: int) -> str:
    """Return the SVG of the schedule."""
    return render.svg(specs.schedule(found, width=width), words(found, lang))


def chart(found: list[specs.Span], lang: Lang) -> Chart:
    """Return the schedule as a chart of a paper."""
    spec, told = specs.schedule(found, width=PAPER_WIDTH), words(found, lang)
    height = float(spec["height"])
    return Chart(render.svg(spec, told), render.png(spec, 2.0), told, PAPER_WIDTH / height, told)


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(value)
