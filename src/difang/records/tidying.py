"""What has been kept long enough goes: each room registers what it tidies when it starts."""

from collections.abc import Callable
from datetime import datetime

Tidier = Callable[[datetime], int]
_tidiers: dict[str, Tidier] = {}


def register(name: str, tidier: Tidier) -> None:
    """Let `tidier(now)` be called every hour; it returns how much it removed, and may run anywhere, any time."""
    _tidiers[name] = tidier


def registered() -> dict[str, Tidier]:
    """Return what the rooms above registered, by name."""
    return dict(_tidiers)
