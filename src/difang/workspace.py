"""One home with its figures: what `difang.open()` returns, and how what ships is published."""

from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from difang.errors import FaultError, InputError, MissingDataError
from difang.indicators import Figure, Figures, catalogue
from difang.indicators.address import site_url
from difang.indicators.citation import FORMATS, cite_release
from difang.indicators.refreshing import PUBLISHED, Study, figures_manifest, refresh
from difang.lake import Lake, Publication, Release
from difang.lake.durable import sha256_of
from difang.sources import bundled
from difang.text import Lang

if TYPE_CHECKING:
    import pyarrow as pa

    from difang.places import Place

Progress = Callable[[str, str], None]
"""Told (zh, en) what is being done."""

WAIT_SECONDS = 60
"""How long a publication of what ships waits for another one in the same home: several times its work."""

BRIEF_FORMATS = ("pptx", "odp", "odt", "pdf", "html")


class Workspace:
    """The figures of one release in one home, by the names that the command line uses."""

    def __init__(self, lake: Lake, release: Release) -> None:
        self.lake = lake
        self.release = release
        self.data = Figures(release)

    @property
    def home(self) -> Path:
        """The folder that everything written lives in."""
        return self.lake.home

    def as_of(self, which: str) -> "Workspace":
        """Return the same home at an earlier release, by id or date; NotFoundError if there is none."""
        return Workspace(self.lake, self.lake.release(which))

    def place(self, text: str) -> "Place":
        """Return the place a text means; NotFoundError, or AmbiguousError with the candidates."""
        from difang import places

        return places.resolve(text)

    def figures(
        self,
        indicator: str | Sequence[str],
        place: str | Sequence[str] | None = None,
        level: str | None = None,
        period: str = "latest",
        *,
        include_estimated: bool = False,
        lang: Lang = "zh",
    ) -> "pa.Table":
        """Return figures as an Arrow table; `place` may be any spelling. See `Figures.select`."""
        spelled = [place] if isinstance(place, str) else place
        codes = None if spelled is None else [self._code(text) for text in spelled]
        return self.data.select(
            indicator,
            places=codes,
            level=level,
            period=period,
            include_estimated=include_estimated,
            lang=lang,
        )

    def figure(self, indicator: str, place: str, period: str = "latest") -> Figure:
        """Return one figure; `place` may be any spelling. See `Figures.one`."""
        return self.data.one(indicator, self._code(place), period)

    def cite(
        self,
        target: str,
        format: str = "text",  # noqa: A002 - the word users say
        lang: Lang = "zh",
    ) -> str:
        """Return the citation of a release (id or date), or of a figure by its permanent address.

        Raises InputError for another kind of address, NotFoundError for a release or indicator unknown here.
        """
        try:
            address = urlsplit(target)
        except ValueError:
            address = urlsplit("")
        parts = [part for part in address.path.split("/") if part]
        if parts[:1] == ["en"]:
            parts = parts[1:]
        if len(parts) == 1 and parts[0] == target:
            return cite_release(self.lake.release(target), format, lang, base=site_url())
        if parts[:1] == ["r"] and len(parts) == 2:
            return cite_release(self.lake.release(parts[1]), format, lang, base=site_url())
        if parts[:1] == ["r"] and parts[2:3] == ["figures"] and len(parts) == 4:
            return self._cite_figure(parts[1], parts[3], parse_qs(address.query), format, lang)
        raise InputError(
            f"看不懂要引用什麼：{target}；應為發布版代號或 /r/<發布版>/figures/<指標>?place=…&period=…。",
            f"what to cite: {target}; it must be a release id or /r/<release>/figures/<indicator>"
            "?place=…&period=….",
        )

    def _cite_figure(
        self, release: str, indicator: str, query: Mapping[str, list[str]], form: str, lang: Lang
    ) -> str:
        place, period = (query.get(name, [""])[0] for name in ("place", "period"))
        if not place:
            return cite_release(self.lake.release(release), form, lang, base=site_url())
        figure = Figures(self.lake.release(release)).one(indicator, self._code(place), period or "latest")
        if form not in FORMATS:
            raise InputError(
                f"沒有這種引用格式：{form}；可用 {'、'.join(FORMATS)}。",
                f"citation format: {form}; it must be one of {', '.join(FORMATS)}.",
            )
        return figure.cite(form, lang, base=site_url())  # type: ignore[arg-type]

    def brief(
        self,
        place: str,
        out: Path | str = "out",
        *,
        formats: Sequence[str] = BRIEF_FORMATS,
        lang: Lang = "zh",
    ) -> tuple[Path, ...]:
        """Write a place's six-part briefing into the folder `out`; return the files made.

        Where `DIFANG_SITE_URL` names the site's public address, every footnote leads to its figure there.
        """
        from difang import documents
        from difang.documents.briefing import compose

        chosen = self.place(place)
        briefing = compose(self.data, chosen, lang, site=site_url())
        name = f"{chosen.code}-{chosen.label(lang).replace(' ', '-')}"
        return tuple(documents.write(briefing, form, Path(out) / f"{name}.{form}") for form in formats)

    def _code(self, text: str) -> str:
        """Return the code of a place in any spelling; a village's code stands for itself."""
        if len(text) == len("10008020001") and text.isdigit():
            return text
        return self.place(text).code


def open_workspace(home: Path | str | None = None) -> Workspace:
    """Open a home (default: DIFANG_HOME, else `var` in a checkout, else the platform's data folder).

    Raises MissingDataError when nothing is published there yet.
    """
    lake = Lake(Path(home).expanduser() if home is not None else None)
    return Workspace(lake, lake.current())


def open_or_publish(home: Path | str | None = None, *, progress: Progress | None = None) -> Workspace:
    """Open a home, publishing what ships if nothing is published there yet."""
    lake = Lake(Path(home).expanduser() if home is not None else None)
    try:
        return Workspace(lake, lake.current())
    except MissingDataError:
        return Workspace(lake, publish_bundled(lake, progress=progress))
    except FaultError as damage:
        # A damaged pointer or release file: what is whole is still served, and the damage is said.
        release = lake.last_good()
        (progress or _silent)(damage.text.zh, damage.text.en)
        return Workspace(lake, release)


def publish_bundled(
    lake: Lake,
    *,
    progress: Progress | None = None,
    studies: Mapping[str, Study] | None = None,
    folder: Path | None = None,
) -> Release:
    """Publish the datasets that ship and the figures made from them, under one release.

    Nothing is done if the current release already is that one, or becomes it while this call waits for
    another publication. The same content has the same release id on every machine. `studies` are handed to
    the indicators of kind study; `folder` holds other datasets than those that ship. Raises FaultError when
    the disk refuses or another publication is at work for more than WAIT_SECONDS.
    """
    say = progress or _silent
    shipped = bundled.datasets(folder)
    published = _published(lake, shipped)
    if published is not None:
        return published
    with lake.publication(wait_seconds=WAIT_SECONDS, waiting=lambda: _say_waiting(say)) as publication:
        # Whoever held the lock until now may have published the same.
        published = _published(lake, shipped)
        if published is not None:
            return published
        release = _publish(publication, shipped, say, studies)
    say(f"發布版 {release.id} 完成。", f"Release {release.id} is published.")
    return release


def _say_waiting(say: Progress) -> None:
    say(
        f"另一個發布正在進行；最多等它 {WAIT_SECONDS} 秒…",
        f"Another publication is at work; waiting up to {WAIT_SECONDS} seconds for it…",
    )


def _publish(
    publication: Publication,
    shipped: Sequence[bundled.BundledDataset],
    say: Progress,
    studies: Mapping[str, Study] | None,
) -> Release:
    say(f"發布 {len(shipped)} 個資料集…", f"Publishing {len(shipped)} data sets…")
    snapshots = {one.name: publication.add_file(one.path, one.manifest) for one in shipped}
    for stale in publication.datasets() - set(snapshots):
        publication.drop(stale)
    count = len(catalogue().indicators)
    say(f"計算 {count} 項指標…", f"Computing {count} indicators…")
    tables = refresh(
        publication.inputs(), manifests={one.name: one.manifest for one in shipped}, studies=studies
    )
    for name, table in tables.items():
        publication.add_table(table, figures_manifest(name, table.num_rows, snapshots))
    return publication.commit(catalogue().hash, version())


def version() -> str:
    """Return the version of the code, as pyproject says it."""
    return metadata.version("difang")


def _published(lake: Lake, shipped: Sequence[bundled.BundledDataset]) -> Release | None:
    """Return the current release if it is what ships."""
    try:
        current = lake.current()
    except (MissingDataError, FaultError):
        # A damaged pointer or release file is made good by publishing again.
        return None
    return current if _is_published(lake, current, shipped) else None


def _is_published(lake: Lake, release: Release, shipped: Sequence[bundled.BundledDataset]) -> bool:
    if (release.catalogue, release.code_version) != (catalogue().hash, version()):
        return False
    if set(release.datasets) != {one.name for one in shipped} | set(PUBLISHED):
        return False
    # Every byte that would be kept is read: what is damaged is put back by publishing again.
    if lake.damage(release):
        return False
    try:
        return all(_same(release.manifest(one.name), one) for one in shipped)
    except FaultError:
        return False


def _same(published: Mapping[str, Any], shipped: bundled.BundledDataset) -> bool:
    """Say whether what is published is the shipped file under the shipped manifest."""
    told = shipped.manifest
    if {key: value for key, value in published.items() if key in told} != dict(told):
        return False
    found: bool = published["sha256"] == sha256_of(shipped.path)
    return found


def _silent(_zh: str, _en: str) -> None:
    """Say nothing."""
