"""How often one address may ask: a count a minute, for each worker."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

SECONDS = 60


class PerMinute(BaseThrottle):
    """Allow `most` requests a minute from one address. Threads may share it."""

    def __init__(self, most: int, clock: Callable[[], float] = time.time) -> None:
        self.most, self.clock = most, clock
        self._minute, self._asked = 0, Counter[str]()
        self._lock = threading.Lock()

    def allow_request(self, request: HttpRequest) -> bool:
        """Count this request and say whether it is one of those allowed."""
        minute, address = int(self.clock() // SECONDS), address_of(request)
        with self._lock:
            if minute != self._minute:
                self._minute, self._asked = minute, Counter()
            self._asked[address] += 1
            return self._asked[address] <= self.most

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return SECONDS - self.clock() % SECONDS


def address_of(request: HttpRequest) -> str:
    """Return who asks: behind the proxy that DIFANG_HTTPS declares, the address which that proxy met.

    Anyone can write earlier entries of X-Forwarded-For, so only the last one counts, and none without a proxy.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))
