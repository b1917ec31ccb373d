"""The worker's sign of life."""

from django.db import models


class Beat(models.Model):
    """When the worker of one machine last ticked. Rows of machines that are gone are removed after 30 days."""

    machine = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()
