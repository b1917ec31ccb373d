"""Who has a stake, and whether they agreed to be listed."""

from django.db import models

from difang.plans.models.plan import Plan


class InDraft(models.Manager["Stakeholder"]):
    """The rows of drafts. One that was taken out of its draft, and lives on for its link only, is none of them."""

    def get_queryset(self) -> "models.QuerySet[Stakeholder]":
        """Leave out what is left of a row that was removed: cleared, but its link works."""
        return super().get_queryset().exclude(erased_at__isnull=False, code_hash__gt="")


class Stakeholder(models.Model):
    """A person or organisation named in part two.

    Purpose: showing who takes part. Basis: consent; without it the name stays inside the team and out of every
    paper. `contact` is never exported, and cleared when the plan is closed. The rest is kept with the plan; name,
    role, source and contact are erased on request, from frozen versions too; name, role and source go from these
    when consent is refused or taken back. A row that is removed, or becomes somebody else, while a version names
    it is cleared and kept for its link, so that this person can still be erased.
    """

    class Consent(models.TextChoices):
        """Whether they may be listed."""

        NOT_ASKED = "not_asked"
        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="stakeholders")
    name = models.CharField(max_length=80)
    is_person = models.BooleanField(default=False)
    role = models.CharField(max_length=80, blank=True)
    interest = models.PositiveSmallIntegerField(null=True, blank=True)
    influence = models.PositiveSmallIntegerField(null=True, blank=True)
    contact = models.EmailField(blank=True)
    source = models.CharField(max_length=120, blank=True)
    consent = models.CharField(max_length=10, choices=Consent.choices, default=Consent.NOT_ASKED)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, blank=True, db_index=True)
    erased_at = models.DateTimeField(null=True)

    objects = InDraft()
    everyone = models.Manager()

    class Meta:
        ordering = ("id",)

    @property
    def listed(self) -> bool:
        """Tell whether the name may stand in papers: organisations always, persons with consent."""
        if self.erased_at is not None or self.consent in (self.Consent.REFUSED, self.Consent.WITHDRAWN):
            return False
        return not self.is_person or self.consent == self.Consent.GIVEN
