"""The National Development Council's projection of 2018: deaths by age, fertility, and the nation's future."""

import pyarrow as pa

from difang.text import Text
from tools.build_bundled.frame import Check, Dataset, Measure, Meta, Shared, dataset, total
from tools.build_bundled.levels import number
from tools.build_bundled.population import RETRIEVED

LIFE_TABLES = "population/ndc2018_life_tables.csv"
DEATH_PROBABILITY = "population/ndc2018_death_probability.csv"
FERTILITY = "population/ndc2018_fertility_assumptions.csv"
PROJECTION = "population/ndc2018_projection.csv"

LIFE_EXPECTANCY = {
    ("2016", "male"): 76.81,
    ("2016", "female"): 83.42,
    ("2065", "male"): 81.92,
    ("2065", "female"): 88.62,
}
FERTILITY_RATE = {
    ("observed", "1960"): 5.75,
    ("observed", "2010"): 0.895,
    ("low", "2065"): 0.9,
    ("medium", "2065"): 1.2,
    ("high", "2065"): 1.5,
}
POPULATION_2065 = {"low": 16_006_000, "medium": 17_353_000, "high": 18_802_000}
# Name here, name in the source.
COUNTS = {
    "population": "population",
    "age_0_14": "age_0_14",
    "age_15_64": "age_15_64",
    "age_65_up": "age_65_plus",
    "births": "births",
    "deaths": "deaths",
    "social_increase": "social",
}


def meta(zh: str, en: str, notes: Text, caveats: tuple[str, ...]) -> Meta:
    """Return the words of one table of the edition of August 2018."""
    return Meta(
        title=Text(zh, en),
        publisher=Text("國家發展委員會", "National Development Council"),
        official_id="NDC 2018 (ISBN 978-986-05-6645-1)",
        page="https://pop-proj.ndc.gov.tw/",
        level="nation",
        retrieved=RETRIEVED,
        published="20180830",
        update="once",
        caveats=caveats,
        notes=notes,
    )


@dataset("population.death_probability")
def death_probability(shared: Shared) -> Dataset:
    """Probability of dying within a year by sex and single age: observed 2016, assumed 2020 to 2065."""
    table = shared.sql(
        """
        select 'TW' as place, split_part("table", '_', 2) as period,
          case sex when 'f' then 'female' when 'm' then 'male' end as sex, age::bigint as age,
          qx::double as qx, ex::double as life_expectancy,
          case split_part("table", '_', 1) when 'observed' then 'observed' when 'projected' then 'assumed'
            end as kind
        from {t}
        """,
        t=LIFE_TABLES,
    )
    return Dataset(
        table,
        ["place", "period", "sex", "age"],
        meta(
            "死亡機率與平均餘命（2018 年版推估）",
            "Probability of dying and life expectancy (projection of 2018)",
            Text(
                "2018 年版推估所用：2016 年為觀察值，至 84 歲，85 為 85 歲以上；"
                "2020、2025、2035、2045、2055、2065 年為假設值，至 99 歲，100 為 100 歲以上。"
                "最高一組死亡機率為 1，其平均餘命依原表。",
                "As used by the projection of 2018. 2016 is observed, to age 84 (85 is 85 and over); 2020, "
                "2025, 2035, 2045, 2055 and 2065 are assumed, to age 99 (100 is 100 and over). In the open "
                "last group the probability is 1, its life expectancy is as printed.",
            ),
            ("projection_by_assumptions",),
        ),
        [Measure("qx", "probability", "double"), Measure("life_expectancy", "years", "double")],
        [*_life_expectancies(shared, table), *_life_table_checks(shared, table)],
    )


def _life_expectancies(shared: Shared, table: pa.Table) -> list[Check]:
    at_birth = shared.sql("select * from {t} where age = 0", t=table).to_pylist()
    found = {(row["period"], row["sex"]): row["life_expectancy"] for row in at_birth}
    return [
        Check(f"life expectancy at birth {period}, {sex}", years, found[period, sex])
        for (period, sex), years in LIFE_EXPECTANCY.items()
    ]


def _life_table_checks(shared: Shared, table: pa.Table) -> list[Check]:
    unequal = """
        select count(*) from {t} t full join (select *, case sex when 'f' then 'female' else 'male' end as s
          from {printed}) p on t.period = p.year and t.sex = p.s and t.age = p.age::int
        where t.kind is distinct from 'observed' and t.qx is distinct from p.qx::double
    """
    # Who dies after infancy lives half of the year on average; both columns are rounded as printed.
    unlike = """
        select count(*) from {t} t join {t} o
          on t.period = o.period and t.sex = o.sex and o.age = t.age + 1
        where t.age > 0 and abs(t.life_expectancy - .5 * t.qx - (1 - t.qx) * (1 + o.life_expectancy)) > .02
    """
    printed = number(shared, unequal, t=table, printed=DEATH_PROBABILITY)
    return [
        Check("probabilities unlike the list printed beside the tables", 0, printed),
        Check(
            "life expectancies that don't follow from the probabilities", 0, number(shared, unlike, t=table)
        ),
        Check("rows", 2 * 86 + 6 * 2 * 101, table.num_rows),
    ]


@dataset("population.fertility_assumptions")
def fertility_assumptions(shared: Shared) -> Dataset:
    """Births per 1,000 women by age, total fertility and sex ratio at birth: observed and three variants."""
    table = shared.sql(
        """
        with v as (select scenario, year, measure, value::double as value from {t}),
        overall as (select scenario, year, any_value(value) filter (measure = 'tfr') as tfr,
          any_value(value) filter (measure = 'sex_ratio_birth') as sex_ratio_birth from v group by all)
        select 'TW' as place, year as period, scenario, split_part(measure, '_', 2)::bigint as age_from,
          value as births_per_1000_women, tfr, sex_ratio_birth
        from v join overall using (scenario, year) where measure like 'asfr_%'
        """,
        t=PROJECTION,
    )
    return Dataset(
        table,
        ["place", "period", "scenario", "age_from"],
        meta(
            "生育率：觀察值與 2018 年版推估假設",
            "Fertility: observed, and the assumptions of the projection of 2018",
            Text(
                "五齡組以起始年齡表示（15 至 45）。1960 至 2017 年為觀察值（無 1961 至 1964 年；1976、1988、"
                "2000、2012 年來源無總生育率），2018 至 2065 年為低、中、高推計假設。"
                "總生育率與出生性比例在同一年各年齡組重複列出。出生性比例為每百女嬰之男嬰數。",
                "Five-year groups by their first age (15 to 45). 1960 to 2017 are observed (1961 to 1964 are "
                "absent, and the source has no total fertility for 1976, 1988, 2000 and 2012); 2018 to 2065 are "
                "the low, medium and high assumptions. Total fertility and the sex ratio at birth (boys per "
                "100 girls) are repeated in every age group of a year.",
            ),
            ("projection_by_assumptions",),
        ),
        [
            Measure("births_per_1000_women", "births_per_1000_women", "double"),
            Measure("tfr", "births_per_woman", "double"),
            Measure("sex_ratio_birth", "males_per_100_females", "double"),
        ],
        _fertility_checks(shared, table),
    )


def _fertility_checks(shared: Shared, table: pa.Table) -> list[Check]:
    rates = shared.sql("select distinct scenario, period, tfr from {t}", t=table).to_pylist()
    found = {(row["scenario"], row["period"]): row["tfr"] for row in rates}
    unequal = """
        select count(*) from (select * from {printed} where measure = 'asfr_per_1000') p
        left join {t} t on t.scenario = p.scenario and t.period = p.year
          and t.age_from = split_part(p.age_group, '-', 1)::int
        where t.births_per_1000_women is distinct from p.value::double
    """
    unlike = """
        select count(*) from (select any_value(tfr) as tfr, sum(births_per_1000_women) * 5 / 1000 as added
          from {t} group by scenario, period) where abs(tfr - added) > .006
    """
    printed = number(shared, unequal, t=table, printed=FERTILITY)
    return [
        *(
            Check(f"total fertility {year}, {scenario}", rate, found[scenario, year])
            for (scenario, year), rate in FERTILITY_RATE.items()
        ),
        Check("rates unlike the table of assumptions 2020 to 2065", 0, printed),
        Check("years whose rates don't add up to total fertility", 0, number(shared, unlike, t=table)),
        Check("rows", 7 * (54 + 3 * 48), table.num_rows),
    ]


@dataset("population.projection_national_2018")
def projection_national_2018(shared: Shared) -> Dataset:
    """People, three age bands, births, deaths and social increase 2018 to 2065 in three variants."""
    columns = ", ".join(
        f"(any_value(value) filter (measure = '{source}_thousand'))::bigint * 1000 as {name}"
        for name, source in COUNTS.items()
    )
    table = shared.sql(
        f"""
        select 'TW' as place, year as period, scenario, {columns}
        from {{t}} where scenario <> 'observed' group by all
        """,
        t=PROJECTION,
    )
    apart = number(
        shared,
        "select max(abs(population - age_0_14 - age_15_64 - age_65_up)) from {t}",
        t=table,
    )
    return Dataset(
        table,
        ["place", "period", "scenario"],
        meta(
            "中華民國人口推估（2018 至 2065 年）",
            "Population projections for Taiwan, 2018 to 2065",
            Text(
                "年底人口與全年出生、死亡、社會增加數；來源以千人為單位，此處乘以一千。"
                "三個年齡組之和與總人口因進位相差至多一千人。",
                "People at the end of the year; births, deaths and social increase (net migration) of the whole "
                "year. Printed in thousands, multiplied by one thousand here; the three age bands add up to the "
                "total within one thousand, for rounding.",
            ),
            ("projection_by_assumptions", "printed_in_thousands"),
        ),
        [Measure(name, name if name in ("births", "deaths") else "persons") for name in COUNTS],
        [
            *(
                Check(
                    f"people in 2065, {scenario}",
                    people,
                    total(table, "population", f"period = '2065' and scenario = '{scenario}'"),
                )
                for scenario, people in POPULATION_2065.items()
            ),
            Check("largest difference of age bands and total, people", 1000, apart),
            Check("rows", 3 * 48, table.num_rows),
        ],
    )
