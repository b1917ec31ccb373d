"""`/data/`: every data set of the release, how fresh it is, under which licence; changes and errata."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from difang.atlas.evidence import current_release, lake
from difang.atlas.language import request_lang
from difang.lake import Erratum
from difang.sources import freshness
from difang.text import Lang

COMPUTED = ("figures", "figures_by_place", "figures_village", "figures_periods")


@dataclass(frozen=True)
class Entry:
    """One data set as the page shows it."""

    name: str
    title: str
    publisher: str
    period: str
    retrieved: str
    licence: str
    licence_url: str
    page: str
    rows: int
    fresh: str
    late: bool
    notes: str
    checks: list[dict[str, Any]]
    snapshot: str
    errata: tuple[Erratum, ...]


def data(request: HttpRequest) -> HttpResponse:
    """Show the data sets by map, the releases of this home, and what changed between the last two."""
    lang = request_lang(request)
    release = current_release()
    names = [name for name in sorted(release.datasets) if name not in COMPUTED]
    releases = list(lake().releases())
    changes = []
    if len(releases) > 1:
        reports = lake().changes(releases[1], releases[0])
        changes = [
            (name, report.text.get(lang)) for name, report in sorted(reports.items()) if name not in COMPUTED
        ]
    context = {
        "section": "data",
        "entries": [_entry(name, lang) for name in names],
        "release": release,
        "releases": releases,
        "changes": changes,
    }
    return render(request, "atlas/data.html", context)


def _entry(name: str, lang: Lang) -> Entry:
    release = current_release()
    manifest = release.manifest(name)
    period = manifest.get("period") or ["—", "—"]
    fresh = freshness(manifest, timezone.localdate())
    snapshot = release.datasets[name]
    return Entry(
        name,
        manifest["title"][lang],
        manifest["publisher"][lang],
        period[0] if period[0] == period[-1] else f"{period[0]}–{period[-1]}",
        manifest["retrieved"],
        manifest["licence"],
        manifest["licence_url"],
        manifest["page"],
        manifest["rows"],
        fresh.words.get(lang),
        fresh.state == "late",
        manifest["notes"][lang],
        manifest["checks"],
        snapshot,
        lake().errata(snapshot),
    )
