"""Who tells of an expired clock: each room registers a function for its kinds of subject when it starts."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from difang.records import notices
from difang.records.models import Clock
from difang.records.stages import Machine
from difang.text import Text

log = logging.getLogger("difang.clocks")
Teller = Callable[[Clock, int], None]
_tellers: dict[str, Teller] = {}


def register(subject_type: str, teller: Teller) -> None:
    """Let `teller(clock, event number)` tell of the late subjects of one kind."""
    _tellers[subject_type] = teller


def register_machine(machine: Machine, model: Any, people: Callable[[Any], Sequence[int]]) -> None:
    """Tell `people(subject)` by a notice when a clock of this machine's subjects expires."""

    def teller(clock: Clock, event: int) -> None:
        subject = model.objects.filter(pk=clock.subject_id).first()
        if subject is None:
            return
        stage = machine.stage(clock.stage).staff
        words = Text(
            f"{subject.label()}：「{stage.zh}」已超過 {clock.days} 個工作天",
            f"{subject.label()}: '{stage.en}' is past its {clock.days} working days",
        )
        notices.put(set(people(subject)), words, subject.get_absolute_url(), event, clock.expired_at)

    register(machine.id, teller)


def overdue(clock: Clock, event: int) -> None:
    """Tell of one expired clock; a kind that nobody registered is logged."""
    teller = _tellers.get(clock.subject_type)
    if teller is None:
        log.warning("nobody tells of late %s %s", clock.subject_type, clock.subject_id)
        return
    teller(clock, event)
