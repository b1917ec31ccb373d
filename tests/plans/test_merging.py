"""Three-way merge: nobody's words are lost, and nothing is chosen for people."""

from typing import Any

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


@pytest.mark.parametrize(
    "lines",
    [["甲", "乙"], [str(n) for n in range(7000)], [f"{n}" if n % 100 == 0 else "甲" for n in range(7000)]],
    ids=["repeated", "different", "anchored"],
)
def test_long_texts_of_short_lines_are_compared_within_bounds(
    lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts the pairs of lines that are compared, not the time it takes."""
    import random

    from difang.plans.editor import merging

    pairs: list[int] = []

    class Counting(merging.SequenceMatcher):
        def __init__(self, junk: None, a: list[str], b: list[str], autojunk: bool) -> None:
            pairs.append(len(a) * len(b))
            super().__init__(junk, a, b, autojunk)

    monkeypatch.setattr(merging, "SequenceMatcher", Counting)
    dice = random.Random(7)
    base, mine, theirs = ([dice.choice(lines) for _ in range(7000)] for _ in range(3))
    merge("\n".join(base), "\n".join(mine), "\n".join(theirs))
    assert max(pairs, default=0) <= merging.MOST_PAIRS_AT_ONCE
    assert sum(pairs) <= 2 * merging.MOST_PAIRS


def test_changes_far_apart_in_a_long_text_still_merge() -> None:
    lines = [f"第 {n} 句" for n in range(7000)]
    mine, theirs = list(lines), list(lines)
    mine[10], mine[5000], theirs[3000] = "我改", "我也改", "他改"
    del theirs[6000]
    found = merge("\n".join(lines), "\n".join(mine), "\n".join(theirs))
    wanted = list(mine)
    wanted[3000] = "他改"
    del wanted[6000]
    assert (found.conflict, found.text) == (False, "\n".join(wanted))


def test_merging_is_done_before_anybody_waits(
    plan: Any, planner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from difang.plans.editor import writing

    base = writing.save(by=planner, plan=plan, part=1, base=0, body="一\n二").number
    writing.save(by=planner, plan=plan, part=1, base=base, body="一改\n二")
    order: list[str] = []
    merged, locked = writing.merge, writing._locked
    monkeypatch.setattr(writing, "merge", lambda *texts: order.append("merge") or merged(*texts))
    monkeypatch.setattr(writing, "_locked", lambda *asked: order.append("lock") or locked(*asked))
    assert writing.save(by=planner, plan=plan, part=1, base=base, body="一\n二改").body == "一改\n二改"
    assert order == ["merge", "lock"]
