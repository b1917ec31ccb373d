"""Where a venture lies: a township's outline with a mark, on which a click gives the coordinates."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from difang import places
from difang.places.drawing import COSINE
from difang.places.shapes import FILES, polygons

WIDTH, MARGIN = 420.0, 12.0


def site_map(township: str, spot: tuple[float, float] | None) -> SafeString:
    """Return an SVG of the township and its neighbours; its data attributes tell scale and corner in degrees."""
    shapes = polygons(FILES["township"])
    beside = [code for code in places.neighbours(township) if code in shapes]
    points = [point for polygon in shapes[township] for ring in polygon for point in ring]
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

    x, y = at(*spot) if spot else (-99.0, -99.0)
    return format_html(
        '<svg class="sitemap" viewBox="0 0 {} {}" role="img" aria-label="{}" data-west="{}" data-north="{}" '
        'data-scale="{}" data-cosine="{}" data-margin="{}">{}<path class="own" d="{}"/>'
        '<circle class="spot" cx="{}" cy="{}" r="7"/></svg>',
        round(WIDTH),
        round((north - south) * scale + 2 * MARGIN),
        places.get(township).full_label("zh"),
        west,
        north,
        scale,
        COSINE,
        MARGIN,
        format_html_join("", '<path d="{}"/>', ((path(code),) for code in beside)),
        path(township),
        round(x, 1),
        round(y, 1),
    )
