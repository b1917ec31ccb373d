"""GeoJSON: a feature a row, the figure as its properties."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from difang.indicators.export.about import About

if TYPE_CHECKING:
    import pyarrow as pa


def geojson(table: "pa.Table", about: About) -> bytes:
    """Return a FeatureCollection; a place without a shape of its own (region, nation) has geometry null."""
    rows = table.to_pylist()
    shapes = _shapes({(row["level"], row["place"]) for row in rows})
    content = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": f"{row['indicator']}/{row['place']}/{row['period']}",
                "geometry": shapes.get(row["place"]),
                "properties": row,
            }
            for row in rows
        ],
        "difang": about.as_dict(),
    }
    return (json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _shapes(wanted: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return {code: geometry} of the townships, counties and villages among `wanted`."""
    from difang import places

    codes: dict[str, list[str]] = {}
    for level, place in sorted(wanted):
        codes.setdefault(level, []).append(place)
    features = []
    for level in ("township", "county"):
        if level in codes:
            features += places.geojson(level, codes[level])["features"]
    for county in sorted({place[:5] for place in codes.get("village", ())}):
        features += places.geojson("village", county=county)["features"]
    return {feature["id"]: feature["geometry"] for feature in features}
