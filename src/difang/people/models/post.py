"""Posts: which role a person holds where, from when, until when."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from difang.people.models.organisation import Organisation
from difang.people.models.person import Person


class Post(models.Model):
    """One role of one person. A person may hold several; one that ended stays, with its dates.

    `place` is a township's or county's code, `TW`, or a centre's region; `deputy` posts act in the absence
    of the holder and end by themselves on `until`.
    Purpose: who may decide. Basis: appointment. Kept for good, as the record of decisions needs it.
    """

    class Role(models.TextChoices):
        """Roles by invitation, and those anyone may have."""

        PLANNER = "planner", "鄉鎮市區公所承辦"
        COUNTY = "county", "縣市窗口"
        CENTRE = "centre", "分區輔導中心"
        NATION = "nation", "國發會窗口"
        OPERATOR = "operator", "站台管理者"
        PRIVACY = "privacy", "個資保護"
        AUDITOR = "auditor", "稽核"

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    role = models.CharField(max_length=10, choices=Role.choices)
    place = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="posts")
    deputy = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    ORDER: ClassVar[tuple[str, ...]] = ("planner", "county", "centre", "nation")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "role", "place"], condition=Q(until=None), name="post_held_once"
            ),
        )
        indexes = (models.Index(fields=["role", "place"], name="post_place"),)
