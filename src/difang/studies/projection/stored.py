"""A study of fifty years takes seconds: it is kept in the home, under the hash of all that it was made from."""

import hashlib
import os
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import difang.methods
from difang.errors import InputError, MissingDataError
from difang.lake import Release, cursor
from difang.lake.durable import canonical_json
from difang.studies.projection import constraint as holding
from difang.studies.projection import paths
from difang.studies.projection.model import Paths
from difang.studies.projection.moves import Moves
from difang.studies.projection.outlook import HORIZON_YEARS
from difang.studies.projection.register import AGES, Floats, Register
from difang.studies.projection.settings import FROZEN
from difang.studies.projection.study import Study, stayed, study
from difang.studies.projection.uncertainty import FROZEN_SPREAD

KEPT_FILES = 6
MONTHS = range(1, 13)


def newest_launch(release: Release) -> str:
    """Return the newest month in which the townships' single ages are observed, by sex or not."""
    found = []
    for dataset in ("population.by_age", "population.by_age_sex"):
        with suppress(MissingDataError):
            (newest,) = cursor().execute(f"SELECT max(period) FROM '{release.path(dataset)}'").fetchall()[0]
            found.append(str(newest))
    if not found:
        raise MissingDataError(
            f"發布版 {release.id} 沒有鄉鎮市區的單一年齡人口，無法推計；請執行 difang lake publish bundled。",
            f"release {release.id} holds no single ages of townships, so nothing can be projected; "
            "run difang lake publish bundled.",
        )
    return max(found)


def refuse_month(launch: str, name: str = "--launch") -> None:
    """Raise InputError for what is no month."""
    year, _, number = launch.partition("-")
    plain = len(year) == 4 and len(number) == 2 and (year + number).isascii() and (year + number).isdigit()
    if not plain or int(number) not in MONTHS:
        raise InputError(
            f"{name}「{launch}」不是月份；請寫 2025-12 這樣。",
            f"{name} '{launch}' is no month; write it like 2025-12.",
        )


def stored(
    release: Release, launch: str | None = None, constraint: holding.Constraint | None = None
) -> Study:
    """Return the study of fifty years from a launch, from the home's file of it or made anew and kept there.

    What is kept is what leads along the path; the members beside it are not (see `study`). A damaged file is made
    anew, and a home that can't be written to is no reason to fail. Raises as `study`, and InputError for a launch
    that is no month.
    """
    start = newest_launch(release) if launch is None else launch
    refuse_month(start)
    register = Register(release, start)
    chosen = constraint or holding.usual(register)
    path = file_of(release, start, chosen)
    kept = _read(path, register, chosen)
    if kept is not None:
        return kept
    made = _plain(study(release, start, HORIZON_YEARS, constraint=chosen))
    with suppress(OSError):
        _write(path, made)
    return made


def file_of(release: Release, launch: str, constraint: str) -> Path:
    """Return where the study of one recipe is kept."""
    content = canonical_json(
        {
            "release": release.id,
            "launch": launch,
            "constraint": constraint,
            "years": HORIZON_YEARS,
            "settings": asdict(FROZEN),
            "spread": asdict(FROZEN_SPREAD),
            "code": _code(),
            "numpy": np.__version__,
        }
    )
    recipe = hashlib.sha256(content).hexdigest()[:24]
    return release.root.parent / "cache" / "projection" / f"{recipe}.npz"


def _shapes(places: int) -> dict[str, tuple[int, ...]]:
    time = HORIZON_YEARS
    return {
        "path": (places, time + 1, 2, AGES),
        "survival": (places, time, 2, AGES + 1),
        "fertility": (places, time, AGES),
        "srb": (),
        "rate": (places, 2, AGES + 1),
        "nation": (2, AGES + 1),
    }


def _read(file: Path, register: Register, constraint: holding.Constraint) -> Study | None:
    try:
        with np.load(file, allow_pickle=False) as content:
            arrays = {name: content[name] for name in _shapes(0)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    if not _is_whole(arrays, len(register.codes)):
        return None
    vital = paths.Vital(arrays["survival"], arrays["fertility"], float(arrays["srb"]))
    members = Paths(arrays["path"], {}, vital, Moves(arrays["rate"], arrays["nation"]))
    return _led(register, constraint, members)


def _plain(made: Study) -> Study:
    """Return a study laid out in memory as one that is read, so that both give the same sums to the last bit."""
    vital, moves = made.vital, made.members.moves
    rates = paths.Vital(
        np.ascontiguousarray(vital.survival), np.ascontiguousarray(vital.fertility), float(vital.srb)
    )
    own = Moves(np.ascontiguousarray(moves.rate), np.ascontiguousarray(moves.nation))
    members = Paths(np.ascontiguousarray(made.path), made.members.members, rates, own)
    return _led(made.register, made.constraint, members)


def _led(register: Register, constraint: holding.Constraint, members: Paths) -> Study:
    path, vital = members.mean, members.vital
    return Study(register, constraint, members, path, vital, path[:, 1:] - stayed(path[:, :-1], vital))


def _is_whole(arrays: Mapping[str, NDArray[np.generic]], places: int) -> bool:
    return all(
        arrays[name].shape == shape and arrays[name].dtype == np.float64 and np.isfinite(arrays[name]).all()
        for name, shape in _shapes(places).items()
    )


def _write(file: Path, made: Study) -> None:
    """Write the file in one step, and let go of the oldest beyond `KEPT_FILES`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}.fresh")
    moves = made.members.moves
    arrays: dict[str, Floats] = {
        "path": made.path,
        "survival": made.vital.survival,
        "fertility": made.vital.fertility,
        "srb": np.array(made.vital.srb, np.float64),
        "rate": moves.rate,
        "nation": moves.nation,
    }
    try:
        with fresh.open("wb") as sink:
            np.savez(sink, allow_pickle=False, **arrays)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    for old in sorted(file.parent.glob("*.npz"), key=lambda one: one.stat().st_mtime)[:-KEPT_FILES]:
        old.unlink(missing_ok=True)


@cache
def _code() -> str:
    """Return the hash of the code that a study is made by: another version's file is not this one's."""
    own, methods = Path(__file__).parent, Path(difang.methods.__file__).parent
    digest = hashlib.sha256()
    for part in (*sorted(own.glob("*.py")), *sorted(methods.rglob("*.py"))):
        digest.update(part.read_bytes())
    return digest.hexdigest()
