"""What time brings about: clocks expire, notices are gathered, mail goes out. Any server, any number of times."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.utils import timezone

from difang.records import beating, clocks, digest, files, jobs, outbox, telling, tidying

log = logging.getLogger("difang.tick")


def tick(at: datetime | None = None, stopping: Callable[[], bool] = lambda: False) -> dict[str, int]:
    """Do what is due; return how much of each. What fails is logged and doesn't keep back the rest."""
    now = at or timezone.now()
    return {
        "clocks": attempt("clocks", lambda: clocks.expire(telling.overdue, now)),
        "jobs": attempt("jobs", lambda: jobs.recover(now)),
        "digests": attempt("digests", lambda: digest.gather(now)),
        "mails": attempt("mails", lambda: outbox.send_due(now, stopping)),
    }


def tidy(at: datetime | None = None) -> dict[str, int]:
    """Remove what has been kept long enough; return how much of each."""
    now = at or timezone.now()
    own = {
        "mails": outbox.clear_words,
        "old mails": outbox.forget_old,
        "notices": digest.forget_old,
        "jobs": jobs.forget_old,
        "files": lambda at: files.sweep(at.timestamp()),
        "machines": beating.forget_gone,
    }
    return {name: attempt(name, partial(work, now)) for name, work in {**own, **tidying.registered()}.items()}


def attempt(name: str, work: Callable[[], int | None]) -> int:
    """Do one piece of work; what fails is logged and counts as nothing done."""
    try:
        return work() or 0
    except Exception:
        log.exception("%s failed", name)
        return 0
