"""A thousand kills at random moments of saving, submitting and deciding."""

from pathlib import Path

import pytest

from tests.plans.walker import kill_at_random


@pytest.mark.soak
def test_walk_killed_1000_times_keeps_what_was_confirmed(published_home: Path, tmp_path: Path) -> None:
    (tmp_path / "lake").symlink_to(published_home / "lake")
    kill_at_random(tmp_path, times=1_000, seed=1)
