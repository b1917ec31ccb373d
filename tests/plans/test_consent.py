"""A person's own word on being listed: it holds in versions, papers, search and mails, whatever becomes of their row."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

NAME, MAIL = "王小明", "ming@example.tw"


@pytest.fixture
def who(plan: Any) -> Any:
    """A person named in part two."""
    from difang.plans.models import Stakeholder

    return Stakeholder.objects.create(
        plan=plan, name=NAME, is_person=True, contact=MAIL, role="青農", source="通訊錄"
    )


@pytest.fixture
def code(plan: Any, planner: Any, who: Any) -> str:
    """The code of the link this person was sent; they agreed and are named in a version."""
    from difang.plans.editor.consenting import answer, ask
    from difang.plans.editor.versions import freeze
    from difang.plans.finding import keep_plan

    code = ask(by=planner, plan=plan, stakeholder=who).split("/")[-2]
    answer(code=code, consent="given")
    freeze(plan, planner)
    type(plan).objects.filter(pk=plan.pk).update(state="accepted")
    keep_plan(plan)
    type(plan).objects.filter(pk=plan.pk).update(state="drafting")
    who.refresh_from_db()
    return code


def told(plan: Any) -> str:
    """Return all versions of a plan and all that anybody finds it by."""
    from difang.records.models import Entry

    versions = plan.versions.values_list("content", flat=True)
    return f"{list(versions)} {list(Entry.objects.values_list('grams', flat=True))}"


def fill(browse: Any, planner: Any, who: Any, **changed: str) -> Any:
    """Send the row's form with some fields changed."""
    row = {
        "name": who.name,
        "is_person": "on",
        "role": who.role,
        "contact": who.contact,
        "source": who.source,
    }
    return browse(planner).post(f"/plans/{who.plan_id}/stakeholders/{who.pk}/", row | changed)


@pytest.mark.parametrize("said", ["refused", "withdrawn", "erase"])
def test_who_says_no_is_named_in_no_version_and_found_by_nobody(plan: Any, code: str, said: str) -> None:
    from difang.plans.auditing import faults
    from difang.plans.editor.consenting import answer
    from difang.plans.editor.versions import fingerprint
    from difang.records import chain

    assert NAME in told(plan) and "王小" in told(plan).replace(NAME, "")
    answer(code=code, consent=said)
    assert not any(words in told(plan) for words in (NAME, "王小", "青農", "通訊錄"))
    version = plan.versions.get()
    assert version.sha256 == fingerprint(version.content)
    assert (chain.verify().faults, faults()) == ((), [])


@pytest.mark.parametrize("changed", [{"name": "李大華"}, {"contact": "li@example.tw"}, {"role": "理事長"}])
def test_a_row_that_becomes_somebody_else_has_no_consent(
    plan: Any, planner: Any, who: Any, code: str, browse: Any, changed: dict[str, str]
) -> None:
    from difang.plans.editor.consenting import answer
    from difang.plans.editor.versions import content

    assert fill(browse, planner, who, **changed).status_code == 302
    row = plan.stakeholders.get()
    assert (row.consent, row.code_hash, row.listed) == ("not_asked", "", False)
    assert [one["name"] for one in content(plan)["stakeholders"]] == [""]
    answer(code=code, consent="given")
    row.refresh_from_db()
    assert row.consent == "not_asked", "the link speaks of who was asked, not of who stands there now"
    answer(code=code, consent="erase")
    assert NAME not in str(list(plan.versions.values_list("content", flat=True)))


def test_other_fields_leave_consent_as_it_is(
    plan: Any, planner: Any, who: Any, code: str, browse: Any
) -> None:
    assert fill(browse, planner, who, source="名片", influence="3").status_code == 302
    row = plan.stakeholders.get()
    assert (row.pk, row.consent, row.influence) == (who.pk, "given", 3)


def test_a_removed_row_leaves_the_way_to_be_erased(
    plan: Any, planner: Any, who: Any, code: str, browse: Any
) -> None:
    from difang.plans.models import Stakeholder

    client = browse(planner)
    assert client.post(f"/plans/{plan.pk}/stakeholders/{who.pk}/remove/").status_code == 302
    assert not plan.stakeholders.exists()
    assert NAME not in str(list(Stakeholder.everyone.values())) and NAME in told(plan)
    assert NAME in browse(None).get(f"/plans/consent/{code}/").content.decode()
    assert browse(None).post(f"/plans/consent/{code}/", {"consent": "erase"}).status_code == 200
    assert NAME not in told(plan)
    assert not Stakeholder.everyone.exists()
    assert browse(None).get(f"/plans/consent/{code}/").status_code == 404


def test_a_row_no_version_names_is_removed_whole(plan: Any, planner: Any, who: Any, browse: Any) -> None:
    from difang.plans.editor.consenting import ask
    from difang.plans.models import Stakeholder
    from difang.records.models import Mail

    ask(by=planner, plan=plan, stakeholder=who)
    browse(planner).post(f"/plans/{plan.pk}/stakeholders/{who.pk}/remove/")
    assert not Stakeholder.everyone.exists()
    assert not Mail.objects.exists(), "a question that still waits is withdrawn"


def test_the_planner_does_not_write_an_erased_name_back(
    plan: Any, planner: Any, who: Any, code: str, browse: Any
) -> None:
    from difang.plans.editor.consenting import answer

    answer(code=code, consent="erase")
    assert fill(browse, planner, who, name=NAME).status_code == 422
    who.refresh_from_db()
    assert (who.name, who.contact) == ("", "")
    assert browse(planner).post(f"/plans/{plan.pk}/stakeholders/{who.pk}/ask/").status_code == 403
    assert browse(planner).post(f"/plans/{plan.pk}/stakeholders/{who.pk}/remove/").status_code == 302


def test_an_answer_that_came_meanwhile_is_not_written_over(
    plan: Any, planner: Any, who: Any, code: str
) -> None:
    from difang.plans.editor import children
    from difang.plans.editor.consenting import answer

    answer(code=code, consent="withdrawn")
    assert who.consent == "given", "as the form read it"
    children.keep(by=planner, plan=plan, row=who)
    assert plan.stakeholders.get().consent == "withdrawn"


def test_letters_that_ask_are_withdrawn_and_cleared(plan: Any, planner: Any, who: Any) -> None:
    from difang.plans.editor.consenting import answer, ask
    from difang.records.models import Mail

    ask(by=planner, plan=plan, stakeholder=who)
    Mail.objects.update(state="sent")
    code = ask(by=planner, plan=plan, stakeholder=who).split("/")[-2]
    answer(code=code, consent="erase")
    assert list(Mail.objects.values_list("state", "to", "subject", "body")) == [("sent", "", "", "")]


@pytest.fixture
def own_home(published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that keeps what jobs make."""
    (tmp_path / "lake").symlink_to(published_home / "lake")
    monkeypatch.setenv("DIFANG_HOME", str(tmp_path))
    return tmp_path


def job_of(owner: Any, kind: str, state: str, member: str = "", **arguments: Any) -> Any:
    """Make a job, with a result that holds one member."""
    from django.utils import timezone

    from difang.records import jobs
    from difang.records.models import Job

    now = timezone.now()
    made = Job.objects.create(
        owner=owner, kind=kind, state=state, arguments=arguments, created_at=now, beat_at=now
    )
    if member:
        path = jobs.path_of(made.pk)
        path.parent.mkdir(exist_ok=True)
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, NAME)
    return made


def test_papers_made_earlier_are_removed_and_those_being_made_begun_again(
    plan: Any, planner: Any, code: str, own_home: Path
) -> None:
    from difang.plans.editor.consenting import answer
    from difang.records import jobs

    pk = plan.pk
    spoilt = [
        job_of(planner, "plan-papers", "done", f"plan-{pk}-v1/plan-{pk}-v1.pdf", plan=pk),
        job_of(planner, "cases-papers", "done", f"plans/plan-{pk}-v1.pdf"),
    ]
    others = [
        job_of(planner, "plan-papers", "done", f"plan-{pk}1-v1/plan-{pk}1-v1.pdf", plan=pk * 10 + 1),
        job_of(planner, "cases-sheet", "done", "content.xml"),
    ]
    running = job_of(planner, "cases-papers", "running")
    elsewhere = job_of(planner, "plan-papers", "running", plan=pk + 1)
    answer(code=code, consent="withdrawn")
    for job in (*spoilt, *others, running, elsewhere):
        job.refresh_from_db()
    assert [(job.state, jobs.path_of(job.pk).exists()) for job in spoilt] == [("failed", False)] * 2
    assert [(job.state, jobs.path_of(job.pk).exists()) for job in others] == [("done", True)] * 2
    assert (running.state, elsewhere.state) == ("waiting", "running")


def test_a_paper_says_nothing_of_who_said_no_while_it_was_written(
    plan: Any, planner: Any, code: str, browse: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from difang.plans.editor.consenting import answer
    from difang.plans.editor.views import papers

    drawn = papers.render
    done: list[str] = []

    def slow(briefing: Any, form: str) -> bytes:
        if not done:
            done.append(form)
            answer(code=code, consent="withdrawn")
        return drawn(briefing, form)

    monkeypatch.setattr(papers, "render", slow)
    page = browse(planner).get(f"/plans/{plan.pk}/versions/1/plan.html").content.decode()
    assert done and NAME not in page
