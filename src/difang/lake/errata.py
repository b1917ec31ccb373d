"""Which snapshots were found wrong, and what replaced them."""

from collections.abc import Iterable
from dataclasses import dataclass

from difang.lake.release import Release
from difang.text import Text


@dataclass(frozen=True, slots=True)
class Erratum:
    """`snapshot` of `dataset` replaces `supersedes`, for `reason`."""

    dataset: str
    snapshot: str
    supersedes: str
    reason: Text


def find_errata(releases: Iterable[Release], snapshot: str) -> tuple[Erratum, ...]:
    """Return every snapshot whose manifest supersedes `snapshot`, once each, in the order of `releases`."""
    found: dict[tuple[str, str], Erratum] = {}
    for release in releases:
        for dataset, current in release.datasets.items():
            if (dataset, current) in found:
                continue
            told = release.manifest(dataset).get("supersedes")
            if told is not None and told["snapshot"] == snapshot:
                reason = Text(told["reason"]["zh"], told["reason"]["en"])
                found[dataset, current] = Erratum(dataset, current, snapshot, reason)
    return tuple(found.values())
