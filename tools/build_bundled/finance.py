"""Public money: county settlements and budgets, cited points, and the old settlements of township offices."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.circulation_county import county_meta, county_values
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.origins import ORIGINS

ORIGINS.update(
    {
        "finance/county_finance_points.csv": ("pages named in each row", "2026-11-23"),
        "finance/county_budget_2011_2014.csv": ("github.com/kiang/dgbas.gov.tw", "de386e8ed9ee"),
    }
)

RETRIEVED = "2026-11-23"
PUBLISHED = "20261123"
POINTS = "finance/county_finance_points.csv"
CITED = "依來源頁面所載事實引用 (facts cited from the page named)"
FUNCTIONS = {
    "general_administration": "一般政務支出",
    "education_science_culture": "教育科學文化支出",
    "economic_development": "經濟發展支出",
    "social_welfare": "社會福利支出",
    "community_and_environment": "社區發展及環保支出",
    "retirement": "退休撫卹支出",
    "police": "警政支出",
    "debt": "債務支出",
    "assistance_and_subsidies": "協助及補助支出",
    "other": "其他支出",
}
MOSTLY_CURRENT = (
    "general_administration",
    "education_science_culture",
    "social_welfare",
    "retirement",
    "police",
)
SETTLED_NOTES = Text(
    "決算審定數，單位百萬元。1999 會計年度以前自前一年 7 月起算；2000 會計年度含 18 個月；1999 年度以前歲"
    "入含債務之舉借、歲出含債務之償還。縣市依改制後範圍回溯；2024 年由顯示頁面抄錄並以排序核對；2015 至 "
    "2023 年未取得。population 為年底戶籍人口（2024 年取自戶政司）。",
    "Audited settlements in million NTD. Fiscal years to 1999 begin in July of the year before; fiscal "
    "year 2000 has 18 months; to 1999 revenue includes borrowing and expenditure includes repayment. "
    "Counties are back-cast to the borders after the reforms; 2024 was copied from displayed pages and "
    "checked against the ranks; 2015 to 2023 are not at hand. population is that of the household "
    "register at year end (2024: Department of Household Registration).",
)


@dataset("finance.settlements")
def settlements(shared: Shared) -> Dataset:
    """Revenue and expenditure of counties, 1998–2014 and 2024, with the year-end population beside them."""
    wide = county_values(
        shared,
        {
            "revenue": "歲入",
            "expenditure": "歲出",
            "grants": "歲入來源別-補助及協助收入",
            "taxes": "歲入來源別-稅課收入",
            "allotted_tax": "稅課收入-統籌分配稅收入",
            "population": "戶籍登記人口數",
        },
    )
    table = shared.sql(
        """
        with register as (
          select substr(town_code, 1, 5) as place, year as period, sum(population::bigint) as people
          from {towns} where year = '2024' and month = '12' group by all)
        select w.* replace (coalesce(w.population, r.people)::bigint as population)
        from {wide} w left join register r using (place, period)
        """,
        wide=wide,
        towns="population/township_total_monthly.csv.gz",
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            *(
                Measure(m, "million_ntd", "double")
                for m in ("revenue", "expenditure", "grants", "taxes", "allotted_tax")
            ),
            Measure("population", "persons"),
        ],
        meta=county_meta(
            Text("縣市政府歲入歲出決算", "Settled revenue and expenditure of county governments"),
            ("fiscal_year_2000", "finance_gap_2015_2023", "counties_back_cast"),
            SETTLED_NOTES,
        ),
        checks=[
            Check(
                "years whose counties add up to the printed revenue (within 0.02 million)",
                17,
                _years(shared, table),
            ),
            Check("revenue less expenditure = printed balance, counties 2024", 22, _balances(shared, table)),
            Check(
                "counties 2024 with a population", 22, total(table, "1", "period = '2024' and population > 0")
            ),
            Check(
                "population of all counties 2024", 23_400_220, total(table, "population", "period = '2024'")
            ),
            Check("population of all counties 2014", 23_433_753, _people_2014(table)),
        ],
    )


def _people_2014(table: pa.Table) -> int:
    return total(table, "population", "period = '2014' and place != 'TW'")


def _years(shared: Shared, table: pa.Table) -> int:
    found = shared.sql(
        """
        select count(*) from (select period from {t} where period < '2015' group by period having
          abs(sum(revenue) filter (place = 'TW') - sum(revenue) filter (place != 'TW')) < 0.02)
        """,
        t=table,
    )
    return int(found.column(0)[0].as_py())


def _balances(shared: Shared, table: pa.Table) -> int:
    found = shared.sql(
        """
        select count(*) from {t} t join {new} n on place = county_code and period = year
        where indicator = '歲入歲出餘絀' and abs(revenue - expenditure - value::double) < 0.015
        """,
        t=table,
        new="economy/county_statistics_2024.csv",
    )
    return int(found.column(0)[0].as_py())


@dataset("finance.own_source")
def own_source(shared: Shared) -> Dataset:
    """Revenue a county raises itself, 1999–2014; 1998 is held back because the source contradicts itself."""
    wide = county_values(shared, {"revenue": "歲入", "own_source": "自籌財源", "printed": "自籌財源比率"})
    table = shared.sql(
        """
        select place, period, case when period = '1998' then null else own_source end as own_source, revenue,
          case when period = '1998' then 'suppressed' else 'observed' end as status,
          case when period = '1998' then 'source_fault' end as reason
        from {t} where own_source is not null
        """,
        t=wide,
    )
    contradicting = "abs(100 * own_source / revenue - printed) > 0.02"
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("own_source", "million_ntd", "double"),
            Measure("revenue", "million_ntd", "double"),
        ],
        meta=county_meta(
            Text("縣市政府自籌財源", "Own-source revenue of county governments"),
            ("own_source_definitions", "fiscal_year_2000", "counties_back_cast"),
            Text(
                "公式隨年度改變：2000 年扣除補助；2001 年起另扣統籌分配稅；1999 年歲入仍含債務之舉借。"
                "1998 年有 18 個縣市的自籌財源與公布比率不合，該年不予顯示。2015 年以後未取得。",
                "The formula changes: 2000 deducts grants; from 2001 centrally allotted tax is deducted "
                "too; revenue of 1999 still includes borrowing. In 1998 own-source revenue of 18 counties "
                "contradicts the printed ratio and the year is held back. Nothing after 2014 is at hand.",
            ),
        ),
        checks=[
            Check(
                "county-years 1999–2014 off the printed ratio by over 0.02 points",
                0,
                total(wide, "1", f"period > '1998' and {contradicting}"),
            ),
            Check(
                "counties off the printed ratio by over 0.02 points, 1998",
                18,
                total(wide, "1", f"period = '1998' and {contradicting}"),
            ),
        ],
    )


@dataset("finance.current_expenditure")
def current_expenditure(shared: Shared) -> Dataset:
    """Current expenditure beside the whole, 1998–2014; 苗栗縣 2009 and 2010 are held back, totals too."""
    wide = county_values(
        shared,
        {"current_expenditure": "經常支出", "expenditure": "歲出"}
        | {name: f"歲出政事別-{FUNCTIONS[name]}" for name in MOSTLY_CURRENT},
    )
    table = shared.sql(
        """
        select place, period, case when wrong then null else current_expenditure end as current_expenditure,
          expenditure, case when wrong then 'suppressed' else 'observed' end as status,
          case when wrong then 'source_fault' end as reason
        from (select *, place in ('10005', 'TW') and period in ('2009', '2010') as wrong from {t}
          where period < '2015')
        """,
        t=wide,
    )
    soft = " + ".join(f"coalesce({name}, 0)" for name in MOSTLY_CURRENT)
    too_low = f"place != 'TW' and current_expenditure < ({soft}) / 2"
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("current_expenditure", "million_ntd", "double"),
            Measure("expenditure", "million_ntd", "double"),
        ],
        meta=county_meta(
            Text("縣市政府經常支出決算", "Settled current expenditure of county governments"),
            ("fiscal_year_2000", "counties_back_cast"),
            Text(
                "苗栗縣 2009 與 2010 年所載經常支出不及其教育、社福、警政、退休與一般政務支出之半，不能成"
                "立，該縣與全國合計兩年皆不予顯示。",
                "Current expenditure printed for Miaoli in 2009 and 2010 is less than half of its "
                "spending on education, welfare, police, retirement and general administration, which "
                "cannot be: the county and the printed totals of both years are held back.",
            ),
        ),
        checks=[
            Check("county-years with impossible current expenditure", 2, total(wide, "1", too_low)),
            Check("of these in 苗栗縣", 2, total(wide, "1", f"place = '10005' and {too_low}")),
            Check("rows held back", 4, total(table, "1", "status = 'suppressed'")),
        ],
    )


@dataset("finance.expenditure_by_function")
def expenditure_by_function(shared: Shared) -> Dataset:
    """Settled expenditure of counties in ten functions, 1998–2014."""
    wide = county_values(
        shared, {name: f"歲出政事別-{source}" for name, source in FUNCTIONS.items()} | {"whole": "歲出"}
    )
    columns = ", ".join(FUNCTIONS)
    table = shared.sql(
        f"unpivot (select * exclude (whole) from {{t}} where period < '2015') on {columns} "
        "into name function value expenditure",
        t=wide,
    )
    added = " + ".join(f"coalesce({name}, 0)" for name in FUNCTIONS)
    return Dataset(
        table=table,
        keys=["place", "period", "function"],
        measures=[Measure("expenditure", "million_ntd", "double")],
        meta=county_meta(
            Text("縣市政府歲出政事別決算", "Settled expenditure of county governments by function"),
            ("fiscal_year_2000", "counties_back_cast"),
            SETTLED_NOTES,
        ),
        checks=[
            Check(
                "county-years (and printed totals) whose functions add up to expenditure within 0.02 million",
                391,
                total(wide, "1", f"period < '2015' and abs({added} - whole) < 0.02"),
            )
        ],
    )


@dataset("finance.budget_expenditure")
def budget_expenditure(shared: Shared) -> Dataset:
    """Budgeted current and capital expenditure of counties, 2011–2014, in thousand NTD."""
    table = shared.sql(
        """
        select county_code as place, year as period, part, sum(value::bigint)::bigint as expenditure
        from {t} where indicator = 'expenditure_budget' and part != 'total' group by all
        """,
        t="finance/county_budget_2011_2014.csv",
    )
    off = shared.sql(
        """
        with printed as (select county_code, year, sum(value::bigint) as whole from {t}
          where indicator = 'expenditure_budget' and part = 'total' group by all),
        added as (select place, period, sum(expenditure) as found from {made} group by all)
        select count(*) from added join printed on place = county_code and period = year where found = whole
        """,
        t="finance/county_budget_2011_2014.csv",
        made=table,
    )
    return Dataset(
        table=table,
        keys=["place", "period", "part"],
        measures=[Measure("expenditure", "thousand_ntd")],
        meta=county_meta(
            Text(
                "縣市政府歲出預算（經常門與資本門）",
                "Budgeted expenditure of county governments, current and capital",
            ),
            ("budget_not_settlement",),
            Text(
                "直轄市及縣市總預算彙編，2011 至 2014 會計年度，為預算而非決算。",
                "Compiled general budgets of municipalities and counties, fiscal years 2011 to 2014: "
                "budgets, not settlements.",
            ),
            Text(
                "行政院主計總處（直轄市及縣市總預算彙編）",
                "Directorate-General of Budget, Accounting and Statistics (compiled local budgets)",
            ),
        ),
        checks=[Check("county-years whose current + capital = total", 88, off.column(0)[0].as_py())],
    )


def _cited(title: Text, publisher: Text, page: str, notes: Text, caveats: tuple[str, ...]) -> Meta:
    return Meta(
        title=title,
        publisher=publisher,
        official_id="cited fact",
        page=page,
        level="county",
        retrieved=RETRIEVED,
        published=PUBLISHED,
        update="once",
        licence=CITED,
        licence_url=page,
        redistribution="yes",
        caveats=caveats,
        notes=notes,
    )


@dataset("finance.debt")
def debt(shared: Shared) -> Dataset:
    """Debt outstanding per person by county, June 2015, as the press reported it."""
    table = shared.sql(
        """
        select county_code as place, '2015-06' as period,
          round(10 * max(value::double) filter (indicator = 'debt_per_head_june'), 1) as debt_per_head,
          round(100 * max(value::double) filter (indicator = 'debt_outstanding_june'), 1) as debt
        from {t} where year = '2015' group by all
        """,
        t=POINTS,
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[
            Measure("debt_per_head", "thousand_ntd_per_person", "double"),
            Measure("debt", "million_ntd", "double"),
        ],
        meta=_cited(
            Text("縣市政府未償債務（2015 年 6 月）", "Debt outstanding of county governments, June 2015"),
            Text(
                "財政部（中華電視公司 2015-07-14 報導）",
                "Ministry of Finance, as reported by CTS on 2015-07-14",
            ),
            "https://news.cts.com.tw/cts/politics/201507/201507141636191.html",
            Text(
                "報導所載之數；每人以萬元計，換為千元；總額以億元計，換為百萬元。高雄市總額誤植，未列。",
                "As stated in the report; per person converted from ten thousand to thousand NTD, totals "
                "from hundred million to million NTD. The total of Kaohsiung is misprinted and left out.",
            ),
            ("debt_2015_reported",),
        ),
        checks=[
            Check("counties with debt per head", 22, total(table, "1", "debt_per_head is not null")),
            Check("counties with a total", 21, total(table, "1", "debt is not null")),
        ],
    )


@dataset("finance.fiscal_capacity")
def fiscal_capacity(shared: Shared) -> Dataset:
    """Ratio and level (1 strongest to 5 weakest) of counties in the subsidy rules of 2026."""
    table = shared.sql(
        """
        select county_code as place, year as period,
          max(value::double) filter (indicator = 'fiscal_capacity_ratio') as ratio,
          max(value::bigint) filter (indicator = 'fiscal_capacity_level') as level
        from {t} where year = '2026' group by all
        """,
        t=POINTS,
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("ratio", "percent", "double"), Measure("level", "level")],
        meta=_cited(
            Text("縣市自有財源比率與財力分級（2026 年）", "Fiscal capacity of county governments, 2026"),
            Text(
                "行政院主計總處（風傳媒 2026-01 報導）",
                "Directorate-General of Budget, Accounting and Statistics, as reported by Storm Media, "
                "2026-01",
            ),
            "https://tw.news.yahoo.com",
            Text(
                "依中央對直轄市及縣(市)政府補助辦法之公式；與自籌財源比率不同，可超過 100 %。",
                "By the formula of the subsidy rules; it differs from the own-source share and may exceed "
                "100 %.",
            ),
            ("fiscal_capacity_formula",),
        ),
        checks=[
            Check("counties", 22, table.num_rows),
            Check("counties in levels 1 to 5", 22, total(table, "1", "level between 1 and 5")),
        ],
    )
