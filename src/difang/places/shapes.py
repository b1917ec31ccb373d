"""Shapes in longitude and latitude: GeoJSON for downloads and for programs."""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Any

from difang.errors import InputError
from difang.places.registry import name, read

Polygons = list[list[list[list[float]]]]
FILES = {"township": "townships", "county": "counties", "village": "villages"}


@cache
def polygons(file: str) -> dict[str, Polygons]:
    """Return {code: polygons} of one shape file: nation (coarse townships), townships, counties or villages."""
    found: dict[str, Polygons] = read(f"{file}.json.gz")
    return found


@cache
def centres() -> dict[str, tuple[float, float]]:
    """Return the middle (longitude, latitude) of every township's largest part."""
    return {code: _middle(max((part[0] for part in shape), key=_area)) for code, shape in _townships()}


def _townships() -> list[tuple[str, Polygons]]:
    return sorted(polygons("townships").items())


def _area(ring: list[list[float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))) / 2


def _middle(ring: list[list[float]]) -> tuple[float, float]:
    """Return the centre of gravity of a closed ring, taken from its first corner to keep digits."""
    left, top = ring[0]
    points = [(x - left, y - top) for x, y in ring]
    crosses = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(points)]
    doubled = sum(cross for _, _, cross in crosses)
    x = sum((a[0] + b[0]) * cross for a, b, cross in crosses) / (3 * doubled)
    y = sum((a[1] + b[1]) * cross for a, b, cross in crosses) / (3 * doubled)
    return round(left + x, 4), round(top + y, 4)


def geojson(level: str, codes: Iterable[str] | None = None, county: str | None = None) -> dict[str, Any]:
    """Return a FeatureCollection of townships, counties or one county's villages, in WGS 84 degrees.

    Exterior rings run counter-clockwise, holes clockwise (RFC 7946). InputError for a level without shapes.
    """
    if level not in FILES:
        raise InputError(
            f"「{level}」沒有界線；可用 township、county、village。",
            f"level '{level}' has no shapes; use township, county or village.",
        )
    shapes = polygons(FILES[level])
    wanted = None if codes is None else set(codes)
    features = [
        _feature(code, shape)
        for code, shape in sorted(shapes.items())
        if (wanted is None or code in wanted) and (county is None or code[:5] == county)
    ]
    return {"type": "FeatureCollection", "features": features}


def _feature(code: str, shape: Polygons) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": code,
        "properties": {"place": code, "name": name(code, "zh"), "name_en": name(code, "en")},
        "geometry": {"type": "MultiPolygon", "coordinates": [_turned(rings) for rings in shape]},
    }


def _turned(rings: list[list[list[float]]]) -> list[list[list[float]]]:
    return [ring if _counter_clockwise(ring) == (at == 0) else ring[::-1] for at, ring in enumerate(rings)]


def _counter_clockwise(ring: list[list[float]]) -> bool:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) > 0
