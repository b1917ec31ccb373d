"""Part five and the papers' links, on the briefings of real townships."""

import re
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import chain
from typing import Any
from urllib.parse import unquote

import pytest
from pptx import Presentation
from pypdf import PdfReader

from difang import places
from difang.documents import FORMATS, Briefing, Cell, Paragraph, Slide, Table, render
from difang.documents.briefing import compose
from difang.documents.geometry import PictureBox
from difang.documents.pages import paginate
from difang.studies import resources
from difang.text import Lang
from difang.workspace import Workspace
from tests.documents.test_layout import check

SITE = "https://difang.example"
PULI, EMEI, BEIMEN = "10008020", "10004110", "67000170"
LINK = re.compile(rf"{SITE}/r/[^\s\"<>]+")


@cache
def briefing(workspace: Workspace, code: str, lang: Lang = "zh", site: str = SITE) -> Briefing:
    return compose(workspace.data, places.get(code), lang, site=site)


def part_five(paper: Briefing) -> list[Slide]:
    return [slide for slide in paper.slides if slide.part == 5]


def tables(slide: Slide) -> list[Table]:
    return [block for block in slide.blocks if isinstance(block, Table)]


def column(table: Table, at: int) -> list[str]:
    return [row[at].text for row in table.rows]


def words(slide: Slide) -> str:
    told = [run.text for block in slide.blocks if isinstance(block, Paragraph) for run in block.runs]
    cells = [cell.text for table in tables(slide) for row in table.rows for cell in row]
    return " ".join([slide.title, slide.subtitle, *told, *cells])


def test_documented_programmes_are_listed_and_the_agency_is_to_be_asked(workspace: Workspace) -> None:
    slide = part_five(briefing(workspace, PULI))[1]
    (table,) = tables(slide)
    assert slide.title == "37 項部會計畫，有文件可查的 5 項"
    assert "本鄉鎮能否運用，請洽主管機關" in slide.subtitle
    assert column(table, 2).count("計畫簡報點名") == 5
    assert set(column(table, 2)) == {"計畫簡報點名", "未能確認"}
    assert [row[0].bold for row in table.rows] == [text == "計畫簡報點名" for text in column(table, 2)]
    assert "SBIR 小型企業創新研發計畫" in column(table, 0)


def test_programmes_that_are_over_or_unconfirmed_are_left_out(workspace: Workspace) -> None:
    told = " ".join(words(slide) for slide in part_five(briefing(workspace, PULI)))
    known = {row["name"] for row in resources.programmes(workspace.release)}
    gone = {
        "利他行動168",
        "獎勵青年投入地方創生 青年行動計畫",
        "加速推動地方創生計畫",
        "農村再生第三期實施計畫",
    }
    assert gone <= known
    assert {name for name in gone if name in told} == set()
    assert "打造永續共好地方創生計畫" in told


def test_approval_of_the_county_carries_year_and_source(workspace: Workspace) -> None:
    slide = part_five(briefing(workspace, PULI))[2]
    assert slide.title == "埔里鎮沒有查得到的核定案，南投縣有 1 件"
    row: tuple[Cell, ...] = tables(slide)[0].rows[0]
    assert [cell.text for cell in row] == [
        "信義鄉",
        "信義鄉濁水溪線綠色經濟產業推動計畫",
        "2025，通過",
        "未載明",
    ]
    assert row[1].note is not None
    assert "ndc.gov.tw/nc_14813_38801" in slide.footnote(row[1].note).text


def test_approvals_of_the_place_come_first_and_are_marked(workspace: Workspace) -> None:
    slide = part_five(briefing(workspace, EMEI))[2]
    (table,) = tables(slide)
    assert slide.title == "查得到的核定案：峨眉鄉 3 件，新竹縣共 10 件"
    assert column(table, 0)[:3] == ["峨眉鄉"] * 3
    assert table.mark == {0, 1, 2}
    assert len(part_five(briefing(workspace, EMEI))) == 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_approval_is_a_plain_sentence(workspace: Workspace, lang: Lang) -> None:
    slide = part_five(briefing(workspace, BEIMEN, lang))[2]
    count = len(resources.approvals(workspace.release, ""))
    said = {
        "zh": f"公開網頁與報導中找到的 {count} 件核定案，沒有一件屬於北門區或臺南市其他地方。",
        "en": f"Of {count} approvals found in public pages and press, none is in Beimen District or its county.",
    }
    assert said[lang] in words(slide)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", [PULI, EMEI, BEIMEN])
def test_real_briefing_stays_inside_its_pages(workspace: Workspace, code: str, lang: Lang) -> None:
    check(briefing(workspace, code, lang))


def test_english_part_five_is_in_english(workspace: Workspace) -> None:
    for slide in part_five(briefing(workspace, EMEI, "en")):
        assert re.findall(r"[\u4e00-\u9fff]", words(slide) + "".join(n.text for n in slide.footnotes)) == []


def links(paper: Briefing, fmt: str) -> set[str]:
    """Every address of the site that a reader can follow."""
    content = render(paper, fmt)
    found: set[str] = set()
    if fmt == "pptx":
        runs: Any = chain.from_iterable(
            paragraph.runs
            for slide in Presentation(BytesIO(content)).slides
            for shape in slide.shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
        )
        found = {run.hyperlink.address for run in runs if run.hyperlink.address}
    elif fmt == "pdf":
        for page in PdfReader(BytesIO(content)).pages:
            found |= {note.get_object()["/A"]["/URI"] for note in page.get("/Annots", [])}
    else:
        text = (
            content.decode()
            if fmt == "html"
            else zipfile.ZipFile(BytesIO(content)).read("content.xml").decode()
        )
        found = {address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+)"', text)}
    return {unquote(address) for address in found}


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_footnote_is_a_link_to_its_permanent_address(workspace: Workspace, fmt: str) -> None:
    paper = briefing(workspace, PULI)
    wanted = {unquote(SITE + note.permalink) for slide in paper.slides for note in slide.footnotes}
    assert len(wanted) > 25
    assert wanted - links(paper, fmt) == set()


@pytest.mark.parametrize("fmt", FORMATS)
def test_without_a_site_nothing_is_linked(workspace: Workspace, fmt: str) -> None:
    found = links(replace(briefing(workspace, PULI), site=""), fmt)
    assert [address for address in found if "/r/" in address] == []


def test_workspace_takes_the_address_from_the_setting(
    workspace: Workspace, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIFANG_SITE_URL", f"{SITE}/")
    (made,) = workspace.brief("埔里鎮", tmp_path, formats=("html",))
    assert f'href="{SITE}/r/{workspace.release.id}/figures/' in made.read_text(encoding="utf-8")


def test_papers_shorten_every_hash(workspace: Workspace) -> None:
    paper = briefing(workspace, PULI)
    citations = [note.citation for slide in paper.slides for note in slide.footnotes]
    odt = zipfile.ZipFile(BytesIO(render(paper, "odt"))).read("content.xml").decode()
    spoken = "\n".join(page.notes for page in paginate(paper))
    for told in ("\n".join(citations), odt, spoken):
        assert re.findall(r"[0-9a-f]{13,}", told) == []
    assert len(re.findall(r"sha256:[0-9a-f]{12}\b", "".join(citations))) > 20


def test_odt_footnote_prints_the_whole_address(workspace: Workspace) -> None:
    paper = briefing(workspace, PULI)
    note = paper.slides[1].footnotes[0]
    assert paper.cited(note).endswith(f"{SITE}{note.permalink}")
    assert replace(paper, site="").cited(note) == note.citation


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_letters_of_charts_are_ten_points_or_more_on_the_slide(workspace: Workspace, lang: Lang) -> None:
    pictures = [
        box
        for page in paginate(briefing(workspace, PULI, lang))
        for box in page.boxes
        if isinstance(box, PictureBox) and not page.cover
    ]
    assert len(pictures) == 2
    for box in pictures:
        wide = re.search(r'viewBox="[-\d.]+ [-\d.]+ ([\d.]+)', box.chart.svg)
        assert wide is not None
        sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)(?:px)?"', box.chart.svg)]
        assert min(sizes) * box.w / float(wide[1]) >= 10.0
