"""`make run` tells its steps in both languages."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_run_tells_each_step_in_english_and_chinese(published_home: Path, tmp_path: Path) -> None:
    env = {**os.environ, "DIFANG_HOME": str(published_home), "OUT": str(tmp_path)}
    done = subprocess.run(
        ["sh", str(ROOT / "tools" / "run.sh"), "埔里鎮", "8000", "no"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"difang: writing the briefing of 埔里鎮 to {tmp_path}/" in done.stderr
    assert "撰寫埔里鎮的簡報到" in done.stderr
    assert len(list(tmp_path.iterdir())) == 5
