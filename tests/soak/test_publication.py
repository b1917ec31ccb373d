"""A thousand kills at random moments of a publication."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from difang.lake import Lake
from tests.lake.nursery import Nursery
from tests.lake.test_faults import kill_at_random


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    with Nursery() as started:
        yield started


@pytest.mark.soak
def test_publication_killed_1000_times_leaves_a_whole_release(tmp_path: Path, nursery: Nursery) -> None:
    kill_at_random(Lake(tmp_path / "home"), nursery, times=1_000, seed=1)
