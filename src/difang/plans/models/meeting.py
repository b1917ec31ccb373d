"""How the vision was agreed: meetings, options, votes, and objections that are kept."""

from django.db import models

from difang.plans.models.plan import Plan


class Meeting(models.Model):
    """One meeting. Names of those present aren't kept: how many, and for whom they spoke."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="meetings")
    held_on = models.DateField()
    title = models.CharField(max_length=120)
    where = models.CharField(max_length=120, blank=True)
    present = models.PositiveIntegerField(null=True, blank=True)
    groups = models.CharField(max_length=300, blank=True)
    options = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    votes_for = models.PositiveIntegerField(null=True, blank=True)
    votes_against = models.PositiveIntegerField(null=True, blank=True)
    objections = models.TextField(blank=True)
    minutes = models.TextField(blank=True)

    class Meta:
        ordering = ("held_on", "id")
