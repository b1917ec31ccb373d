from dataclasses import replace
from datetime import date

import pytest

from difang.documents import (
    Cell,
    Chart,
    Columns,
    FigureNumber,
    Footnote,
    Paragraph,
    Run,
    Slide,
    Table,
    both_eras,
)
from difang.documents.tree import part_label, referenced
from tests.documents.sample import briefing, slides


def test_both_eras_prints_republic_first() -> None:
    assert both_eras(date(2026, 11, 24)) == "民國115年（2026）11月24日"
    assert both_eras(date(2026, 11, 24), "en") == "24 November, ROC year 115 (2026)"


def test_both_eras_first_year_of_republic() -> None:
    assert both_eras(date(1912, 1, 1)) == "民國1年（1912）1月1日"


def test_part_label_in_both_languages() -> None:
    assert [part_label(n, "zh") for n in (1, 6)] == ["一　我的DNA", "六　KPI"]
    assert part_label(2, "en") == "2  Stakeholders"


def test_slide_refuses_reference_without_footnote() -> None:
    with pytest.raises(ValueError, match=r"no footnote for \[2\]"):
        Slide(1, "a", (FigureNumber("1", "b", 2),), footnotes=(Footnote(1, "c"),))


def test_slide_refuses_repeated_footnote_number() -> None:
    with pytest.raises(ValueError, match="repeat"):
        Slide(1, "a", (FigureNumber("1", "b", 1),), footnotes=(Footnote(1, "c"), Footnote(1, "d")))


def test_slide_refuses_seventh_part() -> None:
    with pytest.raises(ValueError, match="part 7"):
        Slide(7, "a", (FigureNumber("1", "b"),))


def test_slide_refuses_to_be_empty() -> None:
    with pytest.raises(ValueError, match="at least one block"):
        Slide(1, "a", ())


def test_table_refuses_ragged_rows() -> None:
    with pytest.raises(ValueError, match="every row needs 2 cells"):
        Table(("a", "b"), ((Cell("1"),),), ("left", "right"))


def test_chart_refuses_missing_alternative_text() -> None:
    with pytest.raises(ValueError, match="alternative text"):
        Chart("", b"", " ", 1.0)


def test_columns_refuse_four() -> None:
    with pytest.raises(ValueError, match="two or three"):
        Columns(((), (), (), ()))


def test_briefing_refuses_parts_out_of_order() -> None:
    with pytest.raises(ValueError, match="out of order"):
        replace(briefing(), slides=tuple(reversed(slides())))


def test_parts_group_slides_in_order() -> None:
    assert [(part, len(group)) for part, group in briefing().parts()] == [
        (1, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1),
    ]  # fmt: skip


def test_referenced_follows_reading_order_once_each() -> None:
    slide = Slide(
        1,
        "a",
        (
            Columns(((FigureNumber("1", "b", 3),), (Paragraph((Run("c", 2), Run("d", 3))),))),
            Table(("h",), ((Cell("x", 4),),), ("left",)),
        ),
        footnotes=tuple(Footnote(n, "f") for n in (1, 2, 3, 4)),
        title_note=1,
    )
    assert referenced(slide) == [1, 3, 2, 4]


def test_link_is_absolute_or_nothing() -> None:
    paper = briefing()
    assert paper.link("/r/x") == "https://difang.example/r/x"
    assert replace(paper, site="").link("/r/x") == ""
    assert replace(paper, site="").link("https://a.tw/r") == "https://a.tw/r"
    assert paper.link("javascript:alert(1)") == ""
