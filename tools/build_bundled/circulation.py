"""Income of tax units, income by kind and registered businesses: townships, from two ministries."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.origins import ORIGINS, POP_MAP

PSC_DATA = ("github.com/ntupsc/pscdata", "8ebe70f74f09")
ORIGINS.update(
    {
        "economy/income_town.csv.gz": (
            "github.com/kiang/salary (2017 and 2018: github.com/ntupsc/pscdata)",
            "2137442bad35 (8ebe70f74f09)",
        ),
        "economy/income_town_2022.csv": POP_MAP,
        "economy/income_category_town_2012_2018.csv.gz": PSC_DATA,
        "economy/firms_town_2021-06.csv": PSC_DATA,
    }
)

TAX_CENTRE = Text("財政部財政資訊中心", "Fiscal Information Agency, Ministry of Finance")
SEGIS = Text(
    "內政部統計處（社會經濟資料服務平台）",
    "Department of Statistics, Ministry of the Interior (SEGIS platform)",
)
RETRIEVED = "2026-11-23"
PUBLISHED = "20261123"

INCOME_MEASURES = ("tax_units", "total_income", "mean_income", "median_income", "q1_income", "q3_income")
KINDS = {
    "wages": "employment_income",
    "interest": "interest_income",
    "dividends": "dividends_income",
    "business_profit": "profit_seeking_income",
    "professional_practice": "professional_practice_income",
    "rent_and_royalties": "lease_royalties_income",
    "property_transactions": "property_transaction_income",
    "prizes": "award_chance_income",
    "separation": "separation_income",
    "publications": "published_articles_income",
    "other": "other_income",
    "above_certificates": "filing_more_than_return",
}


@dataset("circulation.income")
def income(shared: Shared) -> Dataset:
    """Townships 2002–2022 in three bases that must not be chained, with county rows to 2016."""
    table = shared.sql(
        """
        with read as (
          select case when town = '&#38682;臺鄉' then '10013270' else town_code end as place, county,
            year as period,
            case when basis = 'official_total' then 'official_total' else 'sum_of_villages' end as basis,
            indicator, value::double as value from {old}
          union all
          select town_code, county, year, 'official_total_2022', indicator, value::double from {new}
        ), town as (
          select place, period, basis,
            max(value) filter (indicator = 'tax_units')::bigint as tax_units,
            max(value) filter (indicator = 'total_income')::bigint as total_income,
            max(value) filter (indicator = 'mean_income') as mean_income,
            max(value) filter (indicator = 'median_income') as median_income,
            max(value) filter (indicator = 'q1_income') as q1_income,
            max(value) filter (indicator = 'q3_income') as q3_income
          from read where place is not null group by all
        ), county as (
          select c.county_code as place, period, basis,
            sum(value) filter (indicator = 'tax_units')::bigint as tax_units,
            sum(value) filter (indicator = 'total_income')::bigint as total_income
          from read join {counties} c on c.county_zh = read.county
          where period <= '2016'
            and not (c.county_code = '64000' and period in ('2002', '2003', '2004', '2005', '2008'))
          group by all
        ), nation as (
          select 'TW' as place, period, basis, sum(tax_units)::bigint as tax_units,
            sum(total_income)::bigint as total_income
          from county group by all having count(*) = 22
        )
        select * from town union all by name select * from county union all by name select * from nation
        """,
        old="economy/income_town.csv.gz",
        new="economy/income_town_2022.csv",
        counties="places/counties.csv",
    )
    return Dataset(
        table=table,
        keys=["place", "period", "basis"],
        measures=[Measure("tax_units", "tax_units")]
        + [
            Measure(m, "thousand_ntd", "int64" if m == "total_income" else "double")
            for m in INCOME_MEASURES[1:]
        ],
        meta=Meta(
            title=Text("鄉鎮市區綜合所得稅所得總額", "Income of tax units by township"),
            publisher=TAX_CENTRE,
            official_id="103066",
            page="https://data.gov.tw/dataset/103066",
            level="township",
            retrieved=RETRIEVED,
            published=PUBLISHED,
            update="yearly",
            caveats=("income_tax_units", "income_break_2019", "income_break_2022"),
            notes=Text(
                "金額單位為千元。basis 欄分三種口徑：official_total 為 2002 至 2018 年公布之合計；"
                "sum_of_villages 為2019 至 2021 年由村里加總（無中位數，因中位數不能相加）；"
                "official_total_2022 為 2022 年公布之合計。三者水準不同，不得相接。2002 至 2016 年縣市列包"
                "含未能歸入鄉鎮的「其他」；高雄市 2002 至 2005 年與2008 年缺那瑪夏區，故該年高雄市與全國無"
                "列。2008 年霧臺鄉的名稱在來源中以數字字元碼寫成，已還原。",
                "Amounts in thousand NTD. The column basis tells three definitions apart: official_total, "
                "the printed totals of 2002 to 2018; sum_of_villages, 2019 to 2021 added up from villages "
                "(no median: medians cannot be added); official_total_2022, the printed totals of 2022. "
                "Their levels differ and they must not be joined. County rows of 2002 to 2016 include the "
                "printed row of units that belong to no township; Kaohsiung lacks Namasia in 2002 to 2005 "
                "and 2008, so that Kaohsiung and the nation have no row then. The name of Wutai in 2008 "
                "is written as a character number in the source and was restored.",
            ),
        ),
        checks=[
            Check("townships, 2018", 368, _places(shared, table, "2018")),
            Check("townships, 2022", 368, _places(shared, table, "2022")),
            Check("tax units of the townships, 2018", 6_309_102, _town_sum(table, "tax_units", "2018")),
            Check("total income 2018, thousand NTD", 5_955_156_390, _town_sum(table, "total_income", "2018")),
            Check("total income 2021, thousand NTD", 5_079_713_296, _town_sum(table, "total_income", "2021")),
            Check("tax units of the townships, 2022", 6_634_774, _town_sum(table, "tax_units", "2022")),
            Check("median of 埔里鎮 2018, thousand NTD", 541, _one(shared, table, "median_income", "2018")),
            Check("median of 埔里鎮 2022, thousand NTD", 400, _one(shared, table, "median_income", "2022")),
            Check("rows whose printed mean is not total ÷ units", 0, _wrong_means(shared, table)),
        ],
    )


def _places(shared: Shared, table: pa.Table, year: str) -> int:
    return _number(shared, f"select count(*) from {{t}} where period = '{year}' and length(place) = 8", table)


def _town_sum(table: pa.Table, column: str, year: str) -> int:
    return total(table, column, f"period = '{year}' and length(place) = 8")


def _one(shared: Shared, table: pa.Table, column: str, year: str) -> int:
    return _number(
        shared,
        f"select {column} from {{t}} where place = '10008020' and period = '{year}' and {column} > 0",
        table,
    )


def _wrong_means(shared: Shared, table: pa.Table) -> int:
    return _number(
        shared,
        "select count(*) from {t} where mean_income is not null and abs(total_income / tax_units - "
        "mean_income) > 1",
        table,
    )


def _number(shared: Shared, query: str, table: pa.Table) -> int:
    return int(shared.sql(query, t=table).column(0)[0].as_py())


@dataset("circulation.income_by_kind")
def income_by_kind(shared: Shared) -> Dataset:
    """Twelve kinds of income by township, 2012–2016 and 2018, which add up to the printed total."""
    names = ", ".join(f"('{kind}', '{source}')" for kind, source in KINDS.items())
    table = shared.sql(
        f"""
        with names(kind, source) as (values {names})
        select town_code as place, year as period, kind, value::bigint as amount
        from {{t}} join names on source = indicator where not (town_code = '64000270' and year = '2015')
        """,
        t="economy/income_category_town_2012_2018.csv.gz",
    )
    off = shared.sql(
        """
        with added as (select place, period, sum(amount) as found from {made} group by all)
        select count(*) from added join {t} s on town_code = place and year = period and indicator = 'total'
        where abs(found - value::bigint) > 2 + value::bigint / 100000
        """,
        made=table,
        t="economy/income_category_town_2012_2018.csv.gz",
    )
    return Dataset(
        table=table,
        keys=["place", "period", "kind"],
        measures=[Measure("amount", "thousand_ntd")],
        meta=Meta(
            title=Text("鄉鎮市區各類所得", "Income by kind and township"),
            publisher=TAX_CENTRE,
            official_id="17780",
            page="https://data.gov.tw/dataset/17780",
            level="township",
            retrieved=RETRIEVED,
            published=PUBLISHED,
            update="yearly",
            caveats=("income_tax_units", "income_kinds_gross"),
            notes=Text(
                "十二類相加等於公布之合計（未扣薪資特別扣除額）。無 2017 年；2015 年缺 64000200 與 "
                "09007040，64000270 在來源中重複且數值不同，該年不列。above_certificates 為申報額超過扣繳"
                "憑單之差額，可為負數。",
                "The twelve kinds add up to the printed total (before the special deduction for wages). "
                "2017 is absent; 2015 lacks 64000200 and 09007040, and 64000270, which the source gives "
                "twice with different values, is left out in that year. above_certificates is what "
                "returns declare beyond the withholding certificates and may be negative.",
            ),
        ),
        checks=[
            Check("rows whose kinds do not add up to the printed total", 0, off.column(0)[0].as_py()),
            Check("townships × kinds, 2018", 368 * 12, total(table, "1", "period = '2018'")),
            Check(
                "wages 2018, thousand NTD",
                4_719_893_095,
                total(table, "amount", "period = '2018' and kind = 'wages'"),
            ),
            Check(
                "all kinds 2018, thousand NTD (printed total 6,159,580,234)",
                True,
                abs(total(table, "amount", "period = '2018'") - 6_159_580_234) < 1000,
            ),
        ],
    )


@dataset("circulation.firms")
def firms(shared: Shared) -> Dataset:
    """Registered businesses of June 2021 by township and the nineteen sections A to S."""
    table = shared.sql(
        """
        select town_code as place, period, industry[1] as section, value::bigint as establishments
        from {t} where industry != 'all' and county not in ('金門縣', '連江縣')
        """,
        t="economy/firms_town_2021-06.csv",
    )
    equal = shared.sql(
        """
        with added as (select place, sum(establishments) as found from {made} group by all)
        select count(*) from added join {t} s on town_code = place and industry = 'all'
        where found = value::bigint
        """,
        made=table,
        t="economy/firms_town_2021-06.csv",
    )
    return Dataset(
        table=table,
        keys=["place", "period", "section"],
        measures=[Measure("establishments", "establishments")],
        meta=Meta(
            title=Text("鄉鎮市區工商家數", "Registered businesses by township and industry"),
            publisher=SEGIS,
            official_id="SEGIS 行政區工商家數",
            page="https://segis.moi.gov.tw",
            level="township",
            retrieved=RETRIEVED,
            published=PUBLISHED,
            update="irregular",
            caveats=("businesses_registered", "businesses_not_registering"),
            notes=Text(
                "2021 年 6 月一個時點，行業為標準分類 A 至 S 大類。登記家數不等於就業人數或產出。金門縣與"
                "連江縣各鄉鎮在來源中全為零，表示不在其範圍內，未列入。",
                "One date, June 2021; the sections A to S of the standard industrial classification. "
                "Registrations are neither jobs nor output. All townships of Kinmen and Lienchiang are "
                "zero in the source, which means that it does not cover them; they are left out.",
            ),
        ),
        checks=[
            Check("townships whose 19 sections add up to the printed total", 358, equal.column(0)[0].as_py()),
            Check("townships outside the source (all zero)", 10, 368 - _towns_of_firms(shared, table)),
            Check("registered businesses in all", 1_509_667, total(table, "establishments")),
        ],
    )


def _towns_of_firms(shared: Shared, table: pa.Table) -> int:
    return _number(shared, "select count(distinct place) from {t} where establishments > 0", table)
