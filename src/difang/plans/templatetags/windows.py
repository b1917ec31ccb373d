"""Words of the windows' pages: dates as the reader wants them, addresses in the reader's language."""

from datetime import date, datetime
from typing import Any

from django import template

from difang.plans.windows import days

register = template.Library()


@register.simple_tag(takes_context=True)
def day(context: dict[str, Any], value: date | datetime) -> str:
    """Return a date; years of the Republic for a signed-in reader who wants them."""
    return days.day(value, _reader(context), context.get("lang", "zh"))


@register.simple_tag(takes_context=True)
def moment(context: dict[str, Any], value: datetime) -> str:
    """Return a date and time in Taipei."""
    return days.moment(value, _reader(context), context.get("lang", "zh"))


def _reader(context: dict[str, Any]) -> Any:
    return getattr(context.get("request"), "user", None)


@register.filter
def inlang(address: str, lang: str) -> str:
    """Return an address of this site under the reader's language; it was written under another's."""
    bare = address.removeprefix("/en") if address.startswith("/en/") else address
    return f"/en{bare}" if lang == "en" else bare
