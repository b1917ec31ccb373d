"""The briefing as a text document: headings, paragraphs, pictures, tables, real footnotes."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from difang.documents import tokens as t
from difang.documents.files import steady_odf
from difang.documents.geometry import Span
from difang.documents.odf_styles import add_text, describe, points
from difang.documents.odt_parts import BODY_POINTS, LOOKS, Paper
from difang.documents.pages import SOURCES_TITLE, sources_table, stamp
from difang.documents.tree import (
    TO_FILL,
    Blank,
    Block,
    Briefing,
    Chart,
    Columns,
    FigureNumber,
    Paragraph,
    Run,
    Slide,
    Table,
    block_references,
    part_label,
    referenced,
)
from difang.text import Text

SOURCE_WEIGHTS = (7.0, 7.0, 6.5, 7.0)
WHOLE_ROWS, WHOLE_NOTES = 8, 5  # a table with no more rows and footnotes stands on one page
IN_FOOTNOTES = Text(
    "每一個數字都能回到來源：註腳寫機關、資料集、期間與固定網址，完整出處在該網址。",
    "Every figure leads back to its source: a footnote gives publisher, data set, period and permanent address; "
    "the full citation stands there.",
)
TEXT_WIDTH, PICTURE_HEIGHT = 481.9, 205.0  # A4 less 20 mm at each side; the tallest picture
TONE_STYLE = {"body": "body", "lede": "lede", "muted": "muted", "small": "small"}


def render(briefing: Briefing) -> bytes:
    """Return the briefing as the bytes of an .odt file."""
    paper = Paper(briefing)
    lang = briefing.lang
    describe(
        paper.document,
        title=briefing.title.get(lang),
        subject=briefing.place.get(lang),
        release=briefing.release,
        day=briefing.date.isoformat(),
        lang=lang,
    )
    front(paper, briefing)
    for part, slides in briefing.parts():
        paper.heading(1, part_label(part, lang))
        for slide in slides:
            add_slide(paper, slide)
    if briefing.sources:
        paper.heading(1, SOURCES_TITLE.get(lang))
        paper.line(IN_FOOTNOTES.get(lang), "subtitle")
        add_table(paper, replace(sources_table(briefing), weights=SOURCE_WEIGHTS), None)
    out = BytesIO()
    paper.document.write(out)
    return steady_odf(out.getvalue())


def front(paper: Paper, briefing: Briefing) -> None:
    """Write the head of the first page: place, title, date, release, map."""
    lang = briefing.lang
    paper.line(briefing.place.get(lang), "place")
    paper.line(briefing.title.get(lang), "title")
    if briefing.subtitle:
        paper.line(briefing.subtitle, "muted")
    paper.line(stamp(briefing), "muted")
    if briefing.cover:
        paper.picture(briefing.cover, TEXT_WIDTH * 0.8, 330.0)


def add_slide(paper: Paper, slide: Slide) -> None:
    """Write one slide as a section of the document."""
    heading = paper.heading(2, slide.title)
    paper.note(heading, slide, slide.title_note)
    unreferenced = [note.n for note in slide.footnotes if note.n not in referenced(slide)]
    if slide.subtitle or unreferenced:
        line = paper.line(slide.subtitle, "subtitle")
        for n in unreferenced:
            paper.note(line, slide, n)
    for block in slide.blocks:
        add_block(paper, block, slide)
    if slide.notes:
        paper.line(slide.notes, "muted")


def add_block(paper: Paper, block: Block, slide: Slide) -> None:
    """Write one block; columns follow one another, in reading order."""
    match block:
        case Paragraph():
            add_paragraph(paper, block, slide)
        case FigureNumber():
            line = paper.line("", "body")
            paper.words(line, Span(block.value, t.FIGURE_SIZE * 0.6, bold=True))
            paper.note(line, slide, block.note)
            paper.words(line, Span(f"　{block.label}", BODY_POINTS))
        case Chart():
            if block.caption or block.note is not None:
                paper.note(paper.line(block.caption, "caption"), slide, block.note)
            paper.picture(block, TEXT_WIDTH, PICTURE_HEIGHT)
        case Table():
            add_table(paper, block, slide)
        case Blank():
            add_blank(paper, block)
        case Columns():
            for column in block.columns:
                for inner in column:
                    add_block(paper, inner, slide)


def add_paragraph(paper: Paper, block: Paragraph, slide: Slide) -> None:
    """Write a paragraph with its footnotes where they stand."""
    line = paper.line("", TONE_STYLE[block.tone])
    for run in block.runs:
        add_run(paper, line, run, LOOKS[TONE_STYLE[block.tone]][0])
        paper.note(line, slide, run.note)


def add_run(paper: Paper, line: Any, run: Run, size: float) -> None:
    """Write one run, bold or linked where it is."""
    address = paper.briefing.link(run.link)
    if run.bold or address:
        paper.words(line, Span(run.text, size, bold=run.bold, link=address))
    else:
        add_text(line, run.text)


def add_blank(paper: Paper, block: Blank) -> None:
    """Write a prompt, 待填, and ruled lines."""
    if block.label:
        paper.line(block.label, "caption")
    paper.line(block.prompt, "prompt")
    for index in range(block.lines):
        paper.line(TO_FILL.get(paper.briefing.lang) if index == 0 else "", "ruled")


def stays_whole(block: Table) -> bool:
    """Say whether a table stands on one page: few rows, and few footnotes that would crowd it off."""
    return len(block.rows) <= WHOLE_ROWS and len(block_references((block,))) <= WHOLE_NOTES


def add_table(paper: Paper, block: Table, slide: Slide | None) -> None:
    """Write a native table whose header row repeats on every page."""
    from odf.table import Table as OdfTable
    from odf.table import TableColumn, TableHeaderRows, TableRow

    if block.caption:
        paper.line(block.caption, "caption")
    table = OdfTable(
        name=paper.next_table(), stylename=paper.table_style(TEXT_WIDTH, whole=stays_whole(block))
    )
    for width in paper.column_widths(block, TEXT_WIDTH):
        table.addElement(TableColumn(stylename=paper.column_style(points(width))))
    head, row = TableHeaderRows(), TableRow()
    for text, align in zip(block.header, block.align, strict=True):
        cell, line = paper.cell(align, head=True)
        add_text(line, text)
        row.addElement(cell)
    head.addElement(row)
    table.addElement(head)
    for index, contents in enumerate(block.rows):
        row = TableRow(stylename=paper.row_style())
        for content, align in zip(contents, block.align, strict=True):
            cell, line = paper.cell(align, marked=index in block.mark)
            paper.words(line, paper.cell_span(content))
            if slide is not None:
                paper.note(line, slide, content.note)
            row.addElement(cell)
        table.addElement(row)
    paper.document.text.addElement(table)
    paper.line(block.note, "muted")
