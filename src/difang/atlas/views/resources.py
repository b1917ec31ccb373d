"""`/resources/`: programmes known so far, budget lines and approvals, each with its source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from difang import places
from difang.atlas.language import request_lang
from difang.atlas.tables import rows
from difang.errors import InputError

PROGRAMMES_IN_ALL = 37
FILTERS = ("agency", "kind")


def resources(request: HttpRequest) -> HttpResponse:
    """List programmes, filtered by agency or kind; what is not documented is said, not invented."""
    for name in request.GET:
        if name not in FILTERS:
            raise InputError(
                f"不認得參數「{name}」；可用：{'、'.join(FILTERS)}。",
                f"unknown parameter '{name}'; use: {', '.join(FILTERS)}.",
            )
    known = rows("resources.programmes", "name")
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    lang = request_lang(request)
    approvals = [
        {**row, "place_name": places.name(row["place"], lang)} for row in rows("resources.approvals", "year")
    ]
    context = {
        "section": "resources",
        "programmes": [row for row in known if all(asked[name] in ("", row[name]) for name in FILTERS)],
        "documented": sum(row["of_37"] == "yes" for row in known),
        "in_all": PROGRAMMES_IN_ALL,
        "agencies": sorted({row["agency"] for row in known if row["agency"]}),
        "kinds": sorted({row["kind"] for row in known if row["kind"]}),
        "asked": asked,
        "budget": rows("resources.budget_mentions", "period"),
        "approvals": approvals,
    }
    return render(request, "atlas/resources.html", context)
