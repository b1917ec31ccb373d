"""`/r/<release>/`: what one release holds; the address that its citation names."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from difang.atlas.evidence import current_release_id, lake
from difang.atlas.language import request_lang
from difang.atlas.views.data import COMPUTED
from difang.indicators.address import site_url
from difang.indicators.citation import FORMATS, cite_release


@require_safe
def release(request: HttpRequest, release: str) -> HttpResponse:
    """List the data sets of a release with their snapshots; a program is sent to the API's answer.

    A date is sent on to the release of that date.
    """
    lang, chosen = request_lang(request), lake().release(release)
    if chosen.id != release:
        return HttpResponseRedirect(f"/r/{chosen.id}/")
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = HttpResponseRedirect(f"/api/v1/releases/{chosen.id}")
    else:
        names = sorted(name for name in chosen.datasets if name not in COMPUTED)
        own, english = request.path, f"{request.path}?lang=en"
        context = {
            "section": "data",
            "release": chosen,
            "current": current_release_id() == chosen.id,
            "entries": [
                (name, chosen.manifest(name)["title"][lang], chosen.datasets[name]) for name in names
            ],
            "citations": [
                (form, cite_release(chosen, form, lang, base=site_url()))
                for form in FORMATS
                if form != "json"
            ],
            "zh_url": own,
            "en_url": english,
            "other_url": english if lang == "zh" else own,
        }
        response = render(request, "atlas/release.html", context)
    response["Vary"] = "Accept"
    return response
