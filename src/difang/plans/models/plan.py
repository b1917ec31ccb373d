"""A plan: one for a place and a term, with six parts and frozen versions."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from difang import places


class Plan(models.Model):
    """What a township, or several together, want in a term.

    `place` is a township's code, or `region:slug`; then `members` are its townships and the first leads.
    `release` is the release of figures it stands on.

    Purpose: who began it. Basis: the task held. Kept with the plan; no name is left
    once the person is erased.
    """

    class State(models.TextChoices):
        """Stages of `difang.plans.stages.PLAN`."""

        EXPLORING = "exploring"
        DRAFTING = "drafting"
        WITH_COUNTY = "with_county"
        WITH_NATION = "with_nation"
        ACCEPTED = "accepted"
        IN_FORCE = "in_force"
        REVIEWED = "reviewed"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    place = models.CharField(max_length=40)
    term = models.CharField(max_length=9)
    title = models.CharField(max_length=80)
    state = models.CharField(max_length=20, choices=State.choices, default=State.EXPLORING)
    revision = models.PositiveIntegerField(default=0)
    release = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="plans_begun"
    )
    demo = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["place", "term"], name="one_plan_a_term"),)
        indexes = (models.Index(fields=["state", "changed_at"], name="plan_state"),)

    def __str__(self) -> str:
        return self.title

    def label(self) -> str:
        """Return what notices call it."""
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("plan", args=[self.pk])

    def townships(self) -> tuple[str, ...]:
        """Return the codes of its townships, the leading one first."""
        return self._townships

    @cached_property
    def _townships(self) -> tuple[str, ...]:
        if not self.place.startswith("region:"):
            return (self.place,)
        return tuple(member.place for member in self.members.all())

    def lead_place(self) -> str:
        """Return the township that submits."""
        return self._townships[0]

    @property
    def owner_id(self) -> None:
        """A plan belongs to its township, not to a person."""

    @property
    def place_name(self) -> str:
        """Return the full name of its place."""
        return places.get(self.place).full_label("zh")

    @property
    def editable(self) -> bool:
        """Tell whether its parts may be written now."""
        return self.state in (self.State.EXPLORING, self.State.DRAFTING)


class Member(models.Model):
    """A township of a region's plan, and whether it agreed; the order is that of ids."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="members")
    place = models.CharField(max_length=8)
    consented_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["plan", "place"], name="member_once"),)

    @property
    def agreed(self) -> bool:
        """Tell whether the consent stands."""
        return self.consented_at is not None and self.withdrawn_at is None


class Version(models.Model):
    """A plan as it was submitted: whole, frozen, with the hash of its content.

    Purpose: who submitted it. Basis: the task held. Kept for good; no name is left
    once the person is erased.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    release = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="version_once"),)
