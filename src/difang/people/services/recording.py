"""Events of the room, in the chain of the site."""

from typing import Any

from difang.people.models import Invitation, Post
from difang.records import chain
from difang.records.models import Event


def record(
    subject: Post | Invitation, kind: str, *, actor: Any, cause: str = "person", **content: Any
) -> Event:
    """Write one event about a post or an invitation; names and addresses go to its erasable part."""
    told = {"role": subject.role, "place": subject.place, "deputy": subject.deputy, **content}
    return chain.append(
        subject_type=type(subject).__name__.lower(),
        subject_id=subject.pk,
        kind=kind,
        actor=getattr(actor, "pk", None),
        cause=cause,
        content=told,
    )
