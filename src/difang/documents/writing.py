"""Choose the writer for a format, and put the finished file in place."""

from pathlib import Path

from difang.documents.cleaning import cleaned
from difang.documents.files import replace_file
from difang.documents.pages import paginate
from difang.documents.tree import Briefing
from difang.errors import InputError

FORMATS = ("pptx", "odp", "odt", "pdf", "html")


def render(briefing: Briefing, fmt: str) -> bytes:
    """Return the briefing in one of `FORMATS`; equal trees give equal bytes.

    Raises InputError for any other format.
    """
    briefing = cleaned(briefing)
    match fmt:
        case "pptx":
            from difang.documents import deck_pptx

            return deck_pptx.render(briefing, paginate(briefing))
        case "odp":
            from difang.documents import deck_odp

            return deck_odp.render(briefing, paginate(briefing))
        case "odt":
            from difang.documents import paper_odt

            return paper_odt.render(briefing)
        case "pdf":
            from difang.documents import print_pdf

            return print_pdf.render(briefing, paginate(briefing, appendix=True))
        case "html":
            from difang.documents import page_html

            return page_html.render(briefing, paginate(briefing, appendix=True))
    listed = ", ".join(FORMATS)
    raise InputError(
        f"格式：{fmt}；簡報只能輸出 {listed}；請改用其中一種",
        f"format: {fmt}; a briefing is written as {listed}; choose one of them",
    )


def write(briefing: Briefing, fmt: str, path: Path) -> Path:
    """Write the briefing to `path`, replacing the file in one step, and return the path.

    Raises InputError for a format not in `FORMATS`.
    """
    replace_file(path, render(briefing, fmt))
    return path
