"""The deck as OpenDocument presentation, written natively."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from difang.documents import tokens as t
from difang.documents.files import steady_odf
from difang.documents.geometry import Page, Para, PictureBox, Rule, TableBox, TextBox
from difang.documents.odf_styles import Styles, add_text, default_text, describe, fill_spans, points
from difang.documents.tree import Briefing

ROOM = 1.5  # points a box is wider than measured


class Deck:
    """An ODP file being written: the document, its styles, and the pictures it holds so far."""

    def __init__(self, briefing: Briefing) -> None:
        from odf.opendocument import OpenDocumentPresentation

        self.document = OpenDocumentPresentation()
        self.styles = Styles(self.document, briefing.lang)
        default_text(self.document, briefing.lang)
        self.page_style = master_page(self.document)
        self.pictures = 0

    def picture(self, png: bytes) -> str:
        """Add a picture to the file and return its name there."""
        self.pictures += 1
        return str(self.document.addPicture(f"Pictures/{self.pictures:03d}.png", "image/png", png))


def render(briefing: Briefing, pages: Sequence[Page]) -> bytes:
    """Return the deck as the bytes of an .odp file."""
    deck = Deck(briefing)
    lang = briefing.lang
    describe(
        deck.document,
        title=briefing.title.get(lang),
        subject=briefing.place.get(lang),
        release=briefing.release,
        day=briefing.date.isoformat(),
        lang=lang,
    )
    for page in pages:
        add_page(deck, page)
    out = BytesIO()
    deck.document.write(out)
    return steady_odf(out.getvalue())


def master_page(document: Any) -> Any:
    """Define page size and master; return the style of every slide (paper-coloured)."""
    from odf.style import DrawingPageProperties, MasterPage, PageLayout, PageLayoutProperties, Style

    layout = PageLayout(name="screen")
    layout.addElement(
        PageLayoutProperties(
            margin="0pt",
            pagewidth=points(t.PAGE_WIDTH),
            pageheight=points(t.PAGE_HEIGHT),
            printorientation="landscape",
        )
    )
    document.automaticstyles.addElement(layout)
    paper = Style(name="paper", family="drawing-page")
    paper.addElement(DrawingPageProperties(fill="solid", fillcolor=t.PAPER, backgroundsize="border"))
    document.automaticstyles.addElement(paper)
    document.masterstyles.addElement(MasterPage(name="difang", pagelayoutname="screen", stylename=paper))
    return paper


def add_page(deck: Deck, page: Page) -> None:
    """Add one slide: title, boxes in reading order, notes."""
    from odf.draw import Page as OdfPage

    native = OdfPage(name=f"page{page.number}", masterpagename="difang", stylename=deck.page_style)
    deck.document.presentation.addElement(native)
    native.addElement(text_frame(deck, page.title))
    for box in page.boxes:
        match box:
            case TextBox():
                native.addElement(text_frame(deck, box))
            case TableBox():
                native.addElement(table_frame(deck, box))
            case PictureBox():
                native.addElement(picture_frame(deck, box))
            case Rule():
                native.addElement(rule(deck, box))
    native.addElement(speaker_notes(page.notes))


def bare(deck: Deck, family: str = "graphic") -> Any:
    """Return the style of a box without fill, line, padding or automatic size."""
    from odf.style import GraphicProperties

    properties = GraphicProperties(
        fill="none", stroke="none",
        paddingleft="0pt", paddingright="0pt", paddingtop="0pt", paddingbottom="0pt",
        autogrowheight="false", autogrowwidth="false",
        textareaverticalalign="top", textareahorizontalalign="justify", wrapoption="wrap",
    )  # fmt: skip
    return deck.styles.style(family, ("bare",), properties)


def placed(box: TextBox | TableBox | PictureBox, room: float = 0.0) -> dict[str, str]:
    """Return position and size as ODF attributes."""
    return {
        "x": points(box.x),
        "y": points(box.y),
        "width": points(box.w + room),
        "height": points(box.h + room),
    }


def text_frame(deck: Deck, box: TextBox) -> Any:
    """Return a text box; the title one is the slide's title to screen readers and outline."""
    from odf.draw import Frame
    from odf.draw import TextBox as OdfTextBox

    if box.role == "title":
        frame = Frame(**placed(box, ROOM))
        presentation_class(frame, "title", bare(deck, "presentation"))
    else:
        frame = Frame(**placed(box, ROOM), stylename=bare(deck))
    holder = OdfTextBox()
    frame.addElement(holder)
    for para in box.paras:
        holder.addElement(paragraph(deck, para))
    return frame


def presentation_class(frame: Any, kind: str, style: Any = None) -> None:
    """Say what a frame is to the presentation (odfpy lacks these two attributes on frames)."""
    from odf.namespaces import PRESENTATIONNS

    frame.setAttrNS(PRESENTATIONNS, "class", kind)
    if style is not None:
        frame.setAttrNS(PRESENTATIONNS, "style-name", style.getAttribute("name"))


def paragraph(deck: Deck, para: Para) -> Any:
    """Return one text:p."""
    from odf.text import P

    element = P(stylename=deck.styles.para(para))
    fill_spans(element, para, deck.styles)
    return element


def picture_frame(deck: Deck, box: PictureBox) -> Any:
    """Return a chart with its alternative text."""
    from odf.draw import Frame, Image
    from odf.svg import Desc

    frame = Frame(**placed(box), stylename=bare(deck))
    frame.addElement(Image(href=deck.picture(box.chart.png), type="simple", show="embed", actuate="onLoad"))
    frame.addElement(Desc(text=box.chart.alt))
    return frame


def rule(deck: Deck, box: Rule) -> Any:
    """Return a horizontal line."""
    from odf.draw import Line
    from odf.style import GraphicProperties

    stroke = {"stroke": "dash", "strokedash": dash(deck)} if box.dashed else {"stroke": "solid"}
    properties = GraphicProperties(strokecolor=box.color, strokewidth=points(box.weight), **stroke)
    style = deck.styles.style("graphic", (box.color, box.weight, box.dashed), properties)
    ends = {"x1": points(box.x), "y1": points(box.y), "x2": points(box.x + box.w), "y2": points(box.y)}
    return Line(**ends, stylename=style)


def dash(deck: Deck) -> str:
    """Return the name of the dash pattern, defined at first use."""
    from odf.draw import StrokeDash

    if ("dash",) not in deck.styles.made:
        deck.document.styles.addElement(
            StrokeDash(name="dashes", style="rect", dots1="1", dots1length="3pt", distance="3pt")
        )
        deck.styles.made[("dash",)] = "dashes"
    return "dashes"


def table_frame(deck: Deck, box: TableBox) -> Any:
    """Return a native table in its frame."""
    from odf.draw import Frame
    from odf.style import TableColumnProperties, TableRowProperties
    from odf.svg import Desc, Title
    from odf.table import Table, TableColumn, TableRow

    frame = Frame(**placed(box), stylename=bare(deck))
    table = Table(usefirstrowstyles="true")
    frame.addElement(table)
    frame.addElement(Title(text=box.label))
    frame.addElement(Desc(text=box.label))
    for width in box.widths:
        properties = TableColumnProperties(columnwidth=points(width))
        table.addElement(TableColumn(stylename=deck.styles.style("table-column", (width,), properties)))
    for row in box.rows:
        properties = TableRowProperties(rowheight=points(row.h))
        native = TableRow(stylename=deck.styles.style("table-row", (row.h,), properties))
        for column, para in enumerate(row.cells):
            native.addElement(table_cell(deck, box, column, para, head=row.head, marked=row.marked))
        table.addElement(native)
    return frame


def table_cell(deck: Deck, box: TableBox, column: int, para: Para, *, head: bool, marked: bool) -> Any:
    """Return one cell with a hairline under it."""
    from odf.style import GraphicProperties, ParagraphProperties
    from odf.table import TableCell

    left, right = box.sides(column)
    vertical = points(box.pad[1] * (0.6 if head else 1))
    fill = {"fill": "solid", "fillcolor": t.RICE} if marked else {"fill": "none"}
    graphic = GraphicProperties(
        paddingleft=points(left), paddingright=points(right), paddingtop=vertical, paddingbottom=vertical,
        textareaverticalalign="bottom" if head else "top", **fill,
    )  # fmt: skip
    border = ParagraphProperties(
        borderbottom=f"0.75pt solid {t.INK if head else t.LINE}",
        borderleft="none",
        borderright="none",
        bordertop="none",
    )
    key = (left, right, vertical, head, marked)
    cell = TableCell(stylename=deck.styles.style("table-cell", key, graphic, border))
    cell.addElement(paragraph(deck, para))
    return cell


def speaker_notes(text: str) -> Any:
    """Return the notes page of a slide."""
    from odf.draw import Frame, TextBox
    from odf.presentation import Notes
    from odf.text import P

    notes = Notes()
    frame = Frame(x="60pt", y="400pt", width="480pt", height="360pt")
    presentation_class(frame, "notes")
    holder = TextBox()
    for line in text.split("\n"):
        element = P()
        add_text(element, line)
        holder.addElement(element)
    frame.addElement(holder)
    notes.addElement(frame)
    return notes
