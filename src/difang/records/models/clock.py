"""Clocks: what is due when, in working days."""

from django.db import models
from django.db.models import Q


class Clock(models.Model):
    """The days a stage may take; stopped when it is left, expired once when they are over."""

    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    stage = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    stopped_at = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=Q(stopped_at=None), name="one_running_clock"
            ),
        )
        indexes = (
            models.Index(fields=["due_on"], condition=Q(stopped_at=None), name="clock_running"),
            # Who may see a case is asked by the stages it ever reached.
            models.Index(fields=["subject_type", "subject_id", "stage"], name="clock_reached"),
        )
