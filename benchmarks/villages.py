"""Row 9 as we answer it: villages are drawn county by county as SVG, not cut into tiles (see decision 1).

The peer does the same work its own way: mapbox-vector-tile encodes the same county's villages into one tile.
"""

import mapbox_vector_tile

from benchmarks.harness import alternate, report
from difang import places
from difang.charts import choropleth, sequential
from difang.charts.drawn import sheet
from difang.places import drawing, shapes

COUNTY = "10008"


def drawn(values: dict[str, float]) -> str:
    """Draw one county's villages from their polygons, nothing kept from before."""
    drawing._county.cache_clear()
    sheet.cache_clear()
    return choropleth(
        values,
        sequential(list(values.values())),
        level="village",
        county=COUNTY,
        lang="zh",
        title="villages",
        desc="villages",
    )


def main() -> None:
    """Run the rows of this file."""
    collection = places.geojson("village", county=COUNTY)
    values = {feature["id"]: float(number) for number, feature in enumerate(collection["features"])}
    polygons = {code: shape for code, shape in shapes.polygons("villages").items() if code[:5] == COUNTY}
    bounds = (120.6, 23.4, 121.4, 24.3)
    features = [
        {"geometry": {"type": "MultiPolygon", "coordinates": shape}, "properties": {"place": code}}
        for code, shape in polygons.items()
    ]
    layer = {"name": "villages", "features": features}
    ours, peer = alternate(
        lambda: drawn(values),
        lambda: mapbox_vector_tile.encode([layer], default_options={"quantize_bounds": bounds}),
    )
    work = f"{len(values)} villages of one county drawn"
    report("9", work, ours, "mapbox-vector-tile, one tile of them", peer, target="live ≤ 10 ms")


if __name__ == "__main__":
    main()
