"""Legends: how many places each class holds, breaks under the joints; and a slim one for small maps."""

from collections.abc import Sequence
from html import escape

from difang.charts.measure import text_width
from difang.charts.scale import Classes
from difang.charts.theme import DIVERGING, FONT, GREY, INK, STONE
from difang.text import Lang

WIDE_WIDTH, NARROW_WIDTH, HEIGHT = 392, 350, 124
SIZE = 13
GROUND, TALLEST = 82, 64
GAP = 2
SVG = 'xmlns="http://www.w3.org/2000/svg"'


def legend(
    classes: Classes,
    counts: Sequence[int],
    *,
    lang: Lang,
    decimals: int = 0,
    ends: tuple[str, str] = ("", ""),
    middle: str = "",
    width: int = WIDE_WIDTH,
) -> str:
    """Return bars as high as the number of places in each class, with the breaks between them.

    `ends` are words under the first and last class, `middle` under the middle one of a diverging scale.
    Breaks that would touch stand in two rows by turns.
    """
    step = (width + GAP) / len(counts)
    most = max([*counts, 1])
    written = break_words(classes, decimals)
    rows = 2 if max((text_width(one, SIZE) for one in written), default=0.0) + 6 > step else 1
    row = 17 * (rows - 1)
    parts = [_open(width, HEIGHT + row, _alt(classes, counts, lang, decimals))]
    for number, (count, colour) in enumerate(zip(counts, classes.colours, strict=True)):
        tall = TALLEST * count / most
        left = number * step
        parts.append(_bar(left, GROUND - tall, step - GAP, tall, colour))
        parts.append(_text(left + (step - GAP) / 2, GROUND - tall - 5, f"{count:,}", INK, "middle"))
    for number, words in enumerate(written, start=1):
        x = number * step - GAP / 2
        lower = row * (1 - number % 2)
        half = text_width(words, SIZE) / 2
        parts.append(f'<path d="M{x:.1f},{GROUND}v{5 + lower}" stroke="{INK}"/>')
        parts.append(_text(min(max(x, half), width - half), GROUND + 18 + lower, words, INK, "middle"))
    parts.append(f'<path d="M0,{GROUND}H{width}" stroke="{INK}"/>')
    below = GROUND + 38 + row
    parts += [
        _text(x, below, words, STONE, anchor)
        for x, words, anchor in (
            (0.0, ends[0], "start"),
            (width / 2, middle, "middle"),
            (float(width), ends[1], "end"),
        )
        if words
    ]
    return "".join([*parts, "</svg>"])


def slim_legend(classes: Classes, *, lang: Lang, decimals: int = 0, width: int = 230) -> str:
    """Return one row of colours with the breaks below; every other break where they would touch."""
    count = len(classes.colours)
    step = (width + 1.5) / count
    parts = [_open(width, 28, _alt(classes, (), lang, decimals))]
    parts += [_bar(number * step, 0, step - 1.5, 9, colour) for number, colour in enumerate(classes.colours)]
    words = break_words(classes, decimals)
    fits = max((len(one) for one in words), default=0) * 8 < step
    for number, one in enumerate(words, start=1):
        if fits or number in (1, count - 1) or count <= 5 or number in (3, 4):
            parts.append(_text(number * step - 0.75, 24, one, STONE, "middle"))
    return "".join([*parts, "</svg>"])


def break_words(classes: Classes, decimals: int = 0) -> list[str]:
    """Return the breaks as written: thousands separators, a true minus; signs on a diverging scale."""
    signed = "+" if classes.colours == DIVERGING and min(classes.breaks) < 0 < max(classes.breaks) else ""
    return [f"{one:{signed},.{decimals}f}".replace("-", "−") for one in classes.breaks]


def _alt(classes: Classes, counts: Sequence[int], lang: Lang, decimals: int) -> str:
    words = break_words(classes, decimals)
    if lang == "zh":
        sizes = f"；各級由低到高有 {'、'.join(str(one) for one in counts)} 個地方" if counts else ""
        return f"圖例：分級點 {'、'.join(words)}{sizes}" if words else f"圖例：只有一級{sizes}"
    sizes = f"; places from the lowest class up: {', '.join(str(one) for one in counts)}" if counts else ""
    return f"Legend: breaks at {', '.join(words)}{sizes}" if words else f"Legend: one class{sizes}"


def _open(width: float, height: float, alt: str) -> str:
    return (
        f'<svg {SVG} viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(alt)}" font-family="{FONT}" font-size="{SIZE}">'
    )


def _bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    pale = f' stroke="{GREY}" stroke-width=".8"' if colour in (DIVERGING[3],) else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"{pale}/>'


def _text(x: float, y: float, words: str, colour: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
