"""The deck for PowerPoint: native titles, text, tables and pictures at the laid-out places."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from difang.documents import pptx_master
from difang.documents import tokens as t
from difang.documents.files import steady_zip
from difang.documents.geometry import Page, Para, PictureBox, RowBox, Rule, Span, TableBox, TextBox
from difang.documents.tree import Briefing

TITLE_LAYOUT = 0
ROOM = 1.5  # points a box is higher and wider than measured, so that rounding never wraps a line


def render(briefing: Briefing, pages: Sequence[Page]) -> bytes:
    """Return the deck as the bytes of a .pptx file."""
    deck = pptx_master.blank_deck(briefing)
    for page in pages:
        slide = deck.slides.add_slide(deck.slide_layouts[TITLE_LAYOUT])
        title_shape(slide, page.title)
        for index, box in enumerate(page.boxes):
            match box:
                case TextBox():
                    text_shape(slide, box, f"{box.role} {index}")
                case TableBox():
                    table_shape(slide, box)
                case PictureBox():
                    picture_shape(slide, box)
                case Rule():
                    rule_shape(slide, box)
        slide.notes_slide.notes_text_frame.text = page.notes
    properties(deck, briefing)
    out = BytesIO()
    deck.save(out)
    return steady_zip(out.getvalue())


def properties(deck: Any, briefing: Briefing) -> None:
    """Fill the document properties; dates are the briefing's own."""
    moment = datetime.combine(briefing.date, time(), tzinfo=UTC).replace(tzinfo=None)
    core = deck.core_properties
    core.title = briefing.title.get(briefing.lang)
    core.subject = briefing.place.get(briefing.lang)
    core.author = core.last_modified_by = "difang"
    core.version = briefing.release
    core.language = "zh-TW" if briefing.lang == "zh" else "en"
    core.created = core.modified = moment
    core.revision = 1


def title_shape(slide: Any, box: TextBox) -> None:
    """Fill the title placeholder, so that outline and screen readers know the slide's name."""
    from pptx.util import Pt

    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h + ROOM)
    fill_frame(shape.text_frame, box.paras)


def text_shape(slide: Any, box: TextBox, name: str) -> None:
    """Add a text box without margins or automatic sizing."""
    from pptx.util import Pt

    shape = slide.shapes.add_textbox(Pt(box.x), Pt(box.y), Pt(box.w + ROOM), Pt(box.h + ROOM))
    shape.name = name
    fill_frame(shape.text_frame, box.paras)


def fill_frame(frame: Any, paras: Sequence[Para]) -> None:
    """Set the paragraphs of a text frame."""
    from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    for index, para in enumerate(paras):
        fill_paragraph(frame.paragraphs[0] if index == 0 else frame.add_paragraph(), para)


def fill_paragraph(paragraph: Any, para: Para) -> None:
    """Set one paragraph: exact leading, alignment, spans."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    paragraph.line_spacing = Pt(para.leading)
    paragraph._p.get_or_add_pPr().set("hangingPunct", "0")
    paragraph.space_before, paragraph.space_after = Pt(para.before), Pt(0)
    paragraph.alignment = PP_ALIGN.RIGHT if para.align == "right" else PP_ALIGN.LEFT
    for span in para.spans:
        for index, line in enumerate(span.text.split("\n")):
            if index:
                paragraph.add_line_break()
            if line:
                fill_run(paragraph.add_run(), span, line)


def fill_run(run: Any, span: Span, text: str) -> None:
    """Set one run: size, colour, weight, raised number, link, language."""
    from pptx.util import Pt

    run.text = text
    run.font.size, run.font.bold = Pt(span.size), span.bold
    run.font.color.rgb = pptx_master.rgb(span.color)
    wide = re.search(r"[\u2e80-\uffef]", text)
    run._r.rPr.set("lang", "zh-TW" if wide else "en-US")
    run._r.rPr.set("altLang", "en-US" if wide else "zh-TW")
    if span.raised:
        run._r.rPr.set("baseline", "30000")
    if span.blank:
        run._r.rPr.set("u", "dash")
    if span.link:
        run.hyperlink.address = span.link


def table_shape(slide: Any, box: TableBox) -> None:
    """Add a native table with hairlines and no style of its own."""
    from pptx.util import Pt

    shape = slide.shapes.add_table(len(box.rows), len(box.widths), Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    shape.name = box.label
    shape._element.nvGraphicFramePr.cNvPr.set("descr", box.label)
    table = shape.table
    pptx_master.strip_style(table)
    for column, width in zip(table.columns, box.widths, strict=True):
        column.width = Pt(width)
    for native, row in zip(table.rows, box.rows, strict=True):
        native.height = Pt(row.h)
        fill_row(native, row, box)


def fill_row(native: Any, row: RowBox, box: TableBox) -> None:
    """Set the cells of one row."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    for column, (cell, para) in enumerate(zip(native.cells, row.cells, strict=True)):
        left, right = box.sides(column)
        cell.margin_left, cell.margin_right = Pt(left), Pt(right)
        cell.margin_top = cell.margin_bottom = Pt(box.pad[1] * (0.6 if row.head else 1))
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM if row.head else MSO_ANCHOR.TOP
        fill_paragraph(cell.text_frame.paragraphs[0], para)
        if row.marked:
            cell.fill.solid()
            cell.fill.fore_color.rgb = pptx_master.rgb(t.RICE)
        else:
            cell.fill.background()
        pptx_master.bottom_border(cell, t.INK if row.head else t.LINE)


def picture_shape(slide: Any, box: PictureBox) -> None:
    """Add a chart as a picture with its alternative text."""
    from pptx.util import Pt

    shape = slide.shapes.add_picture(BytesIO(box.chart.png), Pt(box.x), Pt(box.y), Pt(box.w), Pt(box.h))
    shape._element.nvPicPr.cNvPr.set("descr", box.chart.alt)


def rule_shape(slide: Any, box: Rule) -> None:
    """Add a horizontal line, marked as decoration by having no words."""
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    line = slide.shapes.add_connector(1, Pt(box.x), Pt(box.y), Pt(box.x + box.w), Pt(box.y))
    line.line.color.rgb = pptx_master.rgb(box.color)
    line.line.width = Pt(box.weight)
    if box.dashed:
        line.line.dash_style = MSO_LINE.DASH
    pptx_master.mark_decorative(line)
