"""Official futures of the nation against published figures.

NDC 2018: the report of August 2018 and what the Council announced with it on 30 August 2018 (peak years,
people by band). United Nations: totals of 1 July in the tables of World Population Prospects 2019 and 2024.
"""

from itertools import pairwise

import pytest

from difang.sources import bundled
from difang.sources.english import licence
from tests.data.shipped import ask, manifest, rows

OF_THE_UN = ("population.mortality_un", "population.projection_un", "population.projection_un_2019")
PUBLISHED = {
    "population.death_probability": "20180830",
    "population.fertility_assumptions": "20180830",
    "population.projection_national_2018": "20180830",
    "population.projection_un_2019": "20190617",
    "population.projection_un": "20240711",
    "population.mortality_un": "20240711",
    "population.projection_national": "20260828",
}
# Years that an infant who dies has lived, on average, where few do.
LIVED_BY_DEAD_INFANTS = 0.1


@pytest.mark.parametrize(("name", "day"), PUBLISHED.items())
def test_edition_carries_the_day_it_was_published(name: str, day: str) -> None:
    assert manifest(name)["published"] == day


def test_launch_in_october_2019_sees_two_editions_only() -> None:
    known = {one.manifest["published"][:4] for one in bundled.datasets() if one.name in PUBLISHED}
    seen = [name for name in PUBLISHED if manifest(name)["published"] < "20191031"]
    assert known == {"2018", "2019", "2024", "2026"}
    assert seen == [
        "population.death_probability",
        "population.fertility_assumptions",
        "population.projection_national_2018",
        "population.projection_un_2019",
    ]


@pytest.mark.parametrize("name", OF_THE_UN)
def test_figures_of_the_united_nations_name_their_licence_credit_and_changes(name: str) -> None:
    told = manifest(name)
    assert told["redistribution"] == "yes"
    assert told["licence_url"] == "https://creativecommons.org/licenses/by/3.0/igo/"
    assert licence(told["licence"]).en == "Creative Commons Attribution 3.0 IGO"
    assert told["notes"]["zh"].startswith("© 聯合國經濟和社會事務部人口司")
    assert told["notes"]["en"].startswith("© United Nations, DESA, Population Division")
    assert ("更動：" in told["notes"]["zh"], "Changes:" in told["notes"]["en"]) == (True, True)


@pytest.mark.parametrize(
    ("period", "sex", "years"),
    [
        ("2016", "male", 76.81),
        ("2016", "female", 83.42),
        ("2020", "male", 77.77),
        ("2020", "female", 84.34),
        ("2065", "male", 81.92),
        ("2065", "female", 88.62),
    ],
)
def test_life_expectancy_follows_from_the_probabilities_of_dying(period: str, sex: str, years: float) -> None:
    ages = rows(
        f"select qx, life_expectancy from {{t}} where period = '{period}' and sex = '{sex}' order by age",
        "population.death_probability",
    )
    alive, lived = 1.0, 0.0
    for age, (qx, _) in enumerate(ages[:-1]):
        lived += alive * (1 - qx * (1 - (LIVED_BY_DEAD_INFANTS if age == 0 else 0.5)))
        alive *= 1 - qx
    lived += alive * ages[-1][1]
    assert lived == pytest.approx(years, abs=0.03)
    assert ages[0][1] == years


def test_observed_table_is_told_from_the_assumed_ones_and_ends_at_85() -> None:
    found = rows(
        "select period, kind, count(*), min(age), max(age), count(*) filter (qx = 1) from {t} group by all "
        "order by period",
        "population.death_probability",
    )
    assert found == [
        ("2016", "observed", 172, 0, 85, 2),
        *((year, "assumed", 202, 0, 100, 2) for year in ("2020", "2025", "2035", "2045", "2055", "2065")),
    ]


def test_assumed_deaths_fall_from_table_to_table() -> None:
    query = (
        "select count(*) from (select qx - lag(qx) over (partition by sex, age order by period) as more "
        "from {t} where kind = 'assumed' and age < 100) where more > 0"
    )
    assert ask(query, "population.death_probability") == 0


@pytest.mark.parametrize(
    ("scenario", "year", "rate"),
    [
        ("observed", 1960, 5.75),
        ("observed", 2010, 0.895),
        ("low", 2065, 0.9),
        ("medium", 2065, 1.2),
        ("high", 2030, 1.4),
        ("high", 2040, 1.5),
    ],
)
def test_total_fertility_is_the_published_one_and_the_sum_of_its_ages(
    scenario: str, year: int, rate: float
) -> None:
    added, tfr, groups = ask(
        "select sum(births_per_1000_women) * 5 / 1000, any_value(tfr), count(*) from {t} "
        f"where scenario = '{scenario}' and period = '{year}'",
        "population.fertility_assumptions",
    )
    assert (tfr, groups) == (rate, 7)
    assert added == pytest.approx(rate, abs=0.006)


def test_observed_fertility_lacks_only_what_the_source_lacks() -> None:
    years = rows(
        "select period, any_value(tfr) is null from {t} where scenario = 'observed' group by 1 order by 1",
        "population.fertility_assumptions",
    )
    assert {str(y) for y in range(1960, 2018)} - {y for y, _ in years} == {"1961", "1962", "1963", "1964"}
    assert [year for year, absent in years if absent] == ["1976", "1988", "2000", "2012"]
    assert (
        ask("select count(*) from {t} where sex_ratio_birth is null", "population.fertility_assumptions") == 0
    )


@pytest.mark.parametrize(
    ("scenario", "year", "peak", "in_2065"),
    [
        ("low", "2020", 23_599_000, 16_006_000),
        ("medium", "2021", 23_614_000, 17_353_000),
        ("high", "2027", 23_715_000, 18_802_000),
    ],
)
def test_projection_of_2018_peaks_and_ends_as_announced(
    scenario: str, year: str, peak: int, in_2065: int
) -> None:
    found = ask(
        "select arg_max(period, population), max(population), arg_max(population, period), min(period), "
        f"max(period) from {{t}} where scenario = '{scenario}'",
        "population.projection_national_2018",
    )
    assert found == (year, peak, in_2065, "2018", "2065")


def test_bands_of_the_projection_of_2018_are_those_announced() -> None:
    query = "select age_0_14, age_15_64 from {t} where scenario = 'medium' and period in ('2030', '2065')"
    bands = rows(f"{query} order by period", "population.projection_national_2018")
    assert bands == [(2_683_000, 15_148_000), (1_588_000, 8_618_000)]
    old = "select min(period) from {t} where scenario = 'medium' and age_65_up > .2 * population"
    assert ask(old, "population.projection_national_2018") == "2026"


def test_projection_of_2018_adds_up_within_its_rounding() -> None:
    query = """
        select max(abs(population - age_0_14 - age_15_64 - age_65_up)), max(abs(grown - balance)), count(balance)
        from (select *, births - deaths + social_increase as balance,
          population - lag(population) over (partition by scenario order by period) as grown from {t})
    """
    assert ask(query, "population.projection_national_2018") == (1_000, 2_000, 3 * 48)


@pytest.mark.parametrize(
    ("year", "hundreds"), {2025: 231_128, 2030: 225_900, 2050: 194_346, 2075: 139_729}.items()
)
def test_middle_of_a_year_is_the_united_nations_figure_of_1_july(year: int, hundreds: int) -> None:
    people = ask(
        f"select avg(population) from {{t}} where variant = 'medium' and period in ('{year - 1}', '{year}')",
        "population.projection_un",
    )
    assert round(people / 100) == hundreds


@pytest.mark.parametrize(
    ("year", "variant", "tfr"),
    [("2023", "estimate", 0.87), ("2024", "medium", 0.86), ("2100", "medium", 1.33)],
)
def test_total_fertility_of_the_united_nations_is_the_published_one(
    year: str, variant: str, tfr: float
) -> None:
    query = f"select round(tfr, 2) from {{t}} where period = '{year}' and variant = '{variant}'"
    assert ask(query, "population.projection_un") == tfr


def test_low_and_high_variants_differ_by_half_a_child_in_the_long_run() -> None:
    found = rows(
        "select variant, tfr from {t} where period = '2100' and variant in ('low', 'medium', 'high') order by tfr",
        "population.projection_un",
    )
    rates = dict(found)
    assert list(rates) == ["low", "medium", "high"]
    assert rates["medium"] - rates["low"] == pytest.approx(0.5, abs=1e-5)
    assert rates["high"] - rates["medium"] == pytest.approx(0.5, abs=1e-5)


@pytest.mark.parametrize(
    "column", ["population", "tfr", "life_expectancy_female", "life_expectancy_male", "net_migration"]
)
def test_probable_ranges_hold_the_medium_and_each_other(column: str) -> None:
    query = f"""
        select count(*), count(*) filter (list_sort(told) <> told) from (
          select list({column} order by array_position(
            ['lower_95', 'lower_80', 'medium', 'upper_80', 'upper_95'], variant)) as told
          from {{t}} where variant not in ('estimate', 'low', 'high') group by period)
    """
    assert ask(query, "population.projection_un") == (77, 0)


def test_columns_of_a_variant_are_given_in_all_its_years_or_in_none() -> None:
    found = rows(
        "select variant, min(period), max(period), count(population), count(tfr), count(life_expectancy_female), "
        "count(net_migration) from {t} group by 1 order by 1",
        "population.projection_un",
    )
    ranges = [("lower_80", 77), ("lower_95", 77), ("medium", 77), ("upper_80", 77), ("upper_95", 77)]
    assert found == [
        ("estimate", "1950", "2023", 0, 74, 74, 74),
        ("high", "2024", "2100", 77, 77, 0, 0),
        ("low", "2024", "2100", 77, 77, 0, 0),
        *((variant, "2024", "2100", years, years, years, years) for variant, years in ranges),
    ]


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("period", [1950, 1975, 2000, 2015, 2050, 2095])
def test_life_expectancy_follows_from_the_death_rates(period: int, sex: str) -> None:
    rates = rows(
        f"select age_from, mx from {{t}} where period = '{period}' and sex = '{sex}' order by age_from",
        "population.mortality_un",
    )
    yearly = ask(
        f"select avg(life_expectancy_{sex}) from {{t}} where variant in ('estimate', 'medium') "
        f"and period::int between {period} and {period + 4}",
        "population.projection_un",
    )
    # The five-year periods run from mid-year to mid-year: half a year later than the mean of five years.
    assert _at_birth(rates) == pytest.approx(yearly, abs=0.45)


def _at_birth(rates: list[tuple[int, float]]) -> float:
    """Return life expectancy of an abridged table, deaths in the middle of a group but for infants."""
    alive, lived = 1.0, 0.0
    for (age, mx), (following, _) in pairwise(rates):
        width = following - age
        before = {0: LIVED_BY_DEAD_INFANTS, 1: 1.5}.get(age, width / 2)
        dying = width * mx / (1 + (width - before) * mx)
        lived += alive * (width * (1 - dying) + before * dying)
        alive *= 1 - dying
    return lived + alive / rates[-1][1]


@pytest.mark.parametrize(("year", "people"), {1950: 7_602_355, 2015: 23_557_473, 2020: 23_816_775}.items())
def test_people_of_the_edition_of_2019_are_the_published_ones(year: int, people: int) -> None:
    query = f"select sum(population), count(*) from {{t}} where period = '{year}' and variant = 'estimate'"
    assert ask(query, "population.projection_un_2019") == (people, 42)


def test_age_bands_of_2020_in_the_edition_of_2019_are_the_published_ones() -> None:
    query = """
        select sum(population) filter (age_from < 15), sum(population) filter (age_from between 15 and 60),
          sum(population) filter (age_from >= 65) from {t} where period = '2020'
    """
    assert ask(query, "population.projection_un_2019") == (3_028_689, 17_013_385, 3_774_701)


def test_variants_of_the_edition_of_2019_differ_by_those_born_after_2020_only() -> None:
    # The publisher rounds each variant to whole people: up to 3 apart among those alive in 2020.
    query = """
        with three as (
          select period::int - 2020 > age_from as unborn, l.population as low, m.population as medium,
            h.population as high
          from {t} l join {t} m using (period, sex, age_from) join {t} h using (period, sex, age_from)
          where (l.variant, m.variant, h.variant) = ('low', 'medium', 'high'))
        select count(*), max(greatest(low, medium, high) - least(low, medium, high)) filter (not unborn),
          count(*) filter (unborn and not (low < medium and medium < high))
        from three
    """
    assert ask(query, "population.projection_un_2019") == (16 * 42, 3, 0)


def test_new_tables_are_small() -> None:
    sizes = [one.path.stat().st_size for one in bundled.datasets() if one.name in PUBLISHED]
    assert sum(sizes) < 100_000
