"""From blocks of the tree to paragraphs of spans at a given scale."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from difang.documents import tokens as t
from difang.documents.geometry import Para, Span
from difang.documents.measure import count_lines, span_width, tokens
from difang.documents.tree import TO_FILL, Align, Cell, Footnote, Paragraph, Run
from difang.text import Lang

WHOLE_LINK_EMS, LINK_PIECE_EMS = 48.0, 10.0
TONES = {
    "body": (t.BODY_SIZE, t.INK),
    "lede": (t.LEDE_SIZE, t.INK),
    "muted": (t.MUTED_SIZE, t.STONE),
    "small": (t.SMALL_SIZE, t.STONE),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a page is set: scale of sizes, language, addresses of permalinks, air between blank lines.

    `fill` is the share of its height that a page uses at most, so that the last of several is not near-empty.
    """

    scale: float
    lang: Lang
    link: Callable[[str], str]
    air: float = 1.0
    fill: float = 1.0

    def size(self, points: float) -> float:
        """Return a nominal size at this scale, to a tenth of a point."""
        return round(points * self.scale, 1)


def raised(note: int | None, size: float) -> tuple[Span, ...]:
    """Return the raised footnote number that follows a figure, if it has one."""
    return () if note is None else (Span(str(note), size, t.STONE, raised=True),)


def plain(
    text: str, size: float, color: str = t.INK, *, bold: bool = False, leading: float = t.TIGHT
) -> Para:
    """Return one paragraph in one style."""
    return Para((Span(text, size, color, bold),), round(size * leading, 1))


def paragraph(block: Paragraph, setting: Setting) -> Para:
    """Return a paragraph block as spans."""
    nominal, color = TONES[block.tone]
    size = setting.size(nominal)
    spans: list[Span] = []
    for run in block.runs:
        spans.append(Span(run.text, size, color, run.bold, link=setting.link(run.link)))
        spans += raised(run.note, size)
    return Para(tuple(spans), round(size * t.LEADING, 1))


def cell(content: Cell, align: Align, setting: Setting) -> Para:
    """Return a table cell as spans; a blank one says so in words."""
    size = setting.size(t.TABLE_SIZE)
    leading = round(size * t.TIGHT, 1)
    if content.blank:
        words = content.text or TO_FILL.get(setting.lang)
        return Para((Span(words, size, t.STONE, blank=True),), leading, align)
    span = Span(content.text, size, t.INK, content.bold, link=setting.link(content.link))
    return Para((*breakable(span, LINK_PIECE_EMS), *raised(content.note, size)), leading, align)


def head(text: str, align: Align, setting: Setting) -> Para:
    """Return a cell of the header row."""
    return replace(plain(text, setting.size(t.HEAD_SIZE), t.STONE), align=align)


def footnote_spans(note: Footnote, size: float, setting: Setting) -> tuple[Span, ...]:
    """Return number and text of a footnote, both linked to the page of its figure."""
    link = setting.link(note.permalink)
    words = Span(f"{note.n}\u00a0{note.text}", size, t.STONE, link=link)
    return breakable(words, WHOLE_LINK_EMS)


def number_span(note: Footnote, size: float, setting: Setting) -> Span:
    """Return the number of a footnote alone, linked to the page of its figure."""
    return Span(str(note.n), size, t.STONE, link=setting.link(note.permalink))


def breakable(span: Span, longest: float) -> tuple[Span, ...]:
    """Return a link in pieces if it is longer than `longest` ems: Impress breaks no line inside a link."""
    if not span.link or span_width(span.text, 1.0, span.bold) <= longest:
        return (span,)
    pieces = [""]
    for token in tokens(span.text):
        if pieces[-1] and span_width(pieces[-1] + token, 1.0, span.bold) > LINK_PIECE_EMS:
            pieces.append("")
        pieces[-1] += token
    return tuple(replace(span, text=piece) for piece in pieces)


def split_text(text: str, fits: Callable[[str], bool]) -> int:
    """Return the length of the longest beginning of `text` for which `fits` holds (at least 1)."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle]) else (low, middle - 1)
    return low


def split_paragraph(
    block: Paragraph, width: float, lines: int, setting: Setting
) -> tuple[Paragraph, Paragraph | None]:
    """Cut a paragraph after what `lines` lines hold; the second half is None if all fits."""
    kept: list[Run] = []
    for place, run in enumerate(block.runs):
        before = paragraph(replace(block, runs=tuple(kept)), setting).spans
        size = setting.size(TONES[block.tone][0])

        def fits(text: str, run: Run = run, before: tuple[Span, ...] = before, size: float = size) -> bool:
            return count_lines((*before, Span(text, size, bold=run.bold)), width) <= lines

        if fits(run.text):
            kept.append(run)
            continue
        at = split_text(run.text, fits)
        kept.append(replace(run, text=run.text[:at], note=None))
        rest = (replace(run, text=run.text[at:]), *block.runs[place + 1 :])
        return replace(block, runs=tuple(kept)), replace(block, runs=rest)
    return block, None
