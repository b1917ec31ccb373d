"""The shipped figures of the diversity map, added up again from the Parquet files."""

import pytest

from tests.data.shipped import ask, manifest, names, rows, stanzas

NAMES = [
    "diversity.hakka",
    "diversity.historic_buildings",
    "diversity.indigenous",
    "diversity.indigenous_peoples",
    "diversity.monuments",
    "diversity.new_immigrants",
    "diversity.organisations",
    "diversity.protected_areas",
]


def test_diversity_ships_these_data_sets_only() -> None:
    assert names("diversity") == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_diversity_manifest_tells_rows_licence_and_passed_checks(name: str) -> None:
    told = manifest(name)
    assert told["redistribution"] == "origin-OGDL"
    assert told["rows"] == ask("select count(*) from {t}", name)
    assert len(told["checks"]) > 1
    assert [c for c in told["checks"] if c["expected"] != c["found"]] == []


def test_diversity_stanzas_name_shipped_measures() -> None:
    used = {(s["numerator"]["dataset"], s["numerator"]["measure"]) for s in stanzas("diversity").values()}
    shipped = {(name, m["name"]) for name in NAMES for m in manifest(name)["measure_columns"]}
    assert used - shipped == set()
    assert {dataset for dataset, _ in used} == set(NAMES)


def test_every_people_has_a_stanza_marked_sensitive() -> None:
    peoples = {p for (p,) in rows("select distinct people from {t}", "diversity.indigenous_peoples")}
    marked = {
        name.removeprefix("indigenous_")
        for name, stanza in stanzas("diversity").items()
        if stanza["numerator"]["dataset"] == "diversity.indigenous_peoples" and stanza.get("sensitive")
    }
    assert marked == peoples
    assert len(peoples) == 17


def test_indigenous_people_of_counties_add_up_in_every_period() -> None:
    nation = dict(rows("select period, persons from {t} where place = 'TW'", "diversity.indigenous"))
    counties = dict(
        rows(
            "select period, sum(persons)::bigint from {t} where length(place) = 5 group by 1",
            "diversity.indigenous",
        )
    )
    assert nation == counties
    assert nation == {
        "2011-12": 519_984,
        "2013-12": 533_601,
        "2014-12": 540_023,
        "2018-04": 561_327,
        "2021-06": 578_847,
        "2026-06": 637_620,
    }


def test_peoples_of_the_nation_add_up_to_all_indigenous_people() -> None:
    query = "select sum(persons)::bigint from {t} where place = 'TW'"
    assert ask(query, "diversity.indigenous_peoples") == 561_327
    assert ask(query + " and people = 'thao'", "diversity.indigenous_peoples") == 785


def test_hakka_share_is_the_printed_one_where_there_is_one() -> None:
    shares = dict(
        rows(
            "select place, share from {t} where place in ('10008020', '10008100', '09020', 'TW')",
            "diversity.hakka",
        )
    )
    assert shares == {"10008020": 15.62, "10008100": 60.28, "09020": 16.51, "TW": 19.82}


def test_hakka_of_three_island_counties_is_not_given_by_township() -> None:
    query = "select count(*) from {t} where length(place) = 8 and place[:5] in ('09007', '09020', '10016')"
    assert ask(query, "diversity.hakka") == 0
    assert ask("select count(*) from {t} where length(place) = 8", "diversity.hakka") == 352


def test_organisations_of_the_nation_by_kind() -> None:
    found = rows(
        "select kind, organisations from {t} where place = 'TW' order by 1", "diversity.organisations"
    )
    assert found == [
        ("cooperative", 3_828),
        ("farmers_association", 283),
        ("fishermen_association", 35),
        ("religious_foundation", 1_053),
        ("temple", 10_615),
    ]


def test_monuments_and_historic_buildings_are_all_placed() -> None:
    assert ask("select sum(sites)::bigint from {t}", "diversity.monuments") == 110 + 520 + 427
    assert ask("select sum(sites)::bigint, count(*) from {t}", "diversity.historic_buildings") == (1_748, 289)
    assert manifest("diversity.historic_buildings")["missing"] == "zero"


def test_protected_share_is_an_estimate_between_its_bounds() -> None:
    assert rows("select distinct status from {t}", "diversity.protected_areas") == [("estimated",)]
    wrong = "select count(*) from {t} where share != low or high < low or high > 100 or low < 0"
    assert ask(wrong, "diversity.protected_areas") == 0
    overlapping = "select low < high from {t} where place = '66000290'"
    assert ask(overlapping, "diversity.protected_areas") is True


def test_protected_hectares_of_townships_add_up_to_the_nation() -> None:
    query = "select round(sum(protected_ha)) from {t} where length(place) = 8"
    assert abs(ask(query, "diversity.protected_areas") - 387_885.4) < 10


def test_new_immigrants_are_told_by_county_and_large_group_only() -> None:
    assert (
        ask("select sum(spouses)::bigint from {t} where place = 'TW'", "diversity.new_immigrants") == 618_249
    )
    assert ask("select min(spouses) >= 5 from {t}", "diversity.new_immigrants") is True
