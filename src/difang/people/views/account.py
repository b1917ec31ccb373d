"""My account: what I am called, what I hold, what is kept about me, and its end."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from difang.people import organisations, posts, selectors
from difang.people.forms import ProfileForm
from difang.people.services import account as services
from difang.people.services import inviting
from difang.people.services.erasing import erase_person
from difang.people.words import both


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show the account; keep what was changed."""
    person = request.user
    kept = {
        "name": person.name,
        "lang": person.lang,
        "minguo_years": "yes" if person.minguo_years else "no",
    }
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm(initial=kept)
    if form.is_bound and form.is_valid():
        services.change_profile(person=person, **form.cleaned_data)
        messages.success(request, both("已儲存。", "Saved."))
        return redirect("people-me")
    context = {
        "form": form,
        "posts": selectors.own_posts(person),
        "memberships": organisations.held(person),
        "held": {post.pk for post in posts.held(person)},
        "sessions": person.usersession_set.count(),
        "waiting": inviting.waiting_for(person),
        "invitable": selectors.invitable(person),
    }
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Hand a person everything that is kept about them; the record notes that it was read."""
    services.note_export(person=request.user)
    response = JsonResponse(
        selectors.everything_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="difang-my-data.json"'
    return response


@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays; on confirmation, erase."""
    sure = request.POST.get("sure") == "yes"
    if request.method == "POST" and sure:
        erase_person(by=request.user, person=request.user)
        logout(request)
        return render(request, "people/erased.html")
    unsure = request.method == "POST"
    context = {
        "unsure": unsure,
        "posts": posts.held(request.user),
        "memberships": organisations.held(request.user),
    }
    return render(request, "people/erase.html", context, status=422 if unsure else 200)
