"""Slow down who guesses: a count of attempts in a window of time, shared by all workers."""

import hashlib
import time

from django.core.cache import cache

from difang.errors import InputError


class TooManyError(InputError):
    """Too many attempts; the sentence says how long to wait."""

    http_status = 429
    slug = "too-many-attempts"


def count(what: str, who: str, *, most: int, seconds: int) -> None:
    """Count one attempt of `who`; TooManyError from the one after `most` in the same window."""
    window = int(time.time()) // seconds
    key = f"difang:{what}:{hashlib.sha256(who.encode()).hexdigest()}:{window}"
    cache.add(key, 0, seconds)
    if cache.incr(key) > most:
        raise TooManyError(
            f"嘗試太多次；請等 {seconds // 60} 分鐘再試。",
            f"too many attempts; try again in {seconds // 60} minutes.",
        )
