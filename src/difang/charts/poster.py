"""A picture that can leave the page: title, unit and year, drawing, legend, source, on paper."""

import re
from collections.abc import Iterator
from html import escape

from difang.charts.measure import text_width
from difang.charts.theme import FONT, INK, PAPER, STONE

EDGE, TITLE, SMALL = 24.0, 23.0, 13.3
LINE = 1.35
NEVER_FIRST = frozenset("，。、；：？！）」』》…％%‰,.;:?!)")
_SIZE = re.compile(r' (?:width|height)="[^"]*"')


def poster(
    drawing: str, *, title: str, subtitle: str, source: str, legend: str = "", width: int = 720
) -> str:
    """Return one SVG of a drawing of ours with everything needed to read and cite it.

    `drawing` and `legend` are SVG from this room. `subtitle` says unit, year and definition; `source` the
    publisher, the release and the address.
    """
    inner = width - 2 * EDGE
    y = EDGE
    parts: list[str] = []
    y = _paragraph(parts, title, y, TITLE, inner, INK, bold=True)
    y = _paragraph(parts, subtitle, y + 4, SMALL, inner, STONE) + 12
    if legend:
        y = _placed(parts, legend, y, min(392.0, inner)) + 8
    y = _placed(parts, drawing, y, inner) + 12
    parts.append(f'<path d="M{EDGE:g},{y:.1f}H{width - EDGE:g}" stroke="{INK}"/>')
    y = _paragraph(parts, source, y + 6, SMALL, inner, STONE) + EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y:.1f}" width="{width}" '
        f'height="{y:.1f}" font-family="{FONT}"><rect width="{width}" height="{y:.1f}" fill="{PAPER}"/>'
        f"{''.join(parts)}</svg>"
    )


def _paragraph(
    parts: list[str], words: str, y: float, size: float, width: float, colour: str, *, bold: bool = False
) -> float:
    """Add wrapped words from `y` down; return where they end."""
    for line in wrapped(words, width, size, bold=bold):
        y += size * LINE
        parts.append(
            f'<text x="{EDGE:g}" y="{y - size * 0.3:.1f}" font-size="{size:g}" fill="{colour}" '
            f'font-weight="{700 if bold else 400}">{escape(line)}</text>'
        )
    return y


def wrapped(words: str, width: float, size: float, *, bold: bool = False) -> Iterator[str]:
    """Yield lines no wider than `width`; Latin words and numbers stay whole, punctuation begins no line."""
    line = ""
    for piece in re.findall(r"[!-~\u00a0-\u024f−–‰]+ ?|.", words):
        fits = text_width(line + piece.rstrip(), size, bold=bold) <= width
        if line and not fits and piece not in NEVER_FIRST:
            yield line.rstrip()
            line = ""
        line += piece
    if line.strip():
        yield line.rstrip()


def _placed(parts: list[str], drawing: str, y: float, width: float) -> float:
    """Add an SVG scaled to `width` at `y`; return where it ends."""
    head, rest = drawing.split(">", 1)
    (box,) = re.findall(r'viewBox="([^"]*)"', head)
    wide, tall = (float(one) for one in box.split()[2:])
    height = width * tall / wide
    head = _SIZE.sub("", head)
    place = f' x="{EDGE:g}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    parts.append(f"{head}{place}>{rest}")
    return y + height
