"""Versions: frozen whole, without what must not leave the office, and what changed between two."""

from typing import Any

from tests.plans.conftest import PULI, person


def filled(plan: Any, planner: Any) -> None:
    """Give a plan words and rows in every part."""
    from difang.plans.editor.pins import pin, read_address
    from difang.plans.editor.writing import save
    from difang.plans.models import Kpi, Meeting, Need, Stakeholder, Venture

    for part in range(1, 7):
        number = plan.sections.get(part=part).number
        save(by=planner, plan=plan, part=part, base=number, body=f"第 {part} 部分的文字\n第二段")
    evidence = read_address(f"/figures/population.births?place={PULI}&period=2025")
    kept = pin(by=planner, plan=plan, part=1, evidence=evidence)
    Stakeholder.objects.create(plan=plan, name="產銷班", contact="班@example.tw", role="合作")
    Stakeholder.objects.create(plan=plan, name="王小明", is_person=True, contact="ming@example.tw")
    Meeting.objects.create(
        plan=plan, held_on="2026-10-01", title="願景會議", present=30, decision="通過", objections="擔心人力"
    )
    venture = Venture.objects.create(plan=plan, name="茭白筍加工", what="共同處理", where="籃城里")
    Need.objects.create(venture=venture, kind="grant", purpose="設備", amount=3_000_000, year=2027)
    Need.objects.create(venture=venture, kind="land", purpose="場地")
    Kpi.objects.create(plan=plan, name="出生數", unit="人", pin=kept, target=300, year=2030, proof="戶政月報")


def test_a_version_holds_the_whole_plan_and_no_contact_data(plan: Any, planner: Any) -> None:
    from difang.plans.editor.versions import fingerprint, freeze

    filled(plan, planner)
    version = freeze(plan, planner)
    told = str(version.content)
    assert version.number == 1
    assert version.sha256 == fingerprint(version.content)
    assert "產銷班" in told
    assert "example.tw" not in told
    assert "王小明" not in told, "a person who did not agree is not named"


def test_a_person_who_agreed_is_named_and_can_be_erased_later(plan: Any, planner: Any) -> None:
    from django.core import mail  # noqa: F401

    from difang.plans.editor.consenting import answer, ask
    from difang.plans.editor.versions import fingerprint, freeze
    from difang.records import chain

    filled(plan, planner)
    who = plan.stakeholders.get(name="王小明")
    code = ask(by=planner, plan=plan, stakeholder=who).split("/")[-2]
    answer(code=code, consent="given")
    version = freeze(plan, planner)
    assert "王小明" in str(version.content)
    answer(code=code, consent="erase")
    version.refresh_from_db()
    who.refresh_from_db()
    assert "王小明" not in str(version.content) + str(who.__dict__)
    assert version.sha256 == fingerprint(version.content)
    assert chain.verify().faults == ()


def test_changes_name_what_was_added_and_removed(plan: Any, planner: Any) -> None:
    from difang.plans.editor.versions import changes

    old = {"parts": [{"part": 1, "body": "甲\n乙\n"}, {"part": 2, "body": "同"}]}
    new = {"parts": [{"part": 1, "body": "甲\n乙改\n丙\n"}, {"part": 2, "body": "同"}]}
    ((part, pieces),) = changes(old, new)
    assert part == 1
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == "甲\n乙改\n丙\n"
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == "甲\n乙\n"


def test_the_papers_of_a_plan_hold_peoples_words(plan: Any, planner: Any) -> None:
    from difang.documents import render
    from difang.plans.editor.papers import paper
    from difang.plans.editor.versions import content

    filled(plan, planner)
    for lang in ("zh", "en"):
        page = render(paper(content(plan), lang, standing="v", demo=False), "html").decode()
        for words in ("第 3 部分的文字", "茭白筍加工", "3,000,000", "戶政月報", "擔心人力", "296"):
            assert words in page, (lang, words)
        assert "王小明" not in page
        assert "example.tw" not in page


def test_a_region_needs_every_members_consent_and_one_taken_back_stops_it(db: None) -> None:
    from difang import places
    from difang.plans.editor.beginning import begin
    from difang.plans.editor.consenting import agree
    from difang.plans.missing import hindering
    from difang.plans.stages import PLAN
    from difang.records import chain, clocks, engine
    from difang.records.models import Notice

    region = next(one for one in places.regions() if PULI in one.members)
    planners = {code: person(f"p{code}", ("planner", code)) for code in region.members}
    county = person("county", ("county", PULI[:5]))
    plan = begin(by=planners[PULI], place=region.code, term="2027-2030")
    assert plan.lead_place() == PULI
    filled(plan, planners[PULI])
    assert any(
        "townships have not agreed" in text.en for text in hindering(type(plan).objects.get(pk=plan.pk))
    )
    for code, who in planners.items():
        agree(by=who, plan=plan, place=code, agreed=True)
    plan = type(plan).objects.get(pk=plan.pk)
    engine.fire(PLAN, plan, "submit", actor=planners[PULI])
    assert clocks.running(PLAN, plan) is not None
    last = next(code for code in region.members if code != PULI)
    agree(by=planners[last], plan=plan, place=last, agreed=False)
    plan = type(plan).objects.get(pk=plan.pk)
    assert plan.state == "drafting"
    assert clocks.running(PLAN, plan) is None
    assert Notice.objects.filter(person=county).exists()
    assert Notice.objects.filter(person=planners[PULI]).exists()
    assert chain.verify().faults == ()


def test_one_member_does_not_answer_for_another(db: None) -> None:
    import pytest

    from difang import places
    from difang.plans.editor.beginning import begin
    from difang.plans.editor.consenting import agree
    from difang.records.errors import ForbiddenError

    region = next(one for one in places.regions() if PULI in one.members)
    other = next(code for code in region.members if code != PULI)
    mine = person("mine", ("planner", PULI))
    plan = begin(by=mine, place=region.code, term="2027-2030")
    with pytest.raises(ForbiddenError):
        agree(by=mine, plan=plan, place=other, agreed=True)
