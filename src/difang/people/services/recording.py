"""Events of the room, in the chain of the site."""

from typing import Any

from difang.people.models import Invitation, Membership, Organisation, Post
from difang.records import chain
from difang.records.models import Event


def record(
    subject: Post | Invitation | Membership | Organisation,
    kind: str,
    *,
    actor: Any,
    cause: str = "person",
    **content: Any,
) -> Event:
    """Write one event of the room; names and addresses go to its erasable part."""
    return chain.append(
        subject_type=type(subject).__name__.lower(),
        subject_id=subject.pk,
        kind=kind,
        actor=getattr(actor, "pk", None),
        cause=cause,
        content={**_told(subject), **content},
    )


def _told(subject: Post | Invitation | Membership | Organisation) -> dict[str, Any]:
    if isinstance(subject, Organisation):
        return {"kind": subject.kind, "name": subject.name, "place": subject.place}
    if isinstance(subject, Membership):
        return {"organisation": subject.organisation_id, "person": subject.person_id, "lead": subject.lead}
    if subject.organisation_id and isinstance(subject, Invitation):
        return {"organisation": subject.organisation_id}
    return {"role": subject.role, "place": subject.place, "deputy": subject.deputy}
