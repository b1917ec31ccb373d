"""What a person may act as: the posts held now, asked once a request."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from difang.people.models import Person, Post


def held(person: Any) -> tuple[Post, ...]:
    """Return the posts a person holds now; none for a visitor. Kept on the person for one request."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return ()
    known = getattr(person, "_posts_held", None)
    if known is None:
        known = tuple(current(Post.objects.filter(person=person)).order_by("id"))
        person._posts_held = known
    return known


def current(posts: "QuerySet[Post]", at: datetime | None = None) -> "QuerySet[Post]":
    """Keep the posts that are held at a moment."""
    now = at or timezone.now()
    return posts.filter(Q(until=None) | Q(until__gt=now), since__lte=now, person__is_active=True)


def holds(person: Any, role: str, place: str | None = None) -> bool:
    """Tell whether a person holds a role, at a place if one is given."""
    return any(post.role == role and place in (None, post.place) for post in held(person))


def places(person: Any, role: str) -> tuple[str, ...]:
    """Return the places at which a person holds a role."""
    return tuple(post.place for post in held(person) if post.role == role)


def holders(role: str, place: str) -> list[int]:
    """Return the ids of those who hold a role at a place now."""
    return list(current(Post.objects.filter(role=role, place=place)).values_list("person_id", flat=True))


def forget(person: Person) -> None:
    """Read a person's posts anew when they are asked for next."""
    person.__dict__.pop("_posts_held", None)
