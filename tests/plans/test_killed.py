"""kill -9 while plans are saved, submitted and decided."""

from pathlib import Path

import pytest

from tests.plans.walker import kill_at_random


# On PostgreSQL the walkers share the server of this run, and what they wrote must not stay in it.
@pytest.mark.usefixtures("committed")
def test_killed_50_times_what_was_confirmed_is_there_and_nothing_is_half_done(
    published_home: Path, tmp_path: Path
) -> None:
    (tmp_path / "lake").symlink_to(published_home / "lake")
    kill_at_random(tmp_path, times=50, seed=20261124)
