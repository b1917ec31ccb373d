"""County figures of work, households and sales from the county statistics of the statistical office."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.origins import ORIGINS

ORIGINS.update(
    {
        "economy/county_statistics_1998_2014.csv.gz": ("github.com/g0v/twstat", "85d76b84e49e"),
        "economy/county_statistics_2024.csv": (
            "github.com/Chichinghsu/chichinghsu.github.io",
            "9b76186c3354",
        ),
        "economy/labour_county_2019_2024.csv": (
            "github.com/beckyyts/taiwan-labor-market-analysis",
            "48109ad83ef1",
        ),
        "economy/county_indicators_1998_2017.csv": (
            "github.com/lll86789/leon-ps239t-final-project",
            "95f030ad3830",
        ),
    }
)

STATISTICS = Text(
    "行政院主計總處（縣市重要統計指標）",
    "Directorate-General of Budget, Accounting and Statistics (county statistics)",
)
COUNTY_PAGE = "https://winsta.dgbas.gov.tw/DgbasWeb/ZWeb/StateFile_ZWeb.aspx"
RETRIEVED = "2026-11-23"
PUBLISHED = "20261123"
OLD = "economy/county_statistics_1998_2014.csv.gz"
NEW = "economy/county_statistics_2024.csv"
BACK_CAST = Text(
    "縣市依 2010 年與 2014 年改制後之範圍回溯。1998 至 2014 年由統計資料庫匯出；2024 年由顯示頁面抄錄，"
    "並以原頁排序核對；2015 至 2023 年未取得，不得內插。",
    "Counties are those after the reforms of 2010 and 2014, back-cast. 1998 to 2014 come from the "
    "statistical database; 2024 was copied from displayed pages and checked against the printed ranks; "
    "2015 to 2023 are not at hand and must not be interpolated.",
)


def county_values(shared: Shared, columns: dict[str, str]) -> pa.Table:
    """Return place, period and a double per `{name: indicator as printed}`; "TW" is the printed total."""
    wide = ", ".join(
        f"max(value) filter (indicator = '{source}') as {name}" for name, source in columns.items()
    )
    wanted = ", ".join(f"'{source}'" for source in columns.values())
    return shared.sql(
        f"""
        with read as (
          select county_code, county, year, indicator, value::double as value from {{old}}
          union all select county_code, county, year, indicator, value::double from {{new}}
        )
        select case when county = '總計' then 'TW' else county_code end as place, year as period, {wide}
        from read where indicator in ({wanted}) group by all
        """,
        old=OLD,
        new=NEW,
    )


def county_meta(
    title: Text, caveats: tuple[str, ...], notes: Text = BACK_CAST, publisher: Text = STATISTICS
) -> Meta:
    """Return what all county tables of the statistical office say about themselves."""
    return Meta(
        title=title,
        publisher=publisher,
        official_id="縣市重要統計指標【改制後】",
        page=COUNTY_PAGE,
        level="county",
        retrieved=RETRIEVED,
        published=PUBLISHED,
        update="yearly",
        caveats=caveats,
        notes=notes,
    )


@dataset("circulation.sales")
def sales(shared: Shared) -> Dataset:
    """Sales and number of businesses by county, 1998–2014 and 2024, booked at the head office."""
    table = shared.sql(
        "select place, period, businesses::bigint as businesses, sales / 1000 as sales from {t}",
        t=county_values(shared, {"businesses": "營利事業營業家數", "sales": "營利事業銷售額"}),
    )
    counties_2014 = total(table, "sales", "period = '2014' and place != 'TW'")
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("businesses", "establishments"), Measure("sales", "million_ntd", "double")],
        meta=county_meta(
            Text("縣市營利事業家數與銷售額", "Businesses and their sales by county"), ("sales_head_office",)
        ),
        checks=[
            Check("sales of the counties 2014, million NTD", 40_368_063, counties_2014),
            Check(
                "printed total of sales 2014",
                40_368_063,
                total(table, "sales", "period='2014' and place='TW'"),
            ),
            Check("years whose counties add up to the printed total", 12, _agreeing_years(shared, table)),
            Check("counties 2024", 22, total(table, "1", "period = '2024' and sales > 0")),
        ],
    )


def _agreeing_years(shared: Shared, table: pa.Table) -> int:
    found = shared.sql(
        """
        select count(*) from (select period from {t} group by period having
          abs(sum(sales) filter (place = 'TW') - sum(sales) filter (place != 'TW')) < 0.001)
        """,
        t=table,
    )
    return int(found.column(0)[0].as_py())


@dataset("circulation.employment_by_sector")
def employment_by_sector(shared: Shared) -> Dataset:
    """Share of the employed in three sectors by county, 1998–2014 and 2024."""
    wide = county_values(
        shared,
        {
            "agriculture": "就業者之行業結構-農林漁牧業",
            "industry": "就業者之行業結構-工業",
            "services": "就業者之行業結構-服務業",
        },
    )
    table = shared.sql(
        "unpivot {t} on agriculture, industry, services into name sector value employed_share", t=wide
    )
    whole = shared.sql(
        """
        select count(*) from (
          select place, period from {t} group by all having abs(sum(employed_share) - 100) > 0.06)
        """,
        t=table,
    )
    return Dataset(
        table=table,
        keys=["place", "period", "sector"],
        measures=[Measure("employed_share", "percent", "double")],
        meta=county_meta(
            Text("縣市就業者行業結構（三級）", "Employed persons by three sectors and county"),
            ("labour_survey_sample",),
        ),
        checks=[
            Check("county-years whose three sectors do not add up to 100 %", 0, whole.column(0)[0].as_py()),
            Check("counties × sectors, 2024", 66, total(table, "1", "period = '2024'")),
        ],
    )


@dataset("circulation.labour")
def labour(shared: Shared) -> Dataset:
    """Employed persons, participation, unemployment and median earnings by county."""
    old = county_values(
        shared, {"employed": "就業人口數", "participation": "勞動力參與率", "unemployment": "失業率"}
    )
    table = shared.sql(
        """
        with newer as (
          select county_code as place, year as period, null::double as employed,
            max(value::double) filter (indicator = 'labour_force_participation') as participation,
            max(value::double) filter (indicator = 'unemployment_rate') as unemployment,
            round(10 * max(value::double) filter (indicator = 'median_annual_earnings'), 1) as median_earnings
          from {new}
          where indicator in ('labour_force_participation', 'unemployment_rate', 'median_annual_earnings')
          group by all
        ), between_them as (
          select county_code as place, year as period, null::double as employed,
            null::double as participation, value::double as unemployment, null::double as median_earnings
          from {middle}
          where indicator = 'unemployment_rate' and year in ('2015', '2016', '2017') and value is not null
        ), every as (
          select *, null::double as median_earnings from {old} union all select * from newer
          union all select * from between_them
        )
        select place, period, max(employed) as employed, max(participation) as participation,
          max(unemployment) as unemployment, max(median_earnings) as median_earnings
        from every group by all
        """,
        old=old,
        new="economy/labour_county_2019_2024.csv",
        middle="economy/county_indicators_1998_2017.csv",
    )
    taiwan = "period = '2024' and place not in ('09007', '09020')"
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("employed", "thousand_persons", "double"),
            Measure("participation", "percent", "double"),
            Measure("unemployment", "percent", "double"),
            Measure("median_earnings", "thousand_ntd", "double"),
        ],
        meta=county_meta(
            Text(
                "縣市就業、失業與全年總薪資中位數", "Employment, unemployment and median earnings by county"
            ),
            ("labour_survey_sample",),
            Text(
                "就業人數 1998 至 2014 年與 2024 年；勞動力參與率 1998 至 2014 年與 2019 至 2024 年；失業"
                "率另有 2015 至 2017 年；全年總薪資中位數 2019 至 2024 年，原單位萬元換為千元，金門縣與連"
                "江縣未公布。",
                "Employed persons 1998 to 2014 and 2024; participation 1998 to 2014 and 2019 to 2024; "
                "unemployment also 2015 to 2017; median annual earnings 2019 to 2024, converted from ten "
                "thousand to thousand NTD, not published for Kinmen and Lienchiang.",
            ),
        ),
        checks=[
            Check(
                "employed persons of the 20 counties of Taiwan 2024, thousand",
                11_594,
                total(table, "employed", taiwan),
            ),
            Check("county-years with median earnings", 120, total(table, "1", "median_earnings > 0")),
            Check(
                "county-years 2024 where both sources give unemployment and differ",
                0,
                _differing(shared, table),
            ),
        ],
    )


def _differing(shared: Shared, table: pa.Table) -> int:
    found = shared.sql(
        """
        select count(*) from {new} n join {t} t on county_code = place and year = period
        where indicator = '失業率' and value::double != unemployment
        """,
        new=NEW,
        t=table,
    )
    return int(found.column(0)[0].as_py())


@dataset("circulation.households")
def households(shared: Shared) -> Dataset:
    """Disposable income, consumption and saving per household by county, 1998–2014 and 2024."""
    wide = county_values(
        shared,
        {
            "disposable_income": "家庭收支-平均每戶可支配所得",
            "consumption": "家庭收支-平均每戶消費支出",
            "saving": "家庭收支-平均每戶儲蓄額",
            "median_disposable_income": "每戶可支配所得中位數",
            "propensity": "家庭收支-平均消費傾向",
            "food_share": "飲食費(含家外食物)占消費支出比率",
            "disposable_income_per_person": "平均每人每年可支配所得",
        },
    )
    table = shared.sql(
        """
        with newer as (
          select county_code as place, year as period, value::double as disposable_income_per_person
          from {middle} where indicator = 'disposable_income_per_person' and year in ('2015', '2016', '2017')
            and value is not null)
        select * replace (disposable_income::bigint as disposable_income, consumption::bigint as consumption,
          saving::bigint as saving, median_disposable_income::bigint as median_disposable_income,
          disposable_income_per_person::bigint as disposable_income_per_person)
        from (select * from {wide} union all by name select * from newer)
        """,
        wide=wide,
        middle="economy/county_indicators_1998_2017.csv",
    )
    adding = "abs(disposable_income - consumption - saving) <= 1"
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("disposable_income", "ntd"),
            Measure("consumption", "ntd"),
            Measure("saving", "ntd"),
            Measure("median_disposable_income", "ntd"),
            Measure("disposable_income_per_person", "ntd"),
            Measure("propensity", "percent", "double"),
            Measure("food_share", "percent", "double"),
        ],
        meta=county_meta(
            Text("縣市家庭收支", "Income and consumption of households by county"),
            ("household_survey_sample",),
        ),
        checks=[
            Check(
                "county-years 1998–2014 with disposable = consumption + saving (within 1 NTD)",
                372,
                total(table, "1", adding),
            ),
            Check("counties 2024 whose propensity is consumption ÷ disposable", 22, _propensities(table)),
        ],
    )


def _propensities(table: pa.Table) -> int:
    return total(
        table, "1", "period = '2024' and abs(100.0 * consumption / disposable_income - propensity) < 0.0051"
    )
