"""Homes and publishers for the lake's tests: real folders, real processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from difang.lake import Lake
from tests.lake.nursery import Nursery


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "home")


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    with Nursery() as started:
        yield started
