"""Downloads: a draft's files for its writers, a version's for whoever may read that version."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from difang.plans.attachments import selectors
from difang.plans.editor import selectors as plans
from difang.plans.editor.selectors import readable_version
from difang.plans.speaking import speaks
from difang.plans.windows import selectors as cases
from difang.records import files


@login_required
@require_safe
def of_draft(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Give a file of the draft to those who write the plan."""
    found = selectors.draft_file(plans.written(request.user, pk), file)
    if found is None:
        raise selectors.no_file()
    return files.serve(found)


@require_safe
def of_version(request: HttpRequest, pk: int, number: int, file: int) -> HttpResponseBase:
    """Give a file of a version to all who may read the version; of an accepted plan to anyone."""
    version = readable_version(request.user, pk, number)
    return files.serve(selectors.version_file([version.content], file))


@login_required
@require_safe
def of_proposal(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """Give a file of a case: of the draft to who speaks for it, of its versions to all who see the case."""
    proposal = cases.case(request.user, "proposal", pk)
    found = selectors.draft_file(proposal, file) if speaks(request.user, proposal) else None
    contents = [one.content for one in cases.versions(proposal)] if found is None else []
    return files.serve(found or selectors.version_file(contents, file))
