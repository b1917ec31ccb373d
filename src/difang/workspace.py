"""One home with its figures: what `difang.open()` returns, and how what ships is published."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from difang.errors import FaultError, InputError, MissingDataError
from difang.indicators import Figure, Figures, catalogue
from difang.indicators.address import site_url
from difang.indicators.refreshing import PUBLISHED, Study, figures_manifest, refresh
from difang.lake import Lake, Publication, Release
from difang.lake.durable import sha256_of
from difang.sources import bundled
from difang.text import Lang

if TYPE_CHECKING:
    import pyarrow as pa
    import xarray as xr

    from difang.places import Place
    from difang.studies.projection import Outlook
    from difang.studies.projection import Study as Projection
    from difang.studies.projection.constraint import Constraint
    from difang.studies.projection.scenario import Scenario

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

        return places.resolve(_words(text, "place"))

    def figures(
        self,
        indicator: str | Sequence[str],
        place: str | Sequence[str] | None = None,
        level: str | None = None,
        period: str | int = "latest",
        *,
        include_estimated: bool = False,
        lang: Lang = "zh",
    ) -> "pa.Table":
        """Return figures as an Arrow table; `place` may be any spelling. See `Figures.select`.

        A year may be a number. Raises InputError for anything that is no text where one must be.
        """
        codes = None if place is None else [self._code(text) for text in _listed(place, "place")]
        return self.data.select(
            _listed(indicator, "indicator"),
            places=codes,
            level=level,
            period=_period(period),
            include_estimated=include_estimated,
            lang=lang,
        )

    def figure(self, indicator: str, place: str, period: str | int = "latest") -> Figure:
        """Return one figure; `place` may be any spelling. See `Figures.one`."""
        return self.data.one(_words(indicator, "indicator"), self._code(place), _period(period))

    def cite(
        self,
        target: str,
        format: str = "text",  # noqa: A002 - the word users say
        lang: Lang = "zh",
    ) -> str:
        """Return the citation of a release (id or date), or of a figure or of a data set's rows by their address.

        An address without a release means this one. Raises InputError for another kind of address or an unknown
        parameter, NotFoundError for a release or indicator unknown here, MissingDataError for a figure that is
        not published.
        """
        from difang.indicators.cited import Citing

        _words(target, "target")
        return Citing(self.lake, self.release, self._code, site_url()).cite(target, format, lang)

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
        folder = _folder(out)
        chosen_formats = _formats(formats)
        briefing = compose(self.data, chosen, lang, site=site_url())
        name = f"{chosen.code}-{chosen.label(lang).replace(' ', '-')}"
        return tuple(documents.write(briefing, form, folder / f"{name}.{form}") for form in chosen_formats)

    def projection(
        self, launch: str | None = None, constraint: "Constraint | None" = None, scenario: "Scenario" = ()
    ) -> "Projection":
        """Return the study of all townships from a launch month, the newest if None, under a scenario.

        It is kept in the home. Raises InputError for what is no month or no constraint, MissingDataError for a
        launch that nothing can start from.
        """
        from difang.studies.projection import stored
        from difang.studies.projection.scenario import changed

        start = None if launch is None else _words(launch, "launch")
        return changed(stored(self.release, start, constraint), scenario)

    def project(
        self,
        place: str | Sequence[str] | None = None,
        level: str | None = None,
        launch: str | None = None,
        until: int = 2050,
        *,
        draws: int = 1000,
        seed: int = 0,
        groups: str | Sequence[str] = ("0-14", "15-64", "65+"),
        by_sex: bool = False,
        constraint: "Constraint | None" = None,
        scenario: "Scenario" = (),
    ) -> "xr.DataArray":
        """Return the population of places from a launch month to the same month of `until`, with its intervals.

        The persons have the dimensions quantile, place, period, sex, group. Coordinates beside them are their `mean`
        [place, period, sex, group] and the places' `name`: `found["mean"]`. `place` and `level` as for `codes`;
        groups are those asked for and `all`. The launch is the newest month with observed single ages unless given;
        `constraint` is "ndc", "un", "none", or None for what the launch is usually held to.

        Raises InputError for a wrong word, AmbiguousError for a name of several places, MissingDataError for a
        launch or level that nothing can be projected from.
        """
        from difang.studies.projection.asking import named

        codes = self.codes(place, level)
        study = self.projection(launch, constraint, scenario)
        found = self.outlook(study, codes, until, groups=groups, by_sex=by_sex, draws=draws, seed=seed)
        recipe = {"release": self.release.id, "launch": study.periods[0], "constraint": study.constraint}
        return named(found, {**recipe, "draws": draws, "seed": seed})

    def outlook(
        self,
        study: "Projection",
        codes: Sequence[str],
        until: int = 2050,
        *,
        groups: str | Sequence[str] = ("0-14", "15-64", "65+"),
        by_sex: bool = False,
        draws: int = 1000,
        seed: int = 0,
    ) -> "Outlook":
        """Return what `project` returns, as plain arrays, of places by code."""
        from difang.studies.projection import outlook

        for name, value in (("until", until), ("draws", draws), ("seed", seed)):
            _whole(value, name)
        listed = ",".join(_listed(groups, "groups"))
        return outlook(study, codes, until, groups=listed, by_sex=by_sex, draws=draws, seed=seed)

    def codes(self, place: str | Sequence[str] | None = None, level: str | None = None) -> list[str]:
        """Return the codes of places in any spelling, or of all places of a level; `township` of places, their own.

        Raises InputError for neither, or for another level beside places; MissingDataError for villages.
        """
        from difang.studies.projection.asking import codes_of

        listed = None if place is None else [self.place(text).code for text in _listed(place, "place")]
        return codes_of(listed, level)

    def _code(self, text: str) -> str:
        """Return the code of a place in any spelling; a village's code stands for itself."""
        if len(_words(text, "place")) == len("10008020001") and text.isdigit():
            return text
        return self.place(text).code


def open_workspace(home: Path | str | None = None) -> Workspace:
    """Open a home (default: DIFANG_HOME, else `var` in a checkout, else the platform's data folder).

    Raises MissingDataError when nothing is published there yet.
    """
    if home is not None and not isinstance(home, str | Path):
        raise InputError(
            f"home：{home!r} 不是資料夾的路徑；例如「var」。",
            f"home: {home!r} is no path of a folder; e.g. 'var'.",
        )
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


def _words(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise InputError(
            f"{name}：{value!r} 不是文字；請用文字，例如「埔里」或「10008020」。",
            f"{name}: {value!r} is no text; write text, e.g. 'Puli' or '10008020'.",
        )
    return value


def _listed(value: object, name: str) -> list[str]:
    """Return one text or several as a list; InputError for none and for anything else."""
    several = [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
    if not several:
        raise InputError(
            f"{name} 是空的清單；至少要有一個，或不給 {name}。",
            f"{name} is an empty list; name at least one, or leave {name} out.",
        )
    return [_words(one, name) for one in several]


def _period(value: object) -> str:
    is_year = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_year else _words(value, "period")


def _whole(value: object, name: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(
            f"{name}：{value!r} 不是整數；例如 2050。", f"{name}: {value!r} is no whole number, e.g. 2050."
        )


def _folder(out: object) -> Path:
    """Return the folder to write to; InputError where a file stands."""
    if not isinstance(out, str | Path):
        raise InputError(
            f"out：{out!r} 不是資料夾的路徑；例如「out」。",
            f"out: {out!r} is no path of a folder; e.g. 'out'.",
        )
    folder = Path(out)
    obstacle = next((one for one in (folder, *folder.parents) if one.exists()), None)
    if obstacle is not None and not obstacle.is_dir():
        raise InputError(
            f"{obstacle} 是檔案，不是資料夾；簡報要寫進資料夾；請另指一個。",
            f"{obstacle} is a file, not a folder; a briefing is written into a folder; name another.",
        )
    return folder


def _formats(formats: object) -> list[str]:
    """Return the formats, each once; InputError for one that there is not."""
    chosen = list(dict.fromkeys(_listed(formats, "formats")))
    wrong = [form for form in chosen if form not in BRIEF_FORMATS]
    if wrong:
        raise InputError(
            f"簡報沒有「{','.join(wrong)}」格式；可用：{'、'.join(BRIEF_FORMATS)}。",
            f"a briefing has no format '{','.join(wrong)}'; use: {', '.join(BRIEF_FORMATS)}.",
        )
    return chosen


def _silent(_zh: str, _en: str) -> None:
    """Say nothing."""
