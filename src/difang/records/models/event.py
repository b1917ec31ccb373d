"""Events: append-only, each holding the hash of the one before; what may be erased stands beside them."""

from typing import Any

from django.db import models


class Event(models.Model):
    """One thing that happened. `number` is its place in the chain, without gaps.

    Purpose: proof of who decided what and when. Basis: duty of record. Kept for good; it holds ids only.
    `actor` is a person's id as a number, not a key: a person may be erased, the record stays.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    actor = models.BigIntegerField(null=True)
    cause = models.CharField(max_length=10)
    payload_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = (models.Index(fields=["subject_type", "subject_id", "number"], name="event_subject"),)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new event; one that stands is never written again."""
        super().save(*args, **{**kwargs, "force_insert": True})


class Payload(models.Model):
    """What an event says in words: reasons, names, texts. Erasable; the event keeps only its salted hash.

    Purpose: why it was decided. Basis: duty of record. Kept for good; what names a person's address goes when the
    person is erased, an invitation's address 90 days after it ended.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True)
    salt = models.CharField(max_length=32, blank=True)
    content = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)
