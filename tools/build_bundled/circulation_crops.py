"""Planted area of fruit, vegetables and tea by township, with what cannot be true held back."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset
from tools.build_bundled.origins import ORIGINS

ORIGINS["economy/crop_area_town.csv"] = ("github.com/kigichang/gaia", "f0b30725a7e5")

CLASSES = {"果樹": "fruit", "蔬菜": "vegetable", "茶": "tea"}
PERENNIAL = {"fruit", "tea"}
# The largest crops that stand alone among their neighbours and are well known (loquats of 新社) cover 6 %.
LONE_CROP_SHARE = 0.08
HALF_THE_LAND = 0.5
SOURCE = "economy/crop_area_town.csv"
HELD_BACK_CROPS = [
    "10002040 宜蘭縣頭城鎮 大心芥菜",
    "10002040 宜蘭縣頭城鎮 慈菇",
    "10004110 新竹縣峨眉鄉 其他莖菜",
    "10004110 新竹縣峨眉鄉 牛蒡",
    "10015100 花蓮縣富里鄉 食用番茄",
    "64000290 高雄市梓官區 萵苣",
    "65000110 新北市汐止區 苦瓜",
    "66000100 臺中市東勢區 絲瓜",
    "67000290 臺南市關廟區 李",
    "67000290 臺南市關廟區 草莓",
]
HELD_BACK_CLASSES = [
    "10002040 宜蘭縣頭城鎮 vegetable",
    "10004110 新竹縣峨眉鄉 vegetable",
    "10010070 嘉義縣新港鄉 vegetable",
    "10013060 屏東縣長治鄉 fruit",
    "10013120 屏東縣萬巒鄉 fruit",
    "10015100 花蓮縣富里鄉 vegetable",
    "64000290 高雄市梓官區 vegetable",
    "65000110 新北市汐止區 vegetable",
    "66000100 臺中市東勢區 vegetable",
    "67000290 臺南市關廟區 fruit",
    "67000290 臺南市關廟區 vegetable",
    "68000080 桃園市八德區 vegetable",
]

Neighbours = Callable[[str], Collection[str]]
Cell = tuple[str, str]
CropCell = tuple[str, str, str]


def implausible_crops(
    crops: Mapping[CropCell, float],
    classes: Mapping[Cell, float],
    land: Mapping[str, float],
    neighbours: Neighbours,
) -> set[CropCell]:
    """Return the crops no neighbour lists although they take much land, more than the class takes there.

    All areas in hectares. A crop is held back when it covers over 8 % of the township, no neighbour lists it,
    and its share of the land exceeds the share that the neighbours together plant with the whole class.
    Islands have no neighbours and are not judged.
    """
    grown = defaultdict(set)
    for place, _, crop in crops:
        grown[place].add(crop)
    held = set()
    for (place, crop_class, crop), area in crops.items():
        near = neighbours(place)
        share = area / land[place]
        if share <= LONE_CROP_SHARE or not near or any(crop in grown[n] for n in near):
            continue
        around = sum(classes.get((n, crop_class), 0.0) for n in near) / sum(land[n] for n in near)
        if share > around:
            held.add((place, crop_class, crop))
    return held


def implausible_classes(
    classes: Mapping[Cell, float],
    land: Mapping[str, float],
    neighbours: Neighbours,
    crops_held: Collection[CropCell],
) -> set[Cell]:
    """Return the class totals (hectares) that cannot be: over half of the land without a reason.

    Fruit and tea stand all year, so that half of the land is the limit. Vegetables are summed over seasons:
    over half of the land needs a neighbour with at least half of that share. A total that holds a crop held
    back is held back too.
    """
    held = {(place, crop_class) for place, crop_class, _ in crops_held}
    for (place, crop_class), area in classes.items():
        share = area / land[place]
        if share <= HALF_THE_LAND:
            continue
        near = max((classes.get((n, crop_class), 0.0) / land[n] for n in neighbours(place)), default=0.0)
        if crop_class in PERENNIAL or near < share / 2:
            held.add((place, crop_class))
    return held


def _read(
    shared: Shared,
) -> tuple[dict[CropCell, float], dict[Cell, float], dict[str, float], dict[str, str]]:
    rows = shared.sql("select town_code, indicator, value::double as value from {t}", t=SOURCE).to_pylist()
    crops, classes = {}, {}
    for row in rows:
        names = row["indicator"].removeprefix("planted_area:").split("/")
        crop_class = CLASSES[names[0]]
        if len(names) == 1:
            classes[row["town_code"], crop_class] = row["value"]
        else:
            crops[row["town_code"], crop_class, names[1]] = row["value"]
    towns = shared.sql(
        "select town_code, county_zh || town_zh as name, area_km2_2021::double * 100 as hectares from {t}",
        t="places/townships.csv",
    ).to_pylist()
    land = {t["town_code"]: t["hectares"] for t in towns}
    return crops, classes, land, {t["town_code"]: t["name"] for t in towns}


def _judged(
    shared: Shared,
) -> tuple[dict[CropCell, float], dict[Cell, float], set[CropCell], set[Cell], dict[str, str]]:
    from difang import places

    crops, classes, land, names = _read(shared)
    crops_held = implausible_crops(crops, classes, land, places.neighbours)
    return (
        crops,
        classes,
        crops_held,
        implausible_classes(classes, land, places.neighbours, crops_held),
        names,
    )


def _row(key: tuple[str, ...], area: float, held: bool) -> dict[str, object]:
    return {
        "place": key[0],
        "period": "2025",
        "planted_area": None if held else area,
        "status": "suppressed" if held else "observed",
        "reason": "source_fault" if held else None,
    }


def _meta(title: Text, extra: Text) -> Meta:
    return Meta(
        title=title,
        publisher=Text("農業部農糧署（農情調查）", "Agriculture and Food Agency, Ministry of Agriculture"),
        official_id="7302",
        page="https://data.gov.tw/dataset/7302",
        level="township",
        retrieved="2026-08-14",
        published="20261123",
        update="yearly",
        caveats=("crop_year_uncertain", "crop_no_rice", "crop_seasons", "crop_held_back"),
        notes=Text(
            "來源未載明調查年，只有 2026-08-14 之取得日，年次記為 2025。面積為各期作相加；來源之鄉鎮資料不"
            "含稻米；"
            "沒有列不代表沒有種植。" + extra.zh,
            "The source states no survey year, only that it was read on 2026-08-14; the year is entered "
            "as 2025. Areas are summed over seasons; the township tables of the source hold no rice; an "
            "absent row does not "
            "mean that nothing grows. " + extra.en,
        ),
    )


@dataset("circulation.crops")
def crops(shared: Shared) -> Dataset:
    """Planted area of the up to three largest crops of each class in each township, hectares."""
    cells, _, held, _, names = _judged(shared)
    rows = [
        _row(key, area, key in held) | {"crop_class": key[1], "crop": key[2]}
        for key, area in sorted(cells.items())
    ]
    found = sorted(f"{place} {names[place]} {crop}" for place, _, crop in held)
    return Dataset(
        table=pa.Table.from_pylist(rows),
        keys=["place", "period", "crop_class", "crop"],
        measures=[Measure("planted_area", "hectares", "double")],
        meta=_meta(
            Text("鄉鎮市區主要作物種植面積", "Planted area of the main crops by township"),
            Text(
                "每類只列面積最大的約三種作物。面積超過土地 8 %、鄰近鄉鎮皆未列該作物、且高於鄰近鄉鎮該類"
                "合計占地比率者，視為來源錯誤，不予顯示（見 checks）。",
                "Only about the three largest crops of a class are listed. A crop over 8 % of the land "
                "that no neighbour lists and that exceeds the share which the neighbours plant with the "
                "whole class is taken for a fault of the source and held back (see checks).",
            ),
        ),
        checks=[
            Check("cells held back", HELD_BACK_CROPS, found),
            Check("crops listed", 2765 - 323 - 335 - 95, len(rows)),
        ],
    )


@dataset("circulation.crop_area")
def crop_area(shared: Shared) -> Dataset:
    """Planted area of fruit, vegetables and tea in each township, hectares."""
    _, cells, _, held, names = _judged(shared)
    rows = [_row(key, area, key in held) | {"crop_class": key[1]} for key, area in sorted(cells.items())]
    found = sorted(f"{place} {names[place]} {crop_class}" for place, crop_class in held)
    counts = [sum(1 for key in cells if key[1] == crop_class) for crop_class in ("fruit", "vegetable", "tea")]
    return Dataset(
        table=pa.Table.from_pylist(rows),
        keys=["place", "period", "crop_class"],
        measures=[Measure("planted_area", "hectares", "double")],
        meta=_meta(
            Text("鄉鎮市區果樹、蔬菜、茶種植面積", "Planted area of fruit, vegetables and tea by township"),
            Text(
                "果樹與茶超過土地一半、蔬菜超過一半而鄰近鄉鎮皆不及其半，或其中作物已視為錯誤者，不予顯示"
                "（見 checks）。",
                "Held back (see checks): fruit or tea on more than half of the land; vegetables on more "
                "than half where no neighbour reaches half of that share; and totals that hold a crop "
                "held back.",
            ),
        ),
        checks=[
            Check("totals held back", HELD_BACK_CLASSES, found),
            Check("townships with fruit, vegetables, tea", [323, 335, 95], counts),
        ],
    )
