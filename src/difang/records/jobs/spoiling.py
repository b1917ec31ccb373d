"""Results that may no longer be read: removed, and made again where they are being made."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from difang.records.jobs import working
from difang.records.jobs.keeping import path_of
from difang.records.models import Job
from difang.text import Text


@transaction.atomic
def spoil(
    kinds: Sequence[str], *, making: Callable[[Job], bool], made: Callable[[Path], bool], why: Text
) -> None:
    """Remove the results that `made` tells of, saying `why`; begin again the running jobs `making` tells of.

    Whoever calls has changed what the results were made from, in the same transaction. All jobs of these kinds are
    held until it ends, also those that wait: none is begun on what was before.
    """
    states = (*Job.OPEN, Job.State.DONE)
    for job in list(Job.objects.select_for_update().filter(kind__in=kinds, state__in=states)):
        this = Job.objects.filter(pk=job.pk)
        if job.state == Job.State.RUNNING and making(job):
            # Who still works on it finds it taken away, as from a worker that died.
            this.update(state=Job.State.WAITING, beat_at=timezone.now(), done=0)
            working.run.enqueue(job.pk)
        elif job.state == Job.State.DONE and made(path_of(job.pk)):
            path_of(job.pk).unlink(missing_ok=True)
            this.update(state=Job.State.FAILED, fault_zh=why.zh, fault_en=why.en)
