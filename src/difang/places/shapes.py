"""Shapes in longitude and latitude: GeoJSON for downloads and for programs."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from difang.errors import InputError
from difang.places.registry import name, read

Polygons = list[list[list[list[float]]]]
SHAPED = ("township", "village")


@cache
def polygons(file: str) -> dict[str, Polygons]:
    """Return {code: polygons} of one shape file: nation (coarse), townships or villages."""
    found: dict[str, Polygons] = read(f"{file}.json.gz")
    return found


def geojson(level: str, codes: Iterable[str] | None = None, county: str | None = None) -> dict[str, Any]:
    """Return a FeatureCollection of townships, counties or one county's villages, in WGS 84 degrees.

    A county is the collection of its townships' polygons. InputError for a level without shapes.
    """
    if level == "county":
        shapes = _counties()
    elif level in SHAPED:
        shapes = polygons("townships" if level == "township" else "villages")
    else:
        raise InputError(
            f"「{level}」沒有界線；可用 township、county、village。",
            f"level '{level}' has no shapes; use township, county or village.",
        )
    wanted = None if codes is None else set(codes)
    features = [
        _feature(code, shape)
        for code, shape in sorted(shapes.items())
        if (wanted is None or code in wanted) and (county is None or code[:5] == county)
    ]
    return {"type": "FeatureCollection", "features": features}


def _counties() -> dict[str, Polygons]:
    found: dict[str, Polygons] = {}
    for code, shape in polygons("townships").items():
        found.setdefault(code[:5], []).extend(shape)
    return found


def _feature(code: str, shape: Polygons) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": code,
        "properties": {"place": code, "name": name(code, "zh"), "name_en": name(code, "en")},
        "geometry": {"type": "MultiPolygon", "coordinates": shape},
    }
