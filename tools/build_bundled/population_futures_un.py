"""World Population Prospects of the United Nations: the nation's past and future, editions 2024 and 2019."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import number
from tools.build_bundled.population import RETRIEVED

INDICATORS_2024 = "population/wpp2024_taiwan_indicators.csv"
BY_AGE_2024 = "population/wpp2024_taiwan_by_age.csv.gz"
BY_AGE_2019 = "population/wpp2019_taiwan_by_age.csv.gz"
PUBLISHED_2019, PUBLISHED_2024 = "20190617", "20240711"
MIDDLES_2024 = {2025: 23_112_800, 2030: 22_590_000, 2050: 19_434_600, 2075: 13_972_900}
TOTALS_2019 = {"1950": 7_602_355, "2015": 23_557_473, "2020": 23_816_775}

# Ends of the source's names; one without any is an estimate of the past.
VARIANT = """
    case ending when '' then 'estimate' when 'proj' then 'medium' when 'projMed' then 'medium'
      when 'projHigh' then 'high' when 'projLow' then 'low'
      when 'proj80l' then 'lower_80' when 'proj80u' then 'upper_80'
      when 'proj95l' then 'lower_95' when 'proj95u' then 'upper_95' end
"""
SEX = "case sex when 'F' then 'female' when 'M' then 'male' end"
OF_THE_UN = Text(
    "© 聯合國經濟和社會事務部人口司，以 CC BY 3.0 IGO 授權；地區代碼 158。",
    "© United Nations, DESA, Population Division, licensed under CC BY 3.0 IGO; location code 158. ",
)


def meta(zh: str, en: str, edition: str, published: str, notes: Text, **more: object) -> Meta:
    """Return the words of one table of an edition; the credit that its licence asks for opens the notes."""
    base = {
        "title": Text(zh, en),
        "publisher": Text(
            "聯合國經濟和社會事務部人口司",
            "United Nations, Department of Economic and Social Affairs, Population Division",
        ),
        "official_id": f"World Population Prospects {edition}, 158",
        "page": "https://population.un.org/wpp/",
        "level": "nation",
        "retrieved": RETRIEVED,
        "published": published,
        "update": "once",
        "licence": "創用 CC 姓名標示 3.0 政府間組織 (Creative Commons Attribution 3.0 IGO)",
        "licence_url": "https://creativecommons.org/licenses/by/3.0/igo/",
        "redistribution": "yes",
        "caveats": ("projection_by_assumptions", "un_not_register"),
        "notes": Text(OF_THE_UN.zh + notes.zh, OF_THE_UN.en + notes.en),
    }
    return Meta(**(base | more))  # type: ignore[arg-type]


@dataset("population.projection_un")
def projection_un(shared: Shared) -> Dataset:
    """People, fertility, life expectancy and migration by year, with variants and probable ranges."""
    table = shared.sql(
        f"""
        with told as (
          select period, value::double as value, regexp_extract(indicator,
            '^(pop|tfr|e0F|e0M|migration)((?:proj(?:Med|High|Low|80l|80u|95l|95u)?)?)$',
            ['what', 'ending']) as name
          from {{t}}),
        named as (select period, value, name.what as what, name.ending as ending from told
          where name.what <> '')
        select 'TW' as place, period, {VARIANT} as variant,
          round(any_value(value) filter (what = 'pop') * 1000)::bigint as population,
          any_value(value) filter (what = 'tfr') as tfr,
          any_value(value) filter (what = 'e0F') as life_expectancy_female,
          any_value(value) filter (what = 'e0M') as life_expectancy_male,
          round(any_value(value) filter (what = 'migration') * 1000)::bigint as net_migration
        from named group by all
        """,
        t=INDICATORS_2024,
    )
    return Dataset(
        table,
        ["place", "period", "variant"],
        meta(
            "聯合國世界人口展望 2024：人口與生育、死亡、遷徙",
            "World Population Prospects 2024: people, fertility, life expectancy, migration",
            "2024",
            PUBLISHED_2024,
            Text(
                "2024 年 7 月 11 日發布。人口為年底（來源作次年 1 月 1 日），其餘為全年。estimate 為 1950 至 "
                "2023 年估計（無人口數），medium 為中推計，lower、upper 為 80% 與 95% 機率區間，low、high "
                "為生育減、加半個孩子（只有人口與總生育率）。人口與淨遷徙來源以千人計（三位小數），"
                "此處乘以一千為人。更動：單位與欄名。",
                "Released on 11 July 2024. People are those at the end of the year (1 January of the next one in "
                "the publisher's tables), all else is of the whole year. 'estimate' is 1950 to 2023, without "
                "people; 'medium' the median; 'lower' and 'upper' bound the 80 % and 95 % probability "
                "intervals; 'low' and 'high' have half a child less or more (people and fertility only). "
                "Changes: people and net migration, printed in thousands with three decimals, are "
                "multiplied into persons; names of columns are ours.",
            ),
        ),
        [
            Measure("population", "persons"),
            Measure("tfr", "births_per_woman", "double"),
            Measure("life_expectancy_female", "years", "double"),
            Measure("life_expectancy_male", "years", "double"),
            Measure("net_migration", "persons"),
        ],
        _projection_checks(shared, table),
    )


def _projection_checks(shared: Shared, table: pa.Table) -> list[Check]:
    disorder = """
        select count(*) from {t} l join {t} m using (period) join {t} u using (period)
        where (l.variant, u.variant) in (('lower_95', 'upper_95'), ('lower_80', 'upper_80'))
          and m.variant = 'medium' and not (m.population between l.population and u.population
            and m.tfr between l.tfr and u.tfr and m.net_migration between l.net_migration and u.net_migration)
    """
    return [
        *(
            Check(f"people on 1 July {year}, medium, to hundreds", people, _middle(table, year))
            for year, people in MIDDLES_2024.items()
        ),
        Check("years whose medium lies outside its range", 0, number(shared, disorder, t=table)),
        Check("rows", 74 + 7 * 77, table.num_rows),
    ]


def _middle(table: pa.Table, year: int) -> int:
    """Return people in the middle of a year, between two year ends, in hundreds as published."""
    ends = sum(_people(table, "medium", str(end)) for end in (year - 1, year))
    return round(ends / 200) * 100


def _people(table: pa.Table, variant: str, year: str) -> int:
    return total(table, "population", f"variant = '{variant}' and period = '{year}'")


@dataset("population.mortality_un")
def mortality_un(shared: Shared) -> Dataset:
    """Death rates by sex, age group and five-year period, 1950 to 2100."""
    table = shared.sql(
        f"""
        with named as (select *, indicator[3:3] as sex from {{t}} where indicator in ('mxF5', 'mxM5'))
        select 'TW' as place, split_part(period, '-', 1) as period, {SEX} as sex,
          replace(age, '+', '')::bigint as age_from, value::double as mx,
          case when period < '2020' then 'estimated' else 'projected' end as status
        from named
        """,
        t=BY_AGE_2024,
    )
    infants = """
        select round(mx * 100000) from {t} where period = '2020' and sex = 'female' and age_from = 0
    """
    return Dataset(
        table,
        ["place", "period", "sex", "age_from"],
        meta(
            "聯合國世界人口展望 2024：分齡死亡率",
            "World Population Prospects 2024: death rates by age",
            "2024",
            PUBLISHED_2024,
            Text(
                "2024 年 7 月 11 日發布。每人年死亡數。五年期間以起始年表示，自該年 7 月 1 日起五年（1950 即 "
                "1950–1955）；年齡組以起始年齡表示：0、1、5、10……100 以上。五年期間為編者另行提供，"
                "並非聯合國正式表格。2020 起為推計（2020–2025 一部分為估計）。更動：欄名。",
                "Released on 11 July 2024. Deaths per person-year. Five-year periods by their first year, from 1 "
                "July of it (1950 is 1950–1955); age groups by their first age: 0, 1, 5, 10 … 100 and over. The "
                "five-year periods were supplied beside the official yearly tables and aren't official "
                "themselves. From 2020 on projected (2020–2025 is in part estimated). Changes: names of columns.",
            ),
        ),
        [Measure("mx", "deaths_per_person_year", "double")],
        [
            Check("deaths per 100,000 girls under 1, 2020–2025", 281, number(shared, infants, t=table)),
            Check("rows", 2 * 22 * 30, table.num_rows),
        ],
    )


@dataset("population.projection_un_2019")
def projection_un_2019(shared: Shared) -> Dataset:
    """People by sex and five-year age every five years, 1950 to 2100, of the edition of 2019."""
    table = shared.sql(
        f"""
        with told as (
          select period, age, value::double as value, regexp_extract(indicator,
            '^pop(F|M)((?:proj(?:Med|High|Low))?)$', ['sex', 'ending']) as name
          from {{t}}),
        named as (select period, age, value, name.sex as sex, name.ending as ending from told
          where name.sex <> '')
        select 'TW' as place, period, {VARIANT} as variant, {SEX} as sex,
          regexp_extract(age, '^[0-9]+')::bigint as age_from, round(value * 1000)::bigint as population
        from named
        """,
        t=BY_AGE_2019,
    )
    return Dataset(
        table,
        ["place", "period", "variant", "sex", "age_from"],
        meta(
            "聯合國世界人口展望 2019：分齡人口",
            "World Population Prospects 2019: people by age",
            "2019",
            PUBLISHED_2019,
            Text(
                "2019 年 6 月 17 日發布。7 月 1 日人口，每五年一次；1950 至 2020 年為估計（estimate），2025 "
                "至 2100 年為低、中、高推計。五齡組以起始年齡表示（100 為 100 歲以上）。來源以千人計（"
                "三位小數），此處乘以一千為人。更動：單位與欄名。已為 2024 年版取代，供以 2019 年為起點的推估檢驗。",
                "Released on 17 June 2019. People on 1 July, every five years; 1950 to 2020 are estimates, 2025 to "
                "2100 the low, medium and high variants. Five-year groups by their first age (100 is 100 and "
                "over). Superseded by the edition of 2024 and kept for projections that start in 2019. "
                "Changes: printed in thousands with three decimals, multiplied into persons; names of columns.",
            ),
        ),
        [Measure("population", "persons")],
        [
            *(
                Check(f"people on 1 July {year}", people, _people(table, "estimate", year))
                for year, people in TOTALS_2019.items()
            ),
            Check("rows", 2 * 21 * (15 + 3 * 16), table.num_rows),
        ],
    )
