"""A proposal's walk by services and by pages: forwarded, returned, changed, sent again, received."""

from typing import Any


def test_a_proposal_is_returned_changed_sent_again_and_received(
    people: Any, propose: Any, step: Any, browse: Any
) -> None:
    from difang.plans.windows import services
    from difang.records import chain
    from difang.records.models import Notice

    proposal = propose()
    step(people.planner, proposal, "submit")
    step(people.planner, proposal, "forward", "地方支持")
    step(people.county, proposal, "return", "請補土地使用分區")
    assert proposal.state == "draft"
    services.edit(
        by=people.planner,
        proposal=proposal,
        call=proposal.call,
        title=proposal.title,
        summary="摘要，土地為農業區",
        private=False,
        seen=proposal.revision,
    )
    proposal.refresh_from_db()
    step(people.planner, proposal, "submit")
    step(people.planner, proposal, "forward")
    step(people.county, proposal, "forward", "同意")
    step(people.nation, proposal, "accept")
    assert proposal.state == "screening"
    first, second = proposal.versions.all()
    assert (first.content["summary"], second.content["summary"]) == ("摘要", "摘要，土地為農業區")
    assert first.content["needs"][0]["purpose"] == "處理設備" and first.content["kpis"][0]["name"] == "就業"
    assert chain.verify().faults == ()
    assert Notice.objects.filter(person=people.nation, zh__contains="轉送國發會").count() == 1

    page = browse(people.county).get(f"/proposals/{proposal.pk}/").content.decode()
    assert "請補土地使用分區" in page and "受理" in page and first.sha256 in page
    sides = browse(people.county).get(f"/proposals/{proposal.pk}/versions/?a=1&b=2").content.decode()
    assert "1 個欄位不同" in sides and "新增：</span>，土地為農業區" in sides and ">改了<" in sides


def test_a_plan_is_returned_and_accepted_by_its_pages(people: Any, ready: Any, browse: Any) -> None:
    def post(who: Any, event: str, reason: str = "意見") -> Any:
        ready.refresh_from_db()
        data = {"event": event, "reason": reason, "revision": ready.revision}
        return browse(who).post(f"/plans/{ready.pk}/decide/", data)

    walk = [(people.planner, "submit"), (people.county, "return"), (people.planner, "submit")]
    walk += [(people.county, "forward"), (people.nation, "accept")]
    for who, event in walk:
        answer = post(who, event)
        assert (answer.status_code, answer["Location"]) == (302, f"/plans/{ready.pk}/decide/"), event
    ready.refresh_from_db()
    assert (ready.state, ready.versions.count()) == ("accepted", 2)
    page = browse(people.county).get(f"/plans/{ready.pk}/decide/").content.decode()
    assert "已同意" in page and "這一步不在您手上" in page


def test_the_private_path_goes_through_the_centre(people: Any, propose: Any, step: Any) -> None:
    from difang.plans.windows import rules

    proposal = propose(private=True)
    assert not rules.sees(people.centre, proposal) and not rules.sees(people.planner, proposal)
    step(people.owner, proposal, "submit_private")
    assert rules.sees(people.centre, proposal) and not rules.sees(people.county, proposal)
    step(people.centre, proposal, "forward")
    assert (proposal.state, rules.sees(people.nation, proposal)) == ("intake", True)
    assert rules.sees(people.planner, proposal) and rules.sees(people.county, proposal)
