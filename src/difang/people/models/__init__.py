"""Persons, organisations and their members, posts and invitations."""

from difang.people.models.attempt import Attempt
from difang.people.models.invitation import FirstCode, Invitation
from difang.people.models.organisation import Membership, Organisation
from difang.people.models.person import Person
from difang.people.models.post import Post

__all__ = ["Attempt", "FirstCode", "Invitation", "Membership", "Organisation", "Person", "Post"]
