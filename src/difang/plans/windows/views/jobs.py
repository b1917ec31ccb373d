"""My long work: how far it is, cancel it, fetch what was made. Another person's work isn't there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from difang.atlas.language import request_lang
from difang.errors import NotFoundError
from difang.records import jobs
from difang.records.files import attachment
from difang.records.models import Job
from difang.text import Text

GONE = Text(
    "這個檔案已不在（保存七天）。請回到原來的頁面再製作一次。",
    "the file is no longer here (it is kept for seven days). Make it again from where you asked for it.",
)
CANCELLED = Text("已取消；沒有留下任何檔案。", "Cancelled; no file is left.")


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show my long work of the last seven days."""
    return render(request, "windows/jobs.html", {"section": "desk", "jobs": jobs.of(request.user)})


@login_required
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one job; the page looks again by itself until it has ended."""
    return render(request, "windows/job.html", {"section": "desk", "job": _mine(request, pk)})


@login_required
@require_safe
def state(request: HttpRequest, pk: int) -> JsonResponse:
    """Tell how far a job is."""
    job = _mine(request, pk)
    return JsonResponse(
        {"state": job.state, "done": job.done, "total": job.total, "ended": job.state not in Job.OPEN}
    )


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a job."""
    jobs.cancel(by=request.user, job=_mine(request, pk))
    messages.success(request, CANCELLED.get(request_lang(request)))
    return HttpResponseRedirect(reverse("desk-job", args=[pk]))


@login_required
@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what a job made."""
    job = _mine(request, pk)
    if job.state != Job.State.DONE:
        raise NotFoundError(GONE.zh, GONE.en)
    try:
        return attachment(jobs.path_of(job.pk), job.name, job.media_type)
    except OSError as error:
        raise NotFoundError(GONE.zh, GONE.en) from error


def _mine(request: HttpRequest, pk: int) -> Any:
    job = Job.objects.filter(pk=pk, owner=request.user).first()
    if job is None:
        raise NotFoundError(
            f"沒有編號 {pk} 的背景工作。請從「我的工作」找您的檔案。",
            f"there is no job {pk}. Look for your files on My desk.",
        )
    return job
