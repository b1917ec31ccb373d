"""Where a place lies: its county's townships, this one dark, those that share a border pale, named."""

from collections.abc import Sequence
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from difang import places
from difang.charts import Classes, text_width, thumbnail
from difang.charts.borders import TENTHS, rings
from difang.charts.drawn import THUMBNAIL_WIDTH, Box, area, thumbnail_sheet
from difang.charts.theme import GREEN, INK, PAPER, RICE, SEA
from difang.places import Place
from difang.text import Lang, Text

ELSEWHERE, BESIDE, HERE = 0.0, 1.0, 2.0
CLASSES = Classes((BESIDE, HERE), (SEA, RICE, GREEN))
SIZE = 9.0
HALO = f' stroke="{PAPER}" stroke-width="2.5" paint-order="stroke"'
SUFFIXES = "鄉鎮市區"


def locator(place: Place, lang: Lang) -> SafeString:
    """Return the drawing of a township or a set of them in its county, or of a county with its townships."""
    county = place.members[0][:5]
    here = place.members if place.level in ("township", "region") else ()
    beside = {code for one in here for code in places.neighbours(one)} - set(here)
    codes = [town.code for town in places.all_places("township", county)]
    values = {code: HERE if code in here else BESIDE if code in beside else ELSEWHERE for code in codes}
    near = Text(
        "、".join(places.name(code, "zh") for code in sorted(beside)),
        ", ".join(places.name(code, "en") for code in sorted(beside)),
    )
    drawing = thumbnail(
        values if here else dict.fromkeys(codes, BESIDE),
        CLASSES,
        county=county,
        title=_title(county, place if here else None).get(lang),
        desc=Text(f"相鄰：{near.zh}", f"Beside it: {near.en}").get(lang) if beside else "",
        marked=here,
        lang=lang,
        ids="locator",
    )
    ranked = sorted(codes, key=lambda code: (-values[code], code))
    names = "".join(_names(county, ranked, here, lang))
    return mark_safe(drawing.removesuffix("</svg>") + names + "</svg>")  # noqa: S308  # our own SVG


def _title(county: str, here: Place | None) -> Text:
    zh, en = places.name(county, "zh"), places.name(county, "en")
    if here is None:
        return Text(f"{zh}的鄉鎮市區", f"Townships of {en}")
    return Text(f"{here.name}在{zh}的位置", f"Where {here.name_en} lies in {en}")


def _names(county: str, codes: list[str], here: Sequence[str], lang: Lang) -> list[str]:
    """Return names that stand clear of each other, the marked place's first, then its neighbours'."""
    shapes = thumbnail_sheet(county).shapes
    taken: list[Box] = []
    parts = []
    for code in codes:
        if code not in shapes:
            continue
        words = _short(code, lang)
        x, y, room = _room(county, code)
        half = text_width(words, SIZE, bold=code in here) / 2 + 1
        fits = room >= 2 * half
        if code in here and not fits:
            right = x + room / 2 + half + 4
            x = right if right + half < THUMBNAIL_WIDTH else x - room / 2 - half - 4
        x, y = min(max(x, half), THUMBNAIL_WIDTH - half), y + SIZE / 3
        box = (x - half, y - SIZE, x + half, y + 2)
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        look = f'fill="{INK}"'
        if code in here:
            look = f'fill="{PAPER if fits else INK}" font-weight="700"{"" if fits else HALO}'
        parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{SIZE:g}" {look}>{words}</text>'
        )
    return parts


@cache
def _room(county: str, code: str) -> tuple[float, float, float]:
    """Return the middle of the line inside a place's largest part with the most room for a name, and how much."""
    drawn = places.outlines("township", county)
    parts = rings(drawn.paths[code], THUMBNAIL_WIDTH / drawn.width)
    ring = [(x / TENTHS, y / TENTHS) for x, y in max(parts, key=area)]
    ys = [y for _, y in ring]
    low, steps = min(ys), 24
    step = (max(ys) - low) / steps
    lines = [_widest(ring, low + step * (number + 0.5)) for number in range(steps)]
    lean = max(1, round(SIZE / 2 / step)) if step else 1
    best = max(
        range(steps),
        key=lambda at: (
            min(b - a for a, b in lines[max(0, at - lean) : at + lean + 1]),
            -abs(at - steps / 2),
        ),
    )
    left, right = lines[best]
    return (left + right) / 2, low + step * (best + 0.5), right - left


def _widest(ring: list[tuple[float, float]], y: float) -> tuple[float, float]:
    crossings = sorted(
        x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y0 <= y) != (y1 <= y)
    )
    spans = list(zip(crossings[::2], crossings[1::2], strict=True))
    return max(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0))


def _short(code: str, lang: Lang) -> str:
    name = places.name(code, lang)
    if lang == "en":
        return name.rsplit(" ", 1)[0]
    return name[:-1] if len(name) > 2 and name[-1] in SUFFIXES else name
