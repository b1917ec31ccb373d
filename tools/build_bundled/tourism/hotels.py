"""Tourist hotels by county."""

from difang.text import Text
from tools.build_bundled.circulation_county import county_meta, county_values
from tools.build_bundled.frame import Check, Dataset, Measure, Shared, dataset, total


@dataset("tourism.hotels")
def hotels(shared: Shared) -> Dataset:
    """Tourist hotels, their rooms, occupancy and mean room rate by county, 2009 to 2014 and 2024."""
    table = county_values(
        shared,
        {
            "hotels": "觀光旅館家數",
            "rooms": "觀光旅館房間數",
            "occupancy": "觀光旅館住用率",
            "room_rate": "觀光旅館平均房價",
        },
    )
    signed = "case place when 'TW' then -rooms else rooms end"
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("hotels", "hotels"),
            Measure("rooms", "rooms"),
            Measure("occupancy", "percent", "double"),
            Measure("room_rate", "ntd"),
        ],
        meta=county_meta(
            Text("觀光旅館", "Tourist hotels"),
            ("hotels_tourist_only", "hotels_gap_2015_2023"),
            Text(
                "2009 至 2014 年由統計資料庫匯出；2024 年由顯示頁面抄錄並以原頁排序核對；2015 至 2023 年未取得。"
                "只含觀光旅館，一般旅館與民宿不在內；沒有列的縣市為未公布。",
                "2009 to 2014 come from the statistical database; 2024 was copied from displayed pages and "
                "checked against the printed ranks; 2015 to 2023 are not at hand. Tourist hotels only, without "
                "other hotels and guest houses; a county that is not listed is not published.",
            ),
        ),
        checks=[
            Check("rows", 113 + 19, table.num_rows),
            Check("hotels of 19 counties, 2024", 116, total(table, "hotels", "period = '2024'")),
            Check("rooms of 19 counties, 2024", 26_867, total(table, "rooms", "period = '2024'")),
            Check("counties less the printed nation, rooms 2014", 0, total(table, signed, "period = '2014'")),
        ],
    )
