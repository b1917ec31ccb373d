"""`/data/`: every data set of the release, how fresh it is, under which licence; changes and errata."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from difang import places
from difang.atlas.evidence import current_release, lake
from difang.atlas.language import request_lang
from difang.atlas.maps.asked import MAP_NAMES
from difang.lake import Release
from difang.sources import english, freshness
from difang.text import Lang, Text

COMPUTED = ("figures", "figures_by_place", "figures_village", "figures_periods")
GROUPS = MAP_NAMES | {"policy": Text("政策", "Policy"), "resources": Text("資源", "Resources")}


@dataclass(frozen=True)
class Entry:
    """One data set as the page shows it. `page` and `licence_url` may be empty."""

    name: str
    title: str
    publisher: str
    period: str
    retrieved: str
    licence: str
    licence_url: str
    page: str
    rows: str
    fresh: str
    late: bool
    notes: str
    checks: list[dict[str, Any]]
    snapshot: str


def data(request: HttpRequest) -> HttpResponse:
    """Show the data sets by map, the releases of this home, what changed last, and what was wrong."""
    lang, today = request_lang(request), timezone.localdate()
    release, releases = current_release(), list(lake().releases())
    names = sorted((name for name in release.datasets if name not in COMPUTED), key=_place_in_list)
    groups = [
        (
            group,
            GROUPS[group].get(lang) if group in GROUPS else group,
            [_entry(release, n, today, lang) for n in members],
        )
        for group, members in groupby(names, lambda name: name.split(".")[0])
    ]
    context = {
        "section": "data",
        "groups": groups,
        "count": len(names),
        "late": sum(entry.late for _, _, entries in groups for entry in entries),
        "release": release,
        "releases": releases,
        "changes": _changes(release, releases, lang),
        "errata": lake().errata(),
    }
    return render(request, "atlas/data.html", context)


def _place_in_list(name: str) -> tuple[int, str]:
    order = list(GROUPS)
    group = name.split(".")[0]
    return (order.index(group) if group in GROUPS else len(order), name)


def _changes(release: Release, releases: list[Release], lang: Lang) -> list[tuple[str, str]]:
    """Return what moved between the release before the current one and the current one."""
    earlier = [one for one in releases if one.id != release.id]
    if not earlier:
        return []
    reports = lake().changes(earlier[0], release)
    return [(name, report.text.get(lang)) for name, report in sorted(reports.items()) if name not in COMPUTED]


def _check(check: dict[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a check as a page in `lang` tells it: English pages name places and crops in English."""
    if lang == "zh":
        return check
    return {name: _told(value) for name, value in check.items()}


def _told(value: Any) -> Any:
    if isinstance(value, list):
        return [_told(one) for one in value]
    return english.within(value, "crops", names=_place_names()) if isinstance(value, str) else value


@lru_cache(maxsize=1)
def _place_names() -> tuple[Text, ...]:
    known = (*places.all_places("township"), *places.all_places("county"))
    short = (Text(one.name, one.name_en) for one in known)
    return (*short, *(Text(one.full_name, one.full_name_en) for one in known))


def _entry(release: Release, name: str, today: date, lang: Lang) -> Entry:
    manifest = release.manifest(name)
    period = manifest.get("period") or ["—", "—"]
    fresh = freshness(manifest, today)
    return Entry(
        name,
        manifest["title"][lang],
        manifest["publisher"][lang],
        period[0] if period[0] == period[-1] else f"{period[0]}–{period[-1]}",
        manifest["retrieved"],
        english.licence(manifest["licence"]).get(lang),
        manifest["licence_url"],
        manifest["page"],
        f"{manifest['rows']:,}",
        fresh.words.get(lang),
        fresh.state == "late",
        manifest["notes"][lang],
        [_check(check, lang) for check in manifest["checks"]],
        release.datasets[name],
    )
