"""The page an invitation's link leads to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from difang.errors import DifangError
from difang.people.services import inviting
from difang.people.words import both, page_lang


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """Say what is offered and by whom; accept it."""
    offer = inviting.by_code(code)
    fault, status = None, 200
    if request.method == "POST":
        try:
            inviting.accept(person=request.user, code=code)
            messages.success(request, both("已接受邀請。", "Invitation accepted."))
            return redirect(offer.organisation or "people-me")
        except DifangError as error:
            fault, status = error.message(page_lang()), error.http_status
    over = bool(offer.accepted_at or offer.withdrawn_at or offer.expires_at <= timezone.now())
    context = {"offer": offer, "fault": fault, "over": over, "mine": inviting.is_for(request.user, offer)}
    return render(request, "people/invited.html", context, status=status)
