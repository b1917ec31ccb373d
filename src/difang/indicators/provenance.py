"""Where a figure comes from: datasets, publishers, files and their hashes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from difang.indicators.loading import catalogue
from difang.text import Text

if TYPE_CHECKING:
    from difang.indicators.figure import Figure
    from difang.lake import Release

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
    """Return the datasets that a figure is made from, by name."""
    return origins(release_of(figure.release), figure.indicator)


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
