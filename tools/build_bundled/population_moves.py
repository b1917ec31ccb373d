"""Moves between counties, education, presence by mobile phone, and the official national projection."""

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Shared, dataset, total
from tools.build_bundled.population import MONTH, RETRIEVED, meta

KINDS = {
    "internal": (
        "in_total::bigint - in_from_abroad::bigint - in_first_registration::bigint",
        "out_total::bigint - out_to_abroad::bigint",
    ),
    "abroad": ("in_from_abroad::bigint", "out_to_abroad::bigint"),
    "first_registration": ("in_first_registration::bigint", "0"),
}
EDUCATION = {
    "illiterate": ("illiterate",),
    "self_taught": ("selftaught",),
    "primary": ("primary",),
    "junior_high": ("junior", "juniorvocational"),
    "senior_high": ("senior", "seniorvocational", "juniorcollege_5ys_first3y"),
    "junior_college": ("juniorcollege_2ys", "juniorcollege_5ys_final2y"),
    "university": ("university",),
    "graduate": ("master", "doctor"),
}
PRESENCE = {
    "stay_night": "night",
    "active_morning": "morning",
    "active_afternoon": "afternoon",
    "active_day": "day",
}


@dataset("population.migration_county")
def migration_county(shared: Shared) -> Dataset:
    """Registered moves of today's 22 counties by month and kind: internal, abroad, first registration."""
    kinds = " union all ".join(
        f"""
        select coalesce(county_code, case county_zh_then when '桃園縣' then '68000' end) as place,
          {MONTH} as period, '{kind}' as kind, sum({came})::bigint as moved_in,
          sum({left})::bigint as moved_out, 'observed' as status,
          case when '{kind}' = 'abroad' and {MONTH} between '2020-01' and '2025-12' then 'register_abroad' end
            as reason
        from {{t}} where {MONTH} >= '2010-12' group by all
        """
        for kind, (came, left) in KINDS.items()
    )
    table = shared.sql(kinds, t="population/county_migration_monthly.csv.gz")
    known = {"2019": 12_718, "2021": -156_010, "2023": 225_599, "2024": 47_029}
    abroad = {"2021": -166_636, "2022": -56_313, "2023": 205_922, "2024": 28_496, "2025": -25_097}
    return Dataset(
        table,
        ["place", "period", "kind"],
        meta(
            "縣市遷入、遷出登記",
            "Registered moves in and out by county and month",
            Text(
                "國內遷徙為總數扣除由國外、往國外與初設戶籍，含同縣市內；2010 年 12 "
                "月起（改制後的縣市）；缺 2017 年 7 月，故無 2017 年全年數。"
                "全國的國內遷徙淨數接近零而不全為零，因登記時點不同。",
                "Internal moves are all less those from and to abroad and first registrations, moves "
                "inside the county included. From December 2010, when today's counties began; July 2017 "
                "is absent, so there is no "
                "year 2017. "
                "Internal moves net to nearly zero for the nation, not exactly, as both ends are "
                "registered on "
                "different days.",
            ),
            level="county",
            caveats=("registered_not_resident", "register_abroad_2020_2025", "month_missing_2017_07"),
        ),
        [Measure("moved_in", "persons"), Measure("moved_out", "persons")],
        [
            *(
                Check(
                    f"national net migration {year}",
                    people,
                    total(table, "moved_in - moved_out", f"period[1:4] = '{year}'"),
                )
                for year, people in known.items()
            ),
            *(
                Check(
                    f"national net from abroad {year}",
                    people,
                    total(table, "moved_in - moved_out", f"period[1:4] = '{year}' and kind = 'abroad'"),
                )
                for year, people in abroad.items()
            ),
            Check("county months by kind", 3 * 22 * 185, table.num_rows),
        ],
    )


@dataset("population.education")
def education(shared: Shared) -> Dataset:
    """People aged 15 and over by level of education, both sexes, 2013 to 2020."""
    level = " ".join(
        f"when level in ({', '.join(repr(one) for one in found)}) then '{name}'"
        for name, found in EDUCATION.items()
    )
    table = shared.sql(
        f"""
        select town_code as place, year as period, case {level} end as level,
          sum(population_15up::bigint)::bigint as population
        from {{t}} group by all
        """,
        t="population/township_education.csv.gz",
    )
    known = {"2013": 20_026_916, "2020": 20_597_840}
    return Dataset(
        table,
        ["place", "period", "level"],
        meta(
            "15 歲以上人口教育程度",
            "People aged 15 and over by level of education",
            Text(
                "各級含畢業與肄業（在學）；高職與五專前三年併入高中職，國中含初職，專科為二、"
                "三專與五專後二年，"
                "研究所含碩士與博士。兩性合計。",
                "Each level holds those who finished and those who attended; senior high includes "
                "vocational schools "
                "and the first three years of five-year colleges, graduate means master's and doctorate. "
                "Both sexes.",
            ),
            update="once",
            caveats=("registered_not_resident", "education_registered"),
        ),
        [Measure("population", "persons")],
        [
            Check(f"national 15 and over, {year}", people, total(table, "population", f"period = '{year}'"))
            for year, people in known.items()
        ],
    )


@dataset("population.presence")
def presence(shared: Shared) -> Dataset:
    """People present by mobile-phone signal: night stay and activity, weekday and weekend, 2020-11."""
    moment = " ".join(f"when '{found}' then '{name}'" for found, name in PRESENCE.items())
    table = shared.sql(
        f"""
        with told as (select *,
          regexp_extract(indicator, '^(.*)_(weekday|weekend)$', ['what', 'days']) as part
          from {{t}} where unit = '人')
        select town_code as place, period, part.days as days, case part.what {moment} end as moment,
          value::bigint as people
        from told
        """,
        t="population/telecom_presence_town_2020-11.csv",
    )
    night = total(table, "people", "moment = 'night' and days = 'weekday'")
    return Dataset(
        table,
        ["place", "period", "days", "moment"],
        meta(
            "電信信令人口",
            "People present by mobile-phone signal",
            Text(
                "2020 年 11 月一個月；由單一業者的用戶推估，含外籍居民，不是戶籍人口。旅次未收錄。",
                "One month, November 2020; estimated from the subscribers of one operator, foreign "
                "residents "
                "included, not registered people. Trips are left out.",
            ),
            publisher=Text("內政部統計處", "Department of Statistics, Ministry of the Interior"),
            official_id="SEGIS 109Y11M",
            page="https://segis.moi.gov.tw/",
            update="once",
            caveats=(),
            estimated="scaled up by the publisher from one operator's subscribers",
        ),
        [Measure("people", "persons")],
        [Check("night stay on weekdays", 23_867_910, night), Check("rows", 368 * 8, table.num_rows)],
    )


@dataset("population.projection_national")
def projection_national(shared: Shared) -> Dataset:
    """The National Development Council's projection of 2026: sex and five-year age, three variants."""
    table = shared.sql(
        """
        select 'TW' as place, year as period, scenario,
          case sex when 'f' then 'female' when 'm' then 'male' end as sex,
          regexp_extract(age_group, '^[0-9]+')::bigint as age_from, population::bigint as population
        from {t} where year > '2025'
        """,
        t="population/ndc2026_population.csv.gz",
    )
    known = {
        ("medium", "2026"): 23_190_536,
        ("medium", "2050"): 18_782_202,
        ("medium", "2070"): 13_483_628,
        ("medium", "2075"): 12_148_975,
        ("low", "2070"): 13_127_972,
        ("high", "2070"): 14_171_947,
    }
    return Dataset(
        table,
        ["place", "period", "scenario", "sex", "age_from"],
        meta(
            "中華民國人口推估（2026 年至 2075 年）",
            "Population projections for Taiwan, 2026 to 2075",
            Text(
                "年底人口；五齡組以起始年齡表示（100 為 100 歲以上）。中推計逐格抄錄；高、低推計只有 "
                "2025 年後出生世代"
                "與中推計不同，其餘依來源所示與中推計相同。2026 年 8 月 28 日發布。",
                "People at the end of the year; five-year groups by their first age (100 is 100 and "
                "over). The medium "
                "variant is complete; high and low differ from it in cohorts born after 2025 and equal "
                "it elsewhere, "
                "as shown by the source. Released on 28 August 2026.",
            ),
            level="nation",
            publisher=Text("國家發展委員會", "National Development Council"),
            official_id="NDC 2026",
            page="https://pop-proj.ndc.gov.tw/",
            retrieved=RETRIEVED,
            published="20260828",
            update="irregular",
            caveats=("projection_not_forecast", "hand_transcribed"),
        ),
        [Measure("population", "persons")],
        [
            Check(
                f"{scenario} {year}",
                people,
                total(table, "population", f"period = '{year}' and scenario = '{scenario}'"),
            )
            for (scenario, year), people in known.items()
        ],
    )
