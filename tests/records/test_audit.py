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


@pytest.fixture
def kept(committed: None) -> int:
    """A plan with a version and a letter, as their events say; returns the plan's id."""
    from django.db import transaction
    from django.utils import timezone

    from difang.people.models import Person, Post
    from difang.plans.editor.beginning import begin
    from difang.plans.editor.versions import freeze
    from difang.plans.models import Kpi, Stakeholder
    from difang.plans.windows.services import add_letter
    from difang.records import chain

    person = Person.objects.create_user("planner@example.tw", "a long password", name="planner")
    Post.objects.create(person=person, role="planner", place="10008020", since=timezone.now())
    plan = begin(by=person, place="10008020", term="2027-2030")
    Kpi.objects.create(plan=plan, name="產值", unit="元", target=1e17, baseline=0.1)
    from difang.plans.editor.unlisting import hashed

    Stakeholder.objects.create(
        plan=plan, name="王小明", is_person=True, consent="given", code_hash=hashed("code")
    )
    with transaction.atomic():
        version = freeze(plan, person)
        chain.append(
            subject_type="plan",
            subject_id=plan.pk,
            kind="submit",
            actor=person.pk,
            cause="person",
            content={"version": version.number, "sha256": version.sha256},
        )
    today = timezone.localdate()
    add_letter(by=person, subject=plan, number="府計企字第 1 號", dated=today, sender="南投縣政府")
    return plan.pk


def test_a_version_with_a_name_erased_still_fits(audit: Run, kept: int) -> None:
    from difang.plans.editor.consenting import answer

    assert audit().returncode == 0
    answer(code="code", consent="erase")
    assert audit().returncode == 0


@pytest.mark.parametrize("alone", [True, False], ids=["content", "content and hash"])
def test_a_version_changed_behind_its_back_is_named(audit: Run, kept: int, alone: bool) -> None:
    from difang.plans.editor.versions import fingerprint
    from difang.plans.models import Version

    version = Version.objects.get()
    version.content["title"] = "另一份計畫"
    version.sha256 = version.sha256 if alone else fingerprint(version.content)
    version.save()
    done = audit()
    assert (done.returncode, done.stdout) == (5, f"2\tversion 1 of plan {kept} was changed\n")


def test_versions_and_letters_that_are_gone_or_of_no_event_are_named(audit: Run, kept: int) -> None:
    from difang.plans.models import Letter, Plan, Version

    version = Version.objects.get()
    version.pk, version.number = None, 2
    version.save()
    Version.objects.filter(number=1).delete()
    Letter.objects.all().delete()
    Plan.objects.update(title="標題不在紀錄裡")
    done = audit()
    assert done.returncode == 5
    assert set(done.stdout.splitlines()) == {
        f"0\tversion 2 of plan {kept} has no event",
        f"2\tversion 1 of plan {kept} is gone",
        "3\tthe letter entered as '府計企字第 1 號' is gone",
    }


def test_a_letter_number_changed_behind_its_back_is_named(audit: Run, kept: int) -> None:
    from difang.plans.models import Letter

    Letter.objects.update(number="府計企字第 2 號")
    done = audit()
    assert done.returncode == 5
    assert done.stdout.startswith("3\tthe letter entered as '府計企字第 1 號' now reads '府計企字第 2 號")
