"""Search finds for each person what the rules let them read, in the words they may read, and nothing else."""

from itertools import product
from typing import Any

import pytest

from tests.plans.conftest import NANTOU, PULI, TAICHUNG_HEPING, YUCHI, person
from tests.plans.windows.conftest import TO_PLAN, TO_PROPOSAL


def found(who: Any, query: str) -> set[tuple[str, int]]:
    from difang.people import posts
    from difang.plans import finding
    from difang.records import search

    if who is not None:
        posts.forget(who)
    return {(one.subject_type, one.subject_id) for one in search.find(query, finding.scopes_of(who))}


def may_read(who: Any) -> set[tuple[str, int]]:
    """All that the rules let a person read, whatever it is called."""
    from difang.people import posts
    from difang.plans import rules
    from difang.plans.models import Plan
    from difang.plans.windows import rules as window_rules

    public = Plan.objects.filter(state__in=rules.PUBLIC_STATES, versions__isnull=False)
    read = {("plan", pk) for pk in public.values_list("pk", flat=True)}
    if who is None:
        return read
    posts.forget(who)
    read |= {("plan", pk) for pk in rules.visible(who).values_list("pk", flat=True)}
    return read | {("proposal", pk) for pk in window_rules.visible(who).values_list("pk", flat=True)}


def everyone(people: Any) -> dict[str, Any]:
    return {**vars(people), "visitor": None}


CASES = [*product(["plan"], TO_PLAN), *product(["proposal"], TO_PROPOSAL)]


@pytest.mark.parametrize(("kind", "state"), CASES)
def test_each_finds_exactly_what_the_rules_let_them_read(kind: str, state: str, at: Any, people: Any) -> None:
    at(kind, state)
    wanted = {name: may_read(who) for name, who in everyone(people).items()}
    assert {name: found(who, "隱密") for name, who in everyone(people).items()} == wanted
    assert any(wanted.values())


@pytest.mark.parametrize("events", [(), ("submit",), ("submit", "withdraw")])
def test_an_organisations_proposal_is_found_by_its_members_of_now(
    events: tuple[str, ...], of_organisation: Any, people: Any, step: Any
) -> None:
    proposal = of_organisation()
    for event in events:
        step(people.member, proposal, event)
    wanted = {name: may_read(who) for name, who in everyone(people).items()}
    assert {name: found(who, "隱密") for name, who in everyone(people).items()} == wanted
    readers = {name for name, read in wanted.items() if ("proposal", proposal.pk) in read}
    assert readers == {"lead", "member", "auditor"} | ({"planner"} if events else set())
    assert found(people.lead, "茭白筍社") and bool(found(people.planner, "茭白筍社")) is bool(events)


def test_a_case_that_came_back_stays_found_by_whom_it_reached(at: Any, people: Any, step: Any) -> None:
    plan = at("plan", "with_nation")
    proposal = at("proposal", "intake")
    step(people.nation, plan, "return")
    step(people.nation, proposal, "return")
    step(people.planner, proposal, "withdraw")
    for name, who in everyone(people).items():
        assert found(who, "隱密") == may_read(who), name
    assert found(people.nation, "隱密") == {("plan", plan.pk), ("proposal", proposal.pk)}


def test_what_is_written_after_a_return_is_its_writers_alone(at: Any, people: Any, step: Any) -> None:
    from difang.plans.editor.writing import save

    plan = at("plan", "with_nation")
    step(people.nation, plan, "return")
    part = plan.sections.get(part=1)
    save(by=people.planner, plan=plan, part=1, base=part.number, body="新寫的溫泉")
    assert found(people.planner, "溫泉") == {("plan", plan.pk)}
    for who in (people.county, people.nation, people.auditor, None):
        assert not found(who, "溫泉")
        assert bool(found(who, "寫好")) is (who is not None), "they find it by the version they may read"


def test_rows_are_found_by_their_writers_and_after_submission_by_the_county(
    ready: Any, people: Any, step: Any
) -> None:
    from difang.plans.editor.children import keep, remove
    from difang.plans.models import Venture

    row = keep(by=people.planner, plan=ready, row=Venture(plan=ready, name="竹炭工坊", what="燒炭"))
    assert found(people.planner, "竹炭") and not found(people.county, "竹炭")
    ready.sections.filter(part__in=(4, 5)).update(gap="竹炭工坊的時程與需求還在談")
    step(people.planner, ready, "submit")
    assert found(people.county, "竹炭")
    assert not found(people.other_county, "竹炭")
    step(people.county, ready, "return")
    ready.refresh_from_db()
    remove(by=people.planner, plan=ready, row=row)
    assert not found(people.planner, "竹炭")
    assert found(people.county, "竹炭"), "the version it has still says so"


def test_a_proposal_edited_after_its_return_tells_no_office_its_new_words(
    at: Any, people: Any, step: Any
) -> None:
    from difang.plans.windows.services import edit

    proposal = at("proposal", "intake")
    step(people.nation, proposal, "return")
    fields = {"call": proposal.call, "title": proposal.title, "private": False, "seen": proposal.revision}
    edit(by=people.planner, proposal=proposal, summary="改養溫泉魚", **fields)
    assert found(people.planner, "溫泉魚") == {("proposal", proposal.pk)}
    assert not any(found(who, "溫泉魚") for who in (people.county, people.nation, people.auditor))
    assert found(people.nation, "摘要") == {("proposal", proposal.pk)}


def test_members_of_a_region_find_their_plan(db: None) -> None:
    from difang import places
    from difang.plans.editor.beginning import begin

    region = next(one for one in places.regions() if PULI in one.members)
    lead = person("lead", ("planner", PULI))
    member = person("member", ("planner", next(code for code in region.members if code != PULI)))
    outside = person("outside", ("planner", TAICHUNG_HEPING))
    plan = begin(by=lead, place=region.code, term="2027-2030", title="隱密的區域計畫")
    for who in (lead, member, outside):
        assert found(who, "隱密") == may_read(who)
    assert found(member, "隱密") == {("plan", plan.pk)} and not found(outside, "隱密")


def test_a_resident_who_becomes_planner_keeps_their_drafts_to_themselves(people: Any, propose: Any) -> None:
    from difang.people.services.posts import grant

    proposal = propose(by=people.owner)
    grant(person=people.owner, role="planner", place=PULI)
    for who in (people.planner, people.owner):
        assert found(who, "隱密") == may_read(who)
    assert ("proposal", proposal.pk) in found(people.owner, "隱密")
    assert ("proposal", proposal.pk) not in found(people.planner, "隱密")


def test_a_planner_who_left_finds_nothing_of_the_township(at: Any, people: Any) -> None:
    from difang.people.models import Post
    from difang.people.services.posts import end_post

    proposal = at("proposal", "draft")
    assert ("proposal", proposal.pk) in found(people.planner, "隱密")
    end_post(by=people.county, post=Post.objects.get(person=people.planner))
    assert found(people.planner, "隱密") == may_read(people.planner) == set()


def _named_stakeholder(plan: Any, consent: str) -> str:
    from difang.plans.editor.unlisting import hashed
    from difang.plans.models import Stakeholder

    Stakeholder.objects.create(
        plan=plan,
        name="潘阿雲",
        is_person=True,
        consent=consent,
        code_hash=hashed("code"),
        contact="p@example.tw",
    )
    return "code"


def test_an_erased_name_is_found_by_nobody(at: Any, ready: Any, people: Any) -> None:
    from difang.plans.editor.consenting import answer
    from difang.records.models import Entry

    code = _named_stakeholder(ready, "given")
    at("plan", "accepted")
    assert all(found(who, "潘阿雲") for who in (people.planner, people.county, people.nation, None))
    answer(code=code, consent="erase")
    for name, who in everyone(people).items():
        assert not found(who, "潘阿雲"), name
    assert not Entry.objects.filter(grams__contains="潘阿").exists()


def test_a_name_without_consent_is_found_by_its_writers_only(at: Any, ready: Any, people: Any) -> None:
    _named_stakeholder(ready, "asked")
    at("plan", "accepted")
    assert found(people.planner, "潘阿雲")
    assert not any(found(who, "潘阿雲") for who in (people.county, people.nation, people.auditor, None))
    assert not found(people.planner, "example"), "addresses are never indexed"


def test_the_page_shows_what_one_may_read(at: Any, people: Any, browse: Any) -> None:
    plan = at("plan", "with_county")
    for who in (people.planner, people.county, people.auditor):
        page = browse(who).get("/search/?q=隱密計畫").content.decode()
        assert "隱密計畫標題" in page and f"/plans/{plan.pk}/" in page
    for who in (people.other_county, people.nation, people.stranger, None):
        for address in ("/search/?q=隱密計畫", "/en/search/?q=隱密計畫"):
            answer = browse(who).get(address)
            assert answer.status_code == 200
            assert "隱密計畫標題" not in answer.content.decode()
            assert answer["Cache-Control"] == "private, no-store"


def test_a_visitor_finds_an_accepted_plan_and_reads_it(at: Any, people: Any, browse: Any, step: Any) -> None:
    plan = at("plan", "accepted")
    page = browse(None).get("/en/search/?q=埔里").content.decode()
    assert f'href="/en/plans/{plan.pk}/"' in page
    assert browse(None).get(f"/en/plans/{plan.pk}/", follow=True).status_code == 200
    step(people.nation, plan, "reopen")
    assert "隱密" not in browse(None).get("/search/?q=埔里").content.decode()


@pytest.mark.parametrize("query", ["", "%", "_", "'", '"><script>alert(1)</script>', "%00", "字" * 500])
def test_odd_questions_are_answered_and_shown_as_text(query: str, browse: Any, people: Any) -> None:
    answer = browse(people.county).get("/search/", {"q": query})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_the_filter_of_the_desk_finds_words_of_two_characters_and_places(
    at: Any, people: Any, browse: Any
) -> None:
    at("plan", "with_county")
    client = browse(people.county)
    for words in ("寫好", "埔里", "Puli", "茭白"):
        assert "計畫 1 件" in client.get("/desk/cases/", {"q": words}).content.decode(), words
    assert "沒有符合的案件" in client.get("/desk/cases/", {"q": "寫畫"}).content.decode()
    others = browse(people.other_county).get("/desk/cases/", {"q": "寫好"}).content.decode()
    assert "隱密" not in others


def test_the_index_is_built_anew_as_it_was(at: Any, people: Any) -> None:
    from difang.plans import finding
    from difang.records.models import Entry

    def kept() -> set[tuple[Any, ...]]:
        return set(
            Entry.objects.values_list("subject_type", "subject_id", "scope", "title", "address", "grams")
        )

    at("proposal", "intake")
    at("plan", "with_nation")
    before = kept()
    assert finding.fill_empty() == 0
    Entry.objects.all().delete()
    assert finding.fill_empty() == 2
    assert kept() == before


def test_scopes_fit_their_column(people: Any) -> None:
    from difang.plans import finding
    from difang.records.models import Entry

    longest = Entry._meta.get_field("scope").max_length
    assert all(len(scope) <= longest for who in vars(people).values() for scope in finding.scopes_of(who))
    assert finding.scopes_of(people.county) == (
        "public",
        f"person:{people.county.pk}",
        f"plan:county:{NANTOU}",
        f"proposal:county:{NANTOU}",
    )
    assert YUCHI not in str(finding.scopes_of(people.planner))
