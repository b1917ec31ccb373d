"""What stands beside the briefing's figures: year ends, caveats, age, ranks, where sources are told."""

import re
from functools import cache
from io import BytesIO

import pytest
from odf import opendocument, table
from pypdf import PdfReader

from difang import places
from difang.documents import Briefing, Cell, Columns, FigureNumber, Paragraph, Slide, Table, render
from difang.documents.briefing import compose
from difang.documents.pages import paginate
from difang.indicators import catalogue
from difang.text import Lang
from difang.workspace import Workspace
from tests.documents.sample import briefing as sample

PULI = "10008020"
LANGS: tuple[Lang, ...] = ("zh", "en")


@cache
def briefing(workspace: Workspace, lang: Lang = "zh", code: str = PULI) -> Briefing:
    return compose(workspace.data, places.get(code), lang)


def small(slide: Slide) -> str:
    blocks = [b for b in slide.blocks if isinstance(b, Paragraph) and b.tone == "small"]
    return "".join(run.text for block in blocks for run in block.runs)


def printed(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def maps(paper: Briefing) -> list[Slide]:
    return [slide for slide in paper.slides if "六張地圖" in slide.title or "six maps" in slide.title]


def rows(slide: Slide) -> list[tuple[Cell, ...]]:
    (found,) = (block for block in slide.blocks if isinstance(block, Table))
    return list(found.rows)


def test_baselines_and_key_figures_stand_at_the_end_of_a_year(workspace: Workspace) -> None:
    newest = workspace.data.one("population.total", PULI)
    assert newest.period == "2026-05"
    december = workspace.data.one("population.total", PULI, "2025-12")
    paper = briefing(workspace)
    assert (rows(paper.slides[-1])[0][0].text, rows(paper.slides[-1])[0][1].text) == (
        "登記人口，2025 年 12 月",
        december.text(),
    )
    (columns,) = (block for slide in paper.slides[:2] for block in slide.blocks if isinstance(block, Columns)
                  if any(isinstance(inner, FigureNumber) for inner in block.columns[1]))  # fmt: skip
    assert columns.columns[1][0].value == december.text()
    assert newest.text() not in render(paper, "html").decode()


@pytest.mark.parametrize("lang", LANGS)
def test_a_month_of_an_election_year_has_its_caveat_on_the_slide(workspace: Workspace, lang: Lang) -> None:
    (slide, _) = maps(briefing(workspace, lang))
    words = catalogue().caveat("election_registration").text.get(lang)
    assert ("2026 年 4 月" if lang == "zh" else "April 2026") in rows(slide)[0][0].text
    assert words in small(slide)
    (page,) = (p for p in paginate(briefing(workspace, lang)) if p.title.paras[0].text == slide.title)
    told = "".join(para.text for box in page.boxes for para in getattr(box, "paras", ()))
    assert words in told
    assert words in page.notes


@pytest.mark.parametrize("lang", LANGS)
def test_each_figure_of_the_maps_has_its_first_caveat_in_notes_and_appendix(
    workspace: Workspace, lang: Lang
) -> None:
    words = catalogue().caveat("beds_wide_definition").text.get(lang)
    paper = briefing(workspace, lang)
    assert words in small(maps(paper)[1])
    assert [page for page in paginate(paper) if words in page.notes]
    for fmt in ("html", "pdf"):
        content = render(paper, fmt)
        told = content.decode() if fmt == "html" else printed(content)
        assert re.sub(r"\s", "", words) in re.sub(r"\s", "", told)


def test_old_figures_are_marked_and_new_ones_are_not(workspace: Workspace) -> None:
    first, second = maps(briefing(workspace))
    names = [row[0].text for slide in (first, second) for row in rows(slide)]
    for name in names:
        (year,) = re.findall(r"(\d{4}) 年", name)
        assert name.endswith("〔舊〕") == (int(year) < 2024), name
    assert first.subtitle == "〔舊〕：三年內沒有更新的數字"


@pytest.mark.parametrize(
    ("lang", "head", "joint"),
    [("zh", "名次（由高到低）", "並列第 314／368"), ("en", "rank from the highest", "joint 314 of 368")],
)
def test_rank_says_its_direction_and_ties(workspace: Workspace, lang: Lang, head: str, joint: str) -> None:
    slide = maps(briefing(workspace, lang))[0]
    (found,) = (block for block in slide.blocks if isinstance(block, Table))
    assert found.header[3] == head
    assert joint in [row[3].text for row in found.rows]


@pytest.mark.parametrize(("lang", "words"), [("zh", "擷取於 2026-"), ("en", "retrieved 2026-")])
def test_retrieval_of_a_crop_row_is_labelled(workspace: Workspace, lang: Lang, words: str) -> None:
    crops = [n for n in briefing(workspace, lang).slides[0].footnotes if "circulation.crops" in n.permalink]
    assert crops
    assert all(words in note.citation for note in crops)


def test_footnote_names_only_the_data_set_that_gave_the_figure(workspace: Workspace) -> None:
    (note, *_) = briefing(workspace).slides[-1].footnotes
    assert note.text == "內政部戶政司，鄉鎮市區戶數及人口數，2025 年 12 月"


def test_cover_map_says_what_it_shows(workspace: Workspace) -> None:
    cover = briefing(workspace).cover
    assert cover is not None
    text = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", cover.svg))
    for words in ("南投縣各鄉鎮市區 65 歲以上人口比率", "2025 年 12 月，%", "資料來源：內政部戶政司"):
        assert words in text
    assert cover.svg.count("<svg") == 3  # the poster, its legend and the map


@pytest.mark.parametrize("lang", LANGS)
def test_each_format_says_where_its_citations_are(workspace: Workspace, lang: Lang) -> None:
    paper = briefing(workspace, lang)
    in_notes = "備忘稿" if lang == "zh" else "in the notes"
    html = render(paper, "html").decode()
    assert in_notes not in html
    for note in (note for slide in paper.slides for note in slide.footnotes):
        assert note.permalink.replace("&", "&amp;") in html
    assert in_notes not in printed(render(paper, "pdf"))
    deck = "".join(p.text for page in paginate(paper) for b in page.boxes for p in getattr(b, "paras", ()))
    assert in_notes in deck


def test_odt_keeps_rows_and_small_tables_together() -> None:
    document = opendocument.load(BytesIO(render(sample(), "odt")))
    kept = [
        style
        for style in document.automaticstyles.childNodes
        if any(p.getAttribute("maybreakbetweenrows") == "false" for p in style.childNodes
               if p.tagName == "style:table-properties")
    ]  # fmt: skip
    names = {style.getAttribute("name") for style in kept}
    lengths = {
        len(one.getElementsByType(table.TableRow)) <= 9: one.getAttribute("stylename") in names
        for one in document.getElementsByType(table.Table)
    }
    assert lengths == {True: True, False: False}


def test_table_that_goes_on_overleaf_is_shared_out_evenly() -> None:
    cells = tuple((Cell(f"列{n}"),) for n in range(1, 17))
    slide = Slide(1, "十六列", (Table(("h",), cells, ("left",)),))
    paper = Briefing(sample().title, sample().place, "zh", (slide,), sample().release, sample().date)
    pages = paginate(paper)[1:]
    counts = [len(box.rows) - 1 for page in pages for box in page.boxes if hasattr(box, "rows")]
    assert sum(counts) == 16
    assert min(counts) >= max(counts) / 2
