"""Few, measurable targets, each with its baseline and its proof."""

from django.db import models

from difang.plans.models.pin import Pin
from difang.plans.models.plan import Plan
from difang.plans.models.venture import Venture


class Kpi(models.Model):
    """One target. The baseline is a pinned figure, or a number with the place where it was counted."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="kpis")
    venture = models.ForeignKey(Venture, models.CASCADE, null=True, blank=True, related_name="kpis")
    name = models.CharField(max_length=100)
    unit = models.CharField(max_length=20)
    pin = models.ForeignKey(Pin, models.PROTECT, null=True, blank=True, related_name="kpis")
    baseline = models.FloatField(null=True, blank=True)
    baseline_source = models.CharField(max_length=200, blank=True)
    target = models.FloatField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    proof = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
