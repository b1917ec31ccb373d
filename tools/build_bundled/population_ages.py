"""Registered people by age: by sex, by county, in three bands by month, and by village."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Shared, dataset, total
from tools.build_bundled.population import MONTH, meta

SEX = "case sex when 'f' then 'female' when 'm' then 'male' end"
PEOPLE = [Measure("population", "persons")]
BANDS = [Measure(name, "persons") for name in ("population", "age_0_14", "age_15_64", "age_65_up")]
NATIONAL_BY_AGE = {"2014-10": 23_417_116, "2015-10": 23_476_640, "2019-10": 23_596_266}
FAULTY = {"2014-04": ("65000030",), "2015-01": ("10018010", "10018020", "10018030")}


@dataset("population.by_age_sex")
def by_age_sex(shared: Shared) -> Dataset:
    """Single ages by sex of every township, in the three Octobers that compare."""
    months = ", ".join(f"'{month}'" for month in NATIONAL_BY_AGE)
    table = shared.sql(
        f"""
        select town_code as place, {MONTH} as period, {SEX} as sex, age::bigint as age,
          population::bigint as population
        from {{t}} where {MONTH} in ({months})
        """,
        t="population/township_age_sex.csv.gz",
    )
    return Dataset(
        table,
        ["place", "period", "sex", "age"],
        meta(
            "鄉鎮市區人口按性別及單一年齡",
            "People by sex and single age, by township",
            Text(
                "只有 2014、2015、2019 年的 10 月；年齡 100 為 100 歲以上。今日的性別分布須另行估計。",
                "October of 2014, 2015 and 2019 only; age 100 is 100 and over. Today's split by sex is "
                "an estimate.",
            ),
            update="once",
            caveats=("registered_not_resident", "comparable_months_only"),
        ),
        PEOPLE,
        _national(table, NATIONAL_BY_AGE),
    )


@dataset("population.county_age_sex")
def county_age_sex(shared: Shared) -> Dataset:
    """Single ages by sex of today's 22 counties: Decembers of 2010 to 2025 and May 2026."""
    table = shared.sql(
        f"""
        select coalesce(county_code, case county_zh_then when '桃園縣' then '68000' end) as place,
          {MONTH} as period, {SEX} as sex, age::bigint as age, population::bigint as population
        from {{t}} where {MONTH} >= '2010-12'
        """,
        t="population/county_age_sex.csv.gz",
    )
    known = {
        "2010-12": 23_162_123,
        "2015-12": 23_492_074,
        "2020-12": 23_561_236,
        "2025-12": 23_299_132,
    }
    return Dataset(
        table,
        ["place", "period", "sex", "age"],
        meta(
            "各縣市人口數按性別及單一年齡",
            "People by sex and single age, by county",
            Text(
                "2010 年 12 月起（改制後的縣市）；桃園縣即今桃園市。年齡 100 為 100 歲以上。",
                "From December 2010, when today's counties began; Taoyuan County is today's Taoyuan City. "
                "Age 100 is 100 and over.",
            ),
            level="county",
        ),
        PEOPLE,
        [*_national(table, known), Check("rows", 17 * 22 * 2 * 101, table.num_rows)],
    )


@dataset("population.bands_by_month")
def bands_by_month(shared: Shared) -> Dataset:
    """Three age bands of every township and month; rows that are wrong in the source are withheld."""
    wrong = " or ".join(
        f"({MONTH} = '{month}' and town_code in ({', '.join(repr(code) for code in codes)}))"
        for month, codes in FAULTY.items()
    )
    table = shared.sql(
        f"""
        with told as (
          select *, {MONTH} as period, {wrong} as wrong,
            age_0_14::bigint + age_15_64::bigint + age_65_plus::bigint as whole
          from {{t}})
        select town_code as place, period,
          if(wrong, null, whole) as population,
          if(wrong, null, age_0_14::bigint) as age_0_14,
          if(wrong, null, age_15_64::bigint) as age_15_64,
          if(wrong, null, age_65_plus::bigint) as age_65_up,
          if(wrong, 'suppressed', 'observed') as status, if(wrong, 'source_fault', null) as reason
        from told
        """,
        t="population/township_3band_monthly.csv.gz",
    )
    whole = shared.sql(
        f"""
        select count(*) as rows from {{bands}} b join
          (select town_code, {MONTH} as month, population::bigint as population from {{totals}}) t
          on b.place = t.town_code and b.period = t.month where b.population <> t.population
        """,
        bands=table,
        totals="population/township_total_monthly.csv.gz",
    )
    return Dataset(
        table,
        ["place", "period"],
        meta(
            "鄉鎮市區三階段年齡人口",
            "People in three age bands by township and month",
            Text(
                "2014 年 4 月中和區、2015 年 1 月新竹市三區在來源有誤，不予發布。",
                "Zhonghe in April 2014 and the three districts of Hsinchu City in January 2015 are wrong "
                "in the "
                "source and withheld.",
            ),
            update="once",
            caveats=("registered_not_resident", "source_fault"),
        ),
        BANDS,
        [
            Check("townships whose bands differ from the official total", 0, whole["rows"][0].as_py()),
            Check("withheld rows", 4, table["population"].null_count),
        ],
    )


@dataset("population.village_bands")
def village_bands(shared: Shared) -> Dataset:
    """Three age bands of every village, December 2025; single ages stay out, they point at persons."""
    table = shared.sql(
        """
        select village_code as place, period, population::bigint as population,
          age_0_14::bigint as age_0_14, age_15_64::bigint as age_15_64, age_65_up::bigint as age_65_up
        from {t}
        """,
        t="population/village_population_2025-12.csv",
    )
    return Dataset(
        table,
        ["place", "period"],
        meta(
            "村里三階段年齡人口",
            "People in three age bands by village",
            Text(
                "2025 年 12 月，7,752 個村里；其中 66 個不在 2021 年版村里界圖。村里的單一年齡人數過少，"
                "不予發布。",
                "December 2025, 7,752 villages, 66 of them not on the boundary map of 2021. Single ages "
                "of villages "
                "would point at persons and are not published.",
            ),
            level="village",
            caveats=("registered_not_resident", "village_edition"),
        ),
        BANDS,
        [
            *_national(table, {"2025-12": 23_299_132}),
            Check("villages", 7_752, table.num_rows),
            Check("three bands", 23_299_132, total(table, "age_0_14 + age_15_64 + age_65_up")),
        ],
    )


def _national(table: pa.Table, known: dict[str, int]) -> list[Check]:
    """Return a check of the national population for each known period."""
    return [
        Check(f"national population, {period}", people, total(table, "population", f"period = '{period}'"))
        for period, people in known.items()
    ]
