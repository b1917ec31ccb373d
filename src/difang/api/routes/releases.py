"""Releases and the manifests of their data sets."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from difang.api.routes.paging import Limit, Offset, Paged, page
from difang.atlas.evidence import current_release, lake
from difang.atlas.parameters import known
from difang.errors import NotFoundError
from difang.lake import Release
from difang.text import Lang

router = Router()


class ReleaseOut(Schema):
    """One release: which snapshot of each data set, under which catalogue and code."""

    id: str
    current: bool
    datasets: dict[str, str]
    catalogue: str
    code_version: str


class ReleasesOut(Paged):
    """A page of releases, newest first."""

    items: list[ReleaseOut]


def describe(release: Release, current: str) -> dict[str, object]:
    """Return one release as the API shows it."""
    return {
        "id": release.id,
        "current": release.id == current,
        "datasets": dict(release.datasets),
        "catalogue": release.catalogue,
        "code_version": release.code_version,
    }


@router.get("", response=ReleasesOut, summary="Releases, newest first")
def list_releases(
    request: HttpRequest, lang: Lang = "zh", limit: Limit = 100, offset: Offset = 0
) -> dict[str, object]:
    """List every release of this home."""
    known(request.GET, "lang", "limit", "offset")
    current = current_release().id
    rows = [describe(release, current) for release in lake().releases()]
    return page(request, rows, limit, offset)


@router.get("/{release}", response=ReleaseOut, summary="One release by id, or the one current at a date")
def one_release(request: HttpRequest, release: str, lang: Lang = "zh") -> dict[str, object]:
    """Return the release."""
    known(request.GET, "lang")
    return describe(lake().release(release), current_release().id)


@router.get("/{release}/datasets/{dataset}", summary="The manifest of one data set")
def one_manifest(request: HttpRequest, release: str, dataset: str, lang: Lang = "zh") -> dict[str, Any]:
    """Return publisher, licence, sources with hashes, checks, columns."""
    known(request.GET, "lang")
    chosen = lake().release(release)
    if dataset not in chosen.datasets:
        raise NotFoundError(
            f"版本 {chosen.id} 裡沒有「{dataset}」這個資料集。",
            f"release {chosen.id} holds no data set '{dataset}'.",
        )
    return chosen.manifest(dataset)
