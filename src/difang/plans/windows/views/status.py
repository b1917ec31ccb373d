"""What anyone may know of a case: its stage, the next step, the days left. No title, name or reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from difang.errors import NotFoundError
from difang.plans.models import Plan, Proposal
from difang.plans.stages import PLAN, PROPOSAL
from difang.plans.windows import deciding, paths
from difang.records import chain
from difang.records.models import Event

MODELS: dict[str, Any] = {"plan": Plan, "proposal": Proposal}
MACHINES = {"plan": PLAN, "proposal": PROPOSAL}


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """Show the head of the chain of events, and find a case by its number."""
    kind, number = request.GET.get("kind", ""), request.GET.get("number", "").strip()
    if kind in MODELS and number.isascii() and number.isdigit() and len(number) <= 18:
        return HttpResponseRedirect(reverse("status", args=[kind, int(number)]))
    events, hash_ = chain.head()
    context = {"section": "plans", "events": events, "hash": hash_, "unread": bool(number), "number": number}
    return render(request, "windows/status_head.html", context)


@require_safe
def status(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show where a submitted case stands. One that was never submitted isn't there."""
    subject = submitted(kind, pk)
    machine = MACHINES[kind]
    events = Event.objects.filter(subject_type=kind, subject_id=pk).exclude(from_state="").order_by("number")
    context = {
        "section": "plans",
        "kind_name": machine.name,
        "number": pk,
        "place": paths.place_words(paths.place_of(subject)),
        "call": "" if kind == "plan" else subject.call.title,
        "term": subject.term if kind == "plan" else "",
        "bar": deciding.bar(machine, subject),
        "stage": machine.stage(subject.state).public,
        "next": [
            (move.label, machine.stage(move.target or subject.state).public)
            for move in machine.moves
            if subject.state in move.sources
            and move.id in ("forward", "accept", "return", "submit", "decline")
        ],
        "path": [
            (event.at, machine.stage(event.to_state).public)
            for event in events
            if event.to_state != event.from_state
        ],
        "demo": subject.demo,
    }
    return render(request, "windows/status.html", context)


def submitted(kind: str, pk: int) -> Any:
    """Return a case that was ever submitted."""
    found = MODELS[kind].objects.filter(pk=pk).first() if kind in MODELS else None
    if found is not None and not found.versions.exists():
        found = None
    if found is None:
        raise NotFoundError(
            f"沒有這個編號的案件，或還沒有送出。編號在案件頁的最上面：{pk}。",
            f"there is no case of this number, or it was never submitted. The number is at the top of its page: {pk}.",
        )
    return found
