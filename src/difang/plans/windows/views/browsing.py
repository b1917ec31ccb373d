"""Public plans: what anybody may read, found by place and words."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from difang import places
from difang.errors import DifangError
from difang.places import Place
from difang.plans.windows import paths, selectors
from difang.records import search

PAGE_ROWS = 25
LONGEST_CODE = 40


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Show the plans that are public, of one place or all, in pages."""
    asked = request.GET.get("q", "").replace("\0", "")[: search.LONGEST_QUERY].strip()
    place = _place(request.GET.get("place", ""))
    pages = Paginator(selectors.public_plans(place.code if place else "", asked), PAGE_ROWS)
    page = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "section": "plans",
        "asked": asked,
        "longest": search.LONGEST_QUERY,
        "place": place,
        "place_name": paths.place_words(place.code) if place else None,
        "page": page,
        "rows": selectors.public_rows(page.object_list),
        "query": query.urlencode(),
    }
    return render(request, "windows/plans.html", context)


def _place(code: str) -> Place | None:
    """Return the place asked for; what is no place's code is left out."""
    try:
        return places.get(code[:LONGEST_CODE]) if code else None
    except DifangError:
        return None
