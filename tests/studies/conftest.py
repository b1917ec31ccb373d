"""Studies of the population ahead, made once a run."""

import pytest

from difang.studies.projection import Study, study
from difang.workspace import Workspace


@pytest.fixture(scope="session")
def from_2019(workspace: Workspace) -> Study:
    """The launch that is judged, for seven years, held to nothing."""
    return study(workspace.release, "2019-10", 7)


@pytest.fixture(scope="session")
def from_2025(workspace: Workspace) -> Study:
    """Today's launch, until 2050, held to the Council's medium variant."""
    return study(workspace.release, "2025-12", 25)
