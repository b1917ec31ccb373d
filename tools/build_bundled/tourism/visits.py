"""Visits at counted spots, and their change on the same spots and months."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import number
from tools.build_bundled.origins import ORIGINS

VISITS = "tourism/scenic_spot_visitors_month.csv.gz"
FOUR = "tourism/scenic_spot_visitors_4counties_2019-07_2024-07.csv"
ORIGINS.update(
    {
        VISITS: ("github.com/aliasting/1005hw", "4bb39d243c95"),
        FOUR: ("github.com/peculab/PythonAI4Beginners", "9d660e3f154a"),
    }
)
LAST_MONTH = "2021-10"
LARGE_VISITS = 10_000
LEAP = 4
KINDS = {
    "國家級風景特定區": "national_scenic_area",
    "國家公園": "national_park",
    "博物館": "museum",
    "森林遊樂區": "forest_recreation",
    "直轄市及縣(市)級風景特定區": "local_scenic_area",
    "宗教場所": "religious",
    "觀光地區": "tourist_area",
    "休閒農業區及休閒農場": "leisure_farm",
    "其他": "other",
}
# In these months a zero is a closure ordered against the pandemic; in others a spot that was shut or not counted.
CLOSED = "('2020-03', '2020-04', '2020-05', '2021-05', '2021-06', '2021-07', '2021-08')"
PUBLISHER = Text("交通部觀光署", "Tourism Administration, Ministry of Transportation and Communications")
PAGE = "https://stat.taiwan.net.tw/scenicSpot"


def _meta(title: Text, caveats: tuple[str, ...], notes: Text, missing: str = "zero") -> Meta:
    return Meta(
        title=title,
        publisher=PUBLISHER,
        official_id="主要觀光遊憩據點遊客人數月別統計",
        page=PAGE,
        level="county",
        retrieved="2026-11-23",
        published="20261123",
        missing=missing,
        update="monthly",
        caveats=caveats,
        notes=notes,
    )


def _spots(shared: Shared) -> pa.Table:
    kind = " ".join(f"when type = '{zh}' then '{en}'" for zh, en in KINDS.items())
    return shared.sql(
        f"""
        with read as (
          select county_code as place, printf('%s-%02d', year, month::int) as period,
            case {kind} end as kind, spot, value::bigint as visits
          from {{t}}
        ),
        beside as (
          select *, lag(visits) over w as before, lead(visits) over w as after
          from read where period <= '{LAST_MONTH}'
          window w as (partition by place, spot order by period)
        )
        select place, period, kind, spot, visits,
          (visits = 0 and period not in {CLOSED}
            and least(before, after) >= {LARGE_VISITS})::int as doubtful_zero
        from beside
        """,
        t=VISITS,
    )


@dataset("tourism.visits")
def visits(shared: Shared) -> Dataset:
    """Visits by county, month, kind and spot, 2012-01 to 2021-10."""
    table = _spots(shared)
    table = shared.sql(
        "select * replace (case when doubtful_zero = 1 then 'yes' else 'no' end as doubtful_zero) from {t}",
        t=table,
    )
    of_year = "select count(*) from {t} where year = '2021' and month::int > 10 and value::bigint > 0"
    return Dataset(
        table=table,
        keys=["place", "period", "kind", "spot"],
        measures=[Measure("visits", "visits")],
        meta=_meta(
            Text("觀光遊憩據點遊客人次", "Visits at counted spots"),
            ("visits_not_visitors", "counted_spots_change", "visits_end_2021_10"),
            Text(
                "2012 年 1 月至 2021 年 10 月，各年 287 至 326 個據點；2021 年 11、12 月在來源為空白，不收錄。"
                "夾在兩個 1 萬人次以上月份之間的零標為 doubtful_zero（疫情關閉月份除外）：可能未開放或未計數。",
                "January 2012 to October 2021, 287 to 326 spots a year; November and December 2021 are blank in "
                "the source. A zero between two months of 10,000 or more is marked doubtful_zero (closures of the "
                "pandemic aside): the spot may have been shut or not counted.",
            ),
        ),
        checks=[
            Check("spots in 2012", 287, _spots_of(shared, table, "2012")),
            Check("spots in 2019", 326, _spots_of(shared, table, "2019")),
            Check("visits in 2012", 241_208_293, total(table, "visits", "period like '2012%'")),
            Check("visits in 2019", 332_968_307, total(table, "visits", "period like '2019%'")),
            Check("visits in 2020", 266_831_252, total(table, "visits", "period like '2020%'")),
            Check("visits in ten months of 2021", 170_000_872, total(table, "visits", "period like '2021%'")),
            Check("figures after October 2021", 0, number(shared, of_year, t=VISITS)),
            Check("counties", 22, number(shared, "select count(distinct place) from {t}", t=table)),
        ],
    )


@dataset("tourism.visits_same_spots")
def visits_same_spots(shared: Shared) -> Dataset:
    """Visits of two years on the spots and months counted in both, by county and nation."""
    pairs = _pairs(shared)
    table = shared.sql(
        """
        with kept as (select * from {t} where not recounted)
        select place, year::varchar as period, sum(before)::bigint as before, sum(now)::bigint as now
        from kept group by all
        union all select 'TW', year::varchar, sum(before)::bigint, sum(now)::bigint from kept group by all
        """,
        t=pairs,
    )
    return Dataset(
        table=table,
        keys=["place", "period"],
        measures=[Measure("before", "visits"), Measure("now", "visits")],
        meta=_meta(
            Text("同據點同月份遊客人次比較", "Visits on the same spots and months"),
            ("visits_not_visitors", "same_spots_and_months"),
            Text(
                "與前一年比，只計兩年都有計數的據點與月份；疫情關閉月份以外的零視為沒有計數。同月份人次變為四倍以上或"
                "四分之一以下的據點，視為計數方式改變而不計（2020 年的下降不在此限，除非前一年剛暴增）。2021 年缺"
                "兩個月，不比較。",
                "Against the year before, on spots and months counted in both; a zero outside the pandemic's "
                "closures counts as not counted. A spot that goes to over four times or under a quarter is taken "
                "as counted anew and left out (falls of 2020 are kept, unless the year before had leapt). 2021 "
                "lacks two months and is not compared.",
            ),
            missing="not_published",
        ),
        checks=[
            Check("years", 8, total(table, "1", "place = 'TW'")),
            Check("spot-years left out as counted anew", 19, total(pairs, "1", "recounted")),
            Check("counties of 2020", 22, total(table, "1", "place != 'TW' and period = '2020'")),
            Check("years with more visits than were counted", 0, _beyond(shared, table)),
        ],
    )


@dataset("tourism.visits_four_counties")
def visits_four_counties(shared: Shared) -> Dataset:
    """Visits at 40 spots of Taitung, Kinmen, Penghu and Lienchiang by month, 2019-07 to 2024-07."""
    table = shared.sql(
        "select county_code as place, month as period, spot, visitors::bigint as visits from {t}", t=FOUR
    )
    shared_months = shared.sql(
        """
        select count(*) from {new} n join {old} o using (place, period, spot) where n.visits != o.visits
        """,
        new=table,
        old=_spots(shared),
    )
    return Dataset(
        table=table,
        keys=["place", "period", "spot"],
        measures=[Measure("visits", "visits")],
        meta=_meta(
            Text("四縣觀光遊憩據點遊客人次", "Visits at counted spots of four counties"),
            ("visits_not_visitors", "visits_four_counties_only"),
            Text(
                "只有臺東、金門、澎湖、連江四縣 40 個據點，2019 年 7 月至 2024 年 7 月；不得與全國數混用。",
                "Only 40 spots of Taitung, Kinmen, Penghu and Lienchiang, July 2019 to July 2024; never to be "
                "mixed with national figures.",
            ),
            missing="not_published",
        ),
        checks=[
            Check("rows", 40 * 61, table.num_rows),
            Check("visits of 臺東縣", 28_163_931, total(table, "visits", "place = '10014'")),
            Check("cells that differ from the national table", 0, int(shared_months.column(0)[0].as_py())),
        ],
    )


def _pairs(shared: Shared) -> pa.Table:
    """Return place, spot, year, visits before and now on the months counted in both, and `recounted`."""
    return shared.sql(
        f"""
        with counted as (
          select place, spot, period[:4]::int as year, period[6:] as month, visits
          from {{t}} where visits > 0 or period in {CLOSED}
        ),
        pairs as (
          select n.place, n.spot, n.year, sum(b.visits) as before, sum(n.visits) as now
          from counted n join counted b on b.place = n.place and b.spot = n.spot and b.month = n.month
            and b.year = n.year - 1
          where n.year < {LAST_MONTH[:4]} group by all
        )
        select *, coalesce(now > {LEAP} * before or (now * {LEAP} < before
            and (year != 2020 or lag(now > {LEAP} * before) over (partition by place, spot order by year))),
          false) as recounted
        from pairs
        """,
        t=_spots(shared),
    )


def _spots_of(shared: Shared, table: pa.Table, year: str) -> int:
    return number(
        shared, f"select count(distinct place || spot) from {{t}} where period[:4] = '{year}'", t=table
    )


def _beyond(shared: Shared, table: pa.Table) -> int:
    """Count county-years whose compared visits exceed all visits of that year or the year before."""
    return number(
        shared,
        """
        with years as (select place, period[:4]::int as year, sum(visits) as visits from {all_spots} group by all)
        select count(*) from {t} s join years n on n.place = s.place and n.year = s.period::int
        join years b on b.place = s.place and b.year = n.year - 1
        where s.now > n.visits or s.before > b.visits
        """,
        t=table,
        all_spots=_spots(shared),
    )
