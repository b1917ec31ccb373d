"""A pin: a figure, map or finding taken into a plan, as it was then."""

from django.conf import settings
from django.db import models

from difang.plans.models.plan import Plan


class Pin(models.Model):
    """Value, recipe and release kept, so that a plan read years later shows what it stood on.

    `address` is the permalink under its release; `value` is None for a map.

    Purpose: who took the figure in. Basis: the task held. Kept with the plan; no name is left
    once the person is erased.
    """

    class Kind(models.TextChoices):
        """What was pinned."""

        FIGURE = "figure"
        MAP = "map"
        FINDING = "finding"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="pins")
    part = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    indicator = models.CharField(max_length=80)
    place = models.CharField(max_length=40)
    level = models.CharField(max_length=10)
    period = models.CharField(max_length=10)
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    unit = models.CharField(max_length=30)
    status = models.CharField(max_length=16)
    release = models.CharField(max_length=40)
    address = models.CharField(max_length=300)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("part", "id")
        constraints = (models.UniqueConstraint(fields=["plan", "part", "address"], name="pinned_once"),)
