"""Writing a plan: saved as typed, merged, never lost; and only by its writers."""

from typing import Any

import pytest

from tests.plans.conftest import NANTOU, PULI, TAICHUNG_HEPING, YUCHI, person


def save(by: Any, plan: Any, body: str, base: int = 0, part: int = 1) -> Any:
    from difang.plans.editor.writing import save as save_part

    return save_part(by=by, plan=plan, part=part, base=base, body=body)


def test_a_plan_begins_with_six_empty_parts_and_an_event(plan: Any) -> None:
    from difang.records.models import Event

    assert [section.part for section in plan.sections.all()] == [1, 2, 3, 4, 5, 6]
    assert plan.release
    assert Event.objects.get(subject_type="plan", subject_id=plan.pk).kind == "begun"


def test_one_plan_a_place_and_term(plan: Any, planner: Any) -> None:
    from difang.errors import InputError
    from difang.plans.editor.beginning import begin

    with pytest.raises(InputError, match="already"):
        begin(by=planner, place=PULI, term="2027-2030")


@pytest.mark.parametrize("term", ["2027", "2030-2027", "2027-2040", "116-119", ""])
def test_a_wrong_term_is_refused_with_an_example(planner: Any, term: str) -> None:
    from difang.errors import InputError
    from difang.plans.editor.beginning import begin

    with pytest.raises(InputError, match="2027-2030"):
        begin(by=planner, place=PULI, term=term)


@pytest.mark.parametrize(
    "post", [("county", NANTOU), ("planner", YUCHI), ("nation", "TW"), ("auditor", "TW")]
)
def test_only_a_planner_of_the_place_begins_one(db: None, post: tuple[str, str]) -> None:
    from difang.plans.editor.beginning import begin
    from difang.records.errors import ForbiddenError

    with pytest.raises(ForbiddenError):
        begin(by=person("other", post), place=PULI, term="2027-2030")


def test_the_first_words_move_the_plan_to_drafting(plan: Any, planner: Any) -> None:
    assert save(planner, plan, "茭白筍的故鄉").number == 1
    plan.refresh_from_db()
    assert plan.state == "drafting"


def test_two_people_in_different_paragraphs_are_merged(plan: Any, planner: Any) -> None:
    other = person("colleague", ("planner", PULI))
    base = save(planner, plan, "第一段\n第二段").number
    save(other, plan, "第一段\n第二段改", base)
    saved = save(planner, plan, "第一段改\n第二段", base)
    assert (saved.body, saved.merged, saved.conflict) == ("第一段改\n第二段改", True, False)


def test_two_people_in_one_paragraph_keep_both(plan: Any, planner: Any) -> None:
    from difang.plans.editor.selectors import kept_beside
    from difang.plans.editor.writing import settle

    other = person("colleague", ("planner", PULI))
    base = save(planner, plan, "同一段").number
    save(other, plan, "同一段，他改", base)
    saved = save(planner, plan, "同一段，我改", base)
    assert (saved.conflict, saved.body) == (True, "同一段，他改")
    (kept,) = kept_beside(plan)
    assert kept.body == "同一段，我改"
    again = save(planner, plan, "同一段，我又改", base)
    assert again.kept == kept.pk, "one writer's newer words replace the older ones that wait"
    assert settle(by=planner, plan=plan, kept=kept.pk, choice="both").body == "同一段，他改\n\n同一段，我又改"
    assert kept_beside(plan) == []


def test_two_tabs_of_one_person_do_not_fight(plan: Any, planner: Any) -> None:
    base = save(planner, plan, "甲\n乙").number
    save(planner, plan, "甲一\n乙", base)
    assert save(planner, plan, "甲\n乙二", base).body == "甲一\n乙二"


def test_too_long_a_text_changes_nothing_and_says_so(plan: Any, planner: Any) -> None:
    from difang.errors import InputError

    with pytest.raises(InputError, match="200,000"):
        save(planner, plan, "字" * 200_000)
    assert plan.sections.get(part=1).number == 0


def test_another_townships_planner_and_officials_do_not_write(plan: Any) -> None:
    from difang.records.errors import ForbiddenError

    for name, post in (("a", ("planner", YUCHI)), ("b", ("county", NANTOU)), ("c", ("nation", "TW"))):
        with pytest.raises(ForbiddenError):
            save(person(name, post), plan, "不是我的")


def test_a_plan_that_is_with_the_county_is_not_written(plan: Any, planner: Any) -> None:
    from difang.records.errors import ForbiddenError

    type(plan).objects.filter(pk=plan.pk).update(state="with_county")
    with pytest.raises(ForbiddenError, match="copy"):
        save(planner, plan, "太晚了")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (("planner", PULI), True),
        (("planner", YUCHI), False),
        (("county", NANTOU), False),
        (("county", TAICHUNG_HEPING[:5]), False),
        (("nation", "TW"), False),
        (("auditor", "TW"), True),
        (("operator", "TW"), False),
        (None, False),
    ],
)
@pytest.mark.parametrize("path", ["", "1/", "compare/", "plan.html", "stakeholders/add/"])
def test_a_draft_is_there_only_for_its_writers(
    plan: Any, browse: Any, who: tuple[str, str] | None, sees: bool, path: str
) -> None:
    save(plan.created_by, plan, "祕密的構想")
    client = browse(person("visitor", *([who] if who else [])))
    answer = client.get(f"/plans/{plan.pk}/{path}")
    if not sees:
        assert answer.status_code == 404
        assert "祕密的構想" not in answer.content.decode()
    elif who == ("planner", PULI) and path != "compare/":
        assert answer.status_code == 200


def test_a_visitor_is_asked_to_sign_in(plan: Any, browse: Any) -> None:
    answer = browse(None).get(f"/plans/{plan.pk}/")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_pages_of_a_plan_are_never_kept_by_a_cache(plan: Any, planner: Any, browse: Any) -> None:
    for path in ("", "1/", "ventures/add/"):
        answer = browse(planner).get(f"/plans/{plan.pk}/{path}")
        assert "no-store" in answer["Cache-Control"], path


def test_a_refused_save_shows_what_was_typed(plan: Any, planner: Any, browse: Any) -> None:
    typed = "長" * 150_000
    answer = browse(planner).post(f"/plans/{plan.pk}/1/", {"base": "0", "body": typed, "gap": ""})
    assert answer.status_code == 422
    assert typed in answer.content.decode()


def test_autosave_answers_what_stands(plan: Any, planner: Any, browse: Any) -> None:
    client = browse(planner)
    sent = {"base": 0, "body": "自動儲存"}
    answer = client.post(f"/plans/{plan.pk}/1/autosave/", sent, content_type="application/json")
    assert answer.json() == {
        "number": 1, "body": "自動儲存", "merged": False, "conflict": False, "kept": None, "here": [],
    }  # fmt: skip
    wrong = client.post(f"/plans/{plan.pk}/1/autosave/", "nonsense", content_type="application/json")
    assert wrong.status_code == 422


def test_pages_are_read_with_few_queries_whatever_the_plan_holds(
    plan: Any, planner: Any, browse: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from difang.plans.models import Kpi, Need, Stakeholder, Venture

    def count() -> dict[str, int]:
        found = {}
        for path in ("", "2/", "4/", "5/", "6/"):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert browse(planner).get(f"/plans/{plan.pk}/{path}").status_code == 200
            found[path] = len(caught)
        return found

    before = count()
    for number in range(30):
        venture = Venture.objects.create(plan=plan, name=f"事業 {number}")
        Need.objects.create(venture=venture, kind="grant", purpose="設備")
        Stakeholder.objects.create(plan=plan, name=f"團體 {number}")
        Kpi.objects.create(plan=plan, venture=venture, name=f"指標 {number}", unit="人")
    after = count()
    assert all(after[path] <= before[path] + 2 for path in before), (before, after)
    assert max(after.values()) <= 36
