"""What the pages about people show, in a bounded number of queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from difang import places
from difang.errors import NotFoundError
from difang.people import organisations, posts, rules
from difang.people.models import Invitation, Membership, Organisation, Person, Post
from difang.records.models import Event, Notice

MOST_ROWS = 500


def posts_below(person: Any) -> "QuerySet[Post]":
    """Return the posts held now that a person may end, except their own."""
    found = Post.objects.filter(_reach(person)).exclude(person_id=person.pk)
    return posts.current(found).select_related("person").order_by("role", "place", "id")


def in_office(person: Any) -> "QuerySet[Post]":
    """Return who holds the posts a person may hand over: they themselves, colleagues, deputies."""
    side = Q(pk__in=[])
    for role, place in rules.own_duties(person):
        side |= Q(role=role, place=place)
    return posts.current(Post.objects.filter(side)).select_related("person").order_by("role", "place", "id")


def invitations_of(person: Any) -> "QuerySet[Invitation]":
    """Return the invitations to posts that a person may see: below theirs, or made by them; newest first."""
    held = bool(posts.held(person))
    own = Q(invited_by_id=person.pk) if held else Q(pk__in=[])
    found = Invitation.objects.filter(_reach(person) | own, organisation=None)
    return found.select_related("invited_by").order_by("-created_at", "-id")


def invitable(person: Any) -> bool:
    """Tell whether a person may invite anybody, and so has a page of their office."""
    return bool(rules.offered_by(person))


def open_invitations(person: Any, at: datetime | None = None) -> "QuerySet[Invitation]":
    """Return those of `invitations_of` that still wait for an answer."""
    now = at or timezone.now()
    return invitations_of(person).filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)


def own_posts(person: Person) -> list[Post]:
    """Return every post a person has or had, newest first."""
    return list(person.posts.select_related("organisation").order_by("-since", "-id")[:MOST_ROWS])


def organisation(person: Any, pk: int) -> Organisation:
    """Return an organisation to its members; to all others it isn't there."""
    found = next((one.organisation for one in organisations.held(person) if one.organisation_id == pk), None)
    if found is None:
        raise no_organisation()
    return found


def no_organisation() -> NotFoundError:
    """Say that there is no such organisation, whether or not it exists."""
    return NotFoundError(
        "沒有這個組織，或您不是它的成員。您的組織列在「我的帳號」。",
        "there is no such organisation, or you are no member of it. Yours are listed under My account.",
    )


def members(organisation: Organisation) -> list[Membership]:
    """Return an organisation's members, its lead first."""
    found = organisations.current(organisation.memberships.select_related("person"))
    return list(found.order_by("-lead", "since", "id")[:MOST_ROWS])


def asked(organisation: Organisation, at: datetime | None = None) -> list[Invitation]:
    """Return the invitations into an organisation that wait for an answer."""
    waiting = {"accepted_at": None, "withdrawn_at": None, "expires_at__gt": at or timezone.now()}
    return list(
        organisation.invitations.filter(**waiting).select_related("invited_by").order_by("-created_at", "-id")
    )


def without_planner(county: str) -> Sequence[str]:
    """Return the codes of a county's townships that have no planner now (deputies don't count)."""
    held = posts.current(Post.objects.filter(role="planner", place__startswith=county, deputy=False))
    taken = set(held.values_list("place", flat=True))
    return [one.code for one in places.all_places("township", county) if one.code not in taken]


def everything_of(person: Person) -> dict[str, Any]:
    """Return all that the site keeps about a person, for themselves."""
    return {
        "person": {
            "id": person.pk,
            "email": person.email,
            "name": person.name,
            "lang": person.lang,
            "minguo_years": person.minguo_years,
            "joined_at": person.joined_at,
            "last_login": person.last_login,
            "demo": person.demo,
        },
        "addresses": list(person.emailaddress_set.values("email", "verified", "primary")),
        "posts": list(person.posts.values("id", "role", "place", "deputy", "since", "until")),
        "memberships": list(
            person.memberships.order_by("id").values(
                "organisation", "organisation__name", "organisation__kind", "lead", "since", "until"
            )
        ),
        "invitations_made": list(
            person.invitations.values(
                "id", "email", "role", "place", "organisation", "created_at", "accepted_at"
            )
        ),
        "sessions": list(person.usersession_set.values("created_at", "ip", "user_agent", "last_seen_at")),
        "second_factors": list(person.authenticator_set.values("type", "created_at", "last_used_at")),
        "notices": list(Notice.objects.filter(person=person).values("at", "zh", "en", "address", "read_at")),
        "acts": list(
            Event.objects.filter(actor=person.pk)
            .order_by("number")
            .values("number", "at", "subject_type", "subject_id", "kind", "from_state", "to_state")
        ),
    }


def _reach(person: Any) -> Q:
    """Return what lies below a person's posts: roles they appoint to, in their area."""
    found = Q(pk__in=[])
    for post in posts.held(person):
        if post.deputy:
            continue
        roles = rules.INVITES.get(post.role, ())
        if roles:
            area = Q() if post.place == "TW" else Q(place__startswith=post.place)
            found |= Q(role__in=roles) & area
    for role, place in rules.own_duties(person):
        found |= Q(role=role, place=place, deputy=True)
    return found
