"""Signs of life: each machine's worker notes when it last ticked, and the operator's page reads it."""

import socket
from datetime import datetime, timedelta

from django.utils import timezone

from difang.records.models import Beat

KEPT = timedelta(days=30)


def beat(at: datetime | None = None) -> None:
    """Note that the worker of this machine ticked."""
    Beat.objects.update_or_create(machine=socket.gethostname()[:100], defaults={"at": at or timezone.now()})


def last() -> "list[Beat]":
    """Return the last tick of each machine, the newest first."""
    return list(Beat.objects.order_by("-at"))


def forget_gone(at: datetime | None = None) -> int:
    """Remove machines that have not ticked for a month; return how many."""
    return Beat.objects.filter(at__lt=(at or timezone.now()) - KEPT).delete()[0]
