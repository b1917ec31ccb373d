"""The command as people and scripts run it: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def difang(published_home: Path) -> Run:
    """Run the command in the published home and return what came out."""

    def run(*arguments: str, home: Path = published_home) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(Path(sys.executable).with_name("difang")), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "DIFANG_HOME": str(home), "PYTHONUTF8": "1"},
            check=False,
        )

    return run
