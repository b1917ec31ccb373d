"""Three-way merge: nobody's words are lost, and nothing is chosen for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difang.plans.editor.merging import merge

LINES = st.lists(st.sampled_from(["甲", "乙", "丙", "丁", ""]), max_size=6)
TEXTS = LINES.map("\n".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("一\n二\n三", "一改\n二\n三", "一\n二\n三改", "一改\n二\n三改"),
        ("一\n二", "一\n二\n我加", "先加\n一\n二", "先加\n一\n二\n我加"),
        ("一\n二", "一改\n二", "一\n二改", "一改\n二改"),
        ("一\n二\n三", "一\n三", "一\n二\n三\n四", "一\n三\n四"),
        ("一", "一改", "一改", "一改"),
        ("a\r\nb", "a\nb\nc", "a\nb", "a\nb\nc"),
    ],
)
def test_changes_of_different_paragraphs_come_together(
    base: str, mine: str, theirs: str, merged: str
) -> None:
    assert merge(base, mine, theirs) == (type(merge("", "", ""))(merged, False))


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("一", "一甲", "一乙"),
        ("", "甲", "乙"),
        ("一\n二", "一\n二\n甲", "一\n二\n乙"),
        ("一\n二", "一", "一\n二改"),
    ],
)
def test_changes_of_one_paragraph_are_a_conflict_and_choose_nothing(
    base: str, mine: str, theirs: str
) -> None:
    found = merge(base, mine, theirs)
    assert (found.conflict, found.text) == (True, theirs)


@given(TEXTS, TEXTS)
def test_a_change_of_one_side_is_taken_whole(base: str, changed: str) -> None:
    assert merge(base, changed, base).text == changed
    assert merge(base, base, changed).text == changed
    assert not merge(base, changed, changed).conflict


@given(TEXTS, TEXTS, TEXTS)
def test_sides_may_be_swapped(base: str, mine: str, theirs: str) -> None:
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.conflict == other.conflict
    if not one.conflict:
        assert one.text == other.text


@given(TEXTS, TEXTS, TEXTS)
def test_words_new_on_either_side_stand_in_the_merged_text(base: str, mine: str, theirs: str) -> None:
    found = merge(base, f"{mine}\n我的新句", f"他的新句\n{theirs}")
    if not found.conflict:
        assert "我的新句" in found.text
        assert "他的新句" in found.text
