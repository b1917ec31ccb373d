"""Where things are written, by the first of three rules that applies."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from difang.lake import Lake, home


def test_home_named_by_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DIFANG_HOME", str(tmp_path / "elsewhere"))
    assert home() == tmp_path / "elsewhere"
    assert Lake().home == tmp_path / "elsewhere"


def test_home_in_a_checkout_is_var(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIFANG_HOME", raising=False)
    assert home() == Path(__file__).resolve().parents[2] / "var"


def test_home_outside_a_checkout_is_the_platforms_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The package as a wheel installs it: no pyproject.toml three folders up."""
    source = Path(__file__).resolve().parents[2] / "src" / "difang"
    installed = tmp_path / "site-packages" / "difang"
    for part in ("__init__.py", "text.py", "errors.py", "lake"):
        copy = shutil.copytree if (source / part).is_dir() else shutil.copyfile
        (installed / part).parent.mkdir(parents=True, exist_ok=True)
        copy(source / part, installed / part)
    asked = subprocess.run(
        [sys.executable, "-c", "from difang.lake.home import home; print(home())"],
        env={
            "PYTHONPATH": str(installed.parent),
            "HOME": str(tmp_path),
            "XDG_DATA_HOME": str(tmp_path / "data"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == str(tmp_path / "data" / "difang")
