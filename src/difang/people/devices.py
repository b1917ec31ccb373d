"""Devices an account was used on: they count their own failed attempts, apart from those of strangers.

Who guesses an account's password from anywhere fills the strangers' count; the owner's own browser isn't
touched by it. The cookie says nothing to anybody else: a signed digest, made anew for each device.
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "difang_device"
SALT = "difang.people.devices"
YEAR_SECONDS = 365 * 24 * 3600


def remember(response: HttpResponse, person: Any) -> None:
    """Mark the browser as one the person has signed in with."""
    response.set_cookie(
        COOKIE,
        signing.dumps([person.pk, secrets.token_hex(8)], salt=SALT),
        max_age=YEAR_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def known(request: HttpRequest, owners: set[int]) -> str:
    """Return the device's own mark if one of the owners has signed in with it, else ""."""
    try:
        owner, mark = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if owner in owners else ""
