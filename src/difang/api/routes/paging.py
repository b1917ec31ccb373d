"""Pages of a list: `limit` and `offset` in, `total`, `next` and `previous` out."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Schema

Limit = Annotated[int, Field(ge=1, le=1000, description="rows a page")]
Offset = Annotated[int, Field(ge=0, description="rows to pass over")]


class Paged(Schema):
    """What every list has beside its items."""

    total: int
    limit: int
    offset: int
    next: str | None
    previous: str | None


def page(request: HttpRequest, rows: Sequence[Any], limit: int, offset: int) -> dict[str, Any]:
    """Return one page of `rows` with the addresses of its neighbours."""
    return {
        "total": len(rows),
        "limit": limit,
        "offset": offset,
        "next": _address(request, offset + limit) if offset + limit < len(rows) else None,
        "previous": _address(request, max(0, offset - limit)) if offset else None,
        "items": list(rows[offset : offset + limit]),
    }


def _address(request: HttpRequest, offset: int) -> str:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return f"{request.path}?{query.urlencode()}"
