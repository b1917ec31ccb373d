"""What people will see: every format opened in LibreOffice or read as PDF, and measured."""

import re
import subprocess
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from difang.documents import write
from difang.documents.geometry import Page, TableBox, TextBox
from difang.documents.pages import paginate
from tests.documents.sample import briefing

pytestmark = pytest.mark.office
DECKS = ("pptx", "odp", "pdf")
SLACK = 0.3  # of a line: the bounding box of a line reaches above and below its letters
# Closing punctuation at the end of a line keeps its ink in the left half of its em; Typst sets it so.


@dataclass(frozen=True)
class Word:
    text: str
    x: float
    y: float
    right: float
    bottom: float


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every format as PDF, through one run of LibreOffice with a profile of its own."""
    folder = tmp_path_factory.mktemp("papers")
    found = {"pdf": write(briefing(), "pdf", folder / "pdf" / "paper.pdf")}
    for fmt in ("pptx", "odp", "odt"):
        write(briefing(), fmt, folder / f"{fmt}.{fmt}")
        found[fmt] = folder / "out" / f"{fmt}.pdf"
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", str(folder / "out"), *(str(folder / f"{fmt}.{fmt}") for fmt in ("pptx", "odp", "odt")),
        ],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return found


@cache
def layout() -> tuple[Page, ...]:
    return paginate(briefing())


@cache
def printed() -> tuple[Page, ...]:
    """The pages of the formats without speaker's notes."""
    return paginate(briefing(), appendix=True)


def words(paper: Path) -> list[list[Word]]:
    """The words of each page with their boxes, in points of a 960-point page."""
    out = subprocess.run(["pdftotext", "-bbox", str(paper), "-"], check=True, capture_output=True).stdout
    clean = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", out)
    tree = etree.fromstring(clean, etree.XMLParser(recover=True))
    space = "{http://www.w3.org/1999/xhtml}"
    pages = []
    for page in tree.iter(f"{space}page"):
        unit = 960 / float(page.get("width"))
        pages.append(
            [
                Word(w.text or "", *(float(w.get(side)) * unit for side in ("xMin", "yMin", "xMax", "yMax")))
                for w in page.iter(f"{space}word")
            ]
        )
    return pages


def letters(text: str) -> Counter[str]:
    return Counter(char for char in unicodedata.normalize("NFKC", text) if not char.isspace())


def expected(page: Page) -> str:
    parts = [para.text for para in page.title.paras]
    for box in page.boxes:
        if isinstance(box, TextBox):
            parts += [para.text for para in box.paras]
        if isinstance(box, TableBox):
            parts += [para.text for row in box.rows for para in row.cells]
    return "".join(parts)


def contained(word: Word, page: Page) -> bool:
    slack = SLACK * (word.bottom - word.y)
    right = word.right - (word.bottom - word.y) / 2 if word.text[-1] in "，。）；」" else word.right
    return any(
        box.x - 1 <= word.x
        and right <= box.x + box.w + 2.5
        and box.y - slack <= word.y
        and word.bottom <= box.y + box.h + slack
        for box in (page.title, *page.boxes)
        if isinstance(box, TextBox | TableBox)
    )


@pytest.mark.parametrize("fmt", DECKS)
def test_deck_has_one_page_a_slide_and_none_is_empty(fmt: str, papers: dict[str, Path]) -> None:
    pages = words(papers[fmt])
    assert len(pages) == len(printed() if fmt == "pdf" else layout())
    assert [n for n, page in enumerate(pages, 1) if len(page) < 4] == []


@pytest.mark.parametrize("fmt", ["pptx", "odp"])
def test_deck_text_lies_inside_its_own_boxes(fmt: str, papers: dict[str, Path]) -> None:
    stray = [
        (page.number, word)
        for page, found in zip(layout(), words(papers[fmt]), strict=True)
        for word in found
        if not contained(word, page)
    ]
    assert stray == []


@pytest.mark.parametrize("fmt", ["pptx", "odp"])
def test_deck_prints_exactly_the_letters_of_the_tree(fmt: str, papers: dict[str, Path]) -> None:
    for page, found in zip(layout(), words(papers[fmt]), strict=True):
        assert letters("".join(word.text for word in found)) == letters(expected(page))


def test_pdf_text_lies_inside_its_boxes_or_its_pictures(papers: dict[str, Path]) -> None:
    for page, found in zip(printed(), words(papers["pdf"]), strict=True):
        drawn = [box for box in page.boxes if not isinstance(box, TextBox | TableBox) and box.h > 0]
        stray = [
            word
            for word in found
            if not contained(word, page)
            and not any(b.x <= word.x and b.y <= word.y and word.bottom <= b.y + b.h + 2 for b in drawn)
        ]
        assert stray == []


def test_pdf_prints_the_letters_of_the_tree_and_of_its_charts(papers: dict[str, Path]) -> None:
    for page, found in zip(printed(), words(papers["pdf"]), strict=True):
        charts = sum(1 for box in page.boxes if not isinstance(box, TextBox | TableBox) and box.h > 0)
        years = letters("".join(str(year) for year in range(2019, 2026)) * charts)
        assert letters("".join(word.text for word in found)) - years == letters(expected(page))


@pytest.mark.parametrize("fmt", [*DECKS, "odt"])
def test_fonts_are_embedded_and_draw_every_letter(fmt: str, papers: dict[str, Path]) -> None:
    listed = subprocess.run(["pdffonts", str(papers[fmt])], check=True, capture_output=True, text=True).stdout
    fonts = listed.splitlines()[2:]
    assert fonts != []
    assert [line for line in fonts if line.split()[-5:-4] != ["yes"]] == []
    text = "".join(word.text for page in words(papers[fmt]) for word in page)
    assert [char for char in ("\ufffd", "\u25a1") if char in text] == []


def test_odt_says_everything_once_and_numbers_its_notes(papers: dict[str, Path]) -> None:
    text = "".join(word.text for page in words(papers["odt"]) for word in page)
    for words_of_tree in ("一我的DNA", "六KPI", "誰會因為這個計畫受益？", "示範鄉34", "一句話的願景"):
        assert words_of_tree in text
    assert text.count("示範機關第20號統計") == 1
    assert "《第20號統計》" not in text
    assert text.count("待填") == 10


def test_odt_stays_inside_the_page(papers: dict[str, Path]) -> None:
    pages = words(papers["odt"])
    assert [word for page in pages for word in page if word.x < 0 or word.right > 960] == []
