"""No command reads a damaged file: it names the file and how it is mended, and mending helps."""

import shutil
from pathlib import Path

import pytest

from difang.lake import Lake
from tests.cli.conftest import Run


def flipped(home: Path, dataset: str, victim: str = "part-0.parquet") -> Path:
    """Change one byte of a published file."""
    file = Lake(home).current().part(dataset).with_name(victim)
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.write_bytes(content)
    return file


@pytest.fixture
def own_home(published_home: Path, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    shutil.copytree(published_home / "lake", home / "lake")
    return home


@pytest.mark.parametrize(
    ("dataset", "victim", "arguments"),
    [
        ("figures", "part-0.parquet", ["figures", "population.total", "--place", "埔里"]),
        ("figures_by_place", "part-0.parquet", ["dna", "埔里"]),
        ("figures_by_place", "part-0.parquet", ["brief", "埔里", "--format", "html", "--out", "{out}"]),
        ("figures_by_place", "part-0.parquet", ["cite", "/r/{r}/figures/population.total?place=埔里"]),
        ("population.by_month", "manifest.json", ["cite", "/r/{r}/figures/population.total?place=埔里"]),
    ],
)
def test_damaged_file_is_named_and_nothing_is_told_from_it(
    difang: Run, own_home: Path, tmp_path: Path, dataset: str, victim: str, arguments: list[str]
) -> None:
    file = flipped(own_home, dataset, victim)
    out, release = tmp_path / "out", Lake(own_home).current().id
    done = difang(*(one.format(out=out, r=release) for one in arguments), home=own_home)
    assert (done.returncode, done.stdout) == (5, "")
    assert str(file.relative_to(own_home)) in done.stderr and "difang lake publish bundled" in done.stderr
    assert "Traceback" not in done.stderr and not list(out.glob("*"))


def test_place_reads_no_file_and_publishing_mends(difang: Run, own_home: Path) -> None:
    (own_home / "lake" / "verified.json").unlink(missing_ok=True)
    flipped(own_home, "figures")
    assert difang("place", "埔里", home=own_home).returncode == 0
    assert not (own_home / "lake" / "verified.json").exists()
    asked = ("figures", "population.total", "--place", "埔里", "--period", "2025")
    assert difang(*asked, home=own_home).returncode == 5
    published = difang("lake", "publish", "bundled", home=own_home)
    assert (published.returncode, published.stdout.strip()) == (0, Lake(own_home).current().id)
    assert difang("lake", "verify", home=own_home).returncode == 0
    assert difang(*asked, home=own_home).stdout == difang(*asked).stdout != ""
