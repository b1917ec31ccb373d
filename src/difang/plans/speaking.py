"""Who speaks for a proposal, and whom a case may be told to: those who have had it before them."""

from collections.abc import Sequence
from typing import Any

from difang.people import organisations, posts
from difang.people.roles import CENTRES, COUNTIES, NATIONALS, PLANNERS, PROPOSER
from difang.records.models import Clock
from difang.records.stages import Audience, Role
from difang.text import Text


def speaks(person: Any, proposal: Any) -> bool:
    """Tell whether a person speaks for a proposal: who plans now where it was begun, or the person who began it.

    A township's proposal doesn't die with the planner who wrote it, nor go with them: whoever plans there now
    goes on. A private person's is nobody else's. An organisation's is its members', and only theirs.
    """
    if proposal.organisation_id is not None:
        return organisations.belongs(person, proposal.organisation_id)
    if proposal.office:
        return posts.holds(person, "planner", proposal.office)
    mine = getattr(person, "pk", None)
    return mine is not None and proposal.owner_id == mine


SPEAKER = Role("proposer", Text("提案人", "proposer"), speaks)
SPEAKER_PUBLIC = Role(
    "proposer_public",
    Text("提案人（公所路徑）", "proposer (by the township)"),
    lambda person, proposal: not proposal.private and speaks(person, proposal),
)
SPEAKER_PRIVATE = Role(
    "proposer_private",
    Text("提案人（民間路徑）", "proposer (private path)"),
    lambda person, proposal: proposal.private and speaks(person, proposal),
)


def reached(subject: Any, *stages: str) -> bool:
    """Tell whether a subject ever came to one of these stages."""
    kind = subject._meta.model_name
    return Clock.objects.filter(subject_type=kind, subject_id=subject.pk, stage__in=stages).exists()


def _once(audience: Audience, *stages: str) -> Audience:
    def people(subject: Any) -> Sequence[int]:
        return audience.people(subject) if reached(subject, *stages) else []

    name = Text(f"{audience.name.zh}（曾經收到者）", f"{audience.name.en} (once they have had it)")
    return Audience(f"once_{audience.id}", name, people)


# A title that was never sent to an office isn't told to it.
ONCE_PLANNERS = _once(PLANNERS, "with_township", "intake")
ONCE_COUNTIES = _once(COUNTIES, "with_county", "intake")
ONCE_CENTRES = _once(CENTRES, "with_regional_centre")
ONCE_NATIONALS = _once(NATIONALS, "with_nation", "intake")

# Who is told that a stage is late: who has it before them, and who waits for it.
CONCERNED = {
    "with_township": (PLANNERS, PROPOSER),
    "with_county": (COUNTIES, PLANNERS, PROPOSER),
    "with_regional_centre": (CENTRES, PROPOSER),
    "with_nation": (NATIONALS, ONCE_COUNTIES, PLANNERS),
    "intake": (NATIONALS, ONCE_COUNTIES, ONCE_PLANNERS, PROPOSER),
}


def concerned(subject: Any) -> Sequence[int]:
    """Return the persons who are told when the stage a subject is in is late."""
    return sorted({one for audience in CONCERNED.get(subject.state, ()) for one in audience.people(subject)})
