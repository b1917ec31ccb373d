"""The briefing of a plan at any time, as deck, document or page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from difang.atlas.language import request_lang
from difang.documents import FORMATS, render
from difang.errors import NotFoundError
from difang.plans.editor import selectors
from difang.plans.editor.packing import DRAFT, ask, standing_of
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
    return _answer(request, content(plan), form, f"plan-{pk}-draft", DRAFT, demo=plan.demo)


@require_safe
def version(request: HttpRequest, pk: int, number: int, form: str) -> HttpResponse:
    """Write a frozen version, for all who may read it."""
    found = selectors.readable_version(request.user, pk, number)
    name = f"plan-{pk}-v{number}"
    return _answer(request, found.content, form, name, standing_of(found), demo=found.plan.demo)


@login_required
@require_POST
def everything(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Have every format of a version (0: of the draft) written by the worker."""
    job = ask(by=request.user, plan=pk, number=number, lang=request_lang(request))
    return HttpResponseRedirect(reverse("desk-job", args=[job.pk]))


def _answer(
    request: HttpRequest, told: Content, form: str, name: str, standing: Text, *, demo: bool
) -> HttpResponse:
    if form not in FORMATS:
        raise NotFoundError(
            f"簡報沒有「{form}」格式；可用：{'、'.join(FORMATS)}。",
            f"a briefing has no format '{form}'; use: {', '.join(FORMATS)}.",
        )
    lang = request_lang(request)
    written = render(paper(told, lang, standing=standing.get(lang), demo=demo), form)
    response = HttpResponse(written, content_type=MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
