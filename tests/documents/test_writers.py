import re
import zipfile
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from odf import opendocument, table, text
from odf.namespaces import PRESENTATIONNS
from pptx import Presentation
from pypdf import PdfReader

from difang.documents import FORMATS, Blank, Slide, render, write
from difang.documents.files import steady_zip
from difang.documents.pages import paginate
from difang.errors import InputError
from tests.documents.sample import RELEASE, briefing, chart

ADDRESS = f"https://difang.example/r/{RELEASE}/figures/sample.figure1?place=10008020&period=2025"
TITLES = [
    "示範縣示範鎮\v示範鎮地方創生計畫簡報",
    "示範：十公頃田地，近九公頃在本地1",
    "示範：三十四個鄉鎮放在一張長表裡",
    "示範：三十四個鄉鎮放在一張長表裡（續）",
    "資料來源",
]


def deck() -> Any:
    return Presentation(BytesIO(render(briefing(), "pptx")))


@pytest.mark.parametrize("fmt", FORMATS)
def test_render_equal_trees_give_equal_bytes(fmt: str) -> None:
    assert render(briefing(), fmt) == render(briefing(), fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_render_other_release_gives_other_bytes(fmt: str) -> None:
    assert render(replace(briefing(), release="20260202-aaaaaaaaaaaa"), fmt) != render(briefing(), fmt)


def test_write_replaces_file_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b.html"
    write(briefing(), "html", target)
    write(replace(briefing(), release="20260202-aaaaaaaaaaaa"), "html", target)
    assert b"20260202-aaaaaaaaaaaa" in target.read_bytes()
    assert [path.name for path in target.parent.iterdir()] == ["b.html"]


def test_write_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        write(briefing(), "docx", tmp_path / "a.docx")
    assert caught.value.message("en") == (
        "format: docx; a briefing is written as pptx, odp, odt, pdf, html; choose one of them"
    )
    assert list(tmp_path.iterdir()) == []


def test_steady_zip_forgets_order_and_time() -> None:
    first, second = BytesIO(), BytesIO()
    with zipfile.ZipFile(first, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a", (2001, 1, 1, 0, 0, 0)), b"1")
        archive.writestr("mimetype", b"m")
    with zipfile.ZipFile(second, "w") as archive:
        archive.writestr("mimetype", b"m")
        archive.writestr(zipfile.ZipInfo("a", (2002, 1, 1, 0, 0, 0)), b"1")
    assert steady_zip(first.getvalue()) == steady_zip(second.getvalue())
    assert zipfile.ZipFile(BytesIO(steady_zip(first.getvalue()))).namelist() == ["mimetype", "a"]


def test_pptx_titles_stand_in_title_placeholders() -> None:
    titles = [slide.shapes.title.text_frame.text.replace("\n", "\v") for slide in deck().slides]
    assert [titles[n] for n in (0, 1, 5, 6, -1)] == TITLES


def test_pptx_is_thirteen_by_seven_and_a_half_inches_with_one_layout() -> None:
    native = deck()
    assert (native.slide_width / 914400, native.slide_height / 914400) == (
        pytest.approx(13.333, abs=1e-3),
        7.5,
    )
    assert [layout.name for layout in native.slide_layouts] == ["Title Only"]


def test_pptx_pictures_carry_alternative_text() -> None:
    words = [
        shape._element.nvPicPr.cNvPr.get("descr")
        for slide in deck().slides
        for shape in slide.shapes
        if shape.shape_type == 13
    ]
    assert words == ["示範縣的輪廓圖", *["示範長條圖：七年逐年下降"] * 3]


def test_pptx_tables_are_native_and_keep_their_cells() -> None:
    tables = [shape.table for slide in deck().slides for shape in slide.shapes if shape.has_table]
    assert [cell.text for cell in tables[0].rows[0].cells] == ["鄉鎮", "人口", "變化", "說明"]
    assert [cell.text for cell in tables[0].rows[1].cells] == ["示範鄉1", "1,234", "−1.5%", "說明"]
    assert all(table.first_row for table in tables)


def test_pptx_footnotes_link_to_the_figure() -> None:
    slide = deck().slides[1]
    links = [
        run.hyperlink.address
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    assert links == [ADDRESS.replace("figure1", f"figure{n}") for n in (1, 2, 3)]


def test_pptx_notes_carry_full_citations() -> None:
    notes = deck().slides[1].notes_slide.notes_text_frame.text
    assert f"示範機關，《第1號統計》，2025，版本 {RELEASE}" in notes
    assert ADDRESS in notes


def test_pptx_theme_sets_a_family_for_latin_and_one_for_chinese() -> None:
    archive = zipfile.ZipFile(BytesIO(render(briefing(), "pptx")))
    theme = etree.fromstring(archive.read("ppt/theme/theme1.xml"))
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    faces = {
        (kind, script): theme.find(f".//a:{kind}Font/a:{script}", space).get("typeface")
        for kind in ("major", "minor")
        for script in ("latin", "ea")
    }
    assert {(script, face) for (_, script), face in faces.items()} == {
        ("latin", "Arial"),
        ("ea", "Microsoft JhengHei"),
    }


def test_pptx_without_site_prints_citation_but_no_dead_link() -> None:
    archive = zipfile.ZipFile(BytesIO(render(replace(briefing(), site=""), "pptx")))
    relations = b"".join(archive.read(n) for n in archive.namelist() if "slides/_rels" in n)
    assert b"hyperlink" not in relations
    assert b"hyperlink" in b"".join(
        zipfile.ZipFile(BytesIO(render(briefing(), "pptx"))).read(n)
        for n in archive.namelist()
        if "slides/_rels" in n
    )


def test_odp_has_one_title_and_notes_a_page() -> None:
    document = opendocument.load(BytesIO(render(briefing(), "odp")))
    pages = document.presentation.childNodes
    classes = [
        [
            frame.getAttrNS(PRESENTATIONNS, "class")
            for frame in page.childNodes
            if frame.tagName == "draw:frame"
        ]
        for page in pages
    ]
    assert [found.count("title") for found in classes] == [1] * 11
    assert [page.lastChild.tagName for page in pages] == ["presentation:notes"] * 11
    assert len(document.getElementsByType(table.Table)) == 6


def test_odt_notes_are_real_and_cited_twice_only_by_reference() -> None:
    document = opendocument.load(BytesIO(render(briefing(), "odt")))
    notes = document.getElementsByType(text.Note)
    assert [note.getAttribute("noteclass") for note in notes] == ["footnote"] * 31
    assert len(document.getElementsByType(text.NoteRef)) == 4
    assert document.getElementsByType(text.A)[0].getAttribute("href") == ADDRESS


def test_odt_outline_is_parts_and_findings() -> None:
    document = opendocument.load(BytesIO(render(briefing(), "odt")))
    levels = [int(heading.getAttribute("outlinelevel")) for heading in document.getElementsByType(text.H)]
    assert levels == [1, 2, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]


@pytest.mark.parametrize("fmt", ["odp", "odt", "pptx"])
def test_archive_begins_as_its_readers_expect(fmt: str) -> None:
    archive = zipfile.ZipFile(BytesIO(render(briefing(), fmt)))
    first = archive.infolist()[0]
    assert first.filename == {"pptx": "[Content_Types].xml"}.get(fmt, "mimetype")
    assert (first.compress_type == zipfile.ZIP_STORED) is (fmt != "pptx")


def test_pdf_is_tagged_titled_and_in_chinese() -> None:
    reader = PdfReader(BytesIO(render(briefing(), "pdf")))
    root: Any = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert root["/Lang"] == "zh-TW"
    assert reader.metadata is not None
    assert reader.metadata.title == "示範鎮地方創生計畫簡報"
    assert len(reader.pages) == len(paginate(briefing(), appendix=True)) > 11
    xmp = root["/Metadata"].get_data().decode()
    assert (re.findall(r"pdfuaid:part>(\d)", xmp)[0], re.findall(r"pdfaid:part>(\d)", xmp)[0]) == ("1", "2")


def test_pdf_footnotes_link_to_the_figure() -> None:
    page: Any = PdfReader(BytesIO(render(briefing(), "pdf"))).pages[1]
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
    assert list(dict.fromkeys(links)) == [ADDRESS.replace("figure1", f"figure{n}") for n in (1, 2, 3)]


def test_pdf_prints_a_box_for_a_letter_nobody_can_draw() -> None:
    paper = replace(briefing(), slides=(Slide(1, "罕字\U000f0000與常字", (Blank("問"),)),), sources=())
    assert "罕字□與常字" in PdfReader(BytesIO(render(paper, "pdf"))).pages[1].extract_text()


class Tags(HTMLParser):
    """Collects tags and the addresses they load."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.loads: list[str] = []
        self.alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        values = dict(attrs)
        self.loads += [str(values["src"])[:11]] if "src" in values else []
        self.alts += [str(values.get("alt"))] if tag == "img" else []


def test_html_has_no_script_and_loads_nothing() -> None:
    tags = Tags()
    page = render(briefing(), "html").decode()
    tags.feed(page)
    assert {"script", "link", "iframe"} & set(tags.seen) == set()
    assert set(tags.loads) == {"data:image/"}
    assert "url(" not in page
    assert "default-src 'none'" in page
    assert tags.seen.count("section") == len(paginate(briefing(), appendix=True)) > 11
    assert tags.alts[0] == "示範縣的輪廓圖"


def test_html_escapes_what_people_wrote() -> None:
    slide = Slide(2, "<script>alert(1)</script>", (Blank('"><img src=x onerror=alert(1)>'),))
    drawn = replace(chart(1.0), alt='"><script>', note=None)
    tags = Tags()
    tags.feed(render(replace(briefing(), slides=(slide,), cover=drawn), "html").decode())
    assert "script" not in tags.seen
    assert tags.seen.count("img") == 1


@pytest.mark.parametrize("fmt", FORMATS)
def test_render_survives_control_characters(fmt: str) -> None:
    slide = Slide(2, "換行\x0b與\x00控制字元\x1f", (Blank("問\t題\ufffe"),))
    assert len(render(replace(briefing(), slides=(slide,)), fmt)) > 1000


def test_html_pictures_name_the_families_that_may_stand_in_for_our_font() -> None:
    drawn = replace(chart(1.0), svg=chart(1.0).svg.replace("Noto Sans TC, Noto Sans CJK TC", "Noto Sans TC"))
    page = render(
        replace(briefing(), slides=(Slide(1, "圖", (replace(drawn, note=None),)),)), "html"
    ).decode()
    pictures = [b64decode(one).decode() for one in re.findall(r'svg\+xml;base64,([^"]+)"', page)]
    assert any("'Noto Sans TC','Noto Sans CJK TC','Microsoft JhengHei'" in picture for picture in pictures)


def test_html_rows_keep_their_height_and_spaces() -> None:
    page = render(briefing(), "html").decode()
    assert len(re.findall(r'<tr[^>]* style="--h:[0-9.]+">', page)) == page.count("<tr")
    assert "white-space: pre-wrap" in page
