"""Excel workbook: the rows on one sheet, what they are on a second. Place codes are text."""

import io
from typing import TYPE_CHECKING, Any, TypeAlias

from difang.indicators.export.about import About
from difang.indicators.export.archive import steady
from difang.indicators.export.cells import harmless
from difang.text import Text

if TYPE_CHECKING:
    import pyarrow as pa

Cell: TypeAlias = str | float | None

FIGURES_SHEET = Text("數據", "Figures")
ABOUT_SHEET = Text("說明", "About")
_TEXT_FORMAT = "@"


def xlsx(table: "pa.Table", about: About) -> bytes:
    """Return an Excel workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "difang"
    sheet = book.create_sheet(FIGURES_SHEET.get(about.lang))
    sheet.freeze_panes = "A2"
    for row in [tuple(table.column_names), *rows_of(table)]:
        sheet.append([_text(sheet, value) if isinstance(value, str) else value for value in row])
    notes = book.create_sheet(ABOUT_SHEET.get(about.lang))
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 120
    for line in about.lines():
        notes.append([_text(notes, words) for words in line])
    sink = io.BytesIO()
    book.save(sink)
    return steady(sink.getvalue())


def rows_of(table: "pa.Table") -> list[tuple[Cell, ...]]:
    """Return the rows as Python values."""
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _text(sheet: Any, value: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet, value=harmless(value))
    made.data_type, made.number_format = "s", _TEXT_FORMAT
    return made
