"""The demonstration's mailbox: no mail leaves it, so all are read here. Elsewhere there is no such page."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from difang.errors import NotFoundError
from difang.records.models import Mail

SHOWN = 100
# Of a link the path is kept: the reader may have come by another of the machine's names.
LINK = re.compile(r"(?:https?://[^/\s]+|(?m:^))(/[^\s<>\"]+)")


@dataclass(frozen=True)
class Letter:
    """One mail as its reader would have got it."""

    to: str
    subject: str
    at: datetime
    body: str
    links: tuple[str, ...]


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """List the newest mails with their links, to whoever tries the demonstration."""
    if not settings.DEMO:
        raise NotFoundError("沒有這一頁。", "there is no such page.")
    wanted = request.GET.get("to", "").strip().lower()
    found = Mail.objects.order_by("-pk")
    if wanted:
        found = found.filter(to__iexact=wanted)
    context = {"letters": [_letter(mail) for mail in found[:SHOWN]], "wanted": wanted}
    return render(request, "demo/mails.html", context)


def _letter(mail: Mail) -> Letter:
    links = tuple(dict.fromkeys(LINK.findall(mail.body)))
    return Letter(mail.to, mail.subject, mail.created_at, mail.body, links)
