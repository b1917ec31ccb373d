"""An organisation people act for, and who belongs to it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from difang.people.models.person import Person


class Organisation(models.Model):
    """An office, a centre, an association, a firm, a university team."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        TOWNSHIP = "township", "鄉鎮市區公所"
        COUNTY = "county", "縣市政府"
        CENTRE = "centre", "分區輔導中心"
        NATION = "nation", "國發會"
        MINISTRY = "ministry", "部會"
        ASSOCIATION = "association", "社團"
        FIRM = "firm", "企業"
        UNIVERSITY = "university", "大學團隊"

    # Those that anyone may begin; offices come with the posts of those who hold them.
    FREE: ClassVar[tuple[str, ...]] = (Kind.ASSOCIATION, Kind.FIRM, Kind.UNIVERSITY)

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=100)
    place = models.CharField(max_length=40, blank=True)
    demo = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "name", "place"], name="organisation_once"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of its members' page."""
        return reverse("organisation", args=[self.pk])


class Membership(models.Model):
    """One person in one organisation, from when, until when. One that ended stays, with its dates.

    An organisation with members has exactly one lead among them.
    Purpose: who may act for the organisation. Basis: their own wish, by founding it or accepting an invitation.
    Kept for good, as the record of proposals needs it; no name is left once the person is erased.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    lead = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "person"], condition=Q(until=None), name="membership_once"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(until=None, lead=True), name="membership_one_lead"
            ),
        )
