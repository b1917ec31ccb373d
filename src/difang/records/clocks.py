"""Clocks of stages: started and stopped by the engine, expired by the tick, once."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from difang.records import chain, workingdays
from difang.records.models import Clock
from difang.records.stages import Machine

log = logging.getLogger("difang.clocks")


def enter(machine: Machine, subject: Any, at: datetime) -> None:
    """Start the clock of the stage the subject has come to, if it has one."""
    days = machine.stage(subject.state).days
    if days is None:
        return
    Clock.objects.create(
        subject_type=machine.id,
        subject_id=subject.pk,
        stage=subject.state,
        started_at=at,
        days=days,
        due_on=workingdays.add(workingdays.today(at), days),
    )


def leave(machine: Machine, subject: Any, at: datetime) -> None:
    """Stop the subject's running clock."""
    Clock.objects.filter(subject_type=machine.id, subject_id=subject.pk, stopped_at=None).update(
        stopped_at=at
    )


def running(machine: Machine, subject: Any) -> Clock | None:
    """Return the running clock of a subject, or None."""
    return Clock.objects.filter(subject_type=machine.id, subject_id=subject.pk, stopped_at=None).first()


def days_left(clock: Clock, at: datetime | None = None) -> int:
    """Return the working days left, 0 on the last one, negative when late."""
    return workingdays.between(workingdays.today(at or timezone.now()), clock.due_on)


def expire(tell: Callable[[Clock, int], None], at: datetime | None = None) -> int:
    """Mark clocks whose last day has passed, record each once and tell; return how many.

    Safe to run anywhere, any number of times: a clock is claimed by an update that only one can make. One that
    can't be told of stays as it was and is tried again; it doesn't keep back the others.
    """
    now = at or timezone.now()
    late = Clock.objects.filter(stopped_at=None, expired_at=None, due_on__lt=workingdays.today(now))
    done = 0
    for pk in list(late.order_by("due_on", "pk").values_list("pk", flat=True)):
        try:
            done += _expire(pk, tell, now)
        except DatabaseError:
            raise
        except Exception:
            log.exception("clock %s can't expire", pk)
    return done


@transaction.atomic
def _expire(pk: int, tell: Callable[[Clock, int], None], now: datetime) -> bool:
    if not Clock.objects.filter(pk=pk, stopped_at=None, expired_at=None).update(expired_at=now):
        return False
    clock = Clock.objects.get(pk=pk)
    event = chain.append(
        subject_type=clock.subject_type,
        subject_id=clock.subject_id,
        kind="overdue",
        from_state=clock.stage,
        to_state=clock.stage,
        actor=None,
        cause="clock",
        at=now,
    )
    tell(clock, event.number)
    return True
