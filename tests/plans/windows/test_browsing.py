"""Public plans, filters of lists, and what pages keep or leave out."""

import re
from typing import Any

import pytest

from tests.plans.conftest import PULI


def test_anybody_browses_public_plans_and_no_others(at: Any, people: Any, step: Any, browse: Any) -> None:
    visitor = browse(None)
    assert "還沒有公開的計畫" in visitor.get("/plans/").content.decode()
    plan = at("plan", "with_nation")
    assert "隱密" not in visitor.get("/plans/").content.decode()
    step(people.nation, plan, "accept")
    page = visitor.get("/plans/").content.decode()
    assert "隱密計畫標題" in page and "南投縣埔里鎮" in page and "2027-2030" in page
    assert f'href="/en/plans/{plan.pk}/"' in visitor.get("/en/plans/").content.decode()
    for asked in ("?q=茭白筍", "?q=埔里", f"?place={PULI}", "?place=10008"):
        assert f"/plans/{plan.pk}/" in visitor.get(f"/plans/{asked}").content.decode(), asked
    for asked in ("?q=飛機場", "?place=66000290"):
        assert f"/plans/{plan.pk}/" not in visitor.get(f"/plans/{asked}").content.decode(), asked
    for odd in ("?q=%00", "?place=x", "?page=x", "?page=999", "?q=" + "字" * 300):
        assert visitor.get(f"/plans/{odd}").status_code == 200, odd
    assert visitor.post("/plans/").status_code == 405


@pytest.mark.parametrize("asked", ["", "?q=計畫", f"?place={PULI}"])
def test_pages_of_public_plans_ask_the_same_few_questions(asked: str, browse: Any, db: None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from difang.plans.models import Plan, Version
    from tests.plans.windows.test_desk import many

    visitor, counts, first = browse(None), [], 0
    for more in (60, 600):
        many(more, first, "accepted")
        first += more
        new = Plan.objects.filter(versions=None)
        Version.objects.bulk_create(
            Version(plan=one, number=1, content={}, sha256="", release="r", at=one.created_at) for one in new
        )
        with CaptureQueriesContext(connection) as queries:
            page = visitor.get(f"/plans/{asked}").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
    assert asked == "?q=計畫" or 'rel="next"' in page


@pytest.mark.parametrize("kind", ["plan", "proposal"])
def test_the_filter_offers_each_stage_of_its_kind_once(kind: str, people: Any, browse: Any) -> None:
    from difang.plans.stages import MACHINES

    page = browse(people.county).get(f"/desk/cases/?kind={kind}").content.decode()
    select = re.search(r'<select name="state".*?</select>', page, re.DOTALL)[0]
    machine = next(one for one in MACHINES if one.id == kind)
    labels = [" ".join(one.split()) for one in re.findall(r"<option[^>]*>(.*?)</option>", select, re.DOTALL)]
    assert labels == ["全部", *(stage.public.zh for stage in machine.stages)]
    assert len(set(labels)) == len(labels)


def test_a_case_at_its_outcome_is_with_nobody(at: Any, people: Any) -> None:
    from difang.plans.windows.selectors import rows, seen

    at("plan", "accepted")
    (row,) = rows(seen(people.county, "plan"), "plan")
    assert row.holder.zh == row.holder.en == ""


def test_listing_ventures_keeps_the_call(people: Any, ready: Any, browse: Any) -> None:
    page = browse(people.planner).get("/proposals/new/?call=17&place=埔里").content.decode()
    form = page[page.index('method="get"') :].split("</form>")[0]
    assert '<input type="hidden" name="call" value="17">' in form
    odd = browse(people.planner).get('/proposals/new/?call="><b>').content.decode()
    assert 'name="call" value="&quot;' not in odd and '"><b>' not in odd


def test_needs_are_called_by_their_words_and_stay_the_same_field(propose: Any, people: Any) -> None:
    from difang.plans.windows.freezing import compare, content, fields

    proposal = propose()
    old = content(proposal)
    names = [name for name, _ in fields(old, "zh")]
    assert "需求：處理設備" in names and "指標：就業" in names
    assert not [name for name in names if re.search(r"\d", name)]
    need = proposal.venture.needs.get()
    need.purpose = "冷藏設備"
    need.save()
    proposal.refresh_from_db()
    changed = [line for line in compare(old, content(type(proposal).objects.get(pk=proposal.pk)), "zh")
               if line.change != "same"]  # fmt: skip
    assert [(line.name, line.change) for line in changed] == [("需求：冷藏設備", "changed")]


def test_a_job_says_nothing_of_how_much_until_it_knows(people: Any, browse: Any) -> None:
    from difang.records.models import Job

    job = _job(people.county)
    for state in ("waiting", "running"):
        Job.objects.update(state=state)
        page = browse(people.county).get(f"/desk/jobs/{job.pk}/").content.decode()
        assert re.search(r'id="count" hidden', page)
        assert "0／0" not in browse(people.county).get("/desk/jobs/").content.decode()
    Job.objects.update(done=2, total=5)
    assert not re.search(
        r'id="count" hidden', browse(people.county).get(f"/desk/jobs/{job.pk}/").content.decode()
    )


def _job(owner: Any) -> Any:
    from difang.plans.windows import exporting

    return exporting.ask(by=owner, kind="cases-sheet", asked={"kind": "plan"}, lang="zh")
