"""Settlements of the township offices of five old counties, a history that ends in 2011."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.origins import ORIGINS

ORIGINS["finance/township_settlement_1998_2011.csv.gz"] = ("github.com/g0v/twstat", "85d76b84e49e")

MEASURES = ("revenue", "grants", "taxes", "expenditure")
SOURCE = "finance/township_settlement_1998_2011.csv.gz"


@dataset("finance.township_settlements")
def township_settlements(shared: Shared) -> Dataset:
    """Revenue, grants, taxes and expenditure of township offices, 1998–2011, thousand NTD."""
    read = shared.sql(
        """
        select town_code as place, year as period,
          round(max(value::double) filter (side = 'revenue' and account = '總計'))::bigint as revenue,
          round(coalesce(max(value::double) filter (side = 'revenue' and account = '補助及協助收入'), 0))
            ::bigint as grants,
          round(max(value::double) filter (side = 'revenue' and account = '稅課收入'))::bigint as taxes,
          round(max(value::double) filter (side = 'expenditure' and account = '總計'))::bigint as expenditure
        from {t} group by all
        """,
        t=SOURCE,
    )
    table = _without_copies(shared, read)
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure(m, "thousand_ntd") for m in MEASURES],
        meta=Meta(
            title=Text("五縣鄉鎮市公所歲入歲出決算", "Settlements of township offices in five old counties"),
            publisher=Text("各縣政府（統計要覽）", "County governments (statistical yearbooks)"),
            official_id="縣統計要覽 PX 檔",
            page="https://github.com/g0v/twstat",
            level="township",
            retrieved="2026-11-23",
            published="20261123",
            update="once",
            caveats=("township_settlement_history", "fiscal_year_2000"),
            notes=Text(
                "僅有宜蘭縣 2003 至 2011 年、臺北縣 1998 至 2010 年、臺中縣 1999 至 2010 年、臺南縣 1999 "
                "至 2010 年、高雄縣 2000 至 2010 年；除宜蘭縣外，公所於 2010 年底改制為區公所，不再有自己"
                "的預算。代碼為今日代碼。稅課收入含統籌分配稅，無法分開。二列未載補助，以 0 計。臺北縣 "
                "2002 與 2003 年各公所數字完全相同，必有一年為誤植，兩年皆不予顯示。",
                "Only Yilan County 2003 to 2011, Taipei County 1998 to 2010, Taichung and Tainan County "
                "1999 to 2010 and Kaohsiung County 2000 to 2010; all but those of Yilan became district "
                "offices without a budget of their own at the end of 2010. Codes are those of today. "
                "Taxes include centrally allotted tax, which cannot be told apart. Two rows print no "
                "grants and count as 0. All 29 offices of Taipei County print the same for 2002 and 2003: "
                "one year is a copy, both are held back.",
            ),
        ),
        checks=[
            Check("township offices", 120, _offices(shared, table)),
            Check("offices that print the same for 2002 and 2003", 29, _copies(shared, read)),
            Check("rows with revenue", 1406, total(read, "1", "revenue > 0")),
            Check("rows with expenditure", 1394, total(read, "1", "expenditure > 0")),
            Check("offices whose grants exceed their revenue", 0, total(table, "1", "grants > revenue")),
            Check("revenue of 宜蘭縣 2011 within a thousandth of 4,032,436", True, _yilan(table)),
        ],
    )


def _without_copies(shared: Shared, table: pa.Table) -> pa.Table:
    """Hold back 新北市 2002 and 2003: the source prints the same for both, so one of them is a copy."""
    blank = ", ".join(f"case when copied then null else {m} end as {m}" for m in MEASURES)
    return shared.sql(
        f"""
        select place, period, {blank}, case when copied then 'suppressed' else 'observed' end as status,
          case when copied then 'source_fault' end as reason
        from (select *, place like '65000%' and period in ('2002', '2003') as copied from {{t}})
        """,
        t=table,
    )


def _copies(shared: Shared, table: pa.Table) -> int:
    found = shared.sql(
        """
        select count(*) from {t} a join {t} b using (place)
        where a.period = '2002' and b.period = '2003'
          and a.revenue = b.revenue and a.expenditure = b.expenditure
        """,
        t=table,
    )
    return int(found.column(0)[0].as_py())


def _offices(shared: Shared, table: pa.Table) -> int:
    return int(shared.sql("select count(distinct place) from {t}", t=table).column(0)[0].as_py())


def _yilan(table: pa.Table) -> bool:
    return abs(total(table, "revenue", "period = '2011' and place like '10002%'") - 4_032_436) < 4_032
