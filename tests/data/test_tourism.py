"""The shipped figures of the tourism map, added up again from the Parquet files."""

import pytest

from tests.data.shipped import ask, manifest, names, rows, stanzas

NAMES = [
    "tourism.domestic_travel",
    "tourism.hotels",
    "tourism.stations",
    "tourism.visits",
    "tourism.visits_four_counties",
    "tourism.visits_same_spots",
]


def test_tourism_ships_these_data_sets_only() -> None:
    assert names("tourism") == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_tourism_manifest_tells_rows_licence_and_passed_checks(name: str) -> None:
    told = manifest(name)
    assert told["redistribution"] == ("yes" if name == "tourism.domestic_travel" else "origin-OGDL")
    assert told["rows"] == ask("select count(*) from {t}", name)
    assert len(told["checks"]) > 1
    assert [c for c in told["checks"] if c["expected"] != c["found"]] == []


def test_tourism_stanzas_name_shipped_measures() -> None:
    used = {
        (s["numerator"]["dataset"], measure)
        for s in stanzas("tourism").values()
        for measure in s["numerator"]["measure"].split(" - ")
    }
    shipped = {(name, m["name"]) for name in NAMES for m in manifest(name)["measure_columns"]}
    assert used - shipped == {("population.presence", "people")}
    assert {dataset for dataset, _ in used} - {"population.presence"} == set(NAMES)


def test_visits_of_full_years_are_the_printed_totals() -> None:
    found = dict(
        rows(
            "select period[:4], sum(visits)::bigint from {t} where period < '2021' group by 1",
            "tourism.visits",
        )
    )
    assert (found["2012"], found["2019"], found["2020"]) == (241_208_293, 332_968_307, 266_831_252)
    assert len(found) == 9


def test_visits_end_where_the_source_goes_blank() -> None:
    assert ask("select min(period), max(period) from {t}", "tourism.visits") == ("2012-01", "2021-10")


def test_doubtful_zero_lies_between_large_months_outside_closures() -> None:
    query = """
        with w as (
          select *, lag(visits) over s as before, lead(visits) over s as after
          from {t} window s as (partition by place, spot order by period)
        )
        select count(*), count(*) filter (visits = 0 and least(before, after) >= 10000) from w
        where doubtful_zero = 'yes'
    """
    assert ask(query, "tourism.visits") == (7, 7)
    closed = "select count(*) from {t} where doubtful_zero = 'yes' and period in ('2020-04', '2021-06')"
    assert ask(closed, "tourism.visits") == 0


def test_same_spots_leave_out_a_spot_counted_anew() -> None:
    harbour = rows("select period, before, now from {t} where place = '10018' and period = '2017'", NAMES[5])
    assert harbour == []
    other_year = rows("select before, now from {t} where place = '10018' and period = '2016'", NAMES[5])
    assert other_year == [(362_518, 501_218)]


def test_same_spots_never_exceed_what_was_counted() -> None:
    compared = dict(rows("select period, now from {t} where place = 'TW'", "tourism.visits_same_spots"))
    counted = dict(rows("select period[:4], sum(visits)::bigint from {t} group by 1", "tourism.visits"))
    assert [year for year, now in compared.items() if now > counted[year]] == []
    assert sorted(compared) == [str(year) for year in range(2013, 2021)]


def test_four_counties_stay_apart_from_the_national_series() -> None:
    places = rows("select distinct place from {t} order by 1", "tourism.visits_four_counties")
    assert places == [("09007",), ("09020",), ("10014",), ("10016",)]
    users = {
        name
        for name, stanza in stanzas("tourism").items()
        if stanza["numerator"]["dataset"] == "tourism.visits_four_counties"
    }
    assert users == {"visits_four_counties"}
    assert stanzas("tourism")["visits_four_counties"]["levels"] == ["county"]


def test_hotel_rooms_and_occupancy_of_nantou() -> None:
    query = "select rooms, occupancy from {t} where place = '10008' and period = '2024'"
    assert ask(query, "tourism.hotels") == (593, 54.24)
    assert ask("select count(*) from {t} where period between '2015' and '2023'", "tourism.hotels") == 0


def test_station_entries_by_year_without_the_partial_month() -> None:
    found = rows(
        "select period[:4], sum(entries)::bigint from {t} where period >= '2020' group by 1 order by 1",
        "tourism.stations",
    )
    assert found == [
        ("2020", 208_280_011),
        ("2021", 159_324_537),
        ("2022", 175_359_623),
        ("2023", 224_530_482),
    ]
    assert ask("select min(period) from {t}", "tourism.stations") == "2019-05"


def test_domestic_travel_names_a_page_for_every_figure() -> None:
    assert ask("select count(*) from {t} where cited_page not like 'http%'", "tourism.domestic_travel") == 0
    query = "select value from {t} where item = 'spending_total' and period = '2024'"
    assert ask(query, "tourism.domestic_travel") == 515_800
