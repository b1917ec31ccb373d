"""The briefing of a plan at any time, as deck, document or page."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from difang.atlas.language import request_lang
from difang.documents import FORMATS, render
from difang.errors import NotFoundError
from difang.plans.editor import selectors
from difang.plans.editor.packing import DRAFT, as_listed, ask, is_long, standing_of
from difang.plans.editor.papers import Content, paper
from difang.plans.editor.versions import content
from difang.text import Text

MEDIA = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


@login_required
@require_safe
def standing(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Write the plan as it stands now, for its writers."""
    plan = selectors.written(request.user, pk)

    def read() -> Content:
        return content(selectors.written(request.user, pk))

    return _answer(request, read, form, (pk, 0), DRAFT, demo=plan.demo)


@require_safe
def version(request: HttpRequest, pk: int, number: int, form: str) -> HttpResponse:
    """Write a frozen version, for all who may read it."""
    found = selectors.readable_version(request.user, pk, number)
    return _answer(
        request,
        lambda: selectors.readable_version(request.user, pk, number).content,
        form,
        (pk, number),
        standing_of(found),
        demo=found.plan.demo,
    )


@login_required
@require_POST
def everything(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Have every format of a version (0: of the draft) written by the worker."""
    return _by_worker(request, pk, number)


def _answer(
    request: HttpRequest,
    read: Callable[[], Content],
    form: str,
    of: tuple[int, int],
    standing: Text,
    *,
    demo: bool,
) -> HttpResponse:
    if form not in FORMATS:
        raise NotFoundError(
            f"簡報沒有「{form}」格式；可用：{'、'.join(FORMATS)}。",
            f"a briefing has no format '{form}'; use: {', '.join(FORMATS)}.",
        )
    if is_long(read()):
        return _by_worker(request, *of)
    lang = request_lang(request)
    written = as_listed(
        read, lambda told: render(paper(told, lang, standing=standing.get(lang), demo=demo), form)
    )
    plan, number = of
    name = f"plan-{plan}-v{number}" if number else f"plan-{plan}-draft"
    response = HttpResponse(written, content_type=MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _by_worker(request: HttpRequest, plan: int, number: int) -> HttpResponse:
    """Have a long plan's papers made aside; the worker makes them for persons only."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    job = ask(by=request.user, plan=plan, number=number, lang=request_lang(request))
    return HttpResponseRedirect(reverse("desk-job", args=[job.pk]))
