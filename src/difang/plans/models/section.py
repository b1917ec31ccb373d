"""The words of a plan's six parts, every kept text of them, comments, and who is here."""

from django.conf import settings
from django.db import models

from difang.plans.models.plan import Plan

PARTS = (1, 2, 3, 4, 5, 6)


class Section(models.Model):
    """One part's text. `gap` explains why it is still empty. `number` counts its kept texts.

    Purpose: who wrote last. Basis: the task held. Kept with the plan; no name is left
    once the person is erased.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    part = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    gap = models.CharField(max_length=500, blank=True)
    number = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("part",)
        constraints = (models.UniqueConstraint(fields=["plan", "part"], name="section_once"),)


class SectionRevision(models.Model):
    """A text as it was saved: the base of a three-way merge, and the history.

    `kept_beside` marks a text that could not be merged: it was not lost, and waits to be taken or left.

    Purpose: whose words they are. Basis: the task held. Kept with the plan; no name is left
    once the person is erased.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kept_beside = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=["section", "number"], name="revision_number"),)


class Presence(models.Model):
    """Who has a part open; shown until a minute passes without a sign.

    Purpose: showing who has a part open. Basis: the task held. Removed within two hours of the last sign.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="presences")
    part = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "person"], name="one_presence"),)


class Comment(models.Model):
    """A remark on a part, with the words it speaks of.

    Purpose: who remarked and who settled. Basis: the task held. Kept with the plan; no name is left
    once erased.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="comments")
    part = models.PositiveSmallIntegerField()
    quote = models.CharField(max_length=300, blank=True)
    text = models.CharField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
