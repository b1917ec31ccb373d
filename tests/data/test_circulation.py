"""The shipped figures of the circulation map, against the totals their publishers print."""

import json
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest

import difang

ROOT = Path(difang.__file__).parent
DATA = ROOT / "data"
CATALOGUE = ROOT / "indicators" / "catalogue"
NAMES = (
    "crop_area",
    "crops",
    "employment_by_sector",
    "firms",
    "households",
    "income",
    "income_by_kind",
    "labour",
    "sales",
)


def ask(query: str, name: str) -> Any:
    """Answer a question with one row about a shipped table, `{t}` in the query."""
    row = duckdb.execute(query.format(t=f"'{DATA}/circulation.{name}/data.parquet'")).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def stanzas() -> dict[str, Any]:
    return tomllib.loads((CATALOGUE / "circulation.toml").read_text(encoding="utf-8"))["circulation"]


@pytest.mark.parametrize("name", NAMES)
def test_manifest_names_source_licence_and_passed_checks(name: str) -> None:
    manifest = json.loads((DATA / f"circulation.{name}" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["redistribution"] == "origin-OGDL"
    assert all(manifest["title"].values())
    assert all(manifest["publisher"].values())
    assert [c for c in manifest["checks"] if c["expected"] != c["found"]] == []
    assert manifest["rows"] == ask("select count(*) from {t}", name)
    assert len(manifest["sources"][0]["sha256"]) == 64


@pytest.mark.parametrize("name", NAMES)
def test_no_column_without_a_confirmed_definition_ships(name: str) -> None:
    columns = duckdb.execute(
        f"select column_name from (describe from '{DATA}/circulation.{name}/data.parquet')"
    ).fetchall()
    assert {c for (c,) in columns} & {"industry_employment_share", "college_share", "capacity"} == set()


def test_income_totals_of_each_basis() -> None:
    query = (
        """select sum(total_income) from {{t}} where period = '{0}' and basis = '{1}' and length(place) = 8"""
    )
    assert ask(query.format("2018", "official_total"), "income") == 5_955_156_390
    assert ask(query.format("2021", "sum_of_villages"), "income") == 5_079_713_296
    units = "select sum(tax_units) from {t} where period = '2022' and basis = 'official_total_2022'"
    assert ask(units, "income") == 6_634_774


def test_income_of_puli() -> None:
    query = "select median_income, mean_income from {{t}} where place = '10008020' and period = '{0}'"
    assert ask(query.format("2018"), "income") == (541.0, 715.0)
    assert ask(query.format("2019"), "income") == (None, 531.9)
    assert ask(query.format("2022"), "income") == (400.0, 600.0)


def test_each_year_has_one_basis() -> None:
    assert ask("select max(n) from (select count(distinct basis) n from {t} group by period)", "income") == 1


def test_county_income_counts_units_that_belong_to_no_township() -> None:
    query = """select sum(tax_units) filter (length(place) = 5), sum(tax_units) filter (place = 'TW')
        from {t} where period = '2009'"""
    county, nation = ask(query, "income")
    assert county == nation
    towns = ask("select sum(tax_units) from {t} where period = '2009' and length(place) = 8", "income")
    assert county - towns == 1_528


def test_years_without_a_township_have_no_national_row() -> None:
    query = "select list(distinct period order by period) from {t} where place = 'TW'"
    assert ask(query, "income") == ["2006", "2007", *map(str, range(2009, 2017))]


def test_kinds_of_income_leave_out_2017_and_sum_to_the_printed_total() -> None:
    assert ask("select list(distinct period order by period) from {t}", "income_by_kind") == [
        "2012",
        "2013",
        "2014",
        "2015",
        "2016",
        "2018",
    ]
    query = "select sum(amount) from {t} where place = '10008020' and period = '2018'"
    assert ask(query, "income_by_kind") == 11_108_371


def test_registered_businesses_add_up_to_the_published_number() -> None:
    assert ask("select sum(establishments) from {t}", "firms") == 1_509_667
    assert ask("select count(distinct place), count(distinct section) from {t}", "firms") == (358, 19)


def test_sales_of_the_counties_equal_the_printed_total() -> None:
    query = "select round(sum(sales), 3) from {t} where period = '2014' and place"
    assert ask(query + " = 'TW'", "sales") == 40_368_063.075
    assert ask(query + " != 'TW'", "sales") == 40_368_063.075


def test_sectors_add_up_to_a_hundred() -> None:
    query = """select count(*) from (select 1 from {t} group by place, period
        having abs(sum(employed_share) - 100) > 0.06)"""
    assert ask(query, "employment_by_sector") == 0
    assert ask("select count(*) from {t} where period = '2024'", "employment_by_sector") == 66


def test_employed_persons_of_taiwan_2024() -> None:
    query = "select sum(employed) from {t} where period = '2024' and place not in ('09007', '09020')"
    assert ask(query, "labour") == 11_594


def test_households_spend_and_save_what_they_dispose_of() -> None:
    query = "select count(*) from {t} where abs(disposable_income - consumption - saving) <= 1"
    assert ask(query, "households") == 372
    assert ask(
        "select disposable_income, consumption from {t} where place = '10008' and period = '2024'",
        "households",
    ) == (
        892_163,
        600_709,
    )


def test_strawberries_that_no_neighbour_grows_are_held_back() -> None:
    query = "select planted_area, status, reason from {{t}} where place = '{0}' and crop = '{1}'"
    assert ask(query.format("67000290", "草莓"), "crops") == (None, "suppressed", "source_fault")
    assert ask(query.format("10005080", "草莓"), "crops") == (750.0, "observed", None)


def test_several_seasons_of_vegetables_stay() -> None:
    query = "select planted_area from {{t}} where place = '{0}' and crop_class = 'vegetable'"
    assert ask(query.format("10009040"), "crop_area") == 14_392.0
    assert ask(query.format("10009110"), "crop_area") == 16_479.0


def test_held_back_areas_are_listed_in_the_manifest() -> None:
    for name in ("crops", "crop_area"):
        manifest = json.loads((DATA / f"circulation.{name}" / "manifest.json").read_text(encoding="utf-8"))
        listed = manifest["checks"][0]["found"]
        assert len(listed) == ask("select count(*) from {t} where status = 'suppressed'", name)
        assert (
            ask("select count(*) from {t} where status = 'suppressed' and planted_area is not null", name)
            == 0
        )


def test_no_rice_is_claimed() -> None:
    assert ask("select count(*) from {t} where crop like '%稻%'", "crops") == 0


def test_income_breaks_are_declared() -> None:
    found = {
        name: [b["at"] for b in s.get("breaks", [])] for name, s in stanzas().items() if "income" in name
    }
    assert found["median_income"] == ["2019", "2022"]
    assert found["mean_income"] == ["2019", "2022"]


def test_no_share_of_sections_that_do_not_register() -> None:
    sections = {n.removeprefix("businesses_share_") for n in stanzas() if n.startswith("businesses_share_")}
    assert sections == set("bcdefghijklmnrs")


@pytest.mark.parametrize("map_name", ["circulation", "finance"])
def test_stanzas_name_shipped_columns_known_units_and_caveats(map_name: str) -> None:
    toml = {
        n: tomllib.loads((CATALOGUE / f"{n}.toml").read_text(encoding="utf-8"))
        for n in (map_name, "units", "caveats")
    }
    for name, stanza in toml[map_name][map_name].items():
        assert stanza["unit"] in toml["units"], name
        assert set(stanza["caveats"]) <= set(toml["caveats"]), name
        for side in ("numerator", "denominator"):
            if side in stanza:
                manifest = json.loads(
                    (DATA / stanza[side]["dataset"] / "manifest.json").read_text(encoding="utf-8")
                )
                columns = {m["name"] for m in manifest["measure_columns"]}
                assert set(stanza[side]["measure"].split(" - ")) <= columns, name
