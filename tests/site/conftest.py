"""The site on the published home, asked through WSGI without a socket."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def site(published_home: Path) -> None:
    """Set Django up once on the published home."""
    import django

    os.environ["DIFANG_HOME"] = str(published_home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "difang.site.settings"
    os.environ["DIFANG_RATE_PER_MINUTE"] = "100000"
    django.setup()


@pytest.fixture
def client(site: None, published_home: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """A client that asks the site as a browser without cookies would."""
    from django.test import Client

    monkeypatch.setenv("DIFANG_HOME", str(published_home))
    return Client(headers={"host": "localhost"})
