"""What a form of a draft sends about files: new ones, and one to take away. Each refusal stands beside the field."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from difang.errors import DifangError, FaultError, InputError
from difang.plans.attachments import services
from difang.plans.attachments.limits import MOST_AT_ONCE
from difang.plans.models import Meeting, Plan, Proposal


@dataclass(frozen=True)
class Received:
    """How many files were attached, and the errors of those that weren't."""

    added: int
    errors: tuple[DifangError, ...]

    @property
    def status(self) -> int:
        """Return the status of the answer that shows the errors."""
        return self.errors[0].http_status if self.errors else 200


def receive(request: HttpRequest, subject: Plan | Proposal, part: int | None = None) -> Received:
    """Attach what was sent and remove what was asked for; one bad file doesn't hold up the others."""
    added = 0
    errors: list[DifangError] = []
    for job in _jobs(request, subject, part):
        try:
            added += job()
        except FaultError:
            raise
        except DifangError as error:
            errors.append(error)
    return Received(added, tuple(errors))


def _jobs(request: HttpRequest, subject: Plan | Proposal, part: int | None) -> Any:
    unwanted = request.POST.get("remove_file", "")
    if unwanted.isascii() and unwanted.isdigit() and len(unwanted) <= 18:
        yield lambda: services.detach(by=request.user, subject=subject, pk=int(unwanted)) or 0
    sent = request.FILES.getlist("file")
    if len(sent) > MOST_AT_ONCE:
        yield lambda: _too_many(len(sent))
        return
    for one in sent:
        yield lambda one=one: _attach(request, subject, part, one)


def _attach(request: HttpRequest, subject: Plan | Proposal, part: int | None, sent: Any) -> int:
    meeting = _meeting(subject, request.POST.get("meeting", ""))
    services.attach(by=request.user, subject=subject, name=sent.name, stream=sent, part=part, meeting=meeting)
    return 1


def _meeting(subject: Plan | Proposal, chosen: str) -> Meeting | None:
    if isinstance(subject, Proposal) or not chosen:
        return None
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) <= 18 else 0
    found = subject.meetings.filter(pk=number).first()
    if found is None:
        raise InputError(
            "選的會議剛被刪除；請再選一次，檔案也要再選一次。",
            "the meeting you chose was just removed; choose again, and the file too.",
        )
    return found


def _too_many(count: int) -> int:
    raise InputError(
        f"一次最多附 {MOST_AT_ONCE} 個檔案，這次有 {count} 個，都沒有存下。請分幾次。",
        f"at most {MOST_AT_ONCE} files can be attached at once; these were {count} and none was kept. Send fewer at "
        "a time.",
    )
