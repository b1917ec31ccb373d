"""What stands on a post and falls with it: the deputies its holder named, and what its holder offered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from difang.people import posts, rules
from difang.people.models import Invitation, Person, Post


@dataclass(frozen=True)
class Depending:
    """The deputies' posts and the open invitations of a post's holder, their rows held until the transaction ends."""

    deputies: tuple[Post, ...]
    invitations: tuple[Invitation, ...]


def hold(post: Post, at: datetime) -> Depending:
    """Hold what may depend on a post, posts before invitations.

    Callers hold it before they write their first event: who writes one waits for nothing else.
    """
    held = (
        Post.objects.select_for_update().filter(Q(pk=post.pk) | Q(pk__in=_deputies(post, at))).order_by("pk")
    )
    deputies = tuple(one for one in held if one.pk != post.pk)
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)
    offered = waiting.filter(invited_by=post.person_id).exclude(role="")
    return Depending(deputies, tuple(offered.select_for_update().order_by("pk")))


def baseless(depending: Depending, post: Post) -> list[Invitation]:
    """Return the invitations that nobody could make any more, now that the post has ended."""
    person = Person.objects.get(pk=post.person_id)
    return [one for one in depending.invitations if not stands(one, person, one.succeeds)]


def stands(invitation: Invitation, by: Person | None, succeeds: Post | None) -> bool:
    """Tell whether who made an invitation could make it today; an own successor needs the post that is handed over."""
    offer = {"deputy": invitation.deputy, "succeeds": succeeds}
    if not rules.may_invite(by, invitation.role, invitation.place, **offer):
        return False
    if invitation.succeeds_id is None or rules.is_above(by, invitation.role, invitation.place):
        return True
    return posts.current(Post.objects.filter(pk=invitation.succeeds_id)).exists()


def _deputies(post: Post, at: datetime) -> list[int]:
    """Return the posts that began with the holder's own invitations of deputies; others' deputies stay."""
    if post.deputy:
        return []
    taken = Invitation.objects.filter(
        invited_by=post.person_id, role=post.role, place=post.place, deputy=True, accepted_at__gte=post.since
    ).values("accepted_at")
    named = Post.objects.filter(role=post.role, place=post.place, deputy=True, since__in=taken)
    return list(posts.current(named, at).values_list("pk", flat=True))
