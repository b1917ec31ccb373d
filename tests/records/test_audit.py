"""`difang audit verify` in a process of its own: the head of a sound chain, the event of a broken one."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def audit(database_address: dict[str, str]) -> Run:
    """Run the command on the database of this run."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(Path(sys.executable).with_name("difang")), "--lang", "en", "audit", "verify", *arguments],
            env={**os.environ, **database_address, "PYTHONUTF8": "1", **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def events(committed: None) -> None:
    """Four events that say something."""
    from django.db import transaction

    from difang.records import chain

    for number in range(1, 5):
        with transaction.atomic():
            chain.append(
                subject_type="plan",
                subject_id=number,
                kind="submit",
                actor=7,
                cause="person",
                content={"reason": f"第 {number} 次"},
            )


def _sql(sentence: str) -> None:
    """Change the database behind the site's back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sentence)
        assert cursor.rowcount == 1


def test_a_sound_chain_prints_its_count_and_head(audit: Run, events: None) -> None:
    from difang.records import chain

    done = audit()
    number, digest = chain.head()
    assert (done.returncode, done.stdout) == (0, f"4\t{number}:{digest}\n")
    assert audit("--head", done.stdout.split()[1]).returncode == 0


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("UPDATE records_event SET actor = 8 WHERE number = 2", "2\tits fields were changed\n"),
        ("UPDATE records_event SET kind = 'submiT' WHERE number = 3", "3\tits fields were changed\n"),
        (
            'UPDATE records_payload SET content = \'{"reason": "other"}\' WHERE event_id = 2',
            "2\twhat it says was changed\n",
        ),
        ("DELETE FROM records_payload WHERE event_id = 4", "4\twhat it says is missing\n"),
    ],
)
def test_a_change_behind_its_back_is_named_by_its_event(
    audit: Run, events: None, sentence: str, told: str
) -> None:
    _sql(sentence)
    done = audit()
    assert (done.returncode, done.stdout) == (5, told)
    assert "1 of 4 events don't fit" in done.stderr


def test_a_changed_byte_of_the_file_is_named_by_its_event(
    audit: Run, events: None, database_address: dict[str, str], tmp_path: Path
) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are not ours to write")
    import sqlite3

    copy = tmp_path / "db.sqlite3"
    with sqlite3.connect(Path(database_address["DIFANG_HOME"]) / "db.sqlite3") as base:
        base.execute("VACUUM INTO ?", [str(copy)])
        (digest,) = base.execute("SELECT hash FROM records_event WHERE number = 4").fetchone()
    content = bytearray(copy.read_bytes())
    place = content.find(digest.encode())
    content[place] = ord("0") if content[place] != ord("0") else ord("1")
    copy.write_bytes(bytes(content))
    done = audit(DIFANG_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (5, "4\tits fields were changed\n")


def test_a_cut_is_found_by_a_head_noted_earlier(audit: Run, events: None) -> None:
    noted = audit().stdout.split()[1]
    _sql("DELETE FROM records_payload WHERE event_id = 4")
    _sql("DELETE FROM records_event WHERE number = 4")
    assert audit().returncode == 0
    done = audit("--head", noted)
    assert (done.returncode, done.stdout) == (5, "4\tthe head noted earlier is gone or changed\n")


@pytest.mark.parametrize("head", ["4", "4:abc", "x:" + "0" * 64])
def test_a_head_that_is_none_is_refused(audit: Run, head: str) -> None:
    done = audit("--head", head)
    assert (done.returncode, done.stdout, "N:HASH" in done.stderr) == (2, "", True)


def test_a_home_without_events_is_left_as_it_is(audit: Run, tmp_path: Path) -> None:
    done = audit(DIFANG_HOME=str(tmp_path), DATABASE_URL="")
    assert (done.returncode, done.stdout) == (4, "")
    assert re.search("difang up", done.stderr)
    assert not (tmp_path / "db.sqlite3").exists()


def test_a_database_out_of_reach_is_said_in_words(audit: Run) -> None:
    done = audit(DATABASE_URL="postgres://difang:secret@127.0.0.1:1/difang")
    assert (done.returncode, done.stdout) == (4, "")
    assert "DATABASE_URL" in done.stderr
    assert "secret" not in done.stderr
