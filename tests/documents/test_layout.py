from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from difang.documents import (
    Blank,
    Briefing,
    Cell,
    Columns,
    FigureNumber,
    Footnote,
    Paragraph,
    Run,
    Slide,
    Table,
)
from difang.documents import tokens as t
from difang.documents.geometry import Box, Page, Para, Span, TableBox, TextBox
from difang.documents.measure import count_lines, may_break, para_height, span_width
from difang.documents.pages import paginate
from difang.documents.setting import breakable
from tests.documents.sample import briefing, chart, footnotes, long_table


def only(*slides: Slide) -> Briefing:
    return replace(briefing(), slides=slides, sources=())


def paras(page: Page) -> list[Para]:
    found = list(page.title.paras)
    for box in page.boxes:
        if isinstance(box, TextBox):
            found += box.paras
        if isinstance(box, TableBox):
            found += [para for row in box.rows for para in row.cells]
    return found


def outside(box: Box) -> bool:
    inside = box.x >= 0 and box.y >= 0 and box.x + box.w <= t.PAGE_WIDTH and box.y + box.h <= t.PAGE_HEIGHT
    return not inside


def overlaps(page: Page) -> list[tuple[Box, Box]]:
    solid = [box for box in (page.title, *page.boxes) if box.h > 0]
    return [
        (a, b)
        for place, a in enumerate(solid)
        for b in solid[place + 1 :]
        if min(a.x + a.w, b.x + b.w) - max(a.x, b.x) > 0.5 and min(a.y + a.h, b.y + b.h) - max(a.y, b.y) > 0.5
    ]


def spilled(page: Page) -> list[str]:
    """Paragraphs that need more height than their box or row gives them."""
    found = []
    for box in (page.title, *page.boxes):
        if isinstance(box, TextBox) and sum(para_height(p, box.w) for p in box.paras) > box.h + 0.2:
            found.append(box.paras[0].text)
        if isinstance(box, TableBox):
            for row in box.rows:
                for para, width in zip(row.cells, box.widths, strict=True):
                    if para_height(para, width - 2 * box.pad[0]) > row.h + 0.2:
                        found.append(para.text)
    return found


def check(paper: Briefing) -> tuple[Page, ...]:
    pages = paginate(paper)
    assert [box for page in pages for box in (page.title, *page.boxes) if outside(box)] == []
    assert [pair for page in pages for pair in overlaps(page)] == []
    assert [text for page in pages for text in spilled(page)] == []
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    return pages


def test_sample_stays_inside_page_without_overlap() -> None:
    assert len(check(briefing())) == 11


def test_long_table_repeats_header_and_keeps_every_row_once() -> None:
    pages = check(only(Slide(4, "長表", (long_table(60),))))
    tables = [box for page in pages for box in page.boxes if isinstance(box, TableBox)]
    assert len(tables) > 3
    assert {table.rows[0].cells[0].text for table in tables} == {"鄉鎮"}
    assert {table.widths for table in tables} == {tables[0].widths}
    assert [row.cells[0].text for table in tables for row in table.rows[1:]] == [
        f"示範鄉{n}" for n in range(1, 61)
    ]
    assert [row.cells[0].text for table in tables for row in table.rows if row.marked] == ["示範鄉5"]
    assert pages[2].title.paras[0].text == "長表（續）"


def test_row_higher_than_page_is_cut_and_loses_nothing() -> None:
    words = "很長的儲存格文字，" * 300
    pages = check(
        only(Slide(4, "高列", (Table(("a", "b"), ((Cell("甲"), Cell(words)),), ("left", "left")),)))
    )
    cells = [
        row.cells[1].text
        for page in pages
        for box in page.boxes
        if isinstance(box, TableBox)
        for row in box.rows[1:]
    ]
    assert "".join(cells) == words


def test_paragraph_longer_than_page_goes_on_overleaf() -> None:
    words = "一段很長的說明，" * 400
    pages = check(only(Slide(3, "長文", (Paragraph((Run(words),)),))))
    body = [
        box.paras[0].text
        for page in pages[1:]
        for box in page.boxes
        if isinstance(box, TextBox) and box.role == "body"
    ]
    assert "".join(body) == words


def test_title_too_long_for_two_lines_is_kept_in_full_below() -> None:
    title = "標題很長" * 40
    page = check(only(Slide(1, title, (Blank("問題"),))))[1]
    assert page.title.paras[0].text.endswith("…")
    assert count_lines(page.title.paras[0].spans, page.title.w) == 2
    assert title in [para.text for para in paras(page)]


def test_short_title_is_set_large_on_one_line() -> None:
    page = check(only(Slide(1, "短標題", (Blank("問題"),))))[1]
    assert page.title.paras[0].spans[0].size == t.ONE_LINE_TITLE_SIZES[0]


def test_blank_says_to_be_filled_and_shows_no_zero() -> None:
    page = check(only(Slide(2, "待填", (Blank("誰？", 3),))))[1]
    texts = [para.text for para in paras(page)]
    assert "待填" in texts
    assert "0" not in texts


def test_blank_cell_says_to_be_filled() -> None:
    table = Table(("目標",), ((Cell(blank=True),),), ("right",))
    page = check(only(Slide(6, "目標", (table,))))[1]
    box = next(box for box in page.boxes if isinstance(box, TableBox))
    assert box.rows[1].cells[0].text == "待填"


def test_footnotes_stand_on_the_page_that_refers_to_them() -> None:
    rows = tuple((Cell(f"列{n}", 1 if n == 1 else 2 if n == 40 else None),) for n in range(1, 41))
    pages = check(only(Slide(1, "註", (Table(("h",), rows, ("left",)),), footnotes=footnotes(2))))[1:]
    notes = [
        [number for box in page.boxes if isinstance(box, TextBox) and box.role == "notes" for p in box.paras
         for span in p.spans if (number := span.text.split("\u00a0")[0]).isdigit()]
        for page in pages
    ]  # fmt: skip
    assert notes[0] == ["1"]
    assert notes[-1] == ["2"]


def test_neighbouring_footnotes_from_one_source_name_it_once_and_link_twice() -> None:
    first, second = (replace(note, text="示範機關，2025 年") for note in footnotes(2))
    slide = Slide(1, "註", (Paragraph((Run("甲", note=1), Run("乙", note=2))),), footnotes=(first, second))
    (notes,) = (b for b in check(only(slide))[1].boxes if isinstance(b, TextBox) and b.role == "notes")
    assert notes.paras[0].text == "1\u00a02\u00a0示範機關，2025 年"
    assert [span.link[-40:] for span in notes.paras[0].spans if span.link] == [
        f"https://difang.example{note.permalink}"[-40:] for note in (first, second)
    ]


def test_long_link_is_cut_into_pieces_that_lose_nothing() -> None:
    span = Span("People in three age bands by township and month; " * 3, 9.0, link="https://difang.example/")
    pieces = breakable(span, 20.0)
    assert "".join(piece.text for piece in pieces) == span.text
    assert {piece.link for piece in pieces} == {span.link}
    assert max(span_width(piece.text, 1.0) for piece in pieces) <= 10.0
    assert breakable(replace(span, link=""), 20.0) == (replace(span, link=""),)


def test_fifty_footnotes_all_appear() -> None:
    runs = tuple(Run("數", note=n) for n in range(1, 51))
    pages = check(only(Slide(1, "五十註", (Paragraph(runs),), footnotes=footnotes(50))))
    words = "".join(para.text for page in pages for para in paras(page))
    assert [n for n in range(1, 51) if f"示範機關第{n}號統計" not in words] == []


def test_speaker_notes_carry_value_citation_and_address() -> None:
    page = paginate(briefing())[1]
    assert page.notes.splitlines()[0] == (
        "1. 1,234 人　示範機關，《第1號統計》，2025，版本 20260101-0123456789ab"
        "　https://difang.example/r/20260101-0123456789ab/figures/sample.figure1?place=10008020&period=2025"
    )


def test_cover_prints_place_date_in_both_eras_and_release() -> None:
    page = paginate(briefing())[0]
    assert page.title.paras[0].text == "示範縣示範鎮"
    assert paras(page)[-1].text == "民國115年（2026）11月24日　資料版本：20260101-0123456789ab"


def test_english_briefing_uses_english_words() -> None:
    paper = replace(briefing(), lang="en", slides=(Slide(2, "Who is here", (Blank("Who gains?"),)),))
    words = {para.text for page in check(paper) for para in paras(page)}
    assert {"to be filled in", "2  Stakeholders", "Sources"} <= words


@pytest.mark.parametrize(("left", "right", "allowed"), [("地", "方", True), ("地", "，", False), ("（", "地", False),
                                                        ("1", "2", False), (" ", "a", True), ("1", "%", False)])  # fmt: skip
def test_may_break_follows_kinsoku(left: str, right: str, allowed: bool) -> None:
    assert may_break(left, right) is allowed


def test_span_width_of_chinese_is_one_em_each() -> None:
    assert span_width("地方創生", 20) == 80.0


TEXTS = st.text(st.sampled_from("地方創生，。（）2,642 公頃%−abcdefg\n"), min_size=1, max_size=400).filter(
    str.strip
)
CELLS = st.builds(Cell, TEXTS, bold=st.booleans(), blank=st.booleans())
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=30).map(
    lambda rows: Table(("甲", "乙", "丙"), tuple(rows), ("left", "right", "left"), note="附註")
)
SIMPLE = st.one_of(
    st.builds(lambda text: Paragraph((Run(text),)), TEXTS),
    st.builds(FigureNumber, TEXTS.map(lambda x: x[:12].replace("\n", "")), TEXTS),
    st.builds(Blank, TEXTS, st.integers(1, 6)),
    st.floats(0.5, 5).map(chart).map(lambda drawn: replace(drawn, note=None)),
    TABLES,
)
BLOCKS = st.one_of(
    SIMPLE,
    st.lists(st.lists(SIMPLE, min_size=1, max_size=3).map(tuple), min_size=2, max_size=3).map(
        lambda columns: Columns(tuple(columns))
    ),
)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.lists(BLOCKS, min_size=1, max_size=4))
def test_any_slide_stays_inside_and_keeps_its_words(title: str, blocks: list[Blank]) -> None:
    title = title.replace("\n", " ")
    slide = Slide(1, title, tuple(blocks), footnotes=(Footnote(1, "註"),))
    pages = check(only(slide))
    printed = Counter("".join(para.text for page in pages for para in paras(page)))
    wanted = Counter(title.strip() + "".join(words(blocks)))
    assert {char: n for char, n in (wanted - printed).items() if not char.isspace()} == {}


def words(blocks: list[Blank] | tuple[Blank, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph():
                found += [run.text for run in block.runs]
            case FigureNumber():
                found += [block.value, block.label]
            case Blank():
                found.append(block.prompt)
            case Table():
                found += [cell.text for row in block.rows for cell in row]
            case Columns():
                found += [text for column in block.columns for text in words(column)]
    return found
