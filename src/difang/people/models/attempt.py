"""Counts of attempts, shared by all workers: the table of Django's cache in the database."""

from django.db import models


class Attempt(models.Model):
    """One row of the cache; written by Django's cache backend, made here so that it comes with the migrations.

    Purpose: slowing down who guesses. Basis: security. Rows expire within a day and are removed
    within the next hour; addresses stand in hashed keys.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "people_attempt"
