"""Registered people: totals, ages, vital events, migration, education."""

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total

RIS = Text("內政部戶政司", "Department of Household Registration, Ministry of the Interior")
PAGE = "https://www.ris.gov.tw/app/portal/346"
RETRIEVED, PUBLISHED = "2026-11-23", "20261123"
MONTH = "year || '-' || lpad(month, 2, '0')"
DECEMBERS = {
    "2008": 23_037_031,
    "2010": 23_162_123,
    "2015": 23_492_074,
    "2019": 23_603_121,
    "2025": 23_299_132,
}


def meta(zh: str, en: str, notes: Text, **more: object) -> Meta:
    """Return the words of one table of the household register."""
    base = {
        "title": Text(zh, en),
        "publisher": RIS,
        "official_id": "ODRP",
        "page": PAGE,
        "level": "township",
        "retrieved": RETRIEVED,
        "published": PUBLISHED,
        "update": "monthly",
        "caveats": ("registered_not_resident",),
        "notes": notes,
    }
    return Meta(**(base | more))  # type: ignore[arg-type]


@dataset("population.by_month")
def by_month(shared: Shared) -> Dataset:
    """Households and people by sex of every township and month, 2008-01 to 2026-05 without 2016-05."""
    table = shared.sql(
        f"""
        select town_code as place, {MONTH} as period, households::bigint as households,
          population::bigint as population, female::bigint as female, male::bigint as male
        from {{t}}
        """,
        t="population/township_total_monthly.csv.gz",
    )
    checks = [
        Check(
            f"national population, December {year}",
            known,
            total(table, "population", f"period = '{year}-12'"),
        )
        for year, known in DECEMBERS.items()
    ]
    checks.append(Check("months of 368 townships", 220 * 368, table.num_rows))
    return Dataset(
        table,
        ["place", "period"],
        meta(
            "鄉鎮市區戶數及人口數",
            "Households and people by township and month",
            Text(
                "缺 2016 年 5 月：來源該月檔案實為 6 月。",
                "May 2016 is absent: the file of that name holds June.",
            ),
            caveats=("registered_not_resident", "election_registration"),
        ),
        [
            Measure(name, "persons" if name != "households" else "households")
            for name in ("households", "population", "female", "male")
        ],
        checks,
    )


@dataset("population.by_age")
def by_age(shared: Shared) -> Dataset:
    """Single ages of both sexes together: 2014-10, 2015-10, 2019-10 and 2025-12."""
    table = shared.sql(
        f"""
        select town_code as place, {MONTH} as period, age::bigint as age,
          sum(population::bigint)::bigint as population
        from {{old}} where {MONTH} in ('2014-10', '2015-10', '2019-10') group by all
        union all
        select town_code, {MONTH}, age::bigint, population::bigint from {{new}}
        """,
        old="population/township_age_sex.csv.gz",
        new="population/township_age_2025-12.csv.gz",
    )
    known = {"2014-10": 23_417_116, "2015-10": 23_476_640, "2019-10": 23_596_266, "2025-12": 23_299_132}
    return Dataset(
        table,
        ["place", "period", "age"],
        meta(
            "鄉鎮市區單一年齡人口",
            "People by single age and township",
            Text(
                "四個時點；2025 年 12 月只有兩性合計。年齡 100 為 100 歲以上。",
                "Four dates; December 2025 has both sexes together only. Age 100 is 100 and over.",
            ),
            update="irregular",
        ),
        [Measure("population", "persons")],
        [
            Check(f"national population, {p}", n, total(table, "population", f"period = '{p}'"))
            for p, n in known.items()
        ],
    )


@dataset("population.vital_by_month")
def vital_by_month(shared: Shared) -> Dataset:
    """Births and deaths by sex, marriages and divorces, by month of registration."""
    columns = ("births_female", "births_male", "deaths_female", "deaths_male", "marriages", "divorces")
    table = shared.sql(
        f"""
        select town_code as place, {MONTH} as period,
          {", ".join(f"{one}::bigint as {one}" for one in columns)}
        from {{t}}
        """,
        t="population/township_vital_monthly.csv.gz",
    )
    births = {"2015": 213_598, "2019": 177_767, "2025": 107_812}
    return Dataset(
        table,
        ["place", "period"],
        meta(
            "鄉鎮市區出生、死亡、結婚、離婚",
            "Births, deaths, marriages and divorces by township and month",
            Text("依登記日期。", "By date of registration."),
        ),
        [
            Measure("births_female", "births"),
            Measure("births_male", "births"),
            Measure("deaths_female", "deaths"),
            Measure("deaths_male", "deaths"),
            Measure("marriages", "couples"),
            Measure("divorces", "couples"),
        ],
        [
            Check(
                f"national births {y}", n, total(table, "births_female + births_male", f"period[1:4] = '{y}'")
            )
            for y, n in births.items()
        ],
    )


@dataset("population.net_migration")
def net_migration(shared: Shared) -> Dataset:
    """Change of the total less births and deaths, by township and year."""
    table = shared.sql(
        """
        select town_code as place, year as period, net_migration_residual::bigint as net_migration,
          'observed' as status, case when year >= '2020' then 'register_abroad' end as reason
        from {t}
        """,
        t="population/township_components_yearly.csv",
    )
    return Dataset(
        table,
        ["place", "period"],
        meta(
            "鄉鎮市區社會增減（推算）",
            "Net migration by township (what remains)",
            Text(
                "年底人口減年初人口，再減出生、加死亡；加總到縣市與遷徙登記相等。",
                "Population at the year's end less its start, less births, plus deaths; summed to "
                "counties it "
                "equals the registered moves.",
            ),
            update="yearly",
            caveats=("registered_not_resident", "register_abroad_2020_2025"),
        ),
        [Measure("net_migration", "persons")],
        [Check("national net migration 2023", 225_599, total(table, "net_migration", "period = '2023'"))],
    )


@dataset("population.moves")
def moves(shared: Shared) -> Dataset:
    """Registrations of moving in and out in the twelve months to 2026-09."""
    table = shared.sql(
        """
        select town_code as place, '2026-09' as period, in_migration_12m::bigint as moves_in,
          out_migration_12m::bigint as moves_out
        from {t}
        """,
        t="population/township_in_out_2026_09.csv",
    )
    return Dataset(
        table,
        ["place", "period"],
        meta(
            "鄉鎮市區遷入、遷出登記（十二個月）",
            "Registered moves in and out by township (twelve months)",
            Text(
                "2025 年 10 月至 2026 年 9 月合計，含同縣市內遷徙。",
                "Sum of October 2025 to September 2026, moves within the county included.",
            ),
            update="irregular",
        ),
        [Measure("moves_in", "persons"), Measure("moves_out", "persons")],
        [
            Check("moves in", 845_443, total(table, "moves_in")),
            Check("moves out", 848_161, total(table, "moves_out")),
        ],
    )
