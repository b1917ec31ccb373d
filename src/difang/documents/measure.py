"""Widths and line breaks from the metrics of the font the papers are set in."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from difang.charts.measure import text_width
from difang.documents.geometry import Para, Span

RAISED = 0.65  # size of a footnote number beside its text
# Office programs without our fonts set Latin letters and digits wider, and space them off from Chinese ones.
LATIN_SLACK = {False: 1.15, True: 1.2}
AUTOSPACE_EMS = 0.2
MINUS_EMS = 0.85  # U+2212 of the usual substitute font
NEVER_FIRST = frozenset("，。、；：？！）」』】》〉…％%‰,.;:?!)]}’”·—–～℃")
NEVER_LAST = frozenset("（「『【《〈([{‘“")


@lru_cache(maxsize=20_000)
def advance(char: str, bold: bool) -> float:
    """Return the advance of one character in ems, with slack for letters narrower than an em."""
    if char == "−":
        return MINUS_EMS
    width = text_width(char, 1.0, bold=bold)
    return max(width, 1.0) if is_wide(char) else width * LATIN_SLACK[bold]


def span_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of `text` on one line, in points."""
    seams = sum(is_wide(a) != is_wide(b) for a, b in pairwise(text) if " " not in (a, b))
    return size * (sum(advance(char, bold) for char in text) + AUTOSPACE_EMS * seams)


def sized(span: Span) -> float:
    """Return the size a span is set at, in points."""
    return span.size * RAISED if span.raised else span.size


def is_wide(char: str) -> bool:
    """True for characters a line may break beside: Chinese text and its punctuation."""
    return "\u2e80" <= char <= "\uffef" or char >= "\U00020000"


def tokens(text: str) -> Iterable[str]:
    """Split `text` into pieces no line break may enter: words, single Chinese characters with punctuation."""
    piece = ""
    for char in text:
        if piece and may_break(piece[-1], char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def may_break(left: str, right: str) -> bool:
    """True if a line may end between `left` and `right`."""
    if "\n" in (left, right):
        return True
    if right in NEVER_FIRST or left in NEVER_LAST or right == "\u00a0" or left == "\u00a0":
        return False
    return left == " " or is_wide(left) or is_wide(right)


@lru_cache(maxsize=4096)
def count_lines(spans: tuple[Span, ...], width: float) -> int:
    """Return how many lines `spans` need in `width` points."""
    lines, used, last = 1, 0.0, " "
    for span in spans:
        size = sized(span)
        if span.link and used:  # Impress keeps a link on one line where it can
            whole = span_width(span.text, size, span.bold)
            if used + whole > width:
                lines, used = lines + 1, 0.0
        for piece in tokens(span.text):
            if piece == "\n":
                lines, used = lines + 1, 0.0
                continue
            length = span_width(piece, size, span.bold)
            seam = AUTOSPACE_EMS * size if is_wide(last) != is_wide(piece[0]) and used else 0.0
            last = piece[-1]
            bare = length if not piece.endswith(" ") else span_width(piece.rstrip(" "), size, span.bold)
            if used and used + seam + bare > width:
                lines, used = lines + 1, 0.0
            while length > width:  # a word longer than the line is broken anywhere
                lines, length = lines + 1, length - width
            used += length + seam
    return lines


def para_height(para: Para, width: float) -> float:
    """Return the height of a paragraph set in `width` points, the space before it included."""
    return para.before + para.leading * count_lines(para.spans, width)


def widest_piece(spans: Sequence[Span]) -> float:
    """Return the width of the longest piece that cannot be broken, in points."""
    return max(
        (span_width(piece, sized(span), span.bold) for span in spans for piece in tokens(span.text)),
        default=0.0,
    )


def full_width(spans: Sequence[Span]) -> float:
    """Return the width of the longest line of `spans` if nothing but a line feed breaks it."""
    widths = [0.0]
    for span in spans:
        first, *others = span.text.split("\n")
        widths[-1] += span_width(first, sized(span), span.bold)
        widths += [span_width(other, sized(span), span.bold) for other in others]
    return max(widths)
