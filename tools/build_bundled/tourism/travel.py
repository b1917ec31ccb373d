"""Domestic trips of residents by year, as stated on public pages."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.origins import ORIGINS

TRAVEL = "tourism/domestic_travel_national.csv"
ORIGINS[TRAVEL] = ("pages named in each row", "2026-11-23")


@dataset("tourism.domestic_travel")
def domestic_travel(shared: Shared) -> Dataset:
    """Domestic trips, days and spending of residents by year, nation, with the page each figure is from."""
    table = shared.sql(
        """
        select 'TW' as place, year as period, indicator as item,
          round(value::double * case unit when '萬旅次' then 10000 when '億元' then 100 else 1 end, 2) as value,
          regexp_extract(cited_page, '^\\S+') as cited_page
        from {t}
        """,
        t=TRAVEL,
    )
    return Dataset(
        table=table,
        keys=["place", "period", "item"],
        measures=[Measure("value", "as_stated", "double")],
        meta=Meta(
            title=Text("國人國內旅遊", "Domestic trips of residents"),
            publisher=Text(
                "交通部觀光署（臺灣旅遊狀況調查），由新聞與官方頁面轉述",
                "Tourism Administration (survey of travel by residents), as stated by press and official pages",
            ),
            official_id="臺灣旅遊狀況調查",
            page="https://stat.taiwan.net.tw/",
            level="nation",
            retrieved="2026-11-23",
            published="20261123",
            update="yearly",
            licence="事實引用，出處見 cited_page (facts cited, the page is in cited_page)",
            licence_url="https://stat.taiwan.net.tw/",
            redistribution="yes",
            caveats=("travel_survey_cited",),
            notes=Text(
                "逐筆由所列頁面抄錄，不是調查報告原檔；只有全國。總旅次以次計、總支出以百萬元計；其餘單位見指標。",
                "Copied from the pages named, not from the survey report; nation only. Trips are single trips, "
                "total spending is in million NTD; the other units are in the indicators.",
            ),
        ),
        checks=[
            Check("figures", 42, table.num_rows),
            Check(
                "spending per trip × trips less total spending, 2024, per mille of it", 0, _gap(table, "2024")
            ),
            Check(
                "spending per trip × trips less total spending, 2023, per mille of it", 0, _gap(table, "2023")
            ),
        ],
    )


def _gap(table: pa.Table, year: str) -> int:
    def stated(item: str) -> int:
        return total(table, "value", f"period = '{year}' and item = '{item}'")

    spent = stated("spending_total") * 1_000_000
    return round(1000 * (stated("spending_per_trip") * stated("trips_total") - spent) / spent)
