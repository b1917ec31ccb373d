"""The shipped figures of the care map, added up again from the Parquet files."""

import pytest

from tests.data.shipped import ask, manifest, names, rows, stanzas

NAMES = [
    "care.capacity",
    "care.elderly_homes",
    "care.elementary_schools",
    "care.infant_care_centres",
    "care.institutions",
    "care.kindergartens",
    "care.long_term_care_points",
    "care.low_income",
    "care.physicians",
]


def test_care_ships_these_data_sets_only() -> None:
    assert names("care") == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_care_manifest_tells_rows_licence_and_passed_checks(name: str) -> None:
    told = manifest(name)
    assert told["redistribution"] == "origin-OGDL"
    assert told["rows"] == ask("select count(*) from {t}", name)
    assert len(told["checks"]) > 1
    assert [c for c in told["checks"] if c["expected"] != c["found"]] == []


def test_care_stanzas_name_shipped_measures() -> None:
    used = {(s["numerator"]["dataset"], s["numerator"]["measure"]) for s in stanzas("care").values()}
    shipped = {(name, m["name"]) for name in NAMES for m in manifest(name)["measure_columns"]}
    assert used - shipped == set()
    assert {dataset for dataset, _ in used} == set(NAMES)


def test_institutions_of_township_county_and_nation() -> None:
    by_level = rows(
        "select length(place), sum(institutions)::bigint from {t} group by 1 order by 1", "care.institutions"
    )
    assert by_level == [(2, 30_272), (5, 30_264), (8, 30_170)]
    assert ask("select count(distinct place) from {t} where length(place) = 8", "care.institutions") == 368


def test_institutions_without_township_stay_with_their_county() -> None:
    query = """
        select sum(institutions) filter (length(place) = 5) - sum(institutions) filter (length(place) = 8)
        from {t} where place[:5] = '10018' and kind = 'western_clinic'
    """
    listed = "select sum(institutions) from {t} where place = '10018' and kind like '%_clinic'"
    in_districts = listed.replace("place = '10018'", "place like '10018___'")
    assert ask(listed, "care.institutions") - ask(in_districts, "care.institutions") == 30
    assert ask(query, "care.institutions") > 0


def test_kinds_of_clinics_add_up_to_primary_care() -> None:
    query = "select sum(institutions)::bigint from {t} where place = 'TW' and kind like '%_clinic'"
    assert ask(query, "care.institutions") == 21_258
    kinds = rows("select distinct kind from {t} order by 1", "care.institutions")
    assert len(kinds) == 15
    assert ("台北市",) not in kinds


def test_beds_of_nation_and_puli() -> None:
    assert ask("select sum(beds)::bigint from {t}", "care.capacity") == 233_595
    assert ask("select beds from {t} where place = '10008020'", "care.capacity") == 1_087


def test_long_term_care_points_leave_out_wuqiu_only() -> None:
    assert ask("select sum(points)::bigint, count(*) from {t}", "care.long_term_care_points") == (11_667, 367)
    assert ask("select count(*) from {t} where place = '09020060'", "care.long_term_care_points") == 0
    assert manifest("care.long_term_care_points")["missing"] == "zero"


def test_infant_care_ships_centres_without_the_undefined_capacity() -> None:
    assert [m["name"] for m in manifest("care.infant_care_centres")["measure_columns"]] == ["centres"]
    assert ask("select sum(centres)::bigint from {t}", "care.infant_care_centres") == 1_961


def test_kindergartens_of_two_cities_stand_for_the_whole_city() -> None:
    assert ask("select sum(places)::bigint from {t}", "care.kindergartens") == 835_449
    cities = rows(
        "select place, sum(places)::bigint from {t} where length(place) = 5 group by 1 order by 1",
        "care.kindergartens",
    )
    assert cities == [("10018", 21_158), ("10020", 10_223)]
    districts = "select count(*) from {t} where place like '10018___' or place like '10020___'"
    assert ask(districts, "care.kindergartens") == 0
    assert ask("select sum(places)::bigint from {t} where place = '09020060'", "care.kindergartens") == 0


def test_elementary_schools_and_small_ones() -> None:
    query = "select sum(schools)::bigint, sum(small_schools)::bigint, sum(pupils)::bigint from {t}"
    assert ask(query, "care.elementary_schools") == (2_663, 529, 1_165_258)
    assert ask("select count(*) from {t} where small_schools > schools", "care.elementary_schools") == 0


def test_low_income_hides_the_small_township_and_one_that_would_give_it_away() -> None:
    hidden = rows(
        "select place, persons, reason from {t} where status = 'suppressed' order by 1", "care.low_income"
    )
    assert hidden == [("09020020", None, "complement"), ("09020060", None, "too_few")]
    assert ask("select persons from {t} where place = 'TW'", "care.low_income") == 293_640 + 300_835
    assert ask("select sum(persons)::bigint from {t} where length(place) = 5", "care.low_income") == 594_475
    assert ask("select count(*) from {t} where persons between 1 and 4", "care.low_income") == 0


def test_physicians_of_counties_add_up_to_the_printed_nation() -> None:
    query = "select sum(physicians)::bigint from {t} where period = '2014' and place "
    assert ask(query + "!= 'TW'", "care.physicians") == ask(query + "= 'TW'", "care.physicians")
    assert (
        ask("select physicians from {t} where place = '10008' and period = '2024'", "care.physicians") == 956
    )


def test_elderly_homes_have_no_figure_between_2014_and_2024() -> None:
    assert ask("select count(*) from {t} where period between '2015' and '2023'", "care.elderly_homes") == 0
    assert ask("select sum(places)::bigint from {t} where period = '2024'", "care.elderly_homes") == 54_660
