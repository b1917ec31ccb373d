"""The real briefing of 埔里 in every format, rendered by LibreOffice where it is an office format."""

import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from difang.workspace import Workspace

pytestmark = [pytest.mark.office, pytest.mark.xdist_group("office")]
OFFICE = ("pptx", "odp", "odt")


@pytest.fixture(scope="module")
def papers(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The briefing of 埔里 in all five formats."""
    folder = tmp_path_factory.mktemp("briefing")
    return {path.suffix[1:]: path for path in workspace.brief("埔里鎮", folder)}


def as_pdf(path: Path, folder: Path) -> PdfReader:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return PdfReader(folder / f"{path.stem}.pdf")


@pytest.mark.parametrize("form", OFFICE)
def test_office_format_renders_without_empty_page_or_missing_letter(
    papers: dict[str, Path], tmp_path: Path, form: str
) -> None:
    pages = [page.extract_text() for page in as_pdf(papers[form], tmp_path).pages]
    assert len(pages) >= 8
    assert all(len(text.strip()) > 10 for text in pages)
    whole = "".join(pages)
    assert "\ufffd" not in whole
    for words in ("埔里鎮地方創生計畫", "茭白筍", "2,642", "待填", "KPI"):
        assert words in whole.replace("\n", ""), words


def test_decks_have_one_page_a_slide(papers: dict[str, Path], tmp_path: Path) -> None:
    from pptx import Presentation

    slides = len(Presentation(str(papers["pptx"])).slides)
    assert len(as_pdf(papers["pptx"], tmp_path).pages) == slides


def test_pdf_carries_its_fonts_and_says_the_same(papers: dict[str, Path]) -> None:
    reader = PdfReader(papers["pdf"])
    text = "".join(page.extract_text() for page in reader.pages)
    assert "2,642" in text
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in (page["/Resources"].get("/Font") or {}).values()
    }
    assert fonts
    assert all("NotoSansTC" in name for name in fonts)


def test_page_stands_alone(papers: dict[str, Path]) -> None:
    html = papers["html"].read_text(encoding="utf-8")
    assert "<script" not in html
    assert 'src="http' not in html
    assert "2,642" in html


def test_briefing_is_the_same_file_each_time(
    workspace: Workspace, papers: dict[str, Path], tmp_path: Path
) -> None:
    again = workspace.brief("埔里鎮", tmp_path)
    assert [path.read_bytes() for path in again] == [papers[path.suffix[1:]].read_bytes() for path in again]
