"""Which snapshots were found wrong, and what replaced them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from difang.lake.release import Release
from difang.text import Text


@dataclass(frozen=True, slots=True)
class Erratum:
    """`snapshot` of `dataset` replaces `supersedes`, for `reason`."""

    dataset: str
    snapshot: str
    supersedes: str
    reason: Text


def find_errata(releases: Iterable[Release], snapshot: str | None = None) -> tuple[Erratum, ...]:
    """Return every snapshot whose manifest supersedes `snapshot` (default: any), once each, in order."""
    told = (erratum for release in releases for erratum in _of_release(release))
    return tuple(dict.fromkeys(one for one in told if snapshot in (None, one.supersedes)))


@lru_cache(maxsize=4096)
def _of_release(release: Release) -> tuple[Erratum, ...]:
    """Read the manifests of a release once a process: what stands under a release never changes."""
    found = []
    for dataset, snapshot in release.datasets.items():
        told = release.manifest(dataset).get("supersedes")
        if told is not None:
            reason = Text(told["reason"]["zh"], told["reason"]["en"])
            found.append(Erratum(dataset, snapshot, told["snapshot"], reason))
    return tuple(found)
