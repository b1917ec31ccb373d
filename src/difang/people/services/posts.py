"""Posts begin and end; who is concerned is told when a township has no planner left."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from difang import places
from difang.errors import InputError
from difang.people import posts, rules
from difang.people.models import Person, Post
from difang.people.services.depending import baseless, hold
from difang.people.services.places import checked, office
from difang.people.services.recording import record
from difang.people.services.refusing import refuse
from difang.records import notices
from difang.records.models import Event
from difang.text import Text


@transaction.atomic
def grant(*, person: Person, role: str, place: str) -> Post:
    """Give a role from the machine's own shell, where no rule of the site applies; the record says so."""
    return appoint(
        person=person, role=role, place=checked(role, place), by=None, cause="shell", at=timezone.now()
    )


@transaction.atomic
def end_post(*, by: Any, post: Post) -> Post:
    """End a post now. The last planner of a township may go; the county is told."""
    post = Post.objects.select_for_update().select_related("person").get(pk=post.pk)
    if not rules.may_end(by, post):
        refuse(
            by,
            f"end post {post.pk}",
            "只有本人或其上級窗口能結束這個職務。",
            "only the holder or the window above may end this post.",
        )
    now = timezone.now()
    if post.until is not None and post.until <= now:
        raise InputError("這個職務已經結束了。", "this post has ended already.")
    finish(post, kind="ended", actor=by, at=now)
    posts.forget(by)
    return post


def appoint(
    *,
    person: Person,
    role: str,
    place: str,
    by: Any,
    at: datetime,
    deputy: bool = False,
    until: datetime | None = None,
    cause: str = "person",
) -> Post:
    """Begin a post in the caller's transaction; a role held already is refused in words."""
    post = Post(
        person=person,
        role=role,
        place=place,
        deputy=deputy,
        since=at,
        until=until,
        organisation=office(role, place),
    )
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise InputError("這個帳號已經有這個職務了。", "this account holds this post already.") from error
    record(post, "began", actor=by, cause=cause, person=person.pk)
    return post


def finish(post: Post, *, kind: str, actor: Any, at: datetime, cause: str = "person", **content: Any) -> None:
    """End a post in the caller's transaction, with what stands on it; tell the county if no planner is left.

    The deputies that its holder named end with it, and the holder's open invitations are withdrawn where nothing
    else gives them the right to invite.
    """
    depending = hold(post, at)
    post.until = at
    post.save(update_fields=["until"])
    event = record(post, kind, actor=actor, cause=cause, person=post.person_id, **content)
    for invitation in baseless(depending, post):
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        record(invitation, "withdrawn", actor=actor, cause="parent")
    for deputy in depending.deputies:
        finish(deputy, kind="ended", actor=actor, at=at, cause="parent")
    if post.role == "planner" and not post.deputy and not _planners(post.place, at):
        _tell_county(post.place, event)


def _planners(place: str, at: datetime) -> bool:
    return posts.current(Post.objects.filter(role="planner", place=place, deputy=False), at).exists()


def _tell_county(place: str, event: Event) -> None:
    name = places.get(place)
    words = Text(
        f"{name.full_label('zh')}現在沒有承辦：請邀請接任者。",
        f"{name.full_label('en')} has no planner now: invite a successor.",
    )
    notices.put(posts.holders("county", place[:5]), words, reverse("people-office"), event.number, event.at)
