"""The pages of an invitation: of its link, and of one that waits for who has signed in."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from difang.errors import DifangError, NotFoundError
from difang.people.models import Invitation, Membership, Post
from difang.people.services import inviting
from difang.people.words import both, page_lang


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """Say to whoever has the link what is offered and by whom; let the invited address accept it.

    The code is the secret of the mail; the address it went to is told to nobody.
    """
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return _answer(request, inviting.by_code(code), lambda: inviting.accept(person=request.user, code=code))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an invitation to the confirmed address it went to; accept it."""
    offer = Invitation.objects.filter(pk=pk).first()
    if offer is None or not inviting.is_for(request.user, offer):
        raise NotFoundError(
            "沒有這份邀請，或不是寄給您的地址。", "there is no such invitation to an address of yours."
        )
    return _answer(request, offer, lambda: inviting.accept_waiting(person=request.user, pk=pk))


def _answer(request: HttpRequest, offer: Invitation, accept: Callable[[], Post | Membership]) -> HttpResponse:
    fault, status = None, 200
    if request.method == "POST":
        try:
            accept()
            messages.success(request, both("已接受邀請。", "Invitation accepted."))
            return redirect(offer.organisation or "people-me")
        except DifangError as error:
            fault, status = error.message(page_lang()), error.http_status
    over = bool(offer.accepted_at or offer.withdrawn_at or offer.expires_at <= timezone.now())
    known = request.user.is_authenticated
    mine = known and inviting.is_for(request.user, offer)
    context = {"offer": offer, "fault": fault, "over": over, "mine": mine, "next": request.path}
    return render(request, "people/invited.html", context, status=status)
