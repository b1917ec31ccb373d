"""Hashing everything again: one changed byte is named by dataset and file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from difang.errors import DamagedError, FaultError
from difang.lake import verified
from difang.lake.durable import sha256_of
from difang.lake.layout import ID, ID_HEX, Layout
from difang.lake.release import Release, damaged_file, read_release
from difang.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One file that is not what was published; `found` is None when it is missing or unreadable.

    `words` say it better than the comparison of expected and found, where there is more to tell.
    """

    dataset: str | None
    file: Path
    expected: str
    found: str | None
    words: Text | None = None

    @property
    def text(self) -> Text:
        """The problem as a sentence."""
        if self.words is not None:
            return self.words
        name = self.dataset or "—"
        return Text(
            f"資料集 {name}：{self.file} 應為 {self.expected}，實為 {self.found or '缺漏'}",
            f"dataset {name}: {self.file}: expected {self.expected}, found {self.found or 'nothing'}",
        )

    @property
    def error(self) -> DamagedError:
        """The problem as the error of whoever needs the file."""
        return damaged_file(self.file, self.dataset or "—", self.expected, self.found)


def verify_lake(layout: Layout) -> list[Problem]:
    """Check the pointer, every release's file against its id, and every file of every release."""
    problems: dict[Path, Problem] = {}
    for problem in _problems(layout):
        problems.setdefault(problem.file, problem)
    verified.keep(layout.root)
    return list(problems.values())


def verify_release(layout: Layout, release: Release, *, again: bool = True) -> list[Problem]:
    """Check every file of one release; with `again`, whatever is remembered of it."""
    found = [
        problem
        for dataset in sorted(release.datasets)
        for problem in _of_dataset(layout, release, dataset, again)
    ]
    if again:
        verified.keep(layout.root)
    return found


def _problems(layout: Layout) -> Iterator[Problem]:
    ids = layout.release_ids()
    yield from _of_pointer(layout.pointer, ids)
    yield from stray_problems(layout)
    seen: set[tuple[str, str, str]] = set()
    for one in ids:
        try:
            release = read_release(layout, one)
        except FaultError as damage:
            yield Problem(None, layout.release(one), one, None, damage.text)
            continue
        for dataset in sorted(release.datasets):
            known = (dataset, release.datasets[dataset], release.manifests[dataset])
            if known not in seen:
                seen.add(known)
                yield from _of_dataset(layout, release, dataset)


def stray_problems(layout: Layout) -> list[Problem]:
    """Name what lies among the releases and is none."""
    return [
        Problem(
            None,
            path,
            "<yyyymmdd>-<12 hex>.json",
            path.name,
            Text(
                f"{path} 不是發布版，difang 不讀也不刪它；請把它移出 {path.parent}。",
                f"{path} is no release; difang neither reads nor drops it; move it out of {path.parent}.",
            ),
        )
        for path in layout.strays()
    ]


def _of_pointer(pointer: Path, ids: list[str]) -> Iterator[Problem]:
    if pointer.exists():
        told = pointer.read_bytes().decode(errors="replace").strip()
        if told not in ids:
            words = Text(
                f"指標檔 {pointer} 應為一個發布版代號，實為 {told!r}；請執行 difang lake publish bundled。",
                f"pointer file {pointer} must hold the id of a release, not {told!r}; "
                "run difang lake publish bundled.",
            )
            yield Problem(None, pointer, "the id of a release", told, words)
    elif ids:
        # Ids begin with a date: the last one is of the newest data.
        yield Problem(None, pointer, "the id of a release", None, pointer_lost(pointer, len(ids), ids[-1]))


def pointer_lost(pointer: Path, count: int, newest: str) -> Text:
    """Say that releases are on disk, but nothing says which of them is in use."""
    return Text(
        f"磁碟上有 {count} 個發布版（最新：{newest}），但沒有指標檔 {pointer} 說明使用哪一個；"
        "請執行 difang lake publish bundled，原有的發布版都會保留。",
        f"{count} release(s) on disk (newest: {newest}), but no pointer file {pointer} says which is in use; "
        "run difang lake publish bundled; every release on disk stays.",
    )


def _of_dataset(layout: Layout, release: Release, dataset: str, again: bool = True) -> Iterator[Problem]:
    """The manifest's hash is in the release; the data's is in the manifest and, shortened, in the name."""
    snapshot = release.datasets[dataset]
    manifest_file = layout.manifest(dataset, snapshot, release.manifests[dataset])
    found = _hash(layout, manifest_file, again)
    if found != release.manifests[dataset]:
        yield Problem(dataset, manifest_file, release.manifests[dataset], found)
    part = layout.part(dataset, snapshot)
    found = _hash(layout, part, again)
    promised = snapshot.split("-")[1] if ID.fullmatch(snapshot) else snapshot
    if found is None or found[:ID_HEX] != promised:
        yield Problem(dataset, part, f"{promised}…", found)


def _hash(layout: Layout, file: Path, again: bool) -> str | None:
    try:
        if not again:
            return verified.known_sha256(layout.root, file)
        found = sha256_of(file)
    except OSError:
        return None
    verified.remember(layout.root, file, found)
    return found
