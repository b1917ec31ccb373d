"""Long work that somebody asked for: how far it is, and where its result lies."""

from django.conf import settings
from django.db import models


class Job(models.Model):
    """One piece of long work of one person, done by the worker; left and found again on the desk.

    Purpose: making papers and exports that take longer than a page may. Basis: the request of the person.
    Kept, with its result, for seven days; removed with the account.
    """

    class State(models.TextChoices):
        """Where the work stands."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    OPEN = (State.WAITING, State.RUNNING)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    arguments = models.JSONField()
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    fault_zh = models.CharField(max_length=400, blank=True)
    fault_en = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["owner", "created_at"], name="job_owner"),
            models.Index(fields=["state", "beat_at"], name="job_state"),
        )
