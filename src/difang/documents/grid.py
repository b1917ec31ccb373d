"""Tables: column widths from the contents, row heights, and where a long table is cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from difang.documents import tokens as t
from difang.documents.geometry import Para, RowBox
from difang.documents.measure import count_lines, full_width, para_height, widest_piece
from difang.documents.setting import Setting, cell, head, split_text
from difang.documents.tree import Cell, Table

PAD_X, PAD_Y = 7.0, 4.8  # inside a cell, at scale 1
WIDEST_EMS = 26  # a column asks for no more than this many characters on a line
NARROWEST_EMS = 4
CELL_SLACK_EMS = 0.7
BLANK_ROW = 28.0
NUMBERS_GROW = 0.4  # of the room a column of words gains where there is room to spare


@dataclass(frozen=True, slots=True)
class Grid:
    """A measured table: widths of its columns, its header row and its rows."""

    widths: tuple[float, ...]
    head: RowBox
    rows: tuple[RowBox, ...]
    pad: tuple[float, float]


def measure(table: Table, width: float, setting: Setting) -> Grid:
    """Lay the whole table into `width` points."""
    pad = (round(PAD_X * setting.scale, 1), round(PAD_Y * setting.scale, 1))
    top = tuple(head(text, align, setting) for text, align in zip(table.header, table.align, strict=True))
    body = [
        tuple(cell(content, align, setting) for content, align in zip(row, table.align, strict=True))
        for row in table.rows
    ]
    widths = column_widths(table, [top, *body], width, pad[0], setting)
    rows = tuple(row_box(cells, widths, pad, marked=index in table.mark) for index, cells in enumerate(body))
    if setting.air > 1:
        rows = tuple(aired(row, setting) for row in rows)
    return Grid(widths, replace(row_box(top, widths, (pad[0], pad[1] * 0.6)), head=True), rows, pad)


def row_box(
    cells: tuple[Para, ...], widths: Sequence[float], pad: tuple[float, float], *, marked: bool = False
) -> RowBox:
    """Return a row as high as its highest cell."""
    heights = [para_height(para, w - 2 * pad[0]) for para, w in zip(cells, widths, strict=True)]
    return RowBox(round(max(heights) + 2 * pad[1], 1), cells, marked=marked)


def aired(row: RowBox, setting: Setting) -> RowBox:
    """Return a row with room to write in, if it waits for an answer."""
    waits = any(span.blank for para in row.cells for span in para.spans)
    return replace(row, h=max(row.h, round(BLANK_ROW * setting.scale * setting.air, 1))) if waits else row


def column_widths(
    table: Table, rows: Sequence[tuple[Para, ...]], width: float, pad: float, setting: Setting
) -> tuple[float, ...]:
    """Share `width` among the columns: first what cannot be broken, then what each would like."""
    if table.weights:
        return shared(width, table.weights)
    em = setting.size(t.TABLE_SIZE)
    columns = list(zip(*rows, strict=True))
    extra = 2 * pad + CELL_SLACK_EMS * em
    full = [max(full_width(p.spans) for p in col) + extra for col in columns]
    likes = full if sum(full) <= width else [min(wide, WIDEST_EMS * em + extra) for wide in full]
    needs = [
        min(like, max(max(widest_piece(p.spans) for p in col), NARROWEST_EMS * em) + extra)
        for col, like in zip(columns, likes, strict=True)
    ]
    numbers = [
        like if align == "right" else need
        for like, need, align in zip(likes, needs, table.align, strict=True)
    ]
    needs = numbers if sum(numbers) <= width else needs
    if sum(likes) <= width:
        spare = width - sum(likes)
        grow = [1.0 if align == "left" else NUMBERS_GROW for align in table.align]
        return shared(width, [like + g * spare / sum(grow) for like, g in zip(likes, grow, strict=True)])
    spare = width - sum(needs)
    wishes = [like - need for like, need in zip(likes, needs, strict=True)]
    if spare <= 0 or not any(wishes):
        return shared(width, needs)
    return shared(width, [n + spare * w / sum(wishes) for n, w in zip(needs, wishes, strict=True)])


def shared(width: float, weights: Sequence[float]) -> tuple[float, ...]:
    """Divide `width` in proportion to `weights`, to a tenth of a point."""
    return tuple(round(width * weight / sum(weights), 1) for weight in weights)


def split_rows(table: Table, count: int) -> tuple[Table, Table]:
    """Cut a table after `count` rows; its note goes with the end, its caption with both."""
    first = replace(
        table, rows=table.rows[:count], note="", mark=frozenset(i for i in table.mark if i < count)
    )
    mark = frozenset(i - count for i in table.mark if i >= count)
    return first, replace(table, rows=table.rows[count:], mark=mark)


def split_row(table: Table, grid: Grid, height: float, setting: Setting) -> Table:
    """Cut the first row, too high for any page, into two: the first at most `height` points high."""
    above: list[Cell] = []
    below: list[Cell] = []
    for content, para, width in zip(table.rows[0], grid.rows[0].cells, grid.widths, strict=True):
        lines = max(1, int((height - 2 * grid.pad[1]) / para.leading))
        span = para.spans[0]

        def fits(text: str, width: float = width, lines: int = lines, span: object = span) -> bool:
            probe = cell(Cell(text, bold=content.bold), para.align, setting)  # noqa: B023 - used at once
            return count_lines(probe.spans, width - 2 * grid.pad[0]) <= lines

        if content.blank or not content.text or fits(content.text):
            above.append(content)
            below.append(Cell())
            continue
        at = split_text(content.text, fits)
        above.append(replace(content, text=content.text[:at], note=None))
        below.append(replace(content, text=content.text[at:]))
    return replace(table, rows=(tuple(above), tuple(below), *table.rows[1:]))
