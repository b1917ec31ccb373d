"""Tell the people concerned: a notice on the desk for each, at most one an event."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from difang.records.models import Event, Notice
from difang.records.stages import Machine, Move
from difang.text import Text

LONGEST = 400


def tell(machine: Machine, move: Move, subject: Any, event: Event) -> None:
    """Write the notices a move declares; the one who acted isn't told of it."""
    people = {person for audience in move.tells for person in audience.people(subject)} - {event.actor}
    stage = machine.stage(subject.state).staff
    words = Text(
        f"{subject.label()}：{move.label.zh}（現在：{stage.zh}）",
        f"{subject.label()}: {move.label.en} (now: {stage.en})",
    )
    put(people, words, subject.get_absolute_url(), event.number, event.at)


def put(people: Iterable[int], words: Text, address: str, event: int | None, at: datetime) -> None:
    """Write one notice a person; a second one of the same event is left out."""
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=person,
                at=at,
                event=event,
                zh=words.zh[:LONGEST],
                en=words.en[:LONGEST],
                address=address,
            )
            for person in sorted(people)
        ],
        ignore_conflicts=True,
    )
