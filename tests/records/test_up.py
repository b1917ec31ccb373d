"""`difang up`: the worker beside the server lives as long as the server, and pages live without a database."""

import os
import re
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


def _sign_up(address: str, mail: str) -> int:
    from http.cookiejar import CookieJar
    from urllib.parse import urlencode

    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{address}/accounts/signup/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = {
        "name": "王",
        "email": mail,
        "password1": "correct-horse-battery",
        "password2": "correct-horse-battery",
    }
    sent = urlencode({**form, "csrfmiddlewaretoken": token}).encode()
    with browser.open(f"{address}/accounts/signup/", sent, timeout=30) as answer:
        return int(answer.status)


def test_the_first_start_says_where_its_code_goes_and_mails_carry_whole_links(home: Path) -> None:
    import sqlite3

    with _up(home, DIFANG_SITE_URL="") as (_, address, said):
        words = said.read_text()
        assert _sign_up(address, "wang@example.tw") == 200
        with sqlite3.connect(home / "db.sqlite3", timeout=20) as base:
            (body,) = base.execute("SELECT body FROM records_mail").fetchone()
    assert re.search(r"一次性代碼：\S{20}", words)
    assert f"{address}/people/first/" in words and f"{address}/accounts/signup/" in words
    assert "difang user confirm" in words, "no mail server is set: the address is confirmed in another way"
    code = re.search(r"一次性代碼：(\S+)", words)[1]
    with _up(home) as (_, _address, said):
        assert f"一次性代碼：{code}\n" in said.read_text(), "until it is used"
    assert f"DIFANG_SITE_URL：信件與文件裡的連結用 {address}。" in words
    assert f"{address}/accounts/confirm-email/" in body


@pytest.mark.parametrize(
    ("host", "hosts", "https", "reached"),
    [
        ("127.0.0.1", None, "no", "http://127.0.0.1:8000"),
        ("[::1]", None, "no", "http://[::1]:8000"),
        ("0.0.0.0", None, "no", "http://localhost:8000"),
        ("0.0.0.0", "localhost,.example.tw,*,difang.example", "no", "http://difang.example:8000"),
        ("127.0.0.1", "difang.example", "yes", "https://difang.example"),
        ("127.0.0.1", None, "yes", "http://127.0.0.1:8000"),
    ],
)
def test_where_mails_lead_without_a_public_address(
    monkeypatch: pytest.MonkeyPatch, host: str, hosts: str | None, https: str, reached: str
) -> None:
    from difang.cli.commands import up

    monkeypatch.setenv("DIFANG_HTTPS", https)
    monkeypatch.delenv("DIFANG_ALLOWED_HOSTS", raising=False)
    if hosts:
        monkeypatch.setenv("DIFANG_ALLOWED_HOSTS", hosts)
    assert up._reached_at(host, 8000) == reached


def test_an_address_the_operator_named_stays(home: Path) -> None:
    with _up(home, DIFANG_SITE_URL="https://difang.example") as (_, _address, said):
        words = said.read_text()
    assert "DIFANG_SITE_URL" not in words
