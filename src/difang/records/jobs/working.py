"""Do one job: claim it, tell how far it is, keep its result; a fault is a sentence, never a trace."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks import task

from difang.errors import DifangError
from difang.records.jobs import kinds
from difang.records.jobs.keeping import keep, path_of
from difang.records.models import Job
from difang.text import Text

BEAT_SECONDS = 10
OURS = Text(
    "這件工作沒有完成，是系統的錯。請再試一次；若又失敗，請告訴管理者編號 {}。",
    "This was not finished; the fault is ours. Try again; if it fails again, tell the operator number {}.",
)
log = logging.getLogger("difang.jobs")


@task()
def run(pk: int) -> None:
    """Do a job that waits; one that somebody else has, or that was cancelled, is left alone."""
    job = _claim(pk)
    if job is None:
        return
    try:
        with _beating(job):
            result = kinds.of_kind(job.kind)(job.owner, job.arguments, _progress(job))
        keep(path_of(job.pk), result.content)
        _end(job, Job.State.DONE, name=result.name[:120], media_type=result.media_type)
    except kinds.CancelledError:
        _end(job, Job.State.CANCELLED)
    except DifangError as error:
        _fail(job, error.text)
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        _fail(job, Text(OURS.zh.format(job.pk), OURS.en.format(job.pk)))


def _claim(pk: int) -> Job | None:
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=pk).first()
        if job is None or job.state != Job.State.WAITING:
            return None
        job.state, job.beat_at, job.attempts = Job.State.RUNNING, timezone.now(), job.attempts + 1
        job.save(update_fields=["state", "beat_at", "attempts"])
        return job


def _progress(job: Job) -> kinds.Progress:
    def tell(done: int, total: int) -> None:
        mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
        going = mine.filter(cancel_asked=False).update(done=done, total=total, beat_at=timezone.now())
        if not going:
            raise kinds.CancelledError

    return tell


@contextmanager
def _beating(job: Job) -> Iterator[None]:
    """Show from beside that the work is alive, however long one piece of it takes."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat(job: Job, over: threading.Event) -> None:
    try:
        while not over.wait(BEAT_SECONDS):
            try:
                Job.objects.filter(pk=job.pk).update(beat_at=timezone.now())
            except DatabaseError as error:
                log.warning("job %s: no sign of life could be written: %s", job.pk, error)
    finally:
        connection.close()


def _fail(job: Job, why: Text) -> None:
    _end(job, Job.State.FAILED, fault_zh=why.zh[:400], fault_en=why.en[:400])


def _end(job: Job, state: Job.State, **found: str) -> None:
    """Write the end, unless the job was taken from us meanwhile and given to another worker."""
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    mine.update(state=state, ended_at=timezone.now(), **found)
