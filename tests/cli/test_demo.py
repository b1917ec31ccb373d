"""`difang demo`: its own home, filled once; nobody in it can be taken for real."""

import os
import subprocess
import sys
from pathlib import Path

DIFANG = str(Path(sys.executable).with_name("difang"))


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DIFANG_DEMO")}
    command = [DIFANG, "--home", str(home), *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=180, check=False)


def test_a_demonstration_is_filled_once_and_never_served_as_a_normal_home(
    published_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "demo"
    home.mkdir()
    (home / "lake").symlink_to(published_home / "lake")
    first, second = run(home, "demo"), run(home, "demo")
    assert first.returncode == 0, first.stderr
    assert "nation@demo.invalid" in first.stdout
    assert first.stdout == second.stdout
    assert (home / "demo_password").stat().st_mode & 0o077 == 0
    audit = run(home, "audit", "verify")
    assert audit.returncode == 0, audit.stdout + audit.stderr
    served = run(home, "up", "--port", "18399")
    assert served.returncode == 2
    assert "difang demo --serve" in served.stderr


def _contents(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_a_home_that_is_in_use_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    home = tmp_path / "real"
    assert run(home, "user", "add", "real@example.tw", "--name", "真").returncode == 0
    before = _contents(home)
    done = run(home, "demo")
    assert done.returncode == 2
    assert str(home) in done.stderr and "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""
    assert _contents(home) == before


def test_a_home_with_tables_and_nobody_in_it_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "started"
    assert run(home, "user", "code").returncode == 0
    assert run(home, "demo").returncode == 2
    assert not (home / "demo_password").exists()


def test_a_password_file_left_in_a_home_of_real_people_makes_no_demonstration(tmp_path: Path) -> None:
    home = tmp_path / "real"
    assert run(home, "user", "add", "real@example.tw", "--name", "真").returncode == 0
    (home / "demo_password").write_text("left-over")
    assert run(home, "demo").returncode == 2


def test_a_demonstration_that_was_interrupted_is_begun_again(published_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "demo"
    home.mkdir()
    (home / "lake").symlink_to(published_home / "lake")
    (home / "demo_password").touch(mode=0o600)
    (home / "secret_key").write_text("x" * 40)
    done = run(home, "demo")
    assert done.returncode == 0, done.stderr
    assert f"password: {(home / 'demo_password').read_text()}" in done.stdout
    assert (home / "demo_password").read_text()
