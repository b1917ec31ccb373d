"""The map: our own SVG over projected outlines, with frames, hatch, a marked place and words for readers.

Only presentation attributes, no style: it stands inline under a strict content security policy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from zlib import crc32

from difang import places
from difang.charts.scale import Classes
from difang.charts.theme import GREY, HATCH, INK, PAPER, STONE
from difang.places import Outlines
from difang.text import Lang

SCALE_KILOMETRES = 50
SVG = 'xmlns="http://www.w3.org/2000/svg"'


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
    says: Callable[[str], str] | None = None,
    link: Callable[[str], str] | None = None,
    standalone: bool = False,
) -> str:
    """Return a map as SVG.

    `values` by place code: None and absent are hatched, zero is a colour. `says` gives the words of one
    shape (its tooltip), `link` its address. `title` and `desc` are read to who can't see it. `standalone`
    adds a paper ground, for a file. County values are drawn on county shapes, never on townships.
    """
    drawn = places.outlines(level, county)
    ids = f"m{crc32((title + desc).encode()):08x}"
    parts = [_open(drawn, ids, title, desc, standalone), _hatch(ids)]
    parts += [
        _shape(code, path, values.get(code), classes, ids, says, link) for code, path in drawn.paths.items()
    ]
    if level == "township" and county is None:
        borders = places.outlines("county").paths.values()
        parts += [f'<path d="{path}" fill="none" stroke="{PAPER}" stroke-width="1.5"/>' for path in borders]
    parts += _frames(drawn, lang)
    if marked is not None and marked.code in drawn.paths:
        parts.append(_mark(drawn, marked, leader=county is None))
    parts.append("</svg>")
    return "".join(parts)


def _open(drawn: Outlines, ids: str, title: str, desc: str, standalone: bool) -> str:
    size = f' width="{drawn.width:g}" height="{drawn.height:g}"' if standalone else ""
    ground = f'<rect width="{drawn.width:g}" height="{drawn.height:g}" fill="{PAPER}"/>' if standalone else ""
    return (
        f'<svg {SVG} viewBox="-2 -2 {drawn.width + 4:g} {drawn.height + 4:g}"{size} role="group" '
        f'aria-labelledby="{ids}t {ids}d" font-family="Noto Sans TC" font-size="13">'
        f'<title id="{ids}t">{escape(title)}</title><desc id="{ids}d">{escape(desc)}</desc>{ground}'
    )


def _hatch(ids: str) -> str:
    return (
        f'<defs><pattern id="{ids}h" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{PAPER}"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{HATCH}" stroke-width="1.6"/></pattern></defs>'
    )


def _shape(
    code: str,
    path: str,
    value: float | None,
    classes: Classes,
    ids: str,
    says: Callable[[str], str] | None,
    link: Callable[[str], str] | None,
) -> str:
    if value is None:
        fill, edge = f"url(#{ids}h)", f'stroke="{GREY}" stroke-width=".5"'
    else:
        fill, edge = classes.colour(value), f'stroke="{PAPER}" stroke-width=".5"'
    words = f"<title>{escape(says(code))}</title>" if says else ""
    shape = f'<path d="{path}" fill="{fill}" {edge} data-code="{code}">{words}</path>'
    return f'<a href="{escape(link(code))}" tabindex="-1">{shape}</a>' if link else shape


def _frames(drawn: Outlines, lang: Lang) -> list[str]:
    parts = []
    for frame in drawn.frames:
        parts.append(
            f'<rect x="{frame.x:g}" y="{frame.y:g}" width="{frame.width:g}" height="{frame.height:g}" '
            f'fill="none" stroke="{GREY}"/>'
            f'<text x="{frame.x + 5:g}" y="{frame.y + frame.height - 6:g}" fill="{STONE}">'
            f"{frame.label.get(lang)}</text>"
        )
    for text, x, y in drawn.labels:
        parts.append(f'<text x="{x:g}" y="{y:g}" fill="{STONE}">{text.get(lang)}</text>')
    if drawn.labels:
        length = SCALE_KILOMETRES * drawn.kilometre
        y = drawn.height - 14
        words = f"{SCALE_KILOMETRES} 公里" if lang == "zh" else f"{SCALE_KILOMETRES} km"
        parts.append(
            f'<path d="M8,{y - 4:g}v8M8,{y:g}h{length:g}m0,-4v8" stroke="{STONE}" fill="none"/>'
            f'<text x="{14 + length:g}" y="{y + 5:g}" fill="{STONE}">{words}</text>'
        )
    return parts


def _mark(drawn: Outlines, marked: Marked, *, leader: bool) -> str:
    path = drawn.paths[marked.code]
    outline = f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="2.2" stroke-linejoin="round"/>'
    if not leader or not marked.lines:
        return outline
    x, y = drawn.centres[marked.code]
    # The open sea lies east of the main island; places in the far east and north-west keep clear of the land.
    at_x, at_y = drawn.width - 118, min(max(y + 110, 190), drawn.height - 90)
    lines = "".join(
        f'<text x="{at_x + 6:g}" y="{at_y + 4 + 18 * number:g}" font-weight="{400 if number else 700}" '
        f'fill="{INK}">{escape(line)}</text>'
        for number, line in enumerate(marked.lines)
    )
    return f'{outline}<path d="M{x:g},{y:g}L{at_x:g},{at_y:g}" stroke="{INK}" fill="none"/>{lines}'
