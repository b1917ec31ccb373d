"""What time brings about: clocks expire, notices are gathered, mail goes out. Any server, any number of times."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from difang.records import clocks, digest, files, outbox, telling

log = logging.getLogger("difang.tick")


def tick(at: datetime | None = None, stopping: Callable[[], bool] = lambda: False) -> dict[str, int]:
    """Do what is due; return how much of each. What fails is logged and doesn't keep back the rest."""
    now = at or timezone.now()
    return {
        "clocks": _try("clocks", lambda: clocks.expire(telling.overdue, now)),
        "digests": _try("digests", lambda: digest.gather(now)),
        "mails": _try("mails", lambda: outbox.send_due(now, stopping)),
    }


def tidy(at: datetime | None = None) -> dict[str, int]:
    """Remove what has been kept long enough; return how much of each."""
    now = at or timezone.now()
    return {
        "mails": _try("mails", lambda: outbox.clear_words(now)),
        "notices": _try("notices", lambda: digest.forget_old(now)),
        "files": _try("files", lambda: files.sweep(now.timestamp())),
    }


def _try(name: str, work: Callable[[], int]) -> int:
    try:
        return work()
    except Exception:
        log.exception("%s failed", name)
        return 0
