"""The page of the first administrator."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from difang.errors import DifangError
from difang.people import first as services
from difang.people import throttle
from difang.people.forms import FirstCodeForm
from difang.people.words import both, page_lang


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """Take the one-time code that was printed when the site started."""
    form = FirstCodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        try:
            throttle.count("first-code", str(request.user.pk), most=10, seconds=600)
            if form.is_valid():
                services.redeem(person=request.user, code=form.cleaned_data["code"])
                messages.success(request, both("您現在是站台管理者。", "You are the site's operator now."))
                return redirect("people-office")
            status = 422
        except DifangError as error:
            form.add_error("code", error.message(page_lang()))
            status = error.http_status
    return render(request, "people/first.html", {"form": form}, status=status)
