"""Where results and words cannot go, the exit code tells; wrong calls are told in the language asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from difang.lake import Lake
from tests.cli.conftest import Run
from tests.lake import samples

COMMAND = str(Path(sys.executable).with_name("difang"))


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("place 埔里 >/dev/full", 5, "結果無法寫到標準輸出"),
        ("--lang en indicators --json >/dev/full", 5, "cannot be written to the standard output"),
        ("place 埔里 >&-", 5, "結果無法寫到標準輸出"),
        ("place zzz 2>/dev/full", 2, ""),
        ("nothing 2>/dev/full", 2, ""),
        ("indicators | true", 0, ""),
    ],
)
def test_output_that_refuses(line: str, code: int, said: str, unbuffered: str, published_home: Path) -> None:
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {COMMAND} {line}"],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "DIFANG_HOME": str(published_home), "PYTHONUNBUFFERED": unbuffered},
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Exception ignored" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("nothing",), "COMMAND 沒有 'nothing'", "invalid choice"),
        ((), "還要給 COMMAND", "are required"),
        (("up", "--port", "x"), "--port 要是整數", "invalid int value"),
        (("place", "埔里", "--zz"), "不認得：--zz", "unrecognized arguments"),
        (("figures", "population.total", "--period"), "--period 後面要有一個值", "expected one argument"),
        (
            ("up", "--host", "999.1.1.1"),
            "--host 999.1.1.1：不是這台機器的位址",
            "--host 999.1.1.1: no address",
        ),
    ],
)
def test_wrong_call_is_told_in_the_language_asked_for(
    difang: Run, arguments: tuple[str, ...], zh: str, en: str
) -> None:
    for lang, words, other in (("zh", zh, en), ("en", en, zh)):
        done = difang("--lang", lang, *arguments)
        assert done.returncode == 2
        assert words in done.stderr and other not in done.stderr


def test_stray_among_the_releases_is_named_and_moving_it_away_helps(difang: Run, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "home")
    current = samples.publish(lake, 1)
    folder = lake.home / "lake" / "releases"
    strays = [folder / "mine", folder / "20260101-0123456789ab.json", folder / "notes.json"]
    for stray in strays[:2]:
        stray.mkdir()
    strays[2].write_text("{}", "utf-8")
    current = samples.publish(lake, 2)
    for command in ("verify", "gc"):
        for lang, words in (("zh", "移出"), ("en", "move it out of")):
            done = difang("--lang", lang, "lake", command, home=lake.home)
            assert all(str(stray) in done.stderr for stray in strays) and words in done.stderr
            assert done.returncode == (5 if command == "verify" else 0), done.stderr
    assert lake.releases() == (current,)
    for stray in strays:
        stray.rename(tmp_path / stray.name)
    done = difang("lake", "verify", home=lake.home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")


def test_verify_speaks_chinese(difang: Run, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "home")
    release = samples.publish(lake, 1)
    (lake.home / "lake" / "releases" / f"{release.id}.json").write_text("{}", "utf-8")
    (lake.home / "lake" / "current").write_text("gone", "utf-8")
    done = difang("lake", "verify", home=lake.home)
    assert done.returncode == 5
    assert "發布版檔案" in done.stderr and "指標檔" in done.stderr
    assert "must" not in done.stderr and "damaged" not in done.stderr and "the id" not in done.stderr
