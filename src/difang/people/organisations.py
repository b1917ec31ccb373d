"""For which organisations a person acts: the memberships of now, asked once a request."""

from typing import Any

from django.db.models import QuerySet

from difang.people.models import Membership, Person


def held(person: Any) -> tuple[Membership, ...]:
    """Return a person's memberships of now; none for a visitor. Kept on the person for one request."""
    if not getattr(person, "is_authenticated", False) or not person.is_active:
        return ()
    known = getattr(person, "_memberships_held", None)
    if known is None:
        mine = current(Membership.objects.filter(person=person)).select_related("organisation")
        known = tuple(mine.order_by("id"))
        person._memberships_held = known
    return known


def current(memberships: "QuerySet[Membership]") -> "QuerySet[Membership]":
    """Keep the memberships that last."""
    return memberships.filter(until=None, person__is_active=True)


def ids(person: Any) -> tuple[int, ...]:
    """Return the ids of the organisations a person belongs to."""
    return tuple(one.organisation_id for one in held(person))


def belongs(person: Any, organisation: int | None) -> bool:
    """Tell whether a person belongs to an organisation; nobody belongs to none."""
    return organisation is not None and organisation in ids(person)


def leads(person: Any, organisation: int | None) -> bool:
    """Tell whether a person is the lead of an organisation."""
    return any(one.lead and one.organisation_id == organisation for one in held(person))


def people(organisation: int) -> list[int]:
    """Return the ids of an organisation's members."""
    mine = current(Membership.objects.filter(organisation=organisation))
    return list(mine.order_by("person_id").values_list("person_id", flat=True))


def forget(person: Person) -> None:
    """Read a person's memberships anew when they are asked for next."""
    person.__dict__.pop("_memberships_held", None)
