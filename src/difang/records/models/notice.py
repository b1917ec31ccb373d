"""Notices in the site, and mails waiting to be sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A sentence for one person; read on the desk, and gathered into a mail.

    Purpose: telling those concerned. Basis: the task they hold or what they follow. Kept for two years.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    event = models.BigIntegerField(null=True)
    zh = models.CharField(max_length=400)
    en = models.CharField(max_length=400)
    address = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "event"], name="told_once"),)
        indexes = (
            models.Index(fields=["person", "read_at"], name="notice_unread"),
            models.Index(
                fields=["person"], condition=Q(mailed_at=None, read_at=None), name="notice_unmailed"
            ),
            models.Index(fields=["mailed_at"], name="notice_mailed"),
        )


class Mail(models.Model):
    """One mail. It is claimed before it is handed to SMTP, so that none goes out twice.

    A mail that was claimed by a process that died is `unknown`: perhaps sent, so never sent again by itself.
    Purpose: delivery. Basis: request or task. The text is cleared 30 days after sending (or failing), the
    mail with its address removed after two years; one that waits is kept until it can be sent.
    """

    class State(models.TextChoices):
        """Where a mail stands."""

        WAITING = "waiting"
        CLAIMED = "claimed"
        SENT = "sent"
        FAILED = "failed"
        UNKNOWN = "unknown"

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "not_before"], name="mail_waiting"),)
