"""Files attached to a part of a plan, to one of its meetings, or to a proposal."""

from django.db import models

from difang.plans.models.meeting import Meeting
from difang.plans.models.plan import Plan
from difang.plans.models.proposal import Proposal
from difang.records.models import File


class Attachment(models.Model):
    """That a file belongs to a draft now. Removed, it leaves the draft; versions name the file themselves.

    The photos of a meeting that was removed stay with its part.
    """

    file = models.OneToOneField(File, models.PROTECT, related_name="attachment")
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, related_name="attachments")
    part = models.PositiveSmallIntegerField(null=True)
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="attachments")
    proposal = models.ForeignKey(Proposal, models.CASCADE, null=True, related_name="attachments")

    class Meta:
        ordering = ("part", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(plan__isnull=False, part__isnull=False, proposal=None)
                | models.Q(plan=None, part=None, meeting=None, proposal__isnull=False),
                name="attached_to_one",
            ),
        )
