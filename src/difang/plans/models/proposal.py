"""Calls, proposals, their frozen versions, and official letters."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from difang.people.models import Organisation
from difang.plans.models.venture import Venture


class Call(models.Model):
    """A round in which proposals are taken. `days_*` are working days, set by this site: the plan sets none."""

    title = models.CharField(max_length=100)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    scope = models.TextField(blank=True)
    private_path = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("-opens_at",)

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """A venture put forward in a call. `private` ones go through the regional centre.

    With an organisation it belongs to those who are members now; who began it and left has no more part in it.
    `office` is the township whose planner began it: then it is that office's, whoever holds it. Both empty for a
    person who began it as themselves: then it is theirs.

    Purpose: whose proposal it is and who is told. Basis: their request. Kept with the case; no name is left
    once erased.
    """

    venture = models.ForeignKey(Venture, models.PROTECT, related_name="proposals")
    call = models.ForeignKey(Call, models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=100)
    summary = models.TextField(blank=True)
    private = models.BooleanField(default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="proposals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="proposals")
    office = models.CharField(max_length=8, blank=True, default="")
    state = models.CharField(max_length=24, default="draft")
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    demo = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["venture", "call"], name="proposed_once"),)
        indexes = (
            models.Index(fields=["state", "changed_at"], name="proposal_state"),
            models.Index(fields=["office"], name="proposal_office"),
        )

    def __str__(self) -> str:
        return self.title

    def label(self) -> str:
        """Return what notices call it."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its case page."""
        return reverse("proposal", args=[self.pk])

    def townships(self) -> tuple[str, ...]:
        """Return the codes of its plan's townships."""
        return self.venture.plan.townships()

    def lead_place(self) -> str:
        """Return the township that puts it forward."""
        return self.venture.plan.lead_place()


class ProposalVersion(models.Model):
    """A proposal as it was submitted: whole and frozen.

    Purpose: who submitted it. Basis: their request. Kept for good; no name is left
    once the person is erased.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once"),)


class Letter(models.Model):
    """An official letter about a case: number (公文文號), date, who sent it.

    Purpose: who entered it. Basis: the task held. Kept with the case; no name is left
    once the person is erased.
    """

    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    number = models.CharField(max_length=60)
    dated = models.DateField()
    sender = models.CharField(max_length=100)
    about = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("dated", "id")
        indexes = (models.Index(fields=["subject_type", "subject_id"], name="letter_subject"),)
