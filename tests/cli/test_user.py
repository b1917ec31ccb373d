"""`difang user`, run as a person on the machine runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PASSWORD = "correct-horse-battery\n"


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    program = str(Path(sys.executable).with_name("difang"))

    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, "user", *arguments, "--home", str(tmp_path), "--lang", "en"],
            input=typed, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


def test_from_an_empty_home_to_an_operator(user) -> None:
    first = user("code")
    assert first.returncode == 0
    assert len(first.stdout.strip()) > 16
    added = user("add", "A@example.tw", "--name", "甲", "--password-stdin", typed=PASSWORD)
    assert (added.returncode, added.stdout.strip()) == (0, "a@example.tw")
    given = user("role", "a@example.tw", "operator", "TW")
    assert (given.returncode, given.stdout.strip()) == (0, "a@example.tw\toperator\tTW")
    assert "has an operator" in user("code").stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("role", "nobody@example.tw", "planner", "埔里"), "no account of 'nobody@example.tw'"),
        (("add", "no-address", "--name", "甲"), "'no-address'"),
        (("add", "a@example.tw", "--name", " "), "1 to 60"),
        (("add", "a@example.tw", "--name", "甲", "--password-stdin"), "no password on standard input"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(user, arguments: tuple[str, ...], words: str) -> None:
    done = user(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_weak_password_makes_no_account(user) -> None:
    done = user("add", "a@example.tw", "--name", "甲", "--password-stdin", typed="short\n")
    assert done.returncode == 2
    assert "short" not in done.stderr.replace("too short", "")
    assert user("role", "a@example.tw", "planner", "埔里").returncode == 2


WRONG = {
    "garbage": "no address of a database",
    "mysql://u:geheim@h/x": "mysql:// is not accepted",
    "sqlite:///x.sqlite3": "sqlite:// is not accepted",
    "postgres://u:geheim@h:port/x": "can't be read",
    "postgres://u:geheim@h": "names no database",
}
COMMANDS = (("user", "code"), ("audit", "verify"), ("up",))


@pytest.mark.parametrize("url", WRONG)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_address_of_the_database_is_named_with_what_is_accepted(
    tmp_path: Path, command: tuple[str, ...], url: str
) -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("difang")), *command, "--home", str(tmp_path), "--lang", "en"],
        env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("DATABASE_URL: ") and WRONG[url] in done.stderr
    assert "postgres://user:password@host:port/name" in done.stderr and "SQLite" in done.stderr
    assert "geheim" not in done.stderr and "Traceback" not in done.stderr


def test_the_demonstration_keeps_to_its_own_home_whatever_database_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from types import SimpleNamespace

    from difang.cli.commands import demo

    class Reached(Exception):  # no fault: it ends the run before a home is filled
        pass

    def stop(_: object) -> None:
        raise Reached

    (tmp_path / "address").write_text("postgres://u:geheim@h/real")
    for name in ("DIFANG_HOME", "DIFANG_DEMO", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.setenv("DATABASE_URL", "garbage")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "address"))
    monkeypatch.setattr(demo.Context, "workspace", stop)
    with pytest.raises(Reached):
        demo.run(
            SimpleNamespace(home=str(tmp_path / "home"), serve=False), SimpleNamespace(lang="en", quiet=True)
        )
    assert not {"DATABASE_URL", "DATABASE_URL_FILE"} & set(os.environ)
