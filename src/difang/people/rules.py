"""Who may appoint whom: declared once, checked in the services, shown on the pages."""

from collections.abc import Sequence
from typing import Any

from difang.people import organisations, posts
from difang.people.models import Invitation, Post
from difang.people.roles import NATION

# Holders come from above only: nobody hands out a role like their own, or one above.
INVITES: dict[str, tuple[str, ...]] = {
    "operator": ("nation", "privacy", "auditor"),
    "nation": ("county", "centre"),
    "county": ("planner",),
}
# Who holds one of these may name a deputy and a successor of their own, and nobody else at their side.
OWN = Post.ORDER
LEVELS = {"planner": "township", "county": "county", "centre": "county"}


def may_invite(
    person: Any, role: str, place: str, *, deputy: bool = False, succeeds: Post | None = None
) -> bool:
    """Tell whether a person may offer this role at this place.

    Who holds the role above may; who holds this very post may too, for a deputy or a successor of their own.
    Deputies invite nobody: they stand in for decisions, not for appointments.
    """
    if succeeds is not None and (succeeds.role, succeeds.place, succeeds.deputy, deputy) != (
        role,
        place,
        False,
        False,
    ):
        return False
    if is_above(person, role, place):
        return True
    if (role, place) not in own_duties(person):
        return False
    return deputy or (succeeds is not None and succeeds.person_id == person.pk)


def is_above(person: Any, role: str, place: str) -> bool:
    """Tell whether a person holds the role that appoints to this one."""
    return any(role in INVITES.get(post.role, ()) and _covers(post, place) for post in _lasting(person))


def may_withdraw(person: Any, invitation: Invitation) -> bool:
    """Tell whether a person may take an invitation back: whoever made it, or holds the role above.

    Into an organisation: a member who made it, or the lead.
    """
    if invitation.organisation_id:
        mine = invitation.invited_by_id == getattr(person, "pk", None)
        member = organisations.belongs(person, invitation.organisation_id)
        return member and (mine or organisations.leads(person, invitation.organisation_id))
    own = invitation.invited_by_id == getattr(person, "pk", None) and bool(posts.held(person))
    return own or is_above(person, invitation.role, invitation.place)


def may_end(person: Any, post: Post) -> bool:
    """Tell whether a person may end a post: their own, one below theirs, or their office's deputy."""
    if post.person_id == getattr(person, "pk", None):
        return True
    if is_above(person, post.role, post.place):
        return True
    return post.deputy and (post.role, post.place) in own_duties(person)


def own_duties(person: Any) -> tuple[tuple[str, str], ...]:
    """Return the roles and places a person holds lastingly and may hand over or have deputised."""
    return tuple((post.role, post.place) for post in _lasting(person) if post.role in OWN)


def offered_by(person: Any) -> Sequence[tuple[str, str]]:
    """Return what a person may offer: pairs of a role and the place (or county) it is limited to."""
    found = [(role, post.place) for post in _lasting(person) for role in INVITES.get(post.role, ())]
    found += own_duties(person)
    return tuple(dict.fromkeys(found))


def _lasting(person: Any) -> list[Post]:
    return [post for post in posts.held(person) if not post.deputy]


def _covers(post: Post, place: str) -> bool:
    return post.place == NATION or place.startswith(post.place)
