"""The shipped figures of the population map, against published totals."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

import difang
from difang.indicators import catalogue

DATA = Path(difang.__file__).parent / "data"
NAMES = sorted(path.name for path in DATA.glob("population.*"))
DECEMBERS = {
    2008: 23_037_031,
    2010: 23_162_123,
    2015: 23_492_074,
    2018: 23_588_932,
    2019: 23_603_121,
    2020: 23_561_236,
    2021: 23_375_314,
    2022: 23_264_640,
    2023: 23_420_442,
    2024: 23_400_220,
    2025: 23_299_132,
}
BIRTHS = {
    2015: 213_598,
    2018: 181_601,
    2019: 177_767,
    2020: 165_249,
    2021: 153_820,
    2022: 138_986,
    2023: 135_571,
    2024: 134_856,
    2025: 107_812,
}
DEATHS = {2020: 173_156, 2022: 207_230, 2024: 202_107, 2025: 200_268}
NET_MIGRATION = {2019: 12_718, 2020: -33_978, 2021: -156_010, 2022: -42_430, 2023: 225_599, 2024: 47_029}
FROM_ABROAD = {2021: -166_636, 2022: -56_313, 2023: 205_922, 2024: 28_496, 2025: -25_097}
# The United Nations' figures are theirs under CC BY; all else is open data of the government.
OF_THE_UN = {"population.mortality_un", "population.projection_un", "population.projection_un_2019"}
READ_BY_STUDIES = {
    *OF_THE_UN,
    "population.death_probability",
    "population.fertility_assumptions",
    "population.projection_national_2018",
}
PULI = "10008020"


def ask(name: str, query: str) -> Any:
    """Answer a question with one row about a shipped table, `{t}` in the query."""
    row = duckdb.execute(query.format(t=f"'{DATA}/{name}/data.parquet'")).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


@pytest.mark.parametrize(("year", "people"), DECEMBERS.items())
def test_national_population_of_december_is_the_published_one(year: int, people: int) -> None:
    query = f"select sum(population), sum(female) + sum(male), count(*) from {{t}} where period = '{year}-12'"
    assert ask("population.by_month", query) == (people, people, 368)


def test_months_of_population_lack_only_may_2016() -> None:
    months = duckdb.sql(f"select distinct period from '{DATA}/population.by_month/data.parquet'").fetchall()
    every = {f"{year}-{month:02}" for year in range(2008, 2027) for month in range(1, 13)}
    assert every - {month for (month,) in months} == {"2016-05"} | {f"2026-{m:02}" for m in range(6, 13)}


@pytest.mark.parametrize(("year", "births"), BIRTHS.items())
def test_national_births_are_the_published_ones(year: int, births: int) -> None:
    query = f"select sum(births_female + births_male) from {{t}} where period[1:4] = '{year}'"
    assert ask("population.vital_by_month", query) == births


@pytest.mark.parametrize(("year", "deaths"), DEATHS.items())
def test_national_deaths_are_the_published_ones(year: int, deaths: int) -> None:
    query = f"select sum(deaths_female + deaths_male) from {{t}} where period[1:4] = '{year}'"
    assert ask("population.vital_by_month", query) == deaths


def test_puli_2025_is_the_published_place() -> None:
    births, deaths = ask(
        "population.vital_by_month",
        "select sum(births_female + births_male), sum(deaths_female + deaths_male) from {t} "
        f"where place = '{PULI}' and period[1:4] = '2025'",
    )
    people = ask(
        "population.by_month",
        f"select population from {{t}} where place = '{PULI}' and period = '2025-12'",
    )
    moved = ask(
        "population.net_migration",
        f"select net_migration from {{t}} where place = '{PULI}' and period = '2025'",
    )
    assert (births, deaths, people, moved) == (296, 871, 75_613, -115)


@pytest.mark.parametrize("name", ["population.by_age", "population.by_age_sex"])
@pytest.mark.parametrize(
    ("month", "people"), {"2014-10": 23_417_116, "2015-10": 23_476_640, "2019-10": 23_596_266}.items()
)
def test_single_ages_of_an_october_add_up_to_the_nation(name: str, month: str, people: int) -> None:
    assert ask(name, f"select sum(population) from {{t}} where period = '{month}'") == people


def test_ages_of_townships_add_up_to_the_official_ages_of_counties() -> None:
    unequal = duckdb.sql(
        f"""
        with towns as (
          select place[1:5] as county, age, sum(population) as n
          from '{DATA}/population.by_age/data.parquet' where period = '2025-12' group by all),
        counties as (
          select place as county, age, sum(population) as n
          from '{DATA}/population.county_age_sex/data.parquet' where period = '2025-12' group by all)
        select count(*), count(*) filter (towns.n is distinct from counties.n)
        from towns full join counties using (county, age)
        """
    ).fetchone()
    assert unequal == (22 * 101, 0)


def test_counties_by_age_are_todays_22_in_every_period() -> None:
    query = (
        "select min(n), max(n), min(period) from (select period, count(distinct place) n from {t} group by 1)"
    )
    assert ask("population.county_age_sex", query) == (22, 22, "2010-12")


def test_bands_that_are_wrong_in_the_source_are_withheld() -> None:
    rows = duckdb.sql(
        f"select place, period, population, reason from '{DATA}/population.bands_by_month/data.parquet' "
        "where status = 'suppressed' order by all"
    ).fetchall()
    assert rows == [
        ("10018010", "2015-01", None, "source_fault"),
        ("10018020", "2015-01", None, "source_fault"),
        ("10018030", "2015-01", None, "source_fault"),
        ("65000030", "2014-04", None, "source_fault"),
    ]


def test_bands_of_a_month_add_up_to_the_registered_people() -> None:
    unequal = duckdb.sql(
        f"""
        select count(*), count(*) filter (b.age_0_14 + b.age_15_64 + b.age_65_up <> m.population)
        from '{DATA}/population.bands_by_month/data.parquet' b
        join '{DATA}/population.by_month/data.parquet' m using (place, period) where b.status = 'observed'
        """
    ).fetchone()
    assert unequal == (100 * 368 - 4, 0)


def test_bands_of_villages_add_up_to_their_townships() -> None:
    unequal = duckdb.sql(
        f"""
        with v as (select place[1:8] as place, sum(age_0_14 + age_15_64 + age_65_up) as n
          from '{DATA}/population.village_bands/data.parquet' group by all)
        select count(*), count(*) filter (v.n <> m.population)
        from v join '{DATA}/population.by_month/data.parquet' m using (place) where m.period = '2025-12'
        """
    ).fetchone()
    assert unequal == (368, 0)


@pytest.mark.parametrize(("year", "moved"), NET_MIGRATION.items())
def test_residual_and_registered_moves_agree_for_the_nation(year: int, moved: int) -> None:
    residual = ask(
        "population.net_migration", f"select sum(net_migration) from {{t}} where period = '{year}'"
    )
    registered = ask(
        "population.migration_county",
        f"select sum(moved_in - moved_out) from {{t}} where period[1:4] = '{year}'",
    )
    assert (residual, registered) == (moved, moved)


@pytest.mark.parametrize(("year", "net"), FROM_ABROAD.items())
def test_moves_from_abroad_are_the_published_ones_and_marked(year: int, net: int) -> None:
    query = (
        "select sum(moved_in - moved_out), min(reason), max(reason) from {t} "
        f"where kind = 'abroad' and period[1:4] = '{year}'"
    )
    assert ask("population.migration_county", query) == (net, "register_abroad", "register_abroad")


def test_residual_of_2020_to_2025_carries_the_reason_and_earlier_years_do_not() -> None:
    query = "select min(period), max(period), count(*) from {t} where reason = 'register_abroad'"
    assert ask("population.net_migration", query) == ("2020", "2025", 6 * 368)


def test_residual_of_a_county_is_its_registered_balance() -> None:
    unequal = duckdb.sql(
        f"""
        with towns as (
          select place[1:5] as place, period, sum(net_migration) as n
          from '{DATA}/population.net_migration/data.parquet' where period <> '2017' group by all),
        counties as (
          select place, period[1:4] as period, sum(moved_in - moved_out) as n
          from '{DATA}/population.migration_county/data.parquet' group by all)
        select count(*), count(*) filter (towns.n <> counties.n) from towns join counties using (place, period)
        """
    ).fetchone()
    assert unequal == (220, 0)


def test_county_moves_lack_only_july_2017() -> None:
    query = "select count(distinct period), count(*) filter (period = '2017-07'), min(period) from {t}"
    assert ask("population.migration_county", query) == (185, 0, "2010-12")


def test_moves_of_twelve_months_are_the_published_totals() -> None:
    query = "select sum(moves_in), sum(moves_out), count(*), min(period), max(period) from {t}"
    assert ask("population.moves", query) == (845_443, 848_161, 368, "2026-09", "2026-09")


@pytest.mark.parametrize(("year", "people"), {2013: 20_026_916, 2020: 20_597_840}.items())
def test_levels_of_education_add_up_to_those_of_15_and_over(year: int, people: int) -> None:
    query = f"select sum(population), count(distinct level) from {{t}} where period = '{year}'"
    assert ask("population.education", query) == (people, 8)


@pytest.mark.parametrize(
    ("scenario", "year", "people"),
    [
        ("medium", 2026, 23_190_536),
        ("medium", 2050, 18_782_202),
        ("medium", 2075, 12_148_975),
        ("low", 2070, 13_127_972),
        ("high", 2070, 14_171_947),
    ],
)
def test_official_projection_is_the_published_one(scenario: str, year: int, people: int) -> None:
    query = f"select sum(population) from {{t}} where scenario = '{scenario}' and period = '{year}'"
    assert ask("population.projection_national", query) == people


def test_official_projection_falls_under_20_million_in_2045() -> None:
    query = (
        "select min(period) from (select period, sum(population) n from {t} where scenario = 'medium' "
        "group by 1) where n < 20000000"
    )
    assert ask("population.projection_national", query) == "2045"


def test_night_presence_is_the_published_total() -> None:
    query = "select sum(people) from {t} where moment = 'night' and days = 'weekday'"
    assert ask("population.presence", query) == 23_867_910


@pytest.mark.parametrize("name", NAMES)
def test_manifest_names_source_licence_and_passed_checks(name: str) -> None:
    manifest = json.loads((DATA / name / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["redistribution"] == ("yes" if name in OF_THE_UN else "origin-OGDL")
    assert manifest["sources"] != []
    assert [check for check in manifest["checks"] if check["expected"] != check["found"]] == []
    assert set(manifest["caveats"]) - set(catalogue().caveats) == set()


def test_every_population_table_is_used_by_an_indicator_or_another_room() -> None:
    used = {
        part.dataset
        for indicator in catalogue().all("population")
        for source in indicator.sources
        for part in (source.numerator, source.denominator)
        if part is not None
    }
    assert set(NAMES) - used - READ_BY_STUDIES <= {"population.presence"}
