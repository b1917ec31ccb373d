"""`/policy/`: the plan, its strategies and arrows, who does what, what happened when."""

from itertools import groupby
from operator import itemgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang.atlas.tables import rows


def policy(request: HttpRequest) -> HttpResponse:
    """Show the content tables of the policy, each line with its source and date."""
    strategies = rows("policy.strategies", "no")
    arrows = rows("policy.arrows", "no")
    context = {
        "section": "policy",
        "themes": [
            (theme, list(group)) for theme, group in groupby(strategies, itemgetter("theme", "theme_en"))
        ],
        "arrows": [(arrow, list(group)) for arrow, group in groupby(arrows, itemgetter("arrow", "arrow_en"))],
        "framework": rows("policy.framework", "no"),
        "work_items": rows("policy.work_items", "no"),
        "timeline": rows("policy.timeline", "date"),
    }
    return render(request, "atlas/policy.html", context)
