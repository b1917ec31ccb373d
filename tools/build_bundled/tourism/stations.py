"""Entries and exits at stations of Taiwan Railway."""

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import number
from tools.build_bundled.origins import ORIGINS

STATIONS = "tourism/tra_station_month_2019_2023.csv.gz"
ORIGINS[STATIONS] = ("github.com/Ron091/Ron-Phthon", "8bbb5e2b618f")


@dataset("tourism.stations")
def stations(shared: Shared) -> Dataset:
    """Entries and exits by township, month and station, 2019-05 to 2023-12."""
    table = shared.sql(
        """
        select town_code as place, month as period, station, sum(entries::bigint)::bigint as entries,
          sum(exits::bigint)::bigint as exits
        from {t} where month > '2019-04' group by all
        """,
        t=STATIONS,
    )
    left_out = (
        "select count(distinct days_counted) from {t} where month = '2019-04' and days_counted::int > 8"
    )
    return Dataset(
        table=table,
        keys=["place", "period", "station"],
        measures=[Measure("entries", "passengers"), Measure("exits", "passengers")],
        meta=Meta(
            title=Text("臺鐵車站進出站人次", "Passengers at stations of Taiwan Railway"),
            publisher=Text("國營臺灣鐵路股份有限公司", "Taiwan Railway Corporation"),
            official_id="每日各站進出站人數",
            page="https://data.gov.tw/dataset/8792",
            level="township",
            retrieved="2026-11-23",
            published="20261123",
            update="monthly",
            missing="zero",
            caveats=("stations_commuting", "stations_pandemic"),
            notes=Text(
                "2019 年 5 月至 2023 年 12 月，依車站地址歸入鄉鎮；2019 年 4 月只有 8 日，不收錄。沒有車站的鄉鎮為零。"
                "高鐵、捷運與公路客運不在內。",
                "May 2019 to December 2023, stations placed by address; April 2019 has 8 days only and is left "
                "out. A township without a station has zero. High-speed rail, metros and buses are not in it.",
            ),
        ),
        checks=[
            Check("entries in 2020", 208_280_011, total(table, "entries", "period like '2020%'")),
            Check("entries in 2021", 159_324_537, total(table, "entries", "period like '2021%'")),
            Check("entries in 2022", 175_359_623, total(table, "entries", "period like '2022%'")),
            Check("entries in 2023", 224_530_482, total(table, "entries", "period like '2023%'")),
            Check("exits in 2023", 224_530_482, total(table, "exits", "period like '2023%'")),
            Check("stations of April 2019 with more than 8 days", 0, number(shared, left_out, t=STATIONS)),
        ],
    )
