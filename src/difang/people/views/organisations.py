"""Organisations: begin one, see who belongs to it, invite, leave, hand over."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from difang.errors import DifangError
from difang.people import organisations, rules, selectors, throttle
from difang.people.forms import MemberForm, OrganisationForm
from difang.people.models import Membership, Organisation
from difang.people.services import inviting
from difang.people.services import organisations as services
from difang.people.words import both, page_lang

DAY_SECONDS = 86_400
BEGUN_A_DAY = 10
ASKED_A_DAY = 40


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an organisation; its page follows."""
    form = OrganisationForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                throttle.count(
                    "organisation-begin", str(request.user.pk), most=BEGUN_A_DAY, seconds=DAY_SECONDS
                )
                return redirect(services.begin(by=request.user, **form.cleaned_data))
            except DifangError as error:
                form.add_error("name" if error.http_status == 422 else None, error.message(page_lang()))
                status = error.http_status
    return render(request, "people/organisation_new.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an organisation to its members; POST invites."""
    organisation = selectors.organisation(request.user, pk)
    form = MemberForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _invite(request, organisation, form)
        if status == 200:
            messages.success(request, both("邀請已寄出。", "The invitation is on its way."))
            return redirect(organisation)
    lead = organisations.leads(request.user, pk)
    asked = [(one, rules.may_withdraw(request.user, one)) for one in selectors.asked(organisation)]
    context = {
        "organisation": organisation,
        "members": selectors.members(organisation),
        "asked": asked,
        "lead": lead,
        "form": form,
    }
    return render(request, "people/organisation.html", context, status=status)


def _invite(request: HttpRequest, organisation: Organisation, form: MemberForm) -> int:
    if not form.is_valid():
        return 422
    try:
        throttle.count("organisation-invite", str(request.user.pk), most=ASKED_A_DAY, seconds=DAY_SECONDS)
        inviting.invite_member(by=request.user, organisation=organisation, email=form.cleaned_data["email"])
    except DifangError as error:
        form.add_error("email", error.message(page_lang()))
        return error.http_status
    return 200


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take an invitation into the organisation back."""
    organisation = selectors.organisation(request.user, pk)
    found = organisation.invitations.filter(pk=invitation).first()
    if found is None or not rules.may_withdraw(request.user, found):
        raise selectors.no_organisation()
    inviting.withdraw_invitation(by=request.user, invitation=found)
    messages.success(request, both("邀請已收回。", "The invitation was withdrawn."))
    return redirect(organisation)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then leave."""
    organisation = selectors.organisation(request.user, pk)
    fault, status = None, 200
    if request.method == "POST":
        try:
            services.leave(by=request.user, organisation=organisation)
            messages.success(request, both("您已離開這個組織。", "You have left the organisation."))
            return redirect("people-me")
        except DifangError as error:
            fault, status = error.message(page_lang()), error.http_status
    members = selectors.members(organisation)
    context = {"organisation": organisation, "act": "leave", "fault": fault, "alone": len(members) == 1}
    return render(request, "people/organisation_act.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Ask, then end another's membership, as the lead."""
    found = _other(request, pk, member)
    if request.method == "POST":
        services.end_membership(by=request.user, membership=found)
        messages.success(request, both("成員身分已結束。", "The membership has ended."))
        return redirect(found.organisation)
    context = {"organisation": found.organisation, "act": "end", "member": found}
    return render(request, "people/organisation_act.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Ask, then make another member the lead."""
    found = _other(request, pk, member)
    if request.method == "POST":
        services.hand_over(by=request.user, membership=found)
        messages.success(request, both("負責人已交接。", "The lead was handed over."))
        return redirect(found.organisation)
    context = {"organisation": found.organisation, "act": "lead", "member": found}
    return render(request, "people/organisation_act.html", context)


def _other(request: HttpRequest, pk: int, member: int) -> Membership:
    """Return another member of an organisation that this person leads."""
    organisation = selectors.organisation(request.user, pk)
    known = [one for one in selectors.members(organisation) if one.pk == member]
    others = [one for one in known if one.person_id != request.user.pk]
    if not others or not organisations.leads(request.user, pk):
        raise selectors.no_organisation()
    others[0].organisation = organisation
    return others[0]
