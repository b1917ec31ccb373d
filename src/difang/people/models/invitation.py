"""Invitations to official roles, and the code that makes the first administrator."""

from django.db import models
from django.db.models import Q

from difang.people.models.person import Person
from difang.people.models.post import Post


class Invitation(models.Model):
    """A role offered to an address. Only the hash of its code is kept; the code is in the mail.

    Purpose: handing out official roles. Basis: appointment. The address is cleared 90 days after it ended
    (was accepted, withdrawn or over).
    """

    code_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Post.Role.choices)
    place = models.CharField(max_length=40)
    deputy = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    succeeds = models.ForeignKey(Post, models.CASCADE, null=True, related_name="successors")
    invited_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="invitations")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["role", "place"], name="invitation_place"),)


class FirstCode(models.Model):
    """The one-time code of the first administrator: its hash, until it is used. There is one at most."""

    code_hash = models.CharField(max_length=64)
    open = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["open"], condition=Q(open=True), name="one_first_code"),
        )
