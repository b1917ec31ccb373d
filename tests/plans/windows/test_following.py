"""What stays on a desk: what one follows, wrote or is asked to agree to; and opinions where one decides."""

from typing import Any

from tests.plans.conftest import PULI, person
from tests.plans.windows.conftest import filled


def test_a_planner_follows_private_proposals_by_public_facts_alone(
    propose: Any, people: Any, step: Any, browse: Any
) -> None:
    from difang.plans.windows.selectors import desk

    proposal = propose(private=True)
    status = f"/status/proposal/{proposal.pk}/"
    assert status not in browse(people.planner).get("/desk/").content.decode()
    step(people.owner, proposal, "submit_private")
    page = browse(people.planner).get("/desk/").content.decode()
    assert f'href="{status}"' in page and "分區輔導中心檢視中" in page and "剩 10 個工作天" in page
    for secret in ("隱密提案標題", "摘要", "owner", f"/proposals/{proposal.pk}/"):
        assert secret not in page, secret
    assert browse(people.planner).get(f"/proposals/{proposal.pk}/").status_code == 404
    for who in (people.other_planner, people.county, people.stranger):
        assert status not in browse(who).get("/desk/").content.decode()
    step(people.centre, proposal, "forward")
    people.planner.__dict__.pop("_posts_held", None)
    assert desk(people.planner)["followed"].count == 0


def test_an_auditors_desk_shows_no_drafts_of_others(at: Any, people: Any, browse: Any) -> None:
    at("proposal", "draft")
    assert "隱密提案標題" not in browse(people.auditor).get("/desk/").content.decode()
    assert "隱密提案標題" in browse(people.planner).get("/desk/").content.decode()


def test_what_was_submitted_stays_on_the_desk_with_its_stage(at: Any, people: Any, browse: Any) -> None:
    plan = at("plan", "with_county")
    page = browse(people.planner).get("/desk/").content.decode()
    mine = page[page.index('id="drafts"') :]
    assert f'href="/plans/{plan.pk}/"' in mine and "縣市檢視中" in mine


def test_a_region_plan_that_lacks_only_consent_waits_for_its_member(db: None, browse: Any) -> None:
    from difang import places
    from difang.plans.editor.beginning import begin
    from difang.plans.editor.consenting import agree
    from difang.plans.windows.selectors import consents_asked

    region = next(one for one in places.regions() if PULI in one.members)
    planners = {code: person(f"p{code}", ("planner", code)) for code in region.members}
    plan = begin(by=planners[PULI], place=region.code, term="2027-2030", title="區域計畫甲")
    last = next(code for code in region.members if code != PULI)
    assert not consents_asked(planners[last]).exists(), "it is not ready yet"
    filled(plan)
    assert [one.pk for one in consents_asked(planners[last])] == [plan.pk]
    page = browse(planners[last]).get("/desk/").content.decode()
    waiting = page[page.index('id="waiting"') : page.index('id="late"')]
    assert "區域計畫甲" in waiting and "現在沒有等您處理的案件" not in waiting
    assert not consents_asked(planners[PULI]).exists()
    agree(by=planners[last], plan=plan, place=last, agreed=True)
    assert not consents_asked(planners[last]).exists()


def test_the_nation_reads_the_countys_opinion_where_it_decides(
    at: Any, people: Any, step: Any, browse: Any
) -> None:
    plan = at("plan", "with_county")
    step(people.county, plan, "return", "第一次的意見")
    step(people.planner, plan, "submit")
    step(people.county, plan, "forward", "可行，惟請注意水源")
    for address in (f"/plans/{plan.pk}/decide/", f"/plans/{plan.pk}/"):
        page = browse(people.nation).get(address, follow=True).content.decode()
        panel = page[page.index('id="decide"') :].split("<form", 1)[0]
        assert "可行，惟請注意水源" in panel and "第一次的意見" not in panel


def test_a_plan_in_force_says_what_comes_in_a_later_version(at: Any, people: Any, browse: Any) -> None:
    plan = at("plan", "in_force")
    for address, words in (("", "這件案子沒有下一步了"), ("/en", "There is no further step")):
        page = browse(people.nation).get(f"{address}/plans/{plan.pk}/decide/").content.decode()
        assert words not in page and 'class="later"' in page


def test_notices_and_lists_call_a_stage_the_same(at: Any, people: Any, step: Any) -> None:
    from difang.plans.stages import MACHINES
    from difang.plans.windows.selectors import rows, seen
    from difang.records.models import Notice

    plan = at("plan", "with_county")
    notice = Notice.objects.filter(person=people.county).latest("pk")
    (row,) = rows(seen(people.county, "plan").filter(pk=plan.pk), "plan")
    assert f"現在：{row.stage.zh}）" in notice.zh and f"(now: {row.stage.en})" in notice.en
    for machine in MACHINES:
        assert all(stage.staff == stage.public for stage in machine.stages)
