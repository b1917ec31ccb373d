"""Every kind of indicator, by hand on five townships."""

from pathlib import Path

import pyarrow as pa
import pytest

from difang.errors import FaultError, MissingDataError
from difang.indicators.refreshing import refresh
from tests.indicators.fixture import FRAME, TOWNSHIPS, catalogue_of, computed, dataset, spread, stanza

TOTAL = stanza("total")
SHARE = stanza(
    "old_share",
    kind='"share"',
    unit='"percent"',
    numerator='{dataset = "population.by_age", measure = "population", filter = "age >= 65"}',
    denominator='{dataset = "population.by_age", measure = "population"}',
)
BIRTHS = stanza(
    "total",
    measure='"flow"',
    numerator='{dataset = "population.by_month", measure = "girls + boys"}',
)


def test_direct_stock_adds_up_and_december_makes_the_year(tmp_path: Path) -> None:
    rows = spread("2024-12", [1, 2, 10, 20, 30]) + spread("2025-06", [2, 2, 10, 20, 40])
    cells = computed(tmp_path, rows, TOTAL)
    assert cells.value("10008020", "2024-12") == 20
    assert cells.value("10008", "2024-12") == 60
    assert cells.value("TW", "2025-06") == 74
    assert cells.value("TW", "2024") == 63
    assert cells.periods("10008020") == ["2024", "2024-12", "2025-06"]


def test_flow_year_is_the_sum_of_twelve_months_and_absent_if_one_is_missing(tmp_path: Path) -> None:
    rows = []
    for month in range(1, 13):
        rows += spread(f"2024-{month:02d}", [1, 1, 1, 1, 1], "girls", boys=2)
        if month != 7:
            rows += spread(f"2025-{month:02d}", [1, 1, 1, 1, 1], "girls", boys=2)
    cells = computed(tmp_path, rows, BIRTHS)
    assert cells.value("10008020", "2024") == 36
    assert cells.value("10008", "2024") == 108
    assert "2025" not in cells.periods("10008020")
    assert cells.value("TW", "2025-01") == 15


def test_share_of_a_county_is_from_sums_not_from_shares(tmp_path: Path) -> None:
    by_age = [
        row
        for age, people in ((30, [50, 50, 10, 80, 50]), (65, [50, 50, 30, 20, 50]))
        for row in spread("2025-12", people, age=age)
    ]
    cells = computed(tmp_path, spread("2025-12", [1] * 5), SHARE, by_age=by_age)
    share = "population.old_share"
    assert cells.value("10008010", "2025-12", share) == 75
    assert cells.value("10008020", "2025-12", share) == 20
    assert cells.value("10008", "2025", share) == pytest.approx(100 * 100 / 240)
    assert (cells.row("10008", "2025", share)["num"], cells.row("10008", "2025", share)["den"]) == (100, 240)


def test_rate_divides_a_year_by_the_mean_of_its_two_ends(tmp_path: Path) -> None:
    rate = stanza(
        "birth_rate",
        kind='"rate_per"',
        per="1000",
        unit='"per_1000"',
        measure='"flow"',
        numerator='{dataset = "population.vital", measure = "births"}',
        denominator='{dataset = "population.by_month", measure = "population", period = "mid_year"}',
    )
    people = spread("2023-12", [90, 100, 100, 100, 100]) + spread("2024-12", [110, 100, 100, 0, 100])
    births = spread("2024", [1, 2, 0, 0, 1], "births") + spread("2025", [1, 2, 0, 0, 1], "births")
    cells = computed(tmp_path, people, rate, vital=births)
    assert cells.value("10007010", "2024", "population.birth_rate") == 10
    assert cells.value("10008020", "2024", "population.birth_rate") == 0
    assert cells.periods("10007010", "population.birth_rate") == ["2024"]


def test_rate_over_the_nearest_month_of_another_dataset(tmp_path: Path) -> None:
    rate = stanza(
        "beds_rate",
        kind='"rate_per"',
        per="1000",
        unit='"per_1000"',
        numerator='{dataset = "population.beds", measure = "beds"}',
        denominator='{dataset = "population.by_month", measure = "population", period = "nearest:2021-06"}',
    )
    people = spread("2021-05", [100, 100, 100, 100, 0]) + spread("2022-06", [1, 1, 1, 1, 1])
    cells = computed(tmp_path, people, rate, beds=spread("2021", [5, 0, 1, 1, 1], "beds"))
    assert cells.value("10007010", "2021", "population.beds_rate") == 50
    assert cells.value("10008030", "2021", "population.beds_rate") == ("not_applicable", "no_population")
    assert cells.value("10008", "2021", "population.beds_rate") == 15


def test_change_crosses_no_break(tmp_path: Path) -> None:
    growth = stanza(
        "growth",
        kind='"change"',
        unit='"percent"',
        breaks='[{at = "2019", why = {zh = "定義改變。", en = "Another definition."}}]',
    )
    rows = [
        row
        for year, factor in ((2017, 1), (2018, 2), (2019, 6), (2020, 9))
        for row in spread(str(year), [10 * factor] * 5)
    ]
    cells = computed(tmp_path, rows, growth)
    assert cells.value("10008020", "2018", "population.growth") == 100
    assert cells.value("10008020", "2019", "population.growth") == ("not_applicable", "break")
    assert cells.value("TW", "2020", "population.growth") == 50


def test_index_relates_a_place_to_the_nation(tmp_path: Path) -> None:
    index = stanza(
        "index",
        kind='"index"',
        numerator='{dataset = "population.by_month", measure = "old"}',
        denominator='{dataset = "population.by_month", measure = "all"}',
    )
    rows = [
        {"place": place, "period": "2025", "old": old, "all": 100}
        for place, old in zip(TOWNSHIPS, [10, 10, 10, 40, 30], strict=True)
    ]
    cells = computed(tmp_path, rows, index)
    assert cells.value("10008020", "2025", "population.index") == 2
    assert cells.value("TW", "2025", "population.index") == 1


def test_study_is_called_with_the_inputs(tmp_path: Path) -> None:
    told = stanza("told", kind='"study"', study='"halves"', numerator="", levels='["township"]')
    inputs = {"population.by_month": dataset(tmp_path, "population.by_month", spread("2025", [1] * 5))}

    def halves(given: object) -> pa.Table:
        assert given == inputs
        return pa.table({"place": ["10008020"], "period": ["2025"], "value": [0.5], "status": ["estimated"]})

    tables = refresh(
        inputs, catalogue=catalogue_of(tmp_path / "c", told), frame=FRAME, studies={"halves": halves}
    )
    assert [(row["place"], row["value"], row["status"]) for row in tables["figures"].to_pylist()] == [
        (p, 0.5 if p == "10008020" else None, "estimated" if p == "10008020" else "not_published")
        for p in TOWNSHIPS
    ]


def test_absent_row_makes_sums_incomplete_when_not_published(tmp_path: Path) -> None:
    cells = computed(tmp_path, spread("2025", [1, 2, 3, 4, 5])[:-1], TOTAL)
    assert cells.value("10008030", "2025") == ("not_published", None)
    assert cells.value("10008", "2025") == ("not_published", "incomplete")
    assert cells.value("10007", "2025") == 3
    assert cells.value("TW", "2025") == ("not_published", "incomplete")


def test_absent_row_is_zero_when_the_dataset_says_so(tmp_path: Path) -> None:
    cells = computed(tmp_path, spread("2025", [1, 2, 3, 4, 5])[:-1], TOTAL, missing="zero")
    assert cells.value("10008030", "2025") == 0
    assert cells.value("10008", "2025") == 7


def test_place_outside_the_source_is_left_out_of_sums(tmp_path: Path) -> None:
    total = stanza("total", outside='["10008030"]')
    cells = computed(tmp_path, spread("2025", [1, 2, 3, 4, 5])[:-1], total)
    assert cells.value("10008030", "2025") == ("not_published", "not_covered")
    assert cells.value("10008", "2025") == 7


def test_given_county_wins_over_its_sum_for_that_period_only(tmp_path: Path) -> None:
    rows = [
        *spread("2024", [1, 2, 3, 4, 5]),
        *spread("2025", [1, 2, 3, 4, 5]),
        {"place": "10007", "period": "2024", "population": 4},
        {"place": "10008", "period": "2024", "population": 11},
    ]
    cells = computed(tmp_path, rows, TOTAL)
    assert [cells.value("10008", year) for year in ("2024", "2025")] == [11, 12]
    assert cells.value("TW", "2024") == 15


def test_county_that_the_source_leaves_out_is_the_sum_of_its_townships(tmp_path: Path) -> None:
    rows = [*spread("2025", [1, 2, 3, 4, 5]), {"place": "10007", "period": "2025", "population": 4}]
    cells = computed(tmp_path, rows, TOTAL)
    assert (cells.value("10007", "2025"), cells.value("10008", "2025")) == (4, 12)


def test_aggregate_none_publishes_only_what_is_given(tmp_path: Path) -> None:
    rows = [*spread("2025", [1, 2, 3, 4, 5]), {"place": "TW", "period": "2025", "population": 3}]
    median = stanza("total", aggregate='"none"', levels='["township", "nation"]')
    cells = computed(tmp_path, rows, median)
    assert cells.value("TW", "2025") == 3
    assert {row["level"] for row in cells.all()} == {"township", "nation"}


def test_status_and_reason_of_the_data_travel_to_the_share(tmp_path: Path) -> None:
    crops = stanza(
        "crops",
        kind='"share"',
        unit='"percent"',
        numerator='{dataset = "population.by_month", measure = "tea"}',
        denominator='{dataset = "population.by_month", measure = "land"}',
    )
    rows = [
        {"place": p, "period": "2025", "tea": t, "land": 10, "status": s, "reason": r}
        for p, t, s, r in (
            ("10007010", 1, "observed", None),
            ("10007020", 2, "estimated", None),
            ("10008010", None, "suppressed", "source_fault"),
            ("10008020", 1, "observed", None),
            ("10008030", 1, "observed", None),
        )
    ]
    cells = computed(tmp_path, rows, crops)
    assert cells.value("10008010", "2025", "population.crops") == ("suppressed", "source_fault")
    assert cells.value("10008", "2025", "population.crops") == ("not_published", "incomplete")
    assert cells.row("10007", "2025", "population.crops")["status"] == "estimated"
    assert cells.value("10007", "2025", "population.crops") == 15


def test_second_source_fills_levels_and_periods_of_the_first(tmp_path: Path) -> None:
    total = stanza("total", also='[{numerator = {dataset = "population.counties", measure = "people"}}]')
    counties = [
        {"place": place, "period": year, "people": 99}
        for year in ("2024", "2025")
        for place in ("10007", "10008")
    ]
    cells = computed(tmp_path, spread("2025", [1, 2, 3, 4, 5]), total, counties=counties)
    assert (cells.value("10008", "2025"), cells.value("10008", "2024")) == (12, 99)
    assert cells.periods("10008020") == ["2025"]
    assert cells.value("TW", "2024") == 198


def test_villages_go_to_their_own_table_and_add_up(tmp_path: Path) -> None:
    rows = [
        {"place": f"{place}{n:03d}", "period": "2025", "population": n} for place in TOWNSHIPS for n in (1, 2)
    ]
    total = stanza("total", levels='["village", "township", "county", "nation"]')
    cells = computed(tmp_path, rows, total)
    assert cells.value("10008020002", "2025") == 2
    assert cells.value("10008020", "2025") == 3
    assert cells.tables["figures_village"].num_rows == 10
    assert "village" not in cells.tables["figures"]["level"].to_pylist()


def test_rows_are_sorted_and_the_second_order_holds_the_same_rows(tmp_path: Path) -> None:
    rows = spread("2024-12", [1, 2, 3, 4, 5]) + spread("2025-12", [1, 2, 3, 4, 5])
    tables = computed(tmp_path, rows, TOTAL, stanza("again")).tables
    first = tables["figures"].to_pylist()
    second = tables["figures_by_place"].to_pylist()
    assert first == sorted(first, key=lambda r: (r["indicator"], r["period"], r["place"]))
    assert second == sorted(first, key=lambda r: (r["place"], r["indicator"], r["period"]))


def test_periods_table_counts_what_latest_rests_on(tmp_path: Path) -> None:
    rows = spread("2024", [1, 2, 3, 4, 5]) + spread("2025", [1, 2, 3, 4, 5])[:2]
    listed = computed(tmp_path, rows, TOTAL).tables["figures_periods"].to_pylist()
    assert [tuple(row.values()) for row in listed if row["level"] == "township"] == [
        ("population.total", "township", "2024", 5, 5, 0),
        ("population.total", "township", "2025", 5, 2, 0),
    ]


def test_missing_dataset_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match=r"dataset not published: population\.by_month"):
        refresh({}, catalogue=catalogue_of(tmp_path, TOTAL), frame=FRAME)


def test_unknown_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    wrong = stanza("total", numerator='{dataset = "population.by_month", measure = "people"}')
    with pytest.raises(FaultError, match="has no column: people; it has place, period, population"):
        computed(tmp_path, spread("2025", [1] * 5), wrong)


def test_level_without_data_is_named(tmp_path: Path) -> None:
    rows = [{"place": "10008", "period": "2025", "population": 1}]
    with pytest.raises(FaultError, match=r"population\.total: no data at level township"):
        computed(tmp_path, rows, TOTAL)
