"""The site as outside clients meet it: its WSGI application behind a socket, on the published home."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Leave the test's output to the test."""


@pytest.fixture(scope="session")
def application(site: None) -> Callable[..., object]:
    """The site's WSGI application, without the warming that a server starts beside it."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


@pytest.fixture(scope="session")
def address(application: Callable[..., object]) -> Iterator[str]:
    """Where the site answers, on a free port of this machine."""
    with make_server("127.0.0.1", 0, application, _Server, _Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def _home(published_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIFANG_HOME", str(published_home))
