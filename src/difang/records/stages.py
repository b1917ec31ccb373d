"""State machines as data: stages, moves between them, who may, what must hold, clocks, notices.

A table is declared once; the engine, the pages, the role matrix and the diagrams are drawn from it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from difang.text import Text

Cause = Literal["person", "clock", "import", "parent"]


@dataclass(frozen=True)
class Role:
    """Who may: a name in both languages and a test of (person, subject)."""

    id: str
    name: Text
    holds: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Audience:
    """Who is told: a name and a function of the subject that returns the ids of persons."""

    id: str
    name: Text
    people: Callable[[Any], Sequence[int]]


@dataclass(frozen=True)
class Stage:
    """A state; `days` is its clock in working days, or None where nothing is due."""

    id: str
    public: Text
    staff: Text
    days: int | None = None


@dataclass(frozen=True)
class Move:
    """An event that leads from some stages to another.

    `guard` returns the sentences of what is still missing. An empty `target` keeps the stage. `causes` are
    the ways in which it may come about; only a person's needs a role. Who fired one of the events `apart` since
    the subject was last put forward can't fire this one: nobody decides on what they sent themselves.
    """

    id: str
    label: Text
    sources: tuple[str, ...]
    target: str
    who: tuple[Role, ...] = ()
    guard: Callable[[Any], Sequence[Text]] | None = None
    needs_reason: bool = False
    tells: tuple[Audience, ...] = ()
    causes: tuple[Cause, ...] = ("person",)
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machine:
    """One table: the stages and moves of one kind of subject; `first` is where it begins.

    `submits` are the events that put it forward: with each a new round begins.
    """

    id: str
    name: Text
    first: str
    stages: tuple[Stage, ...]
    moves: tuple[Move, ...]
    submits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        known = {stage.id for stage in self.stages}
        named = {self.first, *(move.target or self.first for move in self.moves)}
        named.update(source for move in self.moves for source in move.sources)
        unknown = named - known
        if unknown:
            raise ValueError(f"{self.id}: no stage {sorted(unknown)}")
        pairs = [(move.id, source) for move in self.moves for source in move.sources]
        if len(pairs) != len(set(pairs)):
            raise ValueError(f"{self.id}: an event leads two ways from one stage")

    def stage(self, name: str) -> Stage:
        """Return a stage by its id."""
        return next(stage for stage in self.stages if stage.id == name)

    def move(self, event: str, state: str) -> Move | None:
        """Return the move of an event from a state, or None."""
        return next((move for move in self.moves if move.id == event and state in move.sources), None)

    def open_to(self, person: Any, subject: Any) -> tuple[Move, ...]:
        """Return the moves this person may fire on the subject as it stands."""
        return tuple(
            move
            for move in self.moves
            if subject.state in move.sources and any(role.holds(person, subject) for role in move.who)
        )
