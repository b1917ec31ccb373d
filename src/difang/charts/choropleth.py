"""The map: our own SVG over projected outlines, with frames, hatch, a marked place and words for readers.

Only presentation attributes, no style: it stands inline under a strict content security policy.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from zlib import crc32

from difang.charts.drawn import (
    INSET_HEIGHT,
    INSET_WIDTH,
    Box,
    Inset,
    Shape,
    Sheet,
    inset,
    joined,
    sheet,
    thumbnail_sheet,
)
from difang.charts.measure import text_width
from difang.charts.scale import Classes
from difang.charts.theme import FONT, HATCH, INK, LINE, PAPER, STONE
from difang.text import Lang

SCALE_KILOMETRES = 50
SVG = 'xmlns="http://www.w3.org/2000/svg"'
MARGIN, ABOVE = 4, 14
LABEL = 13.0
NARROW_LABEL = 22.0  # units: 12.7 pixels where a phone shows the map 350 pixels wide
LEADING = 18 / 13
FAR_NEARER = 0.25  # of the squared distance: a leader half as long is worth the name of a county
Words = Callable[[str], str]


@dataclass(frozen=True)
class Marked:
    """The place a map is about: outlined, named, with its value; `lines` stand beside a leader."""

    code: str
    lines: tuple[str, ...]


def choropleth(
    values: Mapping[str, float | None],
    classes: Classes,
    *,
    level: str,
    lang: Lang,
    title: str,
    desc: str,
    county: str | None = None,
    marked: Marked | None = None,
    says: Words | None = None,
    link: Words | None = None,
    standalone: bool = False,
    narrow: bool = False,
    ids: str = "",
) -> str:
    """Return a map as SVG.

    `values` by place code: None and absent are hatched, zero is a colour. `says` gives the words of one
    shape (its tooltip), `link` its address. `title` and `desc` are read to who can't see it. `standalone`
    adds a paper ground, for a file. County values are drawn on county shapes, never on townships.
    `narrow` adds the words a second time, larger and placed anew, in a group of class "narrow" beside that
    of class "wide": the page's style shows one. `ids` sets apart two maps of one page that say the same.
    """
    drawn = sheet(level, county)
    key = ids or f"m{crc32((title + desc).encode()):08x}"
    parts = [_open(drawn, key, title, desc, standalone, role="group" if link else "img"), _hatch(key)]
    parts += _filled(drawn.shapes, values, classes, key, says, link)
    if drawn.county_lines:
        parts.append(
            f'<path d="{drawn.county_lines}" fill="none" stroke="{PAPER}" stroke-width="1.5" '
            f'stroke-linejoin="round" pointer-events="none"/>'
        )
    parts += _frames(drawn)
    if marked is not None and marked.code in drawn.shapes:
        parts.append(_outline(drawn.shapes[marked.code].path))
    named = marked if county is None and marked and marked.lines and marked.code in drawn.shapes else None
    wide = _written(drawn, level, named, lang, LABEL)
    if narrow:
        small = _written(drawn, level, named, lang, NARROW_LABEL)
        wide = f'<g class="wide">{wide}</g><g class="narrow" font-size="{NARROW_LABEL:g}">{small}</g>'
    return "".join([*parts, wide, "</svg>"])


def thumbnail(
    values: Mapping[str, float | None],
    classes: Classes,
    *,
    county: str,
    title: str,
    desc: str,
    marked: Sequence[str] = (),
    lang: Lang = "zh",
    ids: str = "",
) -> str:
    """Return one county's townships as a small coarse map (about 10 kB), those `marked` outlined as one.

    A single marked place too small to be seen is drawn again below, enlarged.
    """
    drawn = thumbnail_sheet(county)
    close = inset(county, marked[0]) if len(marked) == 1 else None
    grown = replace(drawn, height=drawn.height + INSET_HEIGHT + 2 * MARGIN) if close else drawn
    key = ids or f"t{crc32((title + desc).encode()):08x}"
    parts = [_open(grown, key, title, desc, standalone=False, role="img"), _hatch(key)]
    parts += _filled(drawn.shapes, values, classes, key, None, None)
    if marked:
        parts.append(_outline(joined(county, tuple(marked))))
    if close:
        parts.append(_enlarged(drawn, close, marked[0], values, classes, key, lang))
    return "".join([*parts, "</svg>"])


def _enlarged(
    drawn: Sheet,
    close: Inset,
    code: str,
    values: Mapping[str, float | None],
    classes: Classes,
    key: str,
    lang: Lang,
) -> str:
    """Return the inset of a tiny place below its small map, with a line from the place to it."""
    x, y = close.centre
    top = drawn.height + MARGIN
    filled = "".join(_filled(close.shapes, values, classes, key, None, None))
    words = f"放大 {close.times} 倍" if lang == "zh" else f"{close.times} times larger"
    side = min(max(x, 8.0), INSET_WIDTH - 8)
    return (
        f'<path d="M{x:.1f},{y:.1f}L{side:.1f},{top:g}" stroke="{INK}" stroke-width=".8" fill="none"/>'
        f'<g transform="translate(0 {top:g})"><clipPath id="{key}c"><rect width="{INSET_WIDTH:g}" '
        f'height="{INSET_HEIGHT:g}"/></clipPath><rect width="{INSET_WIDTH:g}" height="{INSET_HEIGHT:g}" '
        f'fill="{PAPER}"/><g clip-path="url(#{key}c)">{filled}{_outline(close.shapes[code].path)}</g>'
        f'<rect width="{INSET_WIDTH:g}" height="{INSET_HEIGHT:g}" fill="none" stroke="{LINE}"/>'
        f'<text x="{INSET_WIDTH + 6:g}" y="{INSET_HEIGHT - 4:g}" fill="{STONE}">{words}</text></g>'
    )


def _open(drawn: Sheet, key: str, title: str, desc: str, standalone: bool, *, role: str) -> str:
    above = ABOVE if drawn.labels else MARGIN
    width, height = drawn.width + 2 * MARGIN, drawn.height + above + MARGIN
    size = f' width="{width:g}" height="{height:g}"' if standalone else ""
    ground = (
        f'<rect x="{-MARGIN}" y="{-above}" width="{width:g}" height="{height:g}" fill="{PAPER}"/>'
        if standalone
        else ""
    )
    return (
        f'<svg {SVG} viewBox="{-MARGIN} {-above} {width:g} {height:g}"{size} role="{role}" '
        f'aria-labelledby="{key}t {key}d" font-family="{FONT}" font-size="{LABEL:g}">'
        f'<title id="{key}t">{escape(title)}</title><desc id="{key}d">{escape(desc)}</desc>{ground}'
    )


def _hatch(key: str) -> str:
    return (
        f'<defs><pattern id="{key}h" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{PAPER}"/>'
        f'<path d="M0,0v6" stroke="{HATCH}" stroke-width="1.6"/></pattern></defs>'
    )


def _filled(
    shapes: Mapping[str, Shape],
    values: Mapping[str, float | None],
    classes: Classes,
    key: str,
    says: Words | None,
    link: Words | None,
) -> list[str]:
    """Return the shapes grouped by class; those without a value last, hatched and outlined."""
    groups: dict[int, list[str]] = {}
    for code, shape in shapes.items():
        value = values.get(code)
        number = len(classes.colours) if value is None else classes.of(value)
        edge = ""
        if shape.tiny:
            colour = HATCH if value is None else classes.colours[number]
            edge = f' stroke="{colour}" stroke-width="1.6"'
        groups.setdefault(number, []).append(_shape(code, shape, edge, says, link))
    parts = []
    for number, paths in sorted(groups.items()):
        if number == len(classes.colours):
            look = f'fill="url(#{key}h)" stroke="{HATCH}" stroke-width=".8"'
        else:
            look = f'fill="{classes.colours[number]}" stroke="{PAPER}" stroke-width=".5"'
        parts.append(f'<g {look} fill-rule="evenodd" stroke-linejoin="round">{"".join(paths)}</g>')
    return parts


def _shape(code: str, shape: Shape, edge: str, says: Words | None, link: Words | None) -> str:
    words = f"<title>{escape(says(code))}</title>" if says else ""
    path = f'<path d="{shape.path}" data-code="{code}"{edge}'
    path = f"{path}>{words}</path>" if words else f"{path}/>"
    return f'<a href="{escape(link(code))}" tabindex="-1">{path}</a>' if link else path


def _outline(path: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="2.2" '
        f'stroke-linejoin="round" pointer-events="none"/>'
    )


def _frames(drawn: Sheet) -> list[str]:
    return [
        f'<rect x="{frame.x:g}" y="{frame.y:g}" width="{frame.width:g}" height="{frame.height:g}" '
        f'fill="none" stroke="{LINE}"/>'
        for frame in drawn.frames
    ]


def _written(drawn: Sheet, level: str, marked: Marked | None, lang: Lang, size: float) -> str:
    """Return all words of a map at one size: names of frames and counties, scale, the marked place."""
    parts = [
        f'<text x="{box[0]:g}" y="{box[3]:g}" fill="{STONE}">{words}</text>'
        for words, box in _frame_names(drawn, lang, size)
    ]
    named, taken = _named(drawn, level, marked, lang, size) if marked else ("", None)
    for words, box in _labels(drawn, lang, size):
        if taken is None or not _touch(box, taken):
            parts.append(f'<text x="{box[0]:g}" y="{box[3] - 3:g}" fill="{STONE}">{words}</text>')
    if drawn.labels:
        length = SCALE_KILOMETRES * drawn.kilometre
        y = drawn.height - 14
        words = f"{SCALE_KILOMETRES} 公里" if lang == "zh" else f"{SCALE_KILOMETRES} km"
        parts.append(
            f'<path d="M8,{y - 6:g}v6h{length:.1f}v-6" stroke="{STONE}" fill="none"/>'
            f'<text x="{16 + length:.1f}" y="{y:g}" fill="{STONE}">{words}</text>'
        )
    return "".join([*parts, named])


def _frame_names(drawn: Sheet, lang: Lang, size: float) -> list[tuple[str, Box]]:
    """Return names of frames with their boxes; larger words would cover the islands, so stand beside."""
    found = []
    for frame in drawn.frames:
        words, foot = frame.label.get(lang), frame.y + frame.height - 6
        left = frame.x + (5 if size <= LABEL else frame.width + 5)
        found.append((words, (left, foot - size, left + text_width(words, size), foot)))
    return found


def _labels(drawn: Sheet, lang: Lang, size: float) -> list[tuple[str, Box]]:
    """Return county names with their boxes, each moved out to the open sea if it would stand on land."""
    found: list[tuple[str, Box]] = []
    for text, x, y in drawn.labels:
        words = text.get(lang)
        wide = text_width(words, size)
        step = 4 if x > drawn.width / 2 else -4
        left = x if step > 0 else x - (text_width(words, size) - text_width(words, LABEL))
        places = (
            (left + step * number, y + 2 - size, left + step * number + wide, y + 3) for number in range(40)
        )
        taken = tuple(box for _, box in found)
        box = next((box for box in places if drawn.is_free(box, taken)), None)
        if box is not None:
            found.append((words, box))
    return found


def _named(drawn: Sheet, level: str, marked: Marked, lang: Lang, size: float) -> tuple[str, Box | None]:
    """Return name and value of the marked place in the nearest open sea, with a leader, and their box.

    Names of counties give way where the sea beside them has no room or only far away.
    """
    x, y = drawn.shapes[marked.code].centre
    leading = size * LEADING
    widest = max(text_width(line, size, bold=True) for line in marked.lines)
    wide, tall = -(-widest // 8) * 8, leading * len(marked.lines)
    found = [
        min(spots, key=lambda box: _distance(box, x, y))
        for beside_names in (True, False)
        if (spots := _free(level, lang, wide, tall, size, beside_names))
    ]
    if not found:
        return "", None
    first, last = (_distance(box, x, y) for box in (found[0], found[-1]))
    box = left, top, right, _ = found[-1] if last < FAR_NEARER * first else found[0]
    side = left - 5 if left > x else right + 5
    lines = "".join(
        f'<text x="{left:g}" y="{top + size + leading * number:g}" '
        f'font-weight="{400 if number else 700}" fill="{INK}">{escape(line)}</text>'
        for number, line in enumerate(marked.lines)
    )
    turn = side - 8 if left > x else side + 8
    leader = (
        f'<path d="M{x:g},{y:g}L{turn:g},{top + size * 0.7:g}H{side:g}" stroke="{INK}" fill="none" '
        f'pointer-events="none"/>{lines}'
    )
    return leader, box


@lru_cache(maxsize=64)
def _free(
    level: str, lang: Lang, wide: float, tall: float, size: float, beside_names: bool
) -> tuple[Box, ...]:
    """Return the boxes of this size in the open sea, clear of the scale bar and of the names of counties."""
    drawn = sheet(level)
    named = _labels(drawn, lang, size) if beside_names else []
    taken = [(box[0] - 4, box[1], box[2] + 4, box[3]) for _, box in named]
    taken += [box for _, box in _frame_names(drawn, lang, size)]
    taken.append((0.0, drawn.height - 14 - size * 2, 135 + 5 * size, drawn.height))
    spots = (
        (float(left), float(top), left + wide, top + tall)
        for left in range(4, int(drawn.width - wide), 8)
        for top in range(4, int(drawn.height - tall), 8)
    )
    return tuple(box for box in spots if drawn.is_free(_grown(box, 8), tuple(taken)))


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _distance(box: Box, x: float, y: float) -> float:
    """Squared length of the leader; a label level with its place or lower reads best."""
    left, top, right, _ = box
    across = left - x if left > x else x - right
    return across**2 + (top + 9 - y) ** 2


def _grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by / 2, box[2] + by, box[3] + by / 2
