"""The ranking beside the map: the first five, those around this place, the last five, bars from one zero."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from difang import places
from difang.atlas.maps.figures import Drawn
from difang.charts.theme import INK, MID_GREEN, MID_INDIGO
from difang.text import Lang

ENDS, AROUND = 5, 3
BAR_WIDTH, BAR_HEIGHT = 120, 27


@dataclass(frozen=True)
class Row:
    """One line of the ranking; a cut stands for the places left out."""

    cut: bool = False
    me: bool = False
    rank: int = 0
    code: str = ""
    name: str = ""
    county: str = ""
    value: str = ""
    bar: str = ""


def ranking(drawn: Drawn, marked: str | None, lang: Lang) -> list[Row]:
    """Return the rows to show, best first, with cuts between them."""
    ordered = sorted(drawn.ranks, key=lambda code: (drawn.ranks[code], code))
    shown = _shown(len(ordered), ordered.index(marked) if marked in drawn.ranks else None)
    span = _span(drawn.known.values())
    rows: list[Row] = []
    previous = -1
    for number in shown:
        if number != previous + 1:
            rows.append(Row(cut=True))
        rows.append(_row(drawn, ordered[number], marked, lang, span))
        previous = number
    return rows


def _shown(count: int, around: int | None) -> list[int]:
    wanted = {*range(min(ENDS, count)), *range(max(0, count - ENDS), count)}
    if around is not None:
        wanted |= set(range(max(0, around - AROUND), min(count, around + AROUND + 1)))
    return sorted(wanted)


def _span(values: Iterable[float]) -> tuple[float, float]:
    known = [*values, 0.0]
    return min(known), max(known)


def _row(drawn: Drawn, code: str, marked: str | None, lang: Lang, span: tuple[float, float]) -> Row:
    place = places.get(code)
    county = place.county_name if lang == "zh" else place.county_name_en
    value = drawn.known[code]
    return Row(
        me=code == marked,
        rank=drawn.ranks[code],
        code=code,
        name=place.label(lang),
        county=(county or "")
        .removesuffix("縣")
        .removesuffix("市")
        .removesuffix(" County")
        .removesuffix(" City"),
        value=drawn.figures[code].number(),
        bar=_bar(value, span),
    )


def _bar(value: float, span: tuple[float, float]) -> SafeString:
    low, high = span
    width = (high - low) or 1.0
    zero = -low / width * BAR_WIDTH
    length = abs(value) / width * BAR_WIDTH
    left = zero if value >= 0 else zero - length
    colour = MID_GREEN if low == 0 else MID_INDIGO if value >= 0 else "#CE7040"
    return mark_safe(  # noqa: S308  # numbers and constants only
        f'<svg viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect x="{left:.1f}" y="7" width="{length:.1f}" height="13" fill="{colour}"/>'
        f'<path d="M{zero:.1f},0v{BAR_HEIGHT}" stroke="{INK}"/></svg>'
    )
