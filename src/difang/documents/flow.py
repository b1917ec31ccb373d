"""Place blocks one below another in a frame; what does not fit is handed back for the next slide."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from difang.documents import grid as grids
from difang.documents import tokens as t
from difang.documents.geometry import Box, Para, PictureBox, Rule, TableBox, TextBox
from difang.documents.measure import para_height, span_width
from difang.documents.setting import Setting, paragraph, plain, raised, split_paragraph
from difang.documents.tree import TO_FILL, Blank, Block, Chart, Columns, FigureNumber, Paragraph, Run, Table
from difang.text import LIST_COMMA

GAP = 14.0  # between blocks, at scale 1
GUTTER = 36.0
LEAST_CHART = 0.45  # a chart shrinks to no less than this share of its natural height
BLANK_LINE = 32.0
BLANK_GAP = 10.0
SMALLEST_SPLIT = 3  # rows or lines worth leaving behind on a page


@dataclass(frozen=True, slots=True)
class Frame:
    """The room left for blocks."""

    x: float
    y: float
    w: float
    h: float

    def below(self, used: float) -> "Frame":
        """Return what is left under `used` points."""
        return Frame(self.x, self.y + used, self.w, self.h - used)


@dataclass(frozen=True, slots=True)
class Placed:
    """Boxes, the height they take, and the blocks that found no room."""

    boxes: tuple[Box, ...]
    height: float
    rest: tuple[Block, ...] = ()


def place(blocks: Sequence[Block], frame: Frame, setting: Setting) -> Placed:
    """Place `blocks` from the top of `frame`; the first always makes progress."""
    boxes: list[Box] = []
    used = 0.0
    gap = GAP * setting.scale
    for index, block in enumerate(blocks):
        before = gap if boxes else 0.0
        reserve = sum(least(later, frame.w, setting) + gap for later in blocks[index + 1 :])
        room = frame.below(used + before)
        placed = place_one(block, room, reserve, setting, first=not boxes)
        if placed.boxes:
            boxes += placed.boxes
            used += before + placed.height
        if placed.rest:
            return Placed(tuple(boxes), used, (*placed.rest, *blocks[index + 1 :]))
    return Placed(tuple(boxes), used)


def place_one(block: Block, room: Frame, reserve: float, setting: Setting, *, first: bool) -> Placed:
    """Place one block, part of it, or (unless `first`) nothing."""
    match block:
        case Paragraph():
            return place_paragraph(block, room, setting, first=first)
        case Table():
            return place_table(block, room, setting, first=first)
        case Columns():
            return columns(block, room, reserve, setting, first=first)
        case Chart():
            placed = chart(block, room, reserve, setting, first=first)
        case FigureNumber():
            placed = figure(block, room, setting)
        case Blank():
            placed = blank(block, room, setting)
    if placed.height <= room.h:
        return placed
    if not first:
        return Placed((), 0.0, (block,))
    looser = loosened(block)
    return placed if looser == (block,) else place(looser, room, setting)


def loosened(block: Block) -> tuple[Block, ...]:
    """Return what a block too high for any page says as blocks that may be cut."""
    match block:
        case FigureNumber():
            value = Run(block.value, block.note, bold=True)
            return Paragraph((value,)), Paragraph((Run(block.label),))
        case Blank() if block.prompt:
            words = f"{block.label}\n{block.prompt}" if block.label else block.prompt
            return Paragraph((Run(words),)), replace(block, label="", prompt="")
        case Blank() if block.lines > 1:
            half = block.lines // 2
            return replace(block, lines=half), replace(block, lines=block.lines - half)
        case Chart():
            return Paragraph((Run(block.caption, block.note),)), replace(block, caption="", note=None)
    return (block,)


def least(block: Block, width: float, setting: Setting) -> float:
    """Return the smallest height `block` can be given."""
    tall = Frame(0, 0, width, 1e6)
    if isinstance(block, Chart):
        return LEAST_CHART * width / block.aspect + caption_height(block, width, setting)
    if isinstance(block, Columns):
        gap = GAP * setting.scale
        return max(
            sum(least(inner, w, setting) + gap for inner in column) - gap
            for column, w in zip(block.columns, column_widths(block, width), strict=True)
        )
    return place_one(block, tall, 0.0, setting, first=True).height


def text_box(frame: Frame, *paras: Para) -> TextBox:
    """Return a box of the measured height at the top of `frame`."""
    height = sum(para_height(para, frame.w) for para in paras)
    return TextBox(frame.x, frame.y, frame.w, round(height, 1), paras)


def place_paragraph(block: Paragraph, room: Frame, setting: Setting, *, first: bool) -> Placed:
    """Place a paragraph, cut where the page ends if enough lines stay on both sides."""
    box = text_box(room, paragraph(block, setting))
    if box.h <= room.h:
        return Placed((box,), box.h)
    lines = int(room.h / box.paras[0].leading)
    if lines < SMALLEST_SPLIT and not first:
        return Placed((), 0.0, (block,))
    kept, rest = split_paragraph(block, room.w, max(1, lines), setting)
    box = text_box(room, paragraph(kept, setting))
    return Placed((box,), box.h, () if rest is None else (rest,))


def figure(block: FigureNumber, room: Frame, setting: Setting) -> Placed:
    """Place a large number under a rule, with its label."""
    size = setting.size(t.FIGURE_SIZE)
    wide = span_width(block.value, size, bold=True) + size
    size = size if wide <= room.w else round(size * room.w / wide, 1)
    number = plain(block.value, size, bold=True)
    number = replace(number, spans=(*number.spans, *raised(block.note, size * 0.7)))
    label = plain(block.label, setting.size(t.LABEL_SIZE), leading=t.LEADING)
    box = replace(text_box(room.below(6), number, label), role="figure")
    return Placed((Rule(room.x, room.y, room.w, t.INK), box), box.h + 6)


def caption(block: Chart, frame: Frame, setting: Setting) -> tuple[TextBox, ...]:
    """Return the line above a chart: unit, year, what is drawn."""
    if not block.caption:
        return ()
    size = setting.size(t.CAPTION_SIZE)
    para = plain(block.caption, size, t.STONE)
    return (text_box(frame, replace(para, spans=(*para.spans, *raised(block.note, size)))),)


def caption_height(block: Chart, width: float, setting: Setting) -> float:
    """Return the height of a chart's caption and the space under it."""
    return sum(box.h + 6 for box in caption(block, Frame(0, 0, width, 1e6), setting))


def chart(block: Chart, room: Frame, reserve: float, setting: Setting, *, first: bool) -> Placed:
    """Place a chart as wide as the frame, smaller if what follows needs the room."""
    above = caption(block, room, setting)
    top = caption_height(block, room.w, setting)
    natural = room.w / block.aspect
    height = min(natural, max(room.h - reserve - top, LEAST_CHART * natural))
    if first and top < room.h / 2:
        height = min(height, room.h - top)
    w, h = round(height * block.aspect, 1), round(height, 1)
    return Placed((*above, PictureBox(room.x, round(room.y + top, 1), w, h, block)), top + height)


def blank(block: Blank, room: Frame, setting: Setting) -> Placed:
    """Place a prompt, the words 待填, and dashed lines to write on."""
    size = setting.size(t.LABEL_SIZE)
    paras = [plain(block.label, size, bold=True, leading=t.LEADING)] if block.label else []
    if block.prompt:
        paras.append(plain(block.prompt, size, t.STONE if block.label else t.INK, leading=t.LEADING))
    box = text_box(room, *paras)
    step, gap = BLANK_LINE * setting.scale * setting.air, BLANK_GAP * setting.scale
    words = plain(TO_FILL.get(setting.lang), setting.size(t.MUTED_SIZE), t.STONE)
    answer = text_box(room.below(box.h + gap), words)
    bottom = box.h + gap + answer.h + 2
    rules = tuple(
        Rule(room.x, round(room.y + bottom + line * step, 1), room.w, t.STONE, dashed=True)
        for line in range(block.lines)
    )
    asked = (box,) if paras else ()
    return Placed((*asked, answer, *rules), bottom + (block.lines - 1) * step + 4)


def place_table(block: Table, room: Frame, setting: Setting, *, first: bool) -> Placed:
    """Place a table with its caption and note, cut between rows where the page ends."""
    grid = grids.measure(block, room.w, setting)
    above = (
        (text_box(room, plain(block.caption, setting.size(t.CAPTION_SIZE), bold=True)),)
        if block.caption
        else ()
    )
    top = sum(box.h + 4 for box in above)
    space = room.h - top - grid.head.h
    count = fitting(grid, space)
    if count == len(grid.rows):
        return whole_table(block, grid, room, above, setting)
    if not first and count < SMALLEST_SPLIT:
        return Placed((), 0.0, (block,))
    if count == 0 and grid.rows[0].h > space > single_line(grid):
        return place_table(grids.split_row(block, grid, space, setting), room, setting, first=True)
    return cut_table(block, max(1, count), grid, room, above, setting)


def whole_table(
    block: Table, grid: grids.Grid, room: Frame, above: tuple[TextBox, ...], setting: Setting
) -> Placed:
    """Place a table all of whose rows fit; its note takes the last row along if it goes overleaf."""
    top = sum(box.h + 4 for box in above)
    box = table_box(block, grid, room.below(top), setting)
    placed = Placed((*above, box), top + box.h)
    if not block.note:
        return placed
    note = plain(block.note, setting.size(t.MUTED_SIZE), t.STONE, leading=t.LEADING)
    words = text_box(room.below(placed.height + 8), note)
    if placed.height + 8 + words.h <= room.h:
        return Placed((*placed.boxes, words), placed.height + 8 + words.h)
    taken = 1 if len(block.rows) > SMALLEST_SPLIT else 0
    return cut_table(block, len(block.rows) - taken, grid, room, above, setting)


def cut_table(
    block: Table, count: int, grid: grids.Grid, room: Frame, above: tuple[TextBox, ...], setting: Setting
) -> Placed:
    """Place the first `count` rows; the others, or only the note, go on overleaf."""
    top = sum(box.h + 4 for box in above)
    kept, later = grids.split_rows(block, count)
    rest: Block = replace(later, weights=grid.widths) if later.rows else note_below(block)
    box = table_box(kept, replace(grid, rows=grid.rows[:count]), room.below(top), setting)
    return Placed((*above, box), top + box.h, (rest,) if later.rows or block.note else ())


def note_below(block: Table) -> Paragraph:
    """Return a table's note as a paragraph of its own."""
    return Paragraph((Run(block.note),), "muted")


def single_line(grid: grids.Grid) -> float:
    """Return the height below which the first row cannot be cut."""
    return max(para.leading for para in grid.rows[0].cells) + 2 * grid.pad[1]


def fitting(grid: grids.Grid, space: float) -> int:
    """Return how many rows fit into `space` points."""
    used = 0.0
    for count, row in enumerate(grid.rows):
        used += row.h
        if used > space:
            return count
    return len(grid.rows)


def table_box(block: Table, grid: grids.Grid, frame: Frame, setting: Setting) -> TableBox:
    """Return the native table at the top of `frame`."""
    label = block.caption or LIST_COMMA.get(setting.lang).join(block.header)
    return TableBox(frame.x, round(frame.y, 1), grid.widths, (grid.head, *grid.rows), grid.pad, label)


def column_widths(block: Columns, width: float) -> tuple[float, ...]:
    """Return the width of each column."""
    weights = block.weights or (1.0,) * len(block.columns)
    return grids.shared(width - GUTTER * (len(weights) - 1), weights)


def columns(block: Columns, room: Frame, reserve: float, setting: Setting, *, first: bool) -> Placed:
    """Place columns side by side; each goes on by itself on the next slide."""
    needed = least(block, room.w, setting)
    if not first and needed > room.h:
        return Placed((), 0.0, (block,))
    height = max(room.h - reserve, min(needed, room.h))
    x = room.x
    parts: list[Placed] = []
    for inner, width in zip(block.columns, column_widths(block, room.w), strict=True):
        parts.append(place(inner, Frame(x, room.y, width, height), setting))
        x += width + GUTTER
    boxes = tuple(box for part in parts for box in part.boxes)
    rest = tuple(part.rest for part in parts)
    used = max(part.height for part in parts)
    return Placed(boxes, used, (replace(block, columns=rest),) if any(rest) else ())
