"""What the worker can be asked for: each room above registers its kinds of long work when it starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class CancelledError(Exception):
    """The person who asked no longer wants it; raised where the work next says how far it is."""


class Progress(Protocol):
    """How the work tells how far it is."""

    def __call__(self, done: int, total: int) -> None:
        """Note that `done` of `total` pieces are made; CancelledError ends the work."""


@dataclass(frozen=True)
class Result:
    """A file that was made."""

    content: bytes
    name: str
    media_type: str


Work = Callable[[Any, dict[str, Any], Progress], Result]
_kinds: dict[str, Work] = {}


def register(kind: str, work: Work) -> None:
    """Let `work(person, arguments, progress)` make the files of this kind.

    It runs in another process, later, and again from the start if that process dies: it checks the person's
    rights anew and changes nothing but what it returns.
    """
    _kinds[kind] = work


def of_kind(kind: str) -> Work:
    """Return the work of a kind; KeyError for one that no room registered."""
    return _kinds[kind]
