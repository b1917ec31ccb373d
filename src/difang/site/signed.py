"""The menu of who has signed in, on pages that are nobody's but the reader's."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from difang.people import selectors
from difang.site import caching


def reader(request: HttpRequest) -> dict[str, Any]:
    """Return who reads, for the header; nobody on pages of the reading rooms, which are kept for all.

    Asked when the header is drawn, so that a page that draws none (or stands without a database) doesn't ask.
    """
    if caching.is_public(request):
        return {}
    return {"reader": SimpleLazyObject(lambda: _reader(request))}


def _reader(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    caching.mark_personal(request)
    return {"name": str(person), "invites": selectors.invitable(person)}
