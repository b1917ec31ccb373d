"""Results on disk for a week; work whose worker died is begun again, three times at most."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from difang.lake import home
from difang.lake.durable import replace_bytes
from difang.records.models import Job
from difang.text import Text

KEPT = timedelta(days=7)
# Several beats missed: the worker is gone, not slow.
DEAD_AFTER = timedelta(minutes=1)
MOST_ATTEMPTS = 3
GAVE_UP = Text(
    "這件工作試了三次，每次伺服器都中途停止。請告訴管理者；可能是記憶體不足。",
    "This was tried three times and the server stopped each time. Tell the operator; memory may be short.",
)


def path_of(pk: int) -> Path:
    """Return where the result of a job lies."""
    return home() / "jobs" / str(pk)


def keep(path: Path, content: bytes) -> None:
    """Write a result as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_bytes(path, content, staging=path.parent)


def recover(at: datetime | None = None) -> int:
    """Begin again what was running when its worker died; return how many."""
    from difang.records.jobs.working import run

    now = at or timezone.now()
    dead = Job.objects.filter(state=Job.State.RUNNING, beat_at__lt=now - DEAD_AFTER)
    again = 0
    for pk, attempts in list(dead.values_list("pk", "attempts")):
        over = attempts >= MOST_ATTEMPTS
        end = {"state": Job.State.FAILED, "ended_at": now, "fault_zh": GAVE_UP.zh, "fault_en": GAVE_UP.en}
        change = end if over else {"state": Job.State.WAITING, "beat_at": now, "done": 0}
        with transaction.atomic():
            if dead.filter(pk=pk).update(**change) and not over:
                run.enqueue(pk)
                again += 1
    return again


def forget_old(at: datetime | None = None) -> int:
    """Remove jobs that ended a week ago, results that no job names, and the notes of the task queue."""
    from django_tasks_db.models import DBTaskResult

    before = (at or timezone.now()) - KEPT
    removed: int = Job.objects.filter(ended_at__lt=before).delete()[0]
    DBTaskResult.objects.filter(finished_at__lt=before).delete()
    named = {str(pk) for pk in Job.objects.values_list("pk", flat=True)}
    for path in (home() / "jobs").glob("*"):
        if path.name not in named and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
    return removed
