"""What several rooms' tests share: one home with everything that ships published, made once a run."""

from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from difang.lake import Lake
from difang.workspace import Workspace, open_workspace, publish_bundled

# A shared machine pauses at will; how long an example took says nothing about the code.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def published_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A home whose current release holds what ships. Tests read it and never write to it."""
    base = tmp_path_factory.getbasetemp()
    root = base if worker_id == "master" else base.parent
    home = root / "published-home"
    with FileLock(root / "published-home.lock"):
        publish_bundled(Lake(home))
    return home


@pytest.fixture(scope="session")
def workspace(published_home: Path) -> Workspace:
    """The library opened on the published home."""
    return open_workspace(published_home)
