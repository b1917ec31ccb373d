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
