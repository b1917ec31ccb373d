"""How many wrong passwords are taken, counted three ways, so that who guesses is slowed and nobody else is.

Failures of one account at one address come first and wait longer each time (the rates of
`password_failed_here`); then those of one account from everywhere, which bound all guessing of it; then those
of one address over all accounts, far higher, since a whole office may stand behind it. One address alone can
neither fill the second count nor, by guessing one account, the third. Devices on which an account's owner has
signed in have a count of their own (`devices`). The numbers are `ACCOUNT_RATE_LIMITS` in the settings.
"""

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest


def count(request: HttpRequest, login: str, device: str) -> RateLimitUsage | None:
    """Count an attempt before its password is looked at; None if there were too many.

    The caller rolls the usage back once the password was right: only failures count.
    """
    if device:
        return _consume(request, "login_failed_on_own_device", key(login, device))
    taken = RateLimitUsage(usage=[])
    for action, whose in (
        ("password_failed_here", f"{login} {ratelimit.get_ip(request)}"),
        ("login_failed", key(login, device)),
        ("password_failed_at_address", None),
    ):
        found = _consume(request, action, whose)
        if found is None:
            # Refused unseen, it is no failure: who knocks on a closed door closes no other.
            taken.rollback()
            return None
        taken.usage += found.usage
    return taken


def key(login: str, device: str) -> str:
    """Return under which name an account's failures are counted: its owner's device, or all strangers."""
    return f"{login}:{device or 'strangers'}"


def _consume(request: HttpRequest, action: str, whose: str | None) -> RateLimitUsage | None:
    return ratelimit.consume(request, app="allauth.account", action=action, key=whose)
