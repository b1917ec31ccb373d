"""`difang user`, run as a person on the machine runs it."""

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
