"""One part: its words, its rows, its evidence, its comments. Saved as typed where scripts run, else by a button."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from difang import places
from difang.atlas.language import request_lang
from difang.errors import DifangError, InputError
from difang.plans import rules, words
from difang.plans.attachments.receiving import receive
from difang.plans.editor import commenting, pins, selectors, writing
from difang.plans.editor.evidence import suggestions
from difang.plans.editor.forms import FORMS
from difang.plans.editor.prompts import PROMPTS
from difang.plans.missing import PART_NAMES, missing
from difang.plans.models import Plan
from difang.text import Text


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a part; a POST saves its text, merged with what others wrote meanwhile."""
    plan = selectors.written(request.user, pk)
    if number not in PART_NAMES:
        raise InputError("計畫有六個部分。", "a plan has six parts.")
    if request.method != "POST":
        if rules.may_write(request.user, plan):
            writing.here(person=request.user, plan=plan, part=number)
        return render(request, "editor/part.html", _context(request, plan, number))
    told, fault = _saved(request, plan, number)
    received = receive(request, plan, number)
    if fault or received.errors:
        plan = selectors.written(request.user, pk)
        context = _context(request, plan, number) | {"received": received}
        context["chosen_meeting"] = request.POST.get("meeting", "")
        if fault:
            # What was typed stands on the text it was typed on, not on what others saved meanwhile.
            context.update(fault=fault.message(request_lang(request)), typed=request.POST.get("body", ""))
            context.update(typed_on=request.POST.get("base", ""))
        status = fault.http_status if fault else received.status
        return render(request, "editor/part.html", context, status=status)
    place = "#files" if received.added or "remove_file" in request.POST else ""
    return HttpResponseRedirect(f"{request.path}?{told}=1{place}")


def _saved(request: HttpRequest, plan: Plan, number: int) -> tuple[str, DifangError | None]:
    """Save the text that was sent; return what became of it, or why it was refused."""
    try:
        saved = writing.save(
            by=request.user,
            plan=plan,
            part=number,
            base=_base(request.POST.get("base", "")),
            body=request.POST.get("body", ""),
            gap=request.POST.get("gap"),
        )
    except DifangError as error:
        return "", error
    return "conflict" if saved.conflict else "merged" if saved.merged else "saved", None


def _context(request: HttpRequest, plan: Plan, number: int) -> dict[str, Any]:
    lacking = missing(plan)
    section = next(one for one in plan.sections.all() if one.part == number)
    return {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "number": number,
        "name": PART_NAMES[number],
        "text": section,
        "prompt": PROMPTS[number],
        "parts": [
            (part, name, sum(one.part == part for one in lacking)) for part, name in PART_NAMES.items()
        ],
        "lacking": [one for one in lacking if one.part == number],
        "may_write": rules.may_write(request.user, plan),
        "pins": [pin for pin in plan.pins.all() if pin.part == number],
        "comments": [one for one in plan.comments.all() if one.part == number],
        "kept": [one for one in selectors.kept_beside(plan) if one.section.part == number],
        "here": selectors.others_here(plan, request.user),
        "suggested": suggestions(plan, number, request.GET.get("find", "")),
        "find": request.GET.get("find", ""),
        "kinds": [(kind, form.TITLE) for kind, (at, form) in FORMS.items() if at == number],
        "told": next((word for word in ("saved", "merged", "conflict") if request.GET.get(word)), ""),
    }


def _base(text: str) -> int:
    found = words.number(text)
    if found is None:
        raise InputError(
            "少了您開始寫的那一版的編號；請複製文字，重新整理頁面再貼上。",
            "the number of the text you began from is missing; copy your words, reload and paste.",
        )
    return found


@login_required
@require_POST
def autosave(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Save what is being typed; answers the text that stands, its number, and who else is here."""
    plan = selectors.written(request.user, pk)
    base, body = _sent(request.body)
    saved = writing.save(by=request.user, plan=plan, part=number, base=base, body=body)
    writing.here(person=request.user, plan=plan, part=number)
    return JsonResponse(
        {
            "number": saved.number,
            "body": saved.body,
            "merged": saved.merged,
            "conflict": saved.conflict,
            "kept": saved.kept,
            "here": [str(one.person) for one in selectors.others_here(plan, request.user)],
        }
    )


def _sent(content: bytes) -> tuple[int, str]:
    """Return the number and the text an autosave sent; InputError for anything else."""
    try:
        sent = json.loads(content)
        base, body = words.number(str(sent["base"])), sent["body"]
        body.encode()
    # Nested too deep, half of a pair, no text at all: none of it comes from the page.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable() from error
    if base is None:
        raise _unreadable()
    return base, body


def _unreadable() -> InputError:
    return InputError(
        "這次儲存的內容無法讀取，沒有存下；請複製您的文字，重新整理頁面再貼上。",
        "what was sent can't be read and was not saved; copy your words, reload the page and paste them.",
    )


@login_required
@require_POST
def settle(request: HttpRequest, pk: int, kept: int) -> HttpResponse:
    """Choose between a text kept beside and the one that stands."""
    plan = selectors.written(request.user, pk)
    number = next((one.section.part for one in selectors.kept_beside(plan) if one.pk == kept), 1)
    writing.settle(by=request.user, plan=plan, kept=kept, choice=request.POST.get("choice", ""))
    return HttpResponseRedirect(reverse("plan-part", args=[pk, number]))


@login_required
@require_POST
def comment(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Add a remark on a part."""
    plan = selectors.readable(request.user, pk)
    made = commenting.comment(
        by=request.user,
        plan=plan,
        part=number,
        text=request.POST.get("text", ""),
        quote=request.POST.get("quote", ""),
    )
    if rules.is_planner(request.user, plan):
        return HttpResponseRedirect(f"{reverse('plan-part', args=[pk, number])}#comment-{made.pk}")
    return HttpResponseRedirect(f"{reverse('plan', args=[pk])}")


@login_required
@require_POST
def settle_comment(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """Mark a remark as settled."""
    plan = selectors.readable(request.user, pk)
    commenting.settle(by=request.user, plan=plan, pk=comment)
    number = next((one.part for one in plan.comments.all() if one.pk == comment), 1)
    return HttpResponseRedirect(reverse("plan-part", args=[pk, number]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def unpin(request: HttpRequest, pk: int, pin: int) -> HttpResponse:
    """Ask whether a pin is to be taken out; a POST takes it out."""
    plan = selectors.written(request.user, pk)
    kept = next((one for one in plan.pins.all() if one.pk == pin), None)
    if request.method == "POST" or kept is None:
        if request.method == "POST":
            pins.unpin(by=request.user, plan=plan, pk=pin)
        return HttpResponseRedirect(reverse("plan-part", args=[pk, kept.part if kept else 1]))
    context = {
        "section": "plans",
        "plan": plan,
        "place": places.get(plan.place),
        "part": kept.part,
        "title": Text("放進計畫的數字", "Figure kept"),
        "name": Text(kept.zh, kept.en).get(request_lang(request)),
        "goes": pins.goes_with(kept),
        "may_write": rules.may_write(request.user, plan),
    }
    return render(request, "editor/remove.html", context)
