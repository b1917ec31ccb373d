"""Begin a proposal, and change its draft."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from difang.atlas.language import request_lang
from difang.errors import DifangError, NotFoundError
from difang.plans import words
from difang.plans.attachments.receiving import receive
from difang.plans.models import Proposal
from difang.plans.speaking import speaks
from difang.plans.windows import rules, selectors, services
from difang.plans.windows.forms import ProposalForm

ASKED = 80


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a proposal of a venture one may put forward."""
    place = request.GET.get("place", "").replace("\0", "")[:ASKED].strip()
    chosen = request.POST.get("venture", "") or request.GET.get("venture", "")
    offered = rules.offered(request.user, place, chosen[:18])
    settings: dict[str, Any] = {
        "lang": request_lang(request),
        "person": request.user,
        "offered": offered,
        "acts_for": rules.acts_for(request.user),
    }
    context = {"section": "plans", "offered": offered, "place": place}
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in ("call", "organisation")}
        initial = {"venture": chosen, "path": "township", **asked}
        return render(
            request, "windows/draft.html", {**context, "form": ProposalForm(initial=initial, **settings)}
        )
    form = ProposalForm(request.POST, **settings)
    if form.is_valid():
        try:
            made = services.propose(by=request.user, venture=form.cleaned_data["venture"], **_written(form))
            return HttpResponseRedirect(made.get_absolute_url())
        except DifangError as error:
            form.say(None, error.text)
            return render(request, "windows/draft.html", {**context, "form": form}, status=error.http_status)
    return render(request, "windows/draft.html", {**context, "form": form}, status=422)


def _written(form: ProposalForm) -> dict[str, Any]:
    found = form.cleaned_data
    written = {
        "call": found["call"],
        "title": found["title"],
        "summary": found["summary"],
        "private": found["path"] == "private",
    }
    # Without the field (no organisation of one's own, or it stays) nothing about it changes.
    return written | ({"organisation": found["organisation"]} if "organisation" in found else {})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; only who speaks for it, and only while it is one."""
    proposal = selectors.case(request.user, "proposal", pk)
    # Who speaks for it and is late with a change is told so, with what they typed; for others it isn't here.
    may = speaks if request.method == "POST" else rules.may_edit
    if not may(request.user, proposal):
        raise NotFoundError(
            "這件提案現在不能修改；請看案件頁上的下一步。",
            "this proposal can't be changed now; its page says what comes next.",
        )
    settings: dict[str, Any] = {
        "lang": request_lang(request),
        "person": request.user,
        "kept": proposal.call,
        "acts_for": _choices(request, proposal),
    }
    initial = {
        "organisation": proposal.organisation_id,
        "call": proposal.call_id,
        "title": proposal.title,
        "summary": proposal.summary,
        "path": "private" if proposal.private else "township",
    }
    seen = request.POST.get("revision", str(proposal.revision))
    context: dict[str, Any] = {"section": "plans", "proposal": proposal, "seen": seen}
    if request.method != "POST":
        return render(
            request, "windows/draft.html", {**context, "form": ProposalForm(initial=initial, **settings)}
        )
    form = ProposalForm(request.POST, **settings)
    status = _edited(request, proposal, form, seen)
    received = receive(request, proposal)
    if status == received.status == 200:
        return HttpResponseRedirect(proposal.get_absolute_url())
    if status == 200:
        # The words are saved already; only files were refused.
        proposal = selectors.case(request.user, "proposal", pk)
        context |= {"proposal": proposal, "seen": proposal.revision}
    context |= {"form": form, "received": received}
    return render(request, "windows/draft.html", context, status=status if status != 200 else received.status)


def _choices(request: HttpRequest, proposal: Proposal) -> Any:
    may = rules.may_choose_organisation(request.user, proposal)
    return rules.acts_for(request.user) if may else ()


def _edited(request: HttpRequest, proposal: Proposal, form: ProposalForm, seen: str) -> int:
    """Save a draft's words; return 200, or the status of the refusal that the form now tells."""
    if not form.is_valid():
        return 422
    try:
        number = words.number(seen)
        services.edit(
            by=request.user, proposal=proposal, seen=-1 if number is None else number, **_written(form)
        )
    except DifangError as error:
        form.say(None, error.text)
        return error.http_status
    return 200
