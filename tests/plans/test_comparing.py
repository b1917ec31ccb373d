"""What changed between two contents: nothing that differs is called the same, and nobody unlisted is named."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from tests.plans.conftest import NANTOU, person
from tests.plans.test_versions import filled

UNSEEN = {"id", "at", "size", "media_type", "scanned", "place", "members"}


def compared(old: Any, new: Any, lang: str = "zh", hidden: Any = ()) -> Any:
    from difang.plans.editor.comparing import compare

    return compare(old, new, lang, hidden)


def told(found: Any) -> list[tuple[int, str, str]]:
    return [(part.number, row.change, row.name) for part in found.parts for row in part.rows]


@pytest.fixture
def frozen(plan: Any, planner: Any) -> Any:
    """A content with something in every part."""
    from difang.plans.editor.versions import content

    filled(plan, planner)
    found = content(type(plan).objects.get(pk=plan.pk))
    found["files"] = [
        {"id": 1, "name": "圖.png", "sha256": "a" * 64, "size": 5, "media_type": "image/png",
         "scanned": "clean", "part": 3, "meeting": None},
    ]  # fmt: skip
    return found


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return the path of every value in a content that a writer can change."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in UNSEEN:
                yield from leaves(one, (*path, key))
    elif isinstance(value, list) and value:
        for n, one in enumerate(value):
            yield from leaves(one, (*path, n))
    else:
        yield path


def changed(content: Any, path: tuple[Any, ...]) -> Any:
    """Return the content with another value at a path."""
    new = copy.deepcopy(content)
    at = new
    for step in path[:-1]:
        at = at[step]
    was = at[path[-1]]
    words = {"not_asked": "given", "grant": "loan", "land": "rule", "3000000": "9"}
    others = {
        bool: lambda: not was, int: lambda: was + 1, float: lambda: was + 1, list: lambda: [1],
        type(None): lambda: 2, str: lambda: words.get(was, f"{was}改"),
    }  # fmt: skip
    at[path[-1]] = others[type(was)]()
    return new


def test_two_contents_that_are_the_same_differ_in_nothing(frozen: Any) -> None:
    found = compared(frozen, copy.deepcopy(frozen))
    assert found.same
    assert (found.lines, found.members, found.parts) == ((), (), ())


def test_whatever_is_changed_is_told(frozen: Any) -> None:
    for path in leaves(frozen):
        if path[-1] in ("name", "role", "source") and path[:2] == ("stakeholders", 1):
            continue  # not named there, so that it can't change
        if path[0] == "files" and path[-1] == "part":
            continue
        found = compared(frozen, changed(frozen, path))
        assert not found.same
        assert found.lines or found.parts, path


def test_a_changed_row_names_its_fields_with_the_words_that_changed(frozen: Any) -> None:
    new = copy.deepcopy(frozen)
    new["ventures"][0]["needs"][0]["amount"] = "3500000"
    new["meetings"][0]["votes_for"] = 21
    found = compared(frozen, new)
    assert told(found) == [(3, "changed", "願景會議"), (5, "changed", "設備")]
    (vote,) = found.parts[0].rows[0].lines
    assert (vote.name, vote.old, vote.new, vote.change) == ("贊成", "", "21", "added")
    (money,) = found.parts[1].rows[0].lines
    assert (money.old, money.new) == ("3,000,000 元", "3,500,000 元")


def test_rows_that_came_and_went_are_told_with_their_needs(frozen: Any) -> None:
    new = copy.deepcopy(frozen)
    gone = new["ventures"].pop()
    new["ventures"].append({**gone, "id": 99, "name": "新事業", "needs": []})
    assert told(compared(frozen, new)) == [
        (4, "added", "新事業"),
        (4, "removed", "茭白筍加工"),
        (5, "removed", "設備"),
        (5, "removed", "場地"),
    ]


def test_title_term_gap_and_a_members_consent_are_told() -> None:
    old = {"title": "舊", "term": "2027-2030", "parts": [{"part": 2, "body": "", "gap": "還沒問"}],
           "members": [{"place": "10008020", "agreed": True}]}  # fmt: skip
    new = {"title": "新", "term": "2027-2031", "parts": [{"part": 2, "body": "", "gap": ""}],
           "members": [{"place": "10008020", "agreed": False}]}  # fmt: skip
    found = compared(old, new)
    assert [(line.old, line.new) for line in found.lines] == [("舊", "新"), ("2027-2030", "2027-2031")]
    assert [(line.old, line.new) for line in found.parts[0].lines] == [("還沒問", "")]
    assert [(row.name, row.change) for row in found.members] == [("南投縣埔里鎮", "changed")]


def test_who_is_not_named_in_one_of_two_versions_is_named_in_neither(frozen: Any) -> None:
    named = copy.deepcopy(frozen)
    one = next(one for one in named["stakeholders"] if not one["name"])
    one.update(name="王小明", role="里長", source="面談", consent="given")
    for old, new in ((frozen, named), (named, frozen)):
        found = compared(old, new)
        assert told(found) == [(2, "changed", "（一位個人，未列名）")]
        assert not any(words in str(found) for words in ("王小明", "里長", "面談"))
    again = copy.deepcopy(named)
    again["stakeholders"][1]["interest"] = 5
    assert "王小明" in str(compared(named, again))
    assert "王小明" not in str(compared(named, again, hidden=[one["id"]]))


def test_another_office_sees_rows_change_and_no_name_of_who_did_not_agree(
    plan: Any, planner: Any, browse: Any
) -> None:
    from difang.plans.editor.versions import freeze
    from difang.plans.models import Stakeholder, Venture
    from difang.plans.stages import PLAN
    from difang.records import engine

    filled(plan, planner)
    Stakeholder.objects.filter(name="王小明").update(consent="given")
    freeze(plan, planner)
    engine.fire(PLAN, type(plan).objects.get(pk=plan.pk), "submit", actor=planner)
    Stakeholder.objects.filter(name="王小明").update(consent="withdrawn", interest=4)
    Venture.objects.filter(plan=plan).update(risks="工班不足")
    freeze(type(plan).objects.get(pk=plan.pk), planner)
    county = browse(person("county", ("county", NANTOU)))
    page = county.get(f"/plans/{plan.pk}/compare/?a=1&b=2").content.decode()
    assert "工班不足" in page
    assert "未列名" in page
    assert "王小明" not in page
    assert "完全相同" in county.get(f"/plans/{plan.pk}/compare/?a=2&b=2").content.decode()


@pytest.mark.parametrize(
    ("old", "new"),
    [("甲", "甲\n乙"), ("甲\n", "甲\n乙"), ("甲\n乙", "乙"), ("", "甲\n\n乙\n"), ("甲\n乙\n", "甲"),
     ("一二三四五六\n同", "一二三改五六\n同\n"), ("完全不同的一行", "換成別的話了喔"), ("a\n\nb", "a\nc\n\nb")],
)  # fmt: skip
def test_pieces_are_both_texts(old: str, new: str) -> None:
    from difang.plans.editor.versions import pieces

    found = list(pieces(old, new))
    assert "".join(piece.text for piece in found if piece.kind != "added") == old
    assert "".join(piece.text for piece in found if piece.kind != "removed") == new


def test_a_line_appended_leaves_the_one_before_as_it_was() -> None:
    from difang.plans.editor.versions import pieces

    assert [(one.kind, one.text) for one in pieces("第一行\n第二行", "第一行\n第二行\n第三行")] == [
        ("same", "第一行\n第二行"),
        ("added", "\n第三行"),
    ]


def test_a_line_that_replaces_another_is_shown_whole() -> None:
    from difang.plans.editor.versions import beside, pieces

    old, new = "合作社先買冷藏車", "改由公所委託物流"
    assert [(one.kind, one.text) for one in pieces(old, new)] == [("removed", old), ("added", new)]
    rows = [(row.left, row.right, row.same) for row in beside(f"同\n{old}", f"同\n{new}\n多")]
    assert rows == [("同", "同", True), (old, f"{new}\n多", False)]
