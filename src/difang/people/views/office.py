"""People of my office: whom I may invite, whose post I may end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from difang.errors import DifangError, NotFoundError
from difang.people import posts, selectors
from difang.people.forms import InvitationForm
from difang.people.models import Person, Post
from difang.people.services import inviting
from difang.people.services.posts import end_post
from difang.people.words import both, page_lang

SHOWN = 200


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest) -> HttpResponse:
    """List posts and invitations; invite."""
    if not selectors.invitable(request.user):
        raise _none()
    form = InvitationForm(request.POST or None, person=request.user)
    status = 200
    if request.method == "POST":
        status = _invite(request, form)
        if status == 200:
            messages.success(request, both("邀請已寄出。", "The invitation is on its way."))
            return redirect("people-office")
    return render(request, "people/office.html", _context(request, form), status=status)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = selectors.invitations_of(request.user).filter(pk=pk).first()
    if invitation is None:
        raise _none()
    inviting.withdraw_invitation(by=request.user, invitation=invitation)
    messages.success(request, both("邀請已收回。", "The invitation was withdrawn."))
    return redirect("people-office")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end a post: one's own, or one below."""
    own = posts.current(Post.objects.filter(pk=pk, person_id=request.user.pk)).first()
    post = own or selectors.posts_below(request.user).filter(pk=pk).first()
    if post is None:
        raise _none()
    if request.method == "POST":
        end_post(by=request.user, post=post)
        messages.success(request, both("職務已結束。", "The post has ended."))
        return redirect("people-office" if selectors.invitable(request.user) else "people-me")
    last = (
        post.role == "planner"
        and not post.deputy
        and posts.holders("planner", post.place) == [post.person_id]
    )
    return render(request, "people/end.html", {"post": post, "own": own is not None, "last": last})


def _invite(request: HttpRequest, form: InvitationForm) -> int:
    if not form.is_valid():
        return 422
    try:
        inviting.invite(by=request.user, **form.offer(request.user))
    except DifangError as error:
        form.add_error(None, error.message(page_lang()))
        return error.http_status
    return 200


def _context(request: HttpRequest, form: InvitationForm) -> dict[str, object]:
    person, now = request.user, timezone.now()
    counties = posts.places(person, "county")
    return {
        "form": form,
        "posts": _posts(person),
        "waiting": selectors.open_invitations(person, now)[:SHOWN],
        "empty": [code for county in counties for code in selectors.without_planner(county)],
    }


def _posts(person: Person) -> list[tuple[Post, bool]]:
    """Pair who holds a post in this office, or below it, with whether the person may end it."""
    below = list(selectors.posts_below(person)[:SHOWN])
    ended = {post.pk for post in below}
    office = [post for post in selectors.in_office(person)[:SHOWN] if post.pk not in ended]
    return [(post, post.person_id == person.pk) for post in office] + [(post, True) for post in below]


def _none() -> NotFoundError:
    return NotFoundError(
        "沒有這一頁，或不屬於您的職務。請從「我的帳號」看您現在的職務。",
        "there is no such page among what you hold; see your posts under My account.",
    )
