"""Search plans and proposals: what one may read, and the accepted plans that anyone may."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from difang.plans import finding
from difang.plans.windows import selectors
from difang.records import search

LONGEST = search.LONGEST_QUERY


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Show what holds all words that were asked for; a visitor finds public plans."""
    asked = request.GET.get("q", "").replace("\0", "")[:LONGEST].strip()
    found = search.find(asked, finding.scopes_of(request.user)) if asked else []
    context: dict[str, Any] = {
        "section": "plans",
        "asked": asked,
        "longest": LONGEST,
        "rows": selectors.found(request.user, found),
        "most": len(found) == search.MOST_FOUND,
    }
    return render(request, "windows/find.html", context)
