"""The first administrator: a one-time code, printed where only who runs the machine can read it."""

import base64
from datetime import UTC

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from difang.errors import InputError
from difang.people import posts
from difang.people.models import FirstCode, Person, Post
from difang.people.roles import NATION
from difang.people.services.inviting import hashed
from difang.people.services.posts import appoint
from difang.people.services.refusing import refuse


def has_operator() -> bool:
    """Tell whether somebody holds the operator's role now."""
    return posts.current(Post.objects.filter(role="operator")).exists()


def first_code(*, anew: bool = False) -> str | None:
    """Return the code of the first administrator, the same until it is used; None if it isn't needed.

    There is one unused code at most. `anew` replaces it. None too where the site's key changed since it was made.
    """
    if has_operator():
        return None
    try:
        with transaction.atomic():
            if anew:
                FirstCode.objects.filter(open=True).delete()
            kept = FirstCode.objects.filter(open=True).first() or _make()
    except IntegrityError:
        # Another process was starting too, and made it.
        kept = FirstCode.objects.filter(open=True).first()
    return _words(kept) if kept and hashed(_words(kept)) == kept.code_hash else None


@transaction.atomic
def redeem(*, person: Person, code: str) -> tuple[Post, Post]:
    """Use the first code: the person becomes operator and national window. Only one can."""
    now = timezone.now()
    known = FirstCode.objects.filter(code_hash=hashed(code.strip()), open=True)
    if not known.update(open=False, used_at=now):
        raise InputError(
            "這個代碼不對，或已經用過了。站台的主機上用 `difang user code` 可以再取得一個。",
            "this code is wrong or was used. On the site's machine, `difang user code` gives another.",
        )
    if has_operator():
        refuse(
            person,
            "redeem a first code",
            "這個站台已經有管理者了；請由管理者邀請您。",
            "this site has an operator already; ask them to invite you.",
        )
    made = tuple(
        appoint(person=person, role=role, place=NATION, by=person, at=now, cause="first")
        for role in ("operator", "nation")
    )
    posts.forget(person)
    return made


def _make() -> FirstCode:
    made = FirstCode.objects.create(code_hash="", created_at=timezone.now())
    made.code_hash = hashed(_words(made))
    made.save(update_fields=["code_hash"])
    return made


def _words(made: FirstCode) -> str:
    """Derive the code from its row and the site's key: it can be shown again, and the database doesn't hold it.

    Small letters and digits: nothing that a shell or a person could take for something else.
    """
    seen = f"{made.pk} {made.created_at.astimezone(UTC).isoformat()}"
    digest = salted_hmac("difang.people.first", seen, algorithm="sha256").digest()
    return base64.b32encode(digest[:15]).decode("ascii").lower()
