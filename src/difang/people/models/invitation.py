"""Invitations to official roles and into organisations, and the code that makes the first administrator."""

from django.db import models
from django.db.models import Q

from difang.people.models.organisation import Organisation
from difang.people.models.person import Person
from difang.people.models.post import Post


class Invitation(models.Model):
    """A role, or a place in an organisation, offered to an address. Only the hash of its code is kept.

    The code itself is in the mail. Into an organisation, role and place are empty.
    Purpose: handing out official roles, and gathering an organisation's members. Basis: appointment, or the
    request of a member. The address is cleared 90 days after it ended (was accepted, withdrawn or over).
    """

    code_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Post.Role.choices, blank=True)
    place = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="invitations")
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
        constraints = (
            # Neither can be taken for the other: what lets into an organisation never gives a post.
            models.CheckConstraint(
                condition=(Q(organisation=None) & ~Q(role="")) | Q(organisation__isnull=False, role=""),
                name="invitation_post_or_member",
            ),
        )


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
