"""Goals of the plan and what is said about each."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from difang.indicators import Caveat
from difang.places import Place
from difang.text import Text

FILE = Path(__file__).with_name("goals.toml")
NONE = Text("", "")


@dataclass(frozen=True)
class Goal:
    """One stanza of `goals.toml`; `settings` are what its kind needs."""

    id: str
    kind: str
    name: Text
    target: Text
    settings: dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One path over years; None where there is no value. `projected` is a future, not an observation."""

    label: Text
    points: tuple[tuple[str, float | None], ...]
    projected: bool = False


@dataclass(frozen=True)
class Evidence:
    """A number that the assessment tells, with the address that shows what it is made from."""

    label: Text
    value: Text
    period: str
    permalink: str


@dataclass(frozen=True)
class Carrier:
    """A place and what it adds to the goal or takes from it."""

    place: Place
    value: Text
    permalink: str


@dataclass(frozen=True)
class Assessment:
    """Where a goal stands. `now` are (value, what and when); `missed` marks what goes the wrong way.

    `lines` are values in `unit` with `decimals`; `floor` is the target on their scale.
    """

    goal: Goal
    now: tuple[tuple[Text, Text], ...] = ()
    distance: tuple[Text, ...] = ()
    says: tuple[Text, ...] = ()
    missed: Text | None = None
    unit: Text = NONE
    decimals: int = 0
    lines: tuple[Line, ...] = ()
    floor: float | None = None
    carried: Text = NONE
    carriers: tuple[Carrier, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    indicators: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def goals() -> tuple[Goal, ...]:
    """Return the goals in the order of the plan."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        Goal(name, row["kind"], Text(**row["name"]), Text(**row["target"]), row)
        for name, row in content.items()
    )
