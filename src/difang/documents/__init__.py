"""Papers from one tree: deck (.pptx, .odp), document (.odt), print (.pdf) and page (.html)."""

from difang.documents.dates import both_eras
from difang.documents.tree import (
    PART_TITLES,
    Blank,
    Block,
    Briefing,
    Cell,
    Chart,
    Columns,
    FigureNumber,
    Footnote,
    Paragraph,
    Run,
    Slide,
    Source,
    Table,
)
from difang.documents.writing import FORMATS, render, write

__all__ = [
    "FORMATS",
    "PART_TITLES",
    "Blank",
    "Block",
    "Briefing",
    "Cell",
    "Chart",
    "Columns",
    "FigureNumber",
    "Footnote",
    "Paragraph",
    "Run",
    "Slide",
    "Source",
    "Table",
    "both_eras",
    "render",
    "write",
]
