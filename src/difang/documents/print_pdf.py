"""The deck as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst at the laid-out places."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from difang.charts.measure import fonts_dir, undrawable
from difang.documents import tokens as t
from difang.documents.geometry import Box, Page, Para, PictureBox, RowBox, Rule, Span, TableBox, TextBox
from difang.documents.measure import RAISED
from difang.documents.tree import Briefing
from difang.errors import FaultError

NO_GLYPH = "□"


def render(briefing: Briefing, pages: Sequence[Page]) -> bytes:
    """Return the deck as the bytes of a PDF/UA-1 and PDF/A-2a file with its fonts embedded.

    A character that neither our fonts nor the machine's can draw is printed as □. Raises FaultError if the
    typesetter refuses the document.
    """
    pictures: dict[bytes, str] = {}
    source = preamble(briefing) + "".join(page_source(page, pictures) for page in pages)
    words = "".join(para.text for page in pages for box in (page.title, *page.boxes) for para in paras(box))
    rare = undrawable(words)
    try:
        return typeset(source, pictures, briefing, ours_only=not rare)
    except ValueError as error:
        if not rare:
            raise refused(error) from error
    try:
        drawn = source.translate(dict.fromkeys(map(ord, rare), NO_GLYPH))
        return typeset(drawn, pictures, briefing, ours_only=True)
    except ValueError as error:
        raise refused(error) from error


def refused(error: ValueError) -> FaultError:
    """Return the error a reader can act on."""
    return FaultError(
        f"PDF：排版失敗（{error}）；請改用 pptx、odp、odt 或 html，並回報",
        f"PDF: typesetting failed ({error}); use pptx, odp, odt or html, and report it",
    )


def typeset(source: str, pictures: dict[bytes, str], briefing: Briefing, *, ours_only: bool) -> bytes:
    """Return the PDF of `source`; the machine's own fonts help out unless `ours_only`.

    Raises ValueError if Typst refuses.
    """
    import typst

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for content, name in pictures.items():
            (root / name).write_bytes(content)
        main = root / "main.typ"
        main.write_text(source, encoding="utf-8")
        try:
            return typst.compile(
                str(main),
                root=folder,
                font_paths=[str(fonts_dir())],
                ignore_system_fonts=ours_only,
                format="pdf",
                pdf_standards=["ua-1", "a-2a"],
                timestamp=int(datetime.combine(briefing.date, time(), tzinfo=UTC).timestamp()),
            )
        except typst.TypstError as error:
            raise ValueError(str(error)) from error


def paras(box: Box) -> Iterable[Para]:
    """Return the paragraphs of a box."""
    match box:
        case TextBox():
            return box.paras
        case TableBox():
            return [para for row in box.rows for para in row.cells]
    return ()


def preamble(briefing: Briefing) -> str:
    """Return page size, fonts and metadata."""
    language = 'lang: "zh", region: "TW"' if briefing.lang == "zh" else 'lang: "en"'
    day = briefing.date
    fonts = ", ".join(quoted(name) for name in t.FONT_PDF)
    return f"""\
#set document(title: {quoted(briefing.title.get(briefing.lang))}, author: "difang")
#set document(description: {quoted(briefing.release)})
#set document(date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))
#set page(width: {t.PAGE_WIDTH}pt, height: {t.PAGE_HEIGHT}pt, margin: 0pt, fill: rgb("{t.PAPER}"))
#set text(font: ({fonts}), {language}, size: 12pt, fill: rgb("{t.INK}"), cjk-latin-spacing: none)
#set text(top-edge: 0.88em, bottom-edge: -0.12em, number-width: "tabular", hyphenate: false)
#set text(overhang: false)
#set par(justify: false, spacing: 0pt, leading: 0pt)
#show heading: it => it.body
#let at(x, y, w, body) = place(top + left, dx: x, dy: y, block(width: w, body))
#let rule(x, y, w, s) = place(top + left, dx: x, dy: y, pdf.artifact(line(length: w, stroke: s)))
#let para(before, gap, side, size, body) = block(above: 0pt, below: 0pt, width: 100%,
  inset: (top: before + gap / 2, bottom: gap / 2),
  {{ set par(leading: gap); set align(side); set text(size: size); body }})
#let blank(color, body) = underline(offset: 3pt, body,
  stroke: (paint: color, thickness: 0.6pt, dash: "dashed"))
#let cell(fill, line, align, left, right, y, body) = table.cell(fill: fill, align: align,
  stroke: (bottom: 0.75pt + line), inset: (left: left, right: right, top: y, bottom: y), body)
"""


def page_source(page: Page, pictures: dict[bytes, str]) -> str:
    """Return the source of one page."""
    lead = "" if page.number == 1 else "#pagebreak()\n"
    return lead + "".join(box_source(box, pictures) for box in (page.title, *page.boxes))


def box_source(box: Box, pictures: dict[bytes, str]) -> str:
    """Return the source of one box."""
    match box:
        case TextBox():
            body = "".join(para_source(para) for para in box.paras)
            if box.role == "title":
                body = f"#heading(level: 1)[{body}]"
            return placed(box, body)
        case TableBox():
            return placed(box, table_source(box))
        case PictureBox():
            return placed(box, picture_source(box, pictures))
        case Rule():
            dash = ', dash: "dashed"' if box.dashed else ""
            stroke = f'(paint: rgb("{box.color}"), thickness: {box.weight}pt{dash})'
            return f"#rule({box.x}pt, {box.y}pt, {box.w}pt, {stroke})\n"


def placed(box: TextBox | TableBox | PictureBox, body: str) -> str:
    """Return `body` at the place of `box`."""
    return f"#at({box.x}pt, {box.y}pt, {box.w:.1f}pt)[{body}]\n"


def para_source(para: Para) -> str:
    """Return one paragraph, its lines `leading` apart and centred on them as office programs do."""
    size = max((span.size for span in para.spans), default=12.0)
    body = "".join(span_source(span) for span in para.spans)
    return f"#para({para.before}pt, {para.leading - size:.2f}pt, {para.align}, {size}pt)[{body}]"


def span_source(span: Span) -> str:
    """Return one span."""
    weight = ', weight: "bold"' if span.bold else ""
    words = "#linebreak()".join(f"#{quoted(line)}" for line in span.text.split("\n"))
    body = f'#text(size: {span.size}pt, fill: rgb("{span.color}"){weight})[{words}]'
    if span.raised:
        body = f"#super(typographic: false, size: {RAISED}em, baseline: -0.45em)[{body}]"
    if span.blank:
        body = f'#blank(rgb("{span.color}"))[{body}]'
    return f"#link({quoted(span.link)})[{body}]" if span.link else body


def table_source(box: TableBox) -> str:
    """Return a tagged table with a header row."""
    columns = ", ".join(f"{width}pt" for width in box.widths)
    heights = ", ".join(f"{row.h}pt" for row in box.rows)
    cells: list[str] = []
    for row in box.rows:
        inner = ", ".join(cell_source(box, row, i, para) for i, para in enumerate(row.cells))
        cells.append(f"table.header({inner})" if row.head else inner)
    return f"#table(columns: ({columns}), rows: ({heights}), stroke: none, inset: 0pt, {', '.join(cells)})"


def cell_source(box: TableBox, row: RowBox, column: int, para: Para) -> str:
    """Return one cell with a hairline under it."""
    left, right = box.sides(column)
    vertical = box.pad[1] * (0.6 if row.head else 1)
    fill = f'rgb("{t.RICE}")' if row.marked else "none"
    line = f'rgb("{t.INK if row.head else t.LINE}")'
    align = f"{'bottom' if row.head else 'top'} + {para.align}"
    return f"cell({fill}, {line}, {align}, {left}pt, {right}pt, {vertical:.2f}pt)[{para_source(para)}]"


def picture_source(box: PictureBox, pictures: dict[bytes, str]) -> str:
    """Return a chart with its alternative text; SVG where there is one, so that print is sharp."""
    content, kind = (box.chart.svg.encode(), "svg") if box.chart.svg else (box.chart.png, "png")
    name = pictures.setdefault(content, f"chart{len(pictures)}.{kind}")
    return f"#image({quoted(name)}, width: {box.w}pt, height: {box.h}pt, alt: {quoted(box.chart.alt)})"


def quoted(text: str) -> str:
    """Return a Typst string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
