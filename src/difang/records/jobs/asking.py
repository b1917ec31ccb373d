"""Ask for long work, look for it, stop it."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from difang.errors import InputError
from difang.records.jobs import working
from difang.records.models import Job
from difang.text import Text

MOST_OPEN = 5


@transaction.atomic
def start(*, by: Any, kind: str, arguments: dict[str, Any], title: Text) -> Job:
    """Leave work for the worker; the same work asked for twice is done once. InputError over five at a time."""
    # Two clicks at once: the second waits here and finds what the first began.
    get_user_model().objects.select_for_update().get(pk=by.pk)
    mine = list(Job.objects.filter(owner=by, state__in=Job.OPEN))
    same = next((job for job in mine if (job.kind, job.arguments) == (kind, arguments)), None)
    if same is not None:
        return same
    if len(mine) >= MOST_OPEN:
        raise InputError(
            f"您已有 {MOST_OPEN} 件背景工作在進行。請等其中一件完成，或取消一件再試。",
            f"{MOST_OPEN} of your jobs are under way. Wait for one of them, or cancel one, then try again.",
        )
    now = timezone.now()
    job = Job.objects.create(
        owner=by,
        kind=kind,
        arguments=arguments,
        zh=title.zh[:200],
        en=title.en[:200],
        created_at=now,
        beat_at=now,
    )
    working.run.enqueue(job.pk)
    return job


def of(person: Any) -> "list[Job]":
    """Return a person's jobs, the newest first."""
    return list(Job.objects.filter(owner=person).order_by("-created_at", "-pk"))


@transaction.atomic
def cancel(*, by: Any, job: Job) -> None:
    """Stop a person's job: at once if nobody began it, else where it next tells how far it is."""
    now = timezone.now()
    own = Job.objects.filter(pk=job.pk, owner=by)
    if not own.filter(state=Job.State.WAITING).update(state=Job.State.CANCELLED, ended_at=now):
        own.filter(state=Job.State.RUNNING).update(cancel_asked=True)
