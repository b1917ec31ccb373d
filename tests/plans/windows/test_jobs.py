"""Papers and long exports by the worker: whose they are, what is in them, and that nobody else's rights reach them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader

VERBS = {
    "/desk/jobs/": {"get", "head"},
    "/desk/jobs/{job}/": {"get", "head"},
    "/desk/jobs/{job}/state.json": {"get", "head"},
    "/desk/jobs/{job}/cancel/": {"post"},
    "/desk/jobs/{job}/result/": {"get", "head"},
    "/desk/export/sheet/": {"post"},
    "/desk/export/papers/": {"post"},
    "/plans/{plan}/versions/1/papers/": {"post"},
}


@pytest.fixture
def submitted(ready: Any, people: SimpleNamespace, step: Callable[..., Any]) -> Any:
    """A plan with its county, in one version."""
    step(people.planner, ready, "submit")
    return ready


@pytest.fixture
def own_home(published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that keeps what jobs make."""
    (tmp_path / "lake").symlink_to(published_home / "lake")
    monkeypatch.setenv("DIFANG_HOME", str(tmp_path))
    return tmp_path


def finish(job: Any) -> Any:
    """Do a job as the worker does."""
    from difang.records.jobs.working import run

    run.call(job.pk)
    job.refresh_from_db()
    return job


def _asked(answer: Any) -> Any:
    from difang.records.models import Job

    assert answer.status_code == 302, answer.content.decode()[:500]
    return Job.objects.get(pk=int(answer["Location"].rstrip("/").rpartition("/")[2]))


def _members(answer: Any) -> dict[str, bytes]:
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_all_papers_of_a_version_are_made_and_fetched(
    submitted: Any, people: SimpleNamespace, browse: Any, own_home: Path
) -> None:
    client = browse(people.county)
    job = _asked(client.post(f"/plans/{submitted.pk}/versions/1/papers/"))
    waiting = client.get(f"/desk/jobs/{job.pk}/").content.decode()
    assert "排隊中" in waiting
    assert "<progress" in waiting
    assert client.get(f"/desk/jobs/{job.pk}/result/").status_code == 404
    finish(job)
    told = client.get(f"/desk/jobs/{job.pk}/state.json").json()
    assert told == {"state": "done", "done": 5, "total": 5, "ended": True}
    assert f'href="/desk/jobs/{job.pk}/result/"' in client.get(f"/desk/jobs/{job.pk}/").content.decode()
    answer = client.get(f"/desk/jobs/{job.pk}/result/")
    assert answer["Content-Disposition"] == f'attachment; filename="plan-{submitted.pk}-v1.zip"'
    found = _members(answer)
    name = f"plan-{submitted.pk}-v1/plan-{submitted.pk}-v1"
    assert sorted(found) == [f"{name}.{form}" for form in ("html", "odp", "odt", "pdf", "pptx")]
    assert "隱密計畫標題" in found[f"{name}.html"].decode()
    assert "可以下載" in client.get("/desk/").content.decode()


def test_rights_lost_before_the_worker_comes_make_no_paper(
    submitted: Any, people: SimpleNamespace, browse: Any, own_home: Path
) -> None:
    from difang.people.models import Post

    job = _asked(browse(people.county).post(f"/plans/{submitted.pk}/versions/1/papers/"))
    Post.objects.filter(person=people.county).delete()
    assert finish(job).state == "failed"
    assert "沒有編號" in job.fault_zh
    assert not (own_home / "jobs").exists()


@pytest.mark.parametrize("who", ["other_county", "other_planner", "stranger", "centre", "operator"])
def test_papers_of_what_one_may_not_read_are_not_even_asked_for(
    submitted: Any, people: SimpleNamespace, browse: Any, who: str
) -> None:
    from difang.records.models import Job

    client = browse(getattr(people, who))
    for number in (0, 1, 99):
        assert client.post(f"/plans/{submitted.pk}/versions/{number}/papers/").status_code == 404
    assert not Job.objects.exists()


def test_an_office_has_no_papers_of_a_draft_it_has_not_been_sent(
    submitted: Any, people: SimpleNamespace, browse: Any
) -> None:
    assert browse(people.county).post(f"/plans/{submitted.pk}/versions/0/papers/").status_code == 404
    assert browse(people.planner).post(f"/plans/{submitted.pk}/versions/0/papers/").status_code == 302


def test_the_work_of_another_is_not_there_whatever_the_verb(
    submitted: Any, people: SimpleNamespace, browse: Any, own_home: Path
) -> None:
    job = finish(_asked(browse(people.county).post(f"/plans/{submitted.pk}/versions/1/papers/")))
    for who in (None, *(one for name, one in vars(people).items() if name != "county")):
        client = browse(who)
        assert "隱密" not in client.get("/desk/jobs/").content.decode()
        for address in VERBS:
            if "{job}" not in address:
                continue
            for verb in ("get", "head", "post", "put", "patch", "delete"):
                answer = getattr(client, verb)(address.format(job=job.pk))
                assert answer.status_code in ((302,) if who is None else (404, 405)), (address, verb)
    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == ("done", False)


def test_each_address_has_the_verbs_declared_and_asks_for_the_token_of_the_site(
    submitted: Any, people: SimpleNamespace, browse: Any
) -> None:
    from django.test import Client

    job = _asked(browse(people.county).post(f"/plans/{submitted.pk}/versions/1/papers/"))
    client = browse(people.county)
    strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    strict.force_login(people.county)
    for address, verbs in VERBS.items():
        path = address.format(job=job.pk, plan=submitted.pk)
        for verb in ("get", "head", "put", "patch", "delete"):
            refused = getattr(client, verb)(path).status_code == 405
            assert refused is (verb not in verbs), (path, verb)
        if "post" in verbs:
            assert strict.post(path).status_code == 403, path


def test_a_waiting_job_is_cancelled_from_its_page(
    submitted: Any, people: SimpleNamespace, browse: Any, own_home: Path
) -> None:
    client = browse(people.county)
    job = _asked(client.post(f"/plans/{submitted.pk}/versions/1/papers/"))
    answer = client.post(f"/desk/jobs/{job.pk}/cancel/", follow=True)
    assert "已取消" in answer.content.decode()
    assert finish(job).state == "cancelled"


def test_the_long_sheet_holds_what_the_short_one_holds(
    submitted: Any, people: SimpleNamespace, browse: Any, own_home: Path
) -> None:
    for who in ("county", "other_county"):
        client = browse(getattr(people, who))
        short = client.get("/desk/export.ods?kind=plan").content
        job = finish(_asked(client.post("/desk/export/sheet/", {"kind": "plan"})))
        members = _members(client.get(f"/desk/jobs/{job.pk}/result/"))
        with zipfile.ZipFile(io.BytesIO(short)) as sheet:
            assert _rows(members["content.xml"]) == _rows(sheet.read("content.xml"))
        assert ("隱密計畫標題" in members["content.xml"].decode()) is (who == "county")


def _rows(content: bytes) -> bytes:
    """Return a sheet up to the page that tells when it was made."""
    return content.partition("依下載者".encode())[0]


def test_papers_of_the_plans_listed_come_in_one_file_and_no_others(
    submitted: Any, people: SimpleNamespace, browse: Any, own_home: Path
) -> None:
    client = browse(people.county)
    job = finish(_asked(client.post("/desk/export/papers/", {"kind": "plan"})))
    members = _members(client.get(f"/desk/jobs/{job.pk}/result/"))
    assert list(members) == [f"plans/plan-{submitted.pk}-v1.pdf"]
    first = PdfReader(io.BytesIO(members[f"plans/plan-{submitted.pk}-v1.pdf"])).pages[0].extract_text()
    assert "隱密計畫標題" in first.replace("\n", "")
    empty = finish(_asked(browse(people.other_county).post("/desk/export/papers/", {"kind": "plan"})))
    assert (empty.state, empty.name) == ("failed", "")
    assert "沒有送出過" in empty.fault_zh
