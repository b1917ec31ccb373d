"""The page of a case: where it stands, what I may do, what happened, its versions and letters."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from difang.atlas.language import request_lang
from difang.errors import DifangError, NotFoundError
from difang.plans import rules as plan_rules
from difang.plans.models import Plan, Proposal
from difang.plans.stages import machine_of
from difang.plans.windows import deciding, freezing, paths, rules, selectors, services
from difang.plans.windows.forms import LONGEST_REASON, DecisionForm, LetterForm
from difang.records.errors import NotReadyError
from difang.text import Text

DONE = Text(
    "已完成：「{}」。紀錄在下面；相關的人已收到通知。",
    "Done: '{}'. It is recorded below; those concerned are told.",
)
TOO_LONG = Text(
    f"理由最多 {LONGEST_REASON:,} 個字；請把附件另外送。您打的字仍在畫面上。",
    f"a reason has at most {LONGEST_REASON:,} characters; your words are still on the screen.",
)
UNCLEAR = Text("請選一個要做的決定。", "choose what to decide.")


@login_required
@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal's case to those who may read it."""
    return _page(request, selectors.case(request.user, "proposal", pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show a case with its decision panel; POST decides. A refusal keeps what was typed."""
    subject = selectors.case(request.user, kind, pk)
    if request.method != "POST":
        return _page(request, subject)
    lang = request_lang(request)
    form = DecisionForm(request.POST, lang=lang)
    if not form.is_valid():
        return _refused(request, subject, (_fault(form),), 422)
    move = machine_of(subject).move(form.cleaned_data["event"], subject.state)
    try:
        services.decide(
            by=request.user,
            subject=subject,
            event=form.cleaned_data["event"],
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["revision"],
        )
    except DifangError as error:
        faults = error.missing if isinstance(error, NotReadyError) else (error.text,)
        return _refused(request, selectors.case(request.user, kind, pk), faults, error.http_status)
    if move is not None:
        messages.success(request, DONE.get(lang).format(move.label.get(lang)))
    return HttpResponseRedirect(_address(subject))


def _fault(form: DecisionForm) -> Text:
    return TOO_LONG if "reason" in form.errors else UNCLEAR


def _refused(request: HttpRequest, subject: Any, faults: Any, status: int) -> HttpResponse:
    """Show the case as it stands now, with the faults and with what was typed."""
    panel = deciding.decision(
        machine_of(subject),
        subject,
        request.user,
        event=request.POST.get("event", "")[:40],
        reason=request.POST.get("reason", ""),
        faults=faults,
    )
    return _page(request, subject, panel=panel, status=status)


def _address(subject: Plan | Proposal) -> str:
    return reverse("plan-decide" if isinstance(subject, Plan) else "proposal", args=[subject.pk])


@login_required
@require_POST
def add_letter(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Enter an official letter of a case."""
    subject = selectors.case(request.user, kind, pk)
    form = LetterForm(request.POST, lang=request_lang(request))
    if form.is_valid():
        try:
            services.add_letter(by=request.user, subject=subject, **form.cleaned_data)
            return HttpResponseRedirect(f"{_address(subject)}#letters")
        except DifangError as error:
            form.say("dated" if error.http_status == 422 else None, error.text)
            return _page(request, subject, letter=form, status=error.http_status)
    return _page(request, subject, letter=form, status=422)


def _page(
    request: HttpRequest,
    subject: Any,
    *,
    panel: deciding.Decision | None = None,
    letter: LetterForm | None = None,
    status: int = 200,
) -> HttpResponse:
    machine, lang = machine_of(subject), request_lang(request)
    happenings = deciding.history(machine, subject)
    is_plan = isinstance(subject, Plan)
    context = {
        "section": "plans",
        "kind": machine.id,
        "kind_name": machine.name,
        "subject": subject,
        "title": subject.shown_title,
        "place": paths.place_of(subject),
        "place_name": paths.place_words(paths.place_of(subject)),
        "bar": deciding.bar(machine, subject),
        "decision": panel or deciding.decision(machine, subject, request.user),
        "history": happenings,
        "returned": deciding.returned(machine, subject, happenings),
        "letters": deciding.letters(machine, subject),
        "letter": (letter or LetterForm(lang=lang)) if rules.may_add_letters(request.user, subject) else None,
        "versions": list(subject.versions.all()),
        "status_address": reverse("status", args=[machine.id, subject.pk]),
        "letter_address": reverse(f"{machine.id}-letters", args=[subject.pk]),
        "writes": is_plan and plan_rules.is_planner(request.user, subject),
        "may_edit": not is_plan and rules.may_edit(request.user, subject),
        "fields": () if is_plan else _fields(request, subject),
    }
    return render(request, "windows/case.html", context, status=status)


def _fields(request: HttpRequest, subject: Proposal) -> list[tuple[str, str]]:
    """Return what is proposed: a draft as it stands for its writers, else the newest frozen version."""
    lang = request_lang(request)
    newest = subject.versions.order_by("-number").first()
    written = {"title": subject.title, "summary": subject.summary}
    if rules.may_edit(request.user, subject):
        own = rules.may_propose(request.user, subject.venture)
        frozen = freezing.content(subject) if own else written
    else:
        frozen = newest.content if newest else written
    return [(name, words) for name, words in freezing.fields(frozen, lang) if words]


@login_required
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show two versions of a proposal side by side; without a choice the last two."""
    subject = selectors.case(request.user, "proposal", pk)
    kept = selectors.versions(subject)
    if not kept:
        raise NotFoundError(
            "這件提案還沒有送出過，沒有版本。", "this proposal was never submitted; it has no version."
        )
    numbers = [one.number for one in kept]
    last = numbers[-1]
    new = _version(kept, request.GET.get("b", str(last)))
    old = _version(kept, request.GET.get("a", str(numbers[-2] if len(numbers) > 1 else last)))
    lines = freezing.compare(old.content, new.content, request_lang(request))
    context = {
        "section": "plans",
        "subject": subject,
        "title": subject.shown_title,
        "versions": kept,
        "old": old,
        "new": new,
        "lines": lines,
        "changed": sum(line.change != "same" for line in lines),
    }
    return render(request, "windows/versions.html", context)


def _version(kept: Any, asked: str) -> Any:
    found = next((one for one in kept if str(one.number) == asked), None)
    if found is None:
        raise NotFoundError(
            f"沒有第 {asked[:6]} 版；有 {kept[0].number} 到 {kept[-1].number}。",
            f"there is no version {asked[:6]}; there are {kept[0].number} to {kept[-1].number}.",
        )
    return found
