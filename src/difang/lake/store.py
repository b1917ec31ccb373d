"""The lake of one home: publish, read, verify, collect."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from difang.errors import FaultError, InputError, MissingDataError, NotFoundError
from difang.lake import verified
from difang.lake.changes import ChangeReport, change_report
from difang.lake.collection import Collected, collect
from difang.lake.durable import HomeError, disk_faults, sync_folder
from difang.lake.errata import Erratum, find_errata
from difang.lake.home import home as default_home
from difang.lake.layout import ID, Layout
from difang.lake.manifest import key_columns, measure_columns
from difang.lake.publication import Publication
from difang.lake.release import Release, read_release
from difang.lake.verification import Problem, pointer_lost, stray_problems, verify_lake, verify_release


class Lake:
    """Published data below `home` (default: `difang.lake.home()`).

    Reading needs no lock and nothing writable; what was hashed is remembered where it can be (`verified`).
    """

    def __init__(self, home: Path | None = None) -> None:
        self.home = home if home is not None else default_home()
        self._layout = Layout(self.home / "lake")

    @contextmanager
    def publication(
        self, *, wait_seconds: float = 0, waiting: Callable[[], None] | None = None
    ) -> Iterator[Publication]:
        """Hold the lake's lock for one publication; leaving without `commit` leaves no trace.

        `waiting` is called once if another publication holds the lock and `wait_seconds` are to be waited.
        Raises FaultError when another publication is (still) at work or the home cannot be written.
        """
        with self._locked(wait_seconds, waiting):
            with disk_faults(self._layout.root):
                self._clean()
                self._layout.staging.mkdir()
            try:
                yield Publication(self._layout, self._base(), self._next_sequence())
            finally:
                with suppress(OSError):  # what cannot be removed now, the next publication removes
                    self._clean()

    def current(self) -> Release:
        """Return the release in use.

        Raises MissingDataError when nothing was published here yet, FaultError when the pointer or the
        release's file is damaged (`last_good` then finds one that can be served), HomeError when the home is
        no folder.
        """
        pointer = self._layout.pointer
        try:
            told = pointer.read_text("utf-8").strip()
        except FileNotFoundError as absence:
            raise self._nothing_current() from absence
        except NotADirectoryError as obstacle:
            with disk_faults(self._layout.root):
                raise obstacle
        except (OSError, UnicodeDecodeError) as damage:
            raise _pointer_error(pointer, str(damage)) from damage
        if not ID.fullmatch(told):
            raise _pointer_error(pointer, repr(told))
        return read_release(self._layout, told)

    def release(self, which: str | date) -> Release:
        """Return the release with an id, or the newest one whose data were published by a date.

        `which`: "20260831-0123456789ab", "2026-08-31" or a date. Raises InputError for another spelling,
        NotFoundError when there is none, FaultError when its file is damaged.
        """
        if isinstance(which, str) and ID.fullmatch(which):
            if not self._layout.release(which).is_file():
                raise NotFoundError(
                    f"沒有這個發布版：{which}；請用 difang lake list 看有哪些。",
                    f"no such release: {which}; difang lake list shows which there are.",
                )
            return read_release(self._layout, which)
        return self._on(_as_date(which))

    as_of = release

    def releases(self) -> tuple[Release, ...]:
        """Return all releases with a readable file, the newest publication first."""
        found = []
        for one in self._layout.release_ids():
            try:
                found.append(read_release(self._layout, one))
            except FaultError:
                continue  # `verify` names it; a list for choosing shows what can be chosen
        return tuple(sorted(found, key=lambda release: (release.sequence, release.id), reverse=True))

    def last_good(self, *, again: bool = True) -> Release:
        """Return the current release if every byte of it verifies, else the newest that does, to be served.

        `again=False` takes what is remembered of files that did not change since they were hashed.

        Raises MissingDataError when nothing was published, FaultError when no release verifies, HomeError
        when the home is no folder.
        """
        candidates: list[Release] = []
        try:
            candidates.append(self.current())
        except HomeError:
            raise
        except FaultError:
            pass  # the pointer or its release is damaged: another one may be whole
        except MissingDataError:
            if not self.releases():
                raise
            # The pointer is lost, the releases are not.
        for release in (*candidates, *self.releases()):
            if not self.damage(release, again=again):
                return release
        raise FaultError(
            f"{self._layout.root} 沒有任何完整的發布版；"
            "請執行 difang lake verify，再執行 difang lake publish bundled。",
            f"no release in {self._layout.root} is undamaged; "
            "run difang lake verify, then difang lake publish bundled.",
        )

    def damage(self, release: Release, *, again: bool = True) -> list[Problem]:
        """Hash every file of one release; return what differs. `again=False` takes what is remembered."""
        return verify_release(self._layout, release, again=again)

    def verify(self) -> list[Problem]:
        """Hash every file of every release again; return what differs (an empty list: all is well)."""
        return verify_lake(self._layout)

    def strays(self) -> list[Problem]:
        """Return what lies among the releases and is none: it is named and left alone."""
        return stray_problems(self._layout)

    def gc(self, keep: Iterable[str] = (), *, dry_run: bool = False) -> Collected:
        """Drop the releases that are neither current nor in `keep`, and the snapshots only they need.

        Returns what was dropped, or with `dry_run` what would be. Raises NotFoundError for an unknown release
        in `keep`, FaultError while a publication is at work.
        """
        kept = {self.current().id, *(self.release(one).id for one in keep)}
        if dry_run:
            return collect(self._layout, kept, dry_run=True)
        with self._locked(), disk_faults(self._layout.root):
            return collect(self._layout, kept, dry_run=False)

    def errata(self, snapshot: str | None = None) -> tuple[Erratum, ...]:
        """Return the newer snapshots that say they supersede `snapshot` (default: any), with their reasons."""
        return find_errata(self.releases(), snapshot)

    def changes(self, old: Release, new: Release) -> dict[str, ChangeReport]:
        """Return what moved in every dataset that both releases have in different snapshots."""
        reports = {}
        for dataset, snapshot in new.datasets.items():
            if old.datasets.get(dataset, snapshot) != snapshot:
                manifest = new.manifest(dataset)
                measures = [measure.name for measure in measure_columns(manifest)]
                reports[dataset] = change_report(
                    old.path(dataset), new.path(dataset), key_columns(manifest), measures
                )
        return reports

    @contextmanager
    def _locked(self, wait_seconds: float = 0, waiting: Callable[[], None] | None = None) -> Iterator[None]:
        with disk_faults(self._layout.root):
            self._layout.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._layout.lock)
        with disk_faults(self._layout.root):
            try:
                _acquire(lock, wait_seconds, waiting)
            except Timeout as busy:
                raise FaultError(
                    f"另一個發布正在進行：{self._layout.lock}；一次只能有一個；請等它完成後再試。",
                    f"another publication is at work: {self._layout.lock}; one at a time; "
                    "wait for it, then try again.",
                ) from busy
        try:
            yield
        finally:
            lock.release()

    def _nothing_current(self) -> MissingDataError:
        there = self.releases()
        if there:
            lost = pointer_lost(self._layout.pointer, len(there), there[0].id)
            return MissingDataError(lost.zh, lost.en)
        return MissingDataError(
            f"這個資料夾還沒有發布版：{self.home}；請先執行 difang lake publish bundled。",
            f"nothing is published in this home: {self.home}; run difang lake publish bundled first.",
        )

    def _clean(self) -> None:
        """Remove what a killed publication or collection left; a kill in here is made up for by the next."""
        layout = self._layout
        announced = set(layout.release_ids())
        for path in layout.release_files():
            if path.stem not in announced:
                path.unlink()
                sync_folder(layout.releases)
        with suppress(FaultError):
            collect(layout, None, dry_run=False)
        for path in layout.root.glob(f".{verified.NAME}.*"):
            path.unlink(missing_ok=True)
        if layout.staging.exists():
            shutil.rmtree(layout.staging)

    def _base(self) -> Release | None:
        """Return the release whose other datasets the next one takes over."""
        try:
            return self.current()
        except MissingDataError:
            return None
        except FaultError:
            readable = self.releases()
            return readable[0] if readable else None

    def _next_sequence(self) -> int:
        return max((release.sequence for release in self.releases()), default=0) + 1

    def _on(self, day: date) -> Release:
        releases = self.releases()
        with suppress(FaultError):
            releases = (self.current(), *releases)
        for release in releases:
            if release.date <= day:
                return release
        earliest = min((release.date for release in releases), default=None)
        raise NotFoundError(
            f"{day} 沒有發布版；最早的是 {earliest}；請選較晚的日期。",
            f"no release as of {day}; the earliest is of {earliest}; choose a later date.",
        )


def _acquire(lock: FileLock, wait_seconds: float, waiting: Callable[[], None] | None) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if wait_seconds <= 0:
            raise
        if waiting is not None:
            waiting()
        lock.acquire(timeout=wait_seconds)


def _as_date(which: str | date) -> date:
    if isinstance(which, date):
        return which
    try:
        return date.fromisoformat(which)
    except (ValueError, TypeError) as wrong:
        raise InputError(
            f"發布版或日期不合規定：{which}；應為 yyyymmdd-十二位十六進位碼，或 2026-08-31；"
            "請用 difang lake list 看有哪些發布版。",
            f"release or date: {which}; it must be yyyymmdd-<12 hex> or 2026-08-31; "
            "difang lake list shows the releases.",
        ) from wrong


def _pointer_error(pointer: Path, found: str) -> FaultError:
    return FaultError(
        f"指標檔 {pointer} 不完整：{found}；應為一個發布版代號；請重新發布。",
        f"pointer file {pointer} is damaged: {found}; it must hold a release id; publish again.",
    )
