"""The kept study, and the library's door to it."""

import importlib
import os
from pathlib import Path

import numpy as np
import pytest

from difang.errors import AmbiguousError, InputError, MissingDataError
from difang.studies.projection import Study, stored
from difang.workspace import Workspace

module = importlib.import_module("difang.studies.projection.stored")
ARRAYS = ("path", "migration", "patterns")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a study of two years is kept."""
    file = tmp_path / "cache" / "one.npz"
    monkeypatch.setattr(module, "HORIZON_YEARS", 2)
    monkeypatch.setattr(module, "file_of", lambda *_: file)
    return file


def same(one: Study, other: Study) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS) and (
        one.periods,
        one.constraint,
        one.vital.srb,
    ) == (other.periods, other.constraint, other.vital.srb)


def test_kept_study_is_the_made_one_to_the_last_bit(kept: Path, workspace: Workspace) -> None:
    made = stored(workspace.release, "2019-10")
    assert kept.is_file() and [path.name for path in kept.parent.iterdir()] == ["one.npz"]
    assert made.members.members  # made, not read
    again = stored(workspace.release, "2019-10")
    assert not again.members.members  # read
    assert same(made, again)


@pytest.mark.parametrize("damage", ["cut", "flipped", "text", "nan"])
def test_damaged_file_is_made_anew(damage: str, kept: Path, workspace: Workspace) -> None:
    made = stored(workspace.release, "2019-10")
    whole = kept.read_bytes()
    if damage == "cut":
        kept.write_bytes(whole[: len(whole) // 2])
    elif damage == "flipped":
        middle = len(whole) // 2
        kept.write_bytes(whole[:middle] + bytes([whole[middle] ^ 64]) + whole[middle + 1 :])
    elif damage == "text":
        kept.write_text("not a study", "utf-8")
    else:
        with np.load(kept) as content:
            arrays = dict(content)
        arrays["path"][3, 1, 0, 7] = np.nan
        np.savez(kept, allow_pickle=False, **arrays)
    again = stored(workspace.release, "2019-10")
    assert again.members.members and same(made, again)
    assert kept.read_bytes() == whole


def test_home_that_cannot_be_written_to_is_no_reason_to_fail(kept: Path, workspace: Workspace) -> None:
    kept.parent.write_text("in the way", "utf-8")
    assert stored(workspace.release, "2019-10").path.shape[:2] == (368, 3)


def test_oldest_files_go(kept: Path, workspace: Workspace) -> None:
    kept.parent.mkdir()
    for number in range(9):
        (kept.parent / f"old{number}.npz").write_bytes(b"")
        os.utime(kept.parent / f"old{number}.npz", (number, number))
    stored(workspace.release, "2019-10")
    left = sorted(path.name for path in kept.parent.iterdir())
    assert left == ["old4.npz", "old5.npz", "old6.npz", "old7.npz", "old8.npz", "one.npz"]


def test_recipe_differs_by_launch_and_constraint(workspace: Workspace) -> None:
    release = workspace.release
    files = {
        module.file_of(release, launch, constraint)
        for launch, constraint in (("2019-10", "none"), ("2025-12", "none"), ("2025-12", "ndc"))
    }
    assert len(files) == 3
    assert all(file.parent == workspace.home / "cache" / "projection" for file in files)


@pytest.mark.parametrize("launch", ["2019", "2019-13", "2019-1", "latest", "２０１９-10"])
def test_launch_that_is_no_month_is_refused(launch: str, workspace: Workspace) -> None:
    with pytest.raises(InputError, match="is no month"):
        stored(workspace.release, launch)


def test_project_names_every_axis(workspace: Workspace) -> None:
    found = workspace.project(
        ["魚池", "南投縣"], launch="2019-10", until=2021, draws=30, groups=["0-14", "65+"], by_sex=True
    )
    assert dict(found.sizes) == {"place": 2, "period": 3, "sex": 3, "group": 3, "quantile": 5}
    assert found.dims == ("quantile", "place", "period", "sex", "group")
    assert found["name"].values.tolist() == ["南投縣魚池鄉", "南投縣"]
    assert found.period.values.tolist() == ["2019-10", "2020-10", "2021-10"]
    assert found.attrs["launch"] == "2019-10" and found.attrs["constraint"] == "none"
    counted = workspace.figure("population.total", "魚池", "2019-10").value
    summed = found["mean"].sel(sex=["female", "male"]).sum("sex")
    np.testing.assert_allclose(summed, found["mean"].sel(sex="all"))
    chosen = found["mean"].sel(place="10008090", period="2019-10", sex="all", group="all")
    assert float(chosen) == counted
    assert np.isfinite(found).all()


def test_codes_of_places_and_levels(workspace: Workspace) -> None:
    assert workspace.codes("埔里") == ["10008020"]
    assert len(workspace.codes(level="county")) == 22
    assert len(workspace.codes("南投縣", "township")) == 13
    assert workspace.codes("TW", "nation") == ["TW"]
    assert workspace.codes(["埔里", "Puli"]) == ["10008020"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, InputError),
        ({"level": "street"}, InputError),
        ({"level": "village"}, MissingDataError),
        ({"place": "埔里", "level": "county"}, InputError),
        ({"place": "中山區"}, AmbiguousError),
        ({"place": []}, InputError),
        ({"place": "埔里", "launch": "2014-10"}, MissingDataError),
        ({"place": "埔里", "launch": "2019-10", "until": "2022"}, InputError),
        ({"place": "埔里", "launch": "2019-10", "until": 2022, "groups": 3}, InputError),
    ],
)
def test_project_refuses_wrong_words(
    arguments: dict[str, object], error: type[Exception], workspace: Workspace
) -> None:
    with pytest.raises(error):
        workspace.project(**arguments)  # type: ignore[arg-type]
