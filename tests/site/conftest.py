"""The site on the published home, asked through WSGI without a socket."""

from pathlib import Path

import pytest


@pytest.fixture
def client(site: None, published_home: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """A client that asks the site as a browser without cookies would."""
    from django.test import Client

    monkeypatch.setenv("DIFANG_HOME", str(published_home))
    return Client(headers={"host": "localhost"})
