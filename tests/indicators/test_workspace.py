"""A home: published once, the same everywhere, asked by any spelling of a place."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import difang
from difang.errors import FaultError, InputError, MissingDataError, NotFoundError
from difang.lake import Lake
from difang.sources.bundled import REQUIRED_FIELDS
from difang.workspace import Workspace, open_or_publish, open_workspace, publish_bundled
from tests.indicators.fixture import catalogue_in_use, dataset, manifest, spread, stanza

NAME = "population.by_month"


def ship(folder: Path, last: int = 5) -> Path:
    """Write one dataset as it would ship."""
    path = dataset(folder, NAME, spread("2024-12", [1, 2, 3, 4, 4]) + spread("2025-12", [1, 2, 3, 4, last]))
    told = dict.fromkeys(REQUIRED_FIELDS, "x") | manifest(NAME, path)
    told |= {"period": ["2024-12", "2025-12"], "rows": 10, "checks": [], "supersedes": None}
    told |= {"notes": {"zh": "無", "en": "none"}}
    path.with_name("manifest.json").write_text(json.dumps(told))
    return folder


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("workspace")
    with catalogue_in_use(folder / "catalogue", stanza("total", levels='["township"]')):
        lake = Lake(folder / "home")
        yield Workspace(lake, publish_bundled(lake, folder=ship(folder / "shipped")))


def test_publishing_again_does_nothing(workspace: Workspace, tmp_path: Path) -> None:
    said: list[str] = []
    again = publish_bundled(
        workspace.lake, folder=ship(tmp_path), progress=lambda zh, en: said.append(zh + en)
    )
    assert again.id == workspace.release.id
    assert said == []


def test_another_home_gets_the_same_release_and_other_data_another(
    workspace: Workspace, tmp_path: Path
) -> None:
    same = publish_bundled(Lake(tmp_path / "a"), folder=ship(tmp_path / "same"))
    other = publish_bundled(Lake(tmp_path / "a"), folder=ship(tmp_path / "other", last=6))
    assert same.id == workspace.release.id
    assert other.id != same.id


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from difang.lake import Lake\n"
        "from difang.workspace import publish_bundled\n"
        "from tests.indicators.fixture import catalogue_in_use, stanza\n"
        "from tests.indicators.test_workspace import ship\n"
        "home = Path(sys.argv[1])\n"
        "with catalogue_in_use(home / 'c', stanza('total'), stanza('again', levels='[\"township\"]')):\n"
        "    r = publish_bundled(Lake(home), folder=ship(home / 'shipped'))\n"
        "    print(r.id, {name: r.manifest(name)['sha256'] for name in sorted(r.datasets)})\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / seed)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": "src:."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert "figures_by_place" in told[0]


def test_first_runs_at_once_wait_for_the_one_that_publishes(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from difang.lake import Lake; from difang.workspace import publish_bundled\n"
        "from tests.indicators.fixture import catalogue_in_use, stanza\n"
        "def say(zh, en): print(en, file=sys.stderr, flush=True)\n"
        "with catalogue_in_use(Path(sys.argv[3]), stanza('total', levels='[\"township\"]')):\n"
        "    home, shipped = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "    print(publish_bundled(Lake(home), folder=shipped, progress=say).id)\n"
    )
    lake = Lake(tmp_path / "home")
    shipped = ship(tmp_path / "shipped")
    with lake.publication():
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", script, str(lake.home), str(shipped), str(tmp_path / f"c{number}")],
                env=os.environ | {"PYTHONPATH": "src:."},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number in range(2)
        ]
        waiting = [run.stderr.readline() for run in runs if run.stderr]
    told = [run.communicate(timeout=60) for run in runs]
    assert waiting == ["Another publication is at work; waiting up to 60 seconds for it…\n"] * 2
    assert [out.strip() for out, _ in told] == [lake.current().id] * 2
    assert sorted(err.count("Publishing") for _, err in told) == [0, 1]


def test_publication_that_takes_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("difang.workspace.WAIT_SECONDS", 0.1)
    lake = Lake(tmp_path / "home")
    with lake.publication(), pytest.raises(FaultError, match="another publication is at work"):
        publish_bundled(Lake(tmp_path / "home"), folder=ship(tmp_path / "shipped"))


def test_figures_take_any_spelling_of_a_place(workspace: Workspace) -> None:
    assert workspace.figures("population.total", "埔里")["value"].to_pylist() == [4]
    assert workspace.figures("population.total", ["Puli", "南投市"])["place"].to_pylist() == [
        "10008010",
        "10008020",
    ]
    assert workspace.figure("population.total", "埔里鎮").place == "10008020"


def test_cite_takes_a_release_and_a_permanent_address(workspace: Workspace) -> None:
    figure = workspace.figure("population.total", "埔里", "2024")
    for address in (figure.permalink, f"https://difang.tw/en{figure.permalink}"):
        assert workspace.cite(address, lang="en") == figure.cite("text", "en")
    assert workspace.release.id in workspace.cite(workspace.release.id, "bibtex")
    assert workspace.cite(f"/r/{workspace.release.id}/") == workspace.cite(workspace.release.id)


def test_cite_refuses_what_it_cannot_resolve(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="what to cite: /places/10008020/"):
        workspace.cite("/places/10008020/")
    with pytest.raises(NotFoundError, match="no such release"):
        workspace.cite("20200101-0123456789ab")
    with pytest.raises(NotFoundError, match="unknown indicator"):
        workspace.cite(f"/r/{workspace.release.id}/figures/a.b?place=10008020&period=2024")


def test_home_without_a_release_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="difang lake publish bundled"):
        open_workspace(tmp_path)


def test_open_or_publish_opens_what_is_there(workspace: Workspace) -> None:
    assert open_or_publish(workspace.home).release.id == workspace.release.id
    assert difang.open(workspace.home).release.id == workspace.release.id


def test_importing_difang_loads_neither_duckdb_nor_arrow() -> None:
    script = "import sys, difang; print(sorted({'duckdb', 'pyarrow', 'numpy', 'ibis'} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told == "[]\n"


@pytest.mark.parametrize("harm", ["flip", "cut", "gone"])
@pytest.mark.parametrize("victim", ["part-0.parquet", "manifest.json"])
@pytest.mark.parametrize("name", [NAME, "figures"])
def test_publishing_again_puts_damaged_files_back(
    workspace: Workspace, tmp_path: Path, name: str, victim: str, harm: str
) -> None:
    lake = Lake(tmp_path / "home")
    release = publish_bundled(lake, folder=ship(tmp_path / "shipped"))
    file = release.part(name).with_name(victim)
    content = file.read_bytes()
    file.write_bytes(
        content[:60] + bytes([content[60] ^ 1]) + content[61:] if harm == "flip" else content[:-1]
    )
    if harm == "gone":
        file.unlink()
    assert [problem.file for problem in lake.verify()] == [file]
    assert publish_bundled(lake, folder=ship(tmp_path / "shipped")).id == release.id
    assert lake.verify() == []
    assert lake.current().path(name).is_file()
