"""The parts of a text document: its named styles, lines, footnotes, pictures and cells."""

from typing import Any

from difang.documents import tokens as t
from difang.documents.geometry import Para, Span
from difang.documents.grid import measure
from difang.documents.odf_styles import Styles, default_text, fill_spans, letters, points
from difang.documents.setting import Setting
from difang.documents.tree import TO_FILL, Align, Briefing, Cell, Chart, Slide, Table

BODY_POINTS, CELL_POINTS, NOTE_POINTS = 11.5, 10.5, 8.5
# name: size, colour, bold, space above, space below, line height
LOOKS: dict[str, tuple[float, str, bool, float, float, str]] = {
    "body": (BODY_POINTS, t.INK, False, 0, 6, "160%"),
    "lede": (13.5, t.INK, False, 0, 8, "155%"),
    "muted": (10.5, t.STONE, False, 0, 8, "150%"),
    "small": (9.5, t.STONE, False, 0, 2, "145%"),
    "subtitle": (10.5, t.STONE, False, 0, 8, "150%"),
    "prompt": (BODY_POINTS, t.STONE, False, 0, 0, "150%"),
    "caption": (BODY_POINTS, t.INK, True, 8, 3, "140%"),
    "ruled": (10.5, t.STONE, False, 10, 0, "140%"),
    "place": (34, t.INK, True, 24, 0, "130%"),
    "title": (18, t.GREEN, True, 0, 10, "140%"),
    "head": (9.5, t.STONE, False, 0, 0, "130%"),
    "cell": (CELL_POINTS, t.INK, False, 0, 0, "140%"),
    "footnote": (NOTE_POINTS, t.STONE, False, 0, 0, "125%"),
    "heading1": (13, t.STONE, False, 24, 4, "140%"),
    "heading2": (19, t.INK, True, 14, 6, "135%"),
}


class Paper:
    """An ODT file being written: the document, its styles, and counters for notes, tables and pictures."""

    def __init__(self, briefing: Briefing) -> None:
        from odf.opendocument import OpenDocumentText

        self.briefing = briefing
        self.document = OpenDocumentText()
        self.automatic = Styles(self.document, briefing.lang)
        default_text(self.document, briefing.lang)
        self.styles = named_styles(self.document)
        page_layout(self.document)
        self.notes: dict[tuple[str, int], int] = {}
        self.tables = self.pictures = 0

    def line(self, text: str, look: str) -> Any:
        """Add a paragraph and return it."""
        from odf.teletype import addTextToElement
        from odf.text import P

        element = P(stylename=self.styles[look])
        addTextToElement(element, text)
        self.document.text.addElement(element)
        return element

    def heading(self, level: int, text: str) -> Any:
        """Add a heading of the outline."""
        from odf.text import H

        element = H(outlinelevel=level, stylename=self.styles[f"heading{level}"], text=text)
        self.document.text.addElement(element)
        return element

    def words(self, line: Any, span: Span) -> None:
        """Add a span to a line."""
        fill_spans(line, Para((span,), 0), self.automatic)

    def note(self, line: Any, slide: Slide, n: int | None) -> None:
        """Set footnote `n` of a slide at the end of a line; where it stands already, refer to it."""
        from odf.text import Note, NoteBody, NoteCitation, P

        if n is None:
            return
        key = (slide.title, n)
        if key in self.notes:
            self.refer(line, self.notes[key])
            return
        number = self.notes[key] = len(self.notes) + 1
        footnote = slide.footnote(n)
        note = Note(noteclass="footnote", id=f"ftn{number}")
        note.addElement(NoteCitation(text=str(number)))
        body, words = NoteBody(), P(stylename=self.styles["footnote"], text="\u00a0")
        address = self.briefing.link(footnote.permalink)
        told = "　".join(one for one in (footnote.text, address or footnote.permalink) if one)
        self.words(words, Span(told, NOTE_POINTS, t.STONE, link=address))
        body.addElement(words)
        note.addElement(body)
        line.addElement(note)

    def refer(self, line: Any, number: int) -> None:
        """Set a raised cross-reference to a footnote that stands further up."""
        from odf.style import TextProperties
        from odf.text import NoteRef
        from odf.text import Span as OdfSpan

        raised = self.automatic.style("text", ("noteref",), TextProperties(textposition="super 58%"))
        span = OdfSpan(stylename=raised)
        span.addElement(
            NoteRef(noteclass="footnote", referenceformat="text", refname=f"ftn{number}", text=str(number))
        )
        line.addElement(span)

    def picture(self, chart: Chart, width: float, height: float) -> None:
        """Add a chart with its alternative text, at most `width` by `height` points."""
        from odf.draw import Frame, Image
        from odf.svg import Desc

        self.pictures += 1
        w = min(width, height * chart.aspect)
        name = self.document.addPicture(f"Pictures/{self.pictures:03d}.png", "image/png", chart.png)
        frame = Frame(
            name=f"chart{self.pictures}",
            anchortype="as-char",
            width=points(w),
            height=points(w / chart.aspect),
        )
        frame.addElement(Image(href=name, type="simple", show="embed", actuate="onLoad"))
        frame.addElement(Desc(text=chart.alt))
        self.line("", "body").addElement(frame)

    def next_table(self) -> str:
        """Return a fresh table name."""
        self.tables += 1
        return f"table{self.tables}"

    def column_widths(self, table: Table, width: float) -> tuple[float, ...]:
        """Return column widths from the contents."""
        scale = CELL_POINTS / t.TABLE_SIZE
        return measure(table, width, Setting(scale, self.briefing.lang, self.briefing.link)).widths

    def table_style(self, width: float, *, whole: bool) -> Any:
        """Return the style of a table as wide as the text; a page break never enters a `whole` one."""
        from odf.style import TableProperties

        kept = {"maybreakbetweenrows": "false"} if whole else {}
        properties = TableProperties(width=points(width), align="left", **kept)
        return self.automatic.style("table", (width, whole), properties)

    def column_style(self, width: str) -> Any:
        """Return the style of a column."""
        from odf.style import TableColumnProperties

        return self.automatic.style("table-column", (width,), TableColumnProperties(columnwidth=width))

    def row_style(self) -> Any:
        """Return the style of a row that a page break never enters."""
        from odf.style import TableRowProperties

        return self.automatic.style("table-row", (), TableRowProperties(keeptogether="always"))

    def cell(self, align: Align, *, head: bool = False, marked: bool = False) -> tuple[Any, Any]:
        """Return a table cell and the empty paragraph inside it."""
        from odf.style import ParagraphProperties, TableCellProperties
        from odf.table import TableCell
        from odf.text import P

        line = t.INK if head else t.LINE
        fill = {"backgroundcolor": t.RICE} if marked else {}
        properties = TableCellProperties(
            padding="4pt", border="none", borderbottom=f"0.75pt solid {line}", **fill
        )
        cell = TableCell(stylename=self.automatic.style("table-cell", (head, marked), properties))
        look = self.styles["head" if head else "cell"]
        side = ParagraphProperties(textalign="end" if align == "right" else "start")
        style = self.automatic.style("paragraph", (head, align), side, parentstylename=look)
        paragraph = P(stylename=style)
        cell.addElement(paragraph)
        return cell, paragraph

    def cell_span(self, content: Cell) -> Span:
        """Return the text of a cell; a blank one says so in words."""
        if content.blank:
            return Span(content.text or TO_FILL.get(self.briefing.lang), CELL_POINTS, t.STONE, blank=True)
        link = self.briefing.link(content.link)
        return Span(content.text, CELL_POINTS, bold=content.bold, link=link)


def named_styles(document: Any) -> dict[str, Any]:
    """Define the paragraph styles of `LOOKS` and return them by name."""
    from odf.style import ParagraphProperties, Style, TextProperties

    styles: dict[str, Any] = {}
    for name, (size, color, bold, above, below, height) in LOOKS.items():
        style = Style(name=f"difang_{name}", displayname=f"difang {name}", family="paragraph")
        rule = {"borderbottom": f"0.5pt dashed {t.STONE}", "joinborder": "false"} if name == "ruled" else {}
        keep = (
            {"keepwithnext": "always"}
            if name.startswith(("heading", "caption", "prompt", "subtitle"))
            else {}
        )
        style.addElement(
            ParagraphProperties(
                margintop=points(above),
                marginbottom=points(below),
                lineheight=height,
                textautospace="none",
                **rule,
                **keep,
            )
        )
        style.addElement(TextProperties(**letters(size, color, bold=bold)))
        document.styles.addElement(style)
        styles[name] = style
    return styles


def page_layout(document: Any) -> None:
    """Define A4 with 20 mm margins and a page number at the foot."""
    from odf.style import (
        Footer,
        FooterStyle,
        HeaderFooterProperties,
        MasterPage,
        PageLayout,
        PageLayoutProperties,
    )
    from odf.text import P, PageNumber

    layout = PageLayout(name="a4")
    layout.addElement(PageLayoutProperties(pagewidth="210mm", pageheight="297mm", margin="20mm"))
    foot_style = FooterStyle()
    foot_style.addElement(HeaderFooterProperties(minheight="8mm", margintop="4mm"))
    layout.addElement(foot_style)
    document.automaticstyles.addElement(layout)
    master = MasterPage(name="Standard", pagelayoutname=layout)
    footer, line = Footer(), P(stylename="difang_footnote", text="difang　")
    line.addElement(PageNumber(selectpage="current"))
    footer.addElement(line)
    master.addElement(footer)
    document.masterstyles.addElement(master)
