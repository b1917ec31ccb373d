"""The index of the search in Chinese: bigrams, made by the application, the same on both databases."""

from django.db import models


class Entry(models.Model):
    """One thing that can be found; `scope` says who may find it, and is always part of the query."""

    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    scope = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    address = models.CharField(max_length=200)
    grams = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject_type", "subject_id", "scope"], name="entry_once"),
        )
        indexes = (models.Index(fields=["scope"], name="entry_scope"),)
