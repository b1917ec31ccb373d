"""What other processes need to reach the database of this run."""

import pytest


@pytest.fixture
def database_address(committed: None) -> dict[str, str]:
    """The environment of a process that shares this run's database."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        return {"DIFANG_HOME": str(settings.DATABASES["default"]["NAME"].parent), "DATABASE_URL": ""}
    import os

    return {"DATABASE_URL": os.environ["DATABASE_URL"]}
