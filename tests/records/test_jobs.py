"""Long work: asked for once, told how far it is, cancelled, begun again when its worker died, never half there."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from difang.errors import InputError, NotFoundError
from difang.text import Text

TITLE = Text("試作", "trial")


@pytest.fixture
def asker(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody who asks for work, in a home that keeps its results."""
    from difang.people.models import Person

    monkeypatch.setenv("DIFANG_HOME", str(tmp_path))
    return Person.objects.create_user("asker@example.tw", None, name="asker")


@pytest.fixture
def kind() -> Any:
    """Return a function that declares the work of kind `trial`."""
    from difang.records import jobs
    from difang.records.jobs import kinds

    yield lambda work: jobs.register("trial", work)
    kinds._kinds.pop("trial", None)


def _ask(asker: Any, number: int = 0) -> Any:
    from difang.records import jobs

    return jobs.start(by=asker, kind="trial", arguments={"number": number}, title=TITLE)


def _run(job: Any) -> Any:
    from difang.records.jobs.working import run

    run.call(job.pk)
    job.refresh_from_db()
    return job


def _result(content: bytes = b"made") -> Any:
    from difang.records import jobs

    return jobs.Result(content, "made.txt", "text/plain")


def test_work_asked_for_twice_is_left_once_and_done_work_may_be_asked_for_again(
    asker: Any, kind: Any
) -> None:
    from django_tasks_db.models import DBTaskResult

    kind(lambda person, arguments, progress: _result())
    first = _ask(asker)
    assert _ask(asker) == first
    assert _ask(asker, 1) != first
    assert DBTaskResult.objects.count() == 2
    _run(first)
    assert _ask(asker) != first


def test_a_sixth_job_at_once_is_refused_with_what_to_do(asker: Any) -> None:
    from difang.records.models import Job

    for number in range(5):
        _ask(asker, number)
    with pytest.raises(
        InputError, match=r"5 of your jobs are under way\. Wait for one of them, or cancel one"
    ):
        _ask(asker, 6)
    assert Job.objects.count() == 5


def test_work_tells_how_far_it_is_and_its_result_is_kept(asker: Any, kind: Any) -> None:
    from difang.records import jobs
    from difang.records.models import Job

    seen = []

    def work(person: Any, arguments: dict[str, Any], progress: Any) -> Any:
        for done in range(3):
            progress(done, 3)
            seen.append(Job.objects.values_list("state", "done", "total").get(owner=person))
        return _result(str(arguments["number"]).encode())

    kind(work)
    job = _run(_ask(asker, 7))
    assert seen == [("running", 0, 3), ("running", 1, 3), ("running", 2, 3)]
    assert (job.state, job.name, job.media_type) == ("done", "made.txt", "text/plain")
    assert jobs.path_of(job.pk).read_bytes() == b"7"


def test_cancelled_before_it_begins_it_is_never_done(asker: Any, kind: Any) -> None:
    from difang.records import jobs

    done = []
    kind(lambda person, arguments, progress: done.append(1))
    job = _ask(asker)
    jobs.cancel(by=asker, job=job)
    assert _run(job).state == "cancelled"
    assert done == []


def test_cancelled_while_it_runs_it_ends_where_it_next_tells_and_leaves_no_file(
    asker: Any, kind: Any
) -> None:
    from difang.records import jobs

    def work(person: Any, arguments: dict[str, Any], progress: Any) -> Any:
        progress(0, 2)
        jobs.cancel(by=person, job=job)
        progress(1, 2)
        raise AssertionError("it went on")

    kind(work)
    job = _ask(asker)
    assert _run(job).state == "cancelled"
    assert job.done == 0
    assert not jobs.path_of(job.pk).exists()


def test_nobody_cancels_the_work_of_another(asker: Any) -> None:
    from difang.people.models import Person
    from difang.records import jobs

    job = _ask(asker)
    jobs.cancel(by=Person.objects.create_user("other@example.tw", None, name="other"), job=job)
    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == ("waiting", False)


def test_a_refusal_is_told_in_its_own_words(asker: Any, kind: Any) -> None:
    def work(person: Any, arguments: dict[str, Any], progress: Any) -> Any:
        raise NotFoundError("沒有這份計畫。", "there is no such plan.")

    kind(work)
    job = _run(_ask(asker))
    assert (job.state, job.fault_zh, job.fault_en) == ("failed", "沒有這份計畫。", "there is no such plan.")


def test_a_fault_of_ours_is_a_number_and_never_a_trace(asker: Any, kind: Any) -> None:
    kind(lambda person, arguments, progress: 1 / 0)
    job = _run(_ask(asker))
    assert job.state == "failed"
    assert f"編號 {job.pk}" in job.fault_zh
    assert "division" not in job.fault_zh + job.fault_en


def test_work_whose_worker_died_is_begun_again_and_three_deaths_are_enough(asker: Any, kind: Any) -> None:
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    from difang.records import jobs
    from difang.records.models import Job

    kind(lambda person, arguments, progress: _result())
    job = _ask(asker)
    later = timezone.now() + timedelta(minutes=2)
    for attempt in (1, 2):
        Job.objects.update(state="running", attempts=attempt)
        assert jobs.recover() == 0, "it beat a moment ago"
        assert jobs.recover(later) == 1
        assert Job.objects.get().state == "waiting"
        Job.objects.update(beat_at=timezone.now())
    assert DBTaskResult.objects.count() == 3
    Job.objects.update(state="running", attempts=3)
    assert jobs.recover(later) == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert "three times" in job.fault_en


def test_a_worker_thought_dead_does_not_write_over_the_one_that_took_its_work(asker: Any, kind: Any) -> None:
    from difang.records.models import Job

    def work(person: Any, arguments: dict[str, Any], progress: Any) -> Any:
        Job.objects.update(attempts=2)
        return _result()

    kind(work)
    assert _run(_ask(asker)).state == "running"


def test_a_job_and_its_file_go_after_a_week(asker: Any, kind: Any) -> None:
    from django.utils import timezone

    from difang.records import jobs
    from difang.records.models import Job

    kind(lambda person, arguments, progress: _result())
    job = _run(_ask(asker))
    path = jobs.path_of(job.pk)
    assert jobs.forget_old(timezone.now() + timedelta(days=6)) == 0
    assert path.exists()
    assert jobs.forget_old(timezone.now() + timedelta(days=8)) == 1
    assert not Job.objects.exists()
    assert not path.exists()


def _worker(database_address: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "difang.records.worker"], env={**os.environ, **database_address}
    )


def test_a_worker_killed_at_work_leaves_nothing_half_and_the_next_one_finishes(
    committed: None, database_address: dict[str, str]
) -> None:
    from django.utils import timezone

    from difang.people.models import Person, Post
    from difang.plans.editor.beginning import begin
    from difang.plans.editor.packing import ask
    from difang.records.models import Job

    planner = Person.objects.create_user("planner@example.tw", None, name="planner")
    Post.objects.create(person=planner, role="planner", place="10008020", since=timezone.now())
    plan = begin(by=planner, place="10008020", term="2027-2030")
    job = ask(by=planner, plan=plan.pk, number=0, lang="zh")
    published = Path(os.environ["DIFANG_HOME"])
    home = Path(database_address.get("DIFANG_HOME", published))
    if not (home / "lake").exists():
        (home / "lake").symlink_to(published / "lake")
    address = {**database_address, "DIFANG_HOME": str(home)}

    def wait(state: str) -> None:
        until = time.monotonic() + 120
        while not Job.objects.filter(pk=job.pk, state=state).exists():
            assert time.monotonic() < until, Job.objects.values().get(pk=job.pk)
            time.sleep(0.05)

    worker = _worker(address)
    try:
        wait("running")
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    made = home / "jobs" / str(job.pk)
    assert not made.exists()
    Job.objects.update(beat_at=timezone.now() - timedelta(minutes=2))
    worker = _worker(address)
    try:
        wait("done")
    finally:
        worker.terminate()
        worker.wait(60)
    with zipfile.ZipFile(made) as papers:
        assert sorted(name.rpartition(".")[2] for name in papers.namelist()) == [
            "html",
            "odp",
            "odt",
            "pdf",
            "pptx",
        ]
