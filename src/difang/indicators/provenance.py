"""Where a figure comes from: datasets, publishers, files and their hashes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from difang.indicators.loading import catalogue
from difang.indicators.model import LEVELS, PLACES_DATASET, Condition, Reference, Source
from difang.text import Text

if TYPE_CHECKING:
    from difang.indicators.figure import Figure
    from difang.lake import Release

_LEVEL_OF_LENGTH = {11: "village", 8: "township", 5: "county", 2: "nation"}
_known: dict[str, "Release"] = {}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A publisher's file as it was read."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """One dataset behind a figure. `sha256` is that of the published Parquet file."""

    dataset: str
    title: Text
    publisher: Text
    official_id: str
    page: str
    licence: str
    licence_url: str
    retrieved: str
    snapshot: str
    sha256: str
    files: tuple[SourceFile, ...]


def remember(release: "Release") -> None:
    """Make a release known, so that figures read from it can be cited whatever its home is."""
    _known[release.id] = release


def release_of(identity: str) -> "Release":
    """Return a release by id: one that was read in this process, else from the current home."""
    if identity not in _known:
        from difang.lake import Lake

        remember(Lake().release(identity))
    return _known[identity]


def provenance(figure: "Figure") -> tuple[Origin, ...]:
    """Return the datasets that this very figure is made from, by name.

    An indicator tries its sources in order; the first that holds the figure's level and period gave it. Where
    none does (there is no figure), all are returned.
    """
    release = release_of(figure.release)
    level = "township" if figure.level == "region" else figure.level
    indicator = catalogue().get(figure.indicator)
    for source in indicator.sources:
        if _gives(release, source, level, figure.period, indicator.aggregate == "sum"):
            parts = (source.numerator, source.denominator)
            used = {part.dataset for part in parts if part is not None} - {PLACES_DATASET}
            return tuple(origin(release, name) for name in sorted(used) if name in release.datasets)
    return origins(release, figure.indicator)


def _gives(release: "Release", source: Source, level: str, period: str, summed: bool) -> bool:
    """Say whether a source holds a level (itself, or by sums of a finer one) in a period."""
    parts = [source.numerator]
    if source.denominator is not None and source.denominator.period == "same":
        parts.append(source.denominator)
    return all(_holds(release, part, level, period, summed) for part in parts)


def _holds(release: "Release", part: Reference, level: str, period: str, summed: bool) -> bool:
    if part.dataset == PLACES_DATASET:
        return True
    if part.dataset not in release.datasets:
        return False
    held = _spans(str(release.path(part.dataset)))
    levels = [one for one in LEVELS if one == level or (summed and LEVELS.index(one) < LEVELS.index(level))]
    limits = [each for each in part.conditions if each.column == "period"]
    for one in levels:
        known = {when for when in held.get(one, ()) if all(_meets(when, limit) for limit in limits)}
        if part.period.startswith("nearest:") and known:
            return True
        if period in known or (len(period) == len("2025") and f"{period}-12" in known):
            return True  # a year stands for its December, or for the twelve months that end with it
    return False


def _meets(period: str, limit: Condition) -> bool:
    values = [str(value) for value in limit.values]
    tests = {
        "==": period == values[0],
        "!=": period != values[0],
        "<=": period <= values[0],
        ">=": period >= values[0],
        "<": period < values[0],
        ">": period > values[0],
        "in": period in values,
    }
    return tests[limit.operator]


@lru_cache(maxsize=256)
def _spans(path: str) -> dict[str, frozenset[str]]:
    """Return {level: periods} of a published data set; its file never changes."""
    from difang.lake import cursor

    rows = cursor().execute(
        "SELECT DISTINCT length(place), period FROM read_parquet(?) WHERE place IS NOT NULL", [path]
    )
    found: dict[str, set[str]] = {}
    for size, period in rows.fetchall():
        found.setdefault(_LEVEL_OF_LENGTH.get(size, ""), set()).add(str(period))
    return {level: frozenset(periods) for level, periods in found.items()}


def origins(release: "Release", indicator: str) -> tuple[Origin, ...]:
    """Return the datasets behind an indicator in one release; those it has no word of are left out."""
    names = catalogue().get(indicator).datasets
    return tuple(origin(release, name) for name in names if name in release.datasets)


def origin(release: "Release", dataset: str) -> Origin:
    """Return what a release says about one dataset; MissingDataError if it is not in it."""
    manifest = release.manifest(dataset)
    return Origin(
        dataset,
        _text(manifest.get("title"), dataset),
        _text(manifest.get("publisher"), "—"),
        str(manifest.get("official_id") or ""),
        str(manifest.get("page") or ""),
        str(manifest.get("licence") or ""),
        str(manifest.get("licence_url") or ""),
        str(manifest.get("retrieved") or ""),
        release.datasets[dataset],
        str(manifest.get("sha256") or ""),
        tuple(SourceFile(str(f.get("file")), str(f.get("sha256"))) for f in manifest.get("sources") or ()),
    )


def _text(words: Any, otherwise: str) -> Text:
    return Text(words["zh"], words["en"]) if isinstance(words, dict) else Text(otherwise, otherwise)
