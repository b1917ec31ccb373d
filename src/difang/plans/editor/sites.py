"""Where a venture lies: the townships' outlines with a mark, on which a click gives the coordinates."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from difang import places
from difang.places.drawing import COSINE
from difang.places.shapes import FILES, polygons

WIDTH, MARGIN = 420.0, 12.0
KILOMETRES_A_DEGREE = 111.2
# Outlines are drawn coarsely, and harbours and reefs lie off the shore.
TOLERANCE_KM = 2.0
Spot = tuple[float, float]


def lies_in(townships: Sequence[str], spot: Spot) -> bool:
    """Tell whether a point (longitude, latitude) lies in one of the townships, or within 2 km of one."""
    return any(_inside(code, spot) or _distance_km(code, spot) <= TOLERANCE_KM for code in townships)


def township_at(spot: Spot) -> str | None:
    """Return the township a point lies in; None in the sea."""
    return next((code for code in polygons(FILES["township"]) if _inside(code, spot)), None)


def _rings(code: str) -> Iterator[list[list[float]]]:
    for polygon in polygons(FILES["township"]).get(code, ()):
        yield from polygon


def _inside(code: str, spot: Spot) -> bool:
    """Count the sides that a line to the east crosses: an odd number from inside, holes counted with the rest."""
    x, y = spot
    odd = False
    for ring in _rings(code):
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                odd = not odd
    return odd


def _distance_km(code: str, spot: Spot) -> float:
    return min((_to_side(a, b, spot) for ring in _rings(code) for a, b in pairwise(ring)), default=math.inf)


def _to_side(a: Sequence[float], b: Sequence[float], spot: Spot) -> float:
    """Return the kilometres from a point to a side, on a plane that touches the globe at Taiwan."""
    ax, ay, bx, by = (
        (value - zero) * KILOMETRES_A_DEGREE * stretch
        for value, zero, stretch in (
            (a[0], spot[0], COSINE),
            (a[1], spot[1], 1.0),
            (b[0], spot[0], COSINE),
            (b[1], spot[1], 1.0),
        )
    )
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length)) if length else 0.0
    return math.hypot(ax + along * (bx - ax), ay + along * (by - ay))


def site_map(townships: Sequence[str], spot: Spot | None) -> SafeString:
    """Return an SVG of the townships and their neighbours; its data attributes tell scale and corner in degrees."""
    shapes = polygons(FILES["township"])
    own = [code for code in townships if code in shapes]
    around = dict.fromkeys(code for one in own for code in places.neighbours(one))
    beside = [code for code in around if code in shapes and code not in own]
    points = [point for code in own for ring in _rings(code) for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * COSINE, (north - south) / 1.2)

    def at(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * COSINE * scale + MARGIN, (north - lat) * scale + MARGIN

    def path(code: str) -> str:
        rings = [ring for polygon in shapes[code] for ring in polygon]
        return "".join(
            "M" + "L".join("{:.1f},{:.1f}".format(*at(x, y)) for x, y in ring) + "Z" for ring in rings
        )

    titled = ((path(code), places.get(code).full_label("zh")) for code in own)
    x, y = at(*spot) if spot else (-99.0, -99.0)
    return format_html(
        '<svg class="sitemap" viewBox="0 0 {} {}" role="img" aria-label="{}" data-west="{}" data-north="{}" '
        'data-scale="{}" data-cosine="{}" data-margin="{}">{}{}'
        '<circle class="spot" cx="{}" cy="{}" r="7"/></svg>',
        round(WIDTH),
        round((north - south) * scale + 2 * MARGIN),
        "、".join(places.get(code).full_label("zh") for code in own),
        west,
        north,
        scale,
        COSINE,
        MARGIN,
        format_html_join("", '<path d="{}"/>', ((path(code),) for code in beside)),
        format_html_join("", '<path class="own" d="{}"><title>{}</title></path>', titled),
        round(x, 1),
        round(y, 1),
    )
