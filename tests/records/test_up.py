"""`difang up`: the worker beside the server lives as long as the server, and pages live without a database."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.records.postbox import free_port, listening

PATIENCE_SECONDS = 60


def _wait(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < until, "it didn't come about in time"
        time.sleep(0.2)


def _workers(server: int) -> list[int]:
    found = subprocess.run(
        ["pgrep", "-P", str(server), "-f", "difang.records.worker"],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(pid) for pid in found.stdout.split()]


def _alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def home(published_home: Path, tmp_path: Path) -> Path:
    """A home of its own to write in, on the published figures."""
    (tmp_path / "lake").symlink_to(published_home / "lake")
    return tmp_path


@contextmanager
def _up(home: Path, **environment: str) -> Iterator[tuple["subprocess.Popen[str]", str, Path]]:
    port = free_port()
    said = home / "said"
    with said.open("w") as sink:
        server = subprocess.Popen(
            [str(Path(sys.executable).with_name("difang")), "up", "--port", str(port)],
            env={
                **os.environ,
                "DATABASE_URL": "",
                **environment,
                "DIFANG_HOME": str(home),
                "PYTHONUTF8": "1",
            },
            stdout=sink,
            stderr=sink,
        )
    try:
        _wait(lambda: server.poll() is None and _answers(port) == 200)
        yield server, f"http://127.0.0.1:{port}", said
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE_SECONDS) == 0


def _answers(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            return int(answer.status)
    except OSError:
        return 0


def test_a_killed_worker_is_replaced_and_none_is_left_behind(home: Path) -> None:
    with _up(home) as (server, _, _said):
        (first,) = _workers(server.pid)
        os.kill(first, signal.SIGKILL)
        _wait(lambda: bool(_workers(server.pid)) and _workers(server.pid) != [first])
        (second,) = _workers(server.pid)
    _wait(lambda: not _alive(second))


def test_a_worker_ends_with_a_server_that_was_killed(home: Path) -> None:
    with _up(home) as (server, _, _said):
        (worker,) = _workers(server.pid)
        children = subprocess.run(
            ["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=True
        ).stdout.split()
        time.sleep(3)  # it has begun to watch
        os.kill(server.pid, signal.SIGKILL)
        _wait(lambda: not _alive(worker))
        for child in set(children) - {str(worker)}:
            os.kill(int(child), signal.SIGKILL)
        server.wait()
        server.returncode = 0


def test_the_worker_sends_what_waits(home: Path) -> None:
    import sqlite3

    port = free_port()
    with listening(port) as postbox, _up(home, DIFANG_SMTP_URL=f"smtp://127.0.0.1:{port}"):
        with sqlite3.connect(home / "db.sqlite3", timeout=20) as base:
            base.execute(
                'INSERT INTO records_mail ("to", subject, body, html, created_at, state, attempts, not_before,'
                " fault) VALUES ('a@example.tw', '通知', '字', '', '2026-11-24', 'waiting', 0, '2026-11-24', '')"
            )
        _wait(lambda: bool(postbox.mails))
    assert [mail["Subject"] for mail in postbox.mails] == ["通知"]


@pytest.mark.parametrize("kind", ["unreachable", "closed"])
def test_without_a_database_the_pages_are_served_and_a_sentence_says_so(home: Path, kind: str) -> None:
    environment = {}
    if kind == "unreachable":
        environment["DATABASE_URL"] = "postgres://difang:secret@127.0.0.1:1/difang"
    else:
        (home / "db.sqlite3").mkdir()
    with _up(home, **environment) as (_, address, said):
        with urllib.request.urlopen(f"{address}/en/indicators/", timeout=20) as page:
            assert page.status == 200
        words = said.read_text()
    assert "資料庫無法使用" in words
    assert "Traceback" not in words
    assert "secret" not in words


def test_a_wrong_address_of_the_mail_server_is_refused_at_the_start(home: Path) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("difang")), "up", "--port", str(free_port())],
        env={
            **os.environ,
            "DIFANG_HOME": str(home),
            "DIFANG_SMTP_URL": "http://u:secret@mail",
            "DATABASE_URL": "",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout, "DIFANG_SMTP_URL" in done.stderr) == (2, "", True)
    assert "secret" not in done.stderr
