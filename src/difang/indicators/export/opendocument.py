"""OpenDocument spreadsheet, written as the plain XML it is: a tree of a long table would take minutes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from difang.indicators.export.about import About
from difang.indicators.export.archive import zipped
from difang.indicators.export.cells import harmless
from difang.indicators.export.sheets import ABOUT_SHEET, FIGURES_SHEET, Cell, rows_of

if TYPE_CHECKING:
    import pyarrow as pa

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>\n"
)


def ods(table: "pa.Table", about: About) -> bytes:
    """Return an OpenDocument spreadsheet; place codes are text."""
    return workbook(
        [
            (FIGURES_SHEET.get(about.lang), [tuple(table.column_names), *rows_of(table)]),
            (ABOUT_SHEET.get(about.lang), about.lines()),
        ]
    )


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """Return an OpenDocument spreadsheet of sheets, each a name and its rows; no cell is run as a formula."""
    tables = "".join(_sheet(name, rows) for name, rows in sheets)
    content = (
        f'{_HEAD}<office:document-content xmlns:office="{_OFFICE}:office:1.0" '
        f'xmlns:table="{_OFFICE}:table:1.0" xmlns:text="{_OFFICE}:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>\n"
    )
    members = [
        ("mimetype", MEDIA_TYPE.encode()),
        ("META-INF/manifest.xml", _MANIFEST.encode()),
        ("content.xml", content.encode()),
    ]
    return zipped(members, stored=("mimetype",))


def _sheet(name: str, rows: Sequence[Sequence[Cell]]) -> str:
    lines = (f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    return f"<table:table table:name={quoteattr(name)}>{''.join(lines)}</table:table>"


def _cell(value: Cell) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        kind, shown = 'office:value-type="string"', escape(harmless(value))
    else:
        kind, shown = f'office:value-type="float" office:value="{value!r}"', repr(value)
    return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"
