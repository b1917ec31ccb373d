"""What may not be published is named, and the previous release stays."""

import math
from typing import Any

import pyarrow as pa
import pytest

from difang.errors import NotFoundError
from difang.lake import CheckError, Lake
from tests.lake import samples


def refusal(lake: Lake, table: pa.Table, **changes: Any) -> str:
    """Publish, try `table`, and return the sentence it is refused with; the release before must stay."""
    before = samples.publish(lake)
    with lake.publication() as publication:
        with pytest.raises(CheckError) as refused:
            publication.add_table(table, samples.manifest(**changes))
        after = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    assert after == before == lake.current()
    assert samples.published_files(lake) == samples.referenced_files(lake)
    return refused.value.message("en")


def with_column(name: str, values: pa.Array) -> pa.Table:
    table = samples.table()
    return table.set_column(table.column_names.index(name), name, values)


def test_place_code_never_seen_before_is_named_with_its_rows(lake: Lake) -> None:
    said = refusal(lake, samples.table(places=(*samples.PLACES, "10099990")))
    assert (
        "population.by_month: column place holds 1 unknown place code(s) in 12 row(s): 10099990 (12)" in said
    )


def test_place_code_unknown_in_one_dataset_leaves_the_others_publishable(lake: Lake) -> None:
    with lake.publication() as publication:
        publication.add_table(samples.table(), samples.manifest("care.places"))
        with pytest.raises(CheckError):
            publication.add_table(samples.table(places=("99999999",)), samples.manifest())
        release = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    assert tuple(release.datasets) == ("care.places",)


def test_place_codes_of_villages_counties_and_the_nation_are_known(lake: Lake) -> None:
    places = ("10008020001", "63000", "TW")
    with lake.publication() as publication:
        publication.add_table(samples.table(places=places), samples.manifest())
        release = publication.commit(samples.CATALOGUE, samples.CODE_VERSION)
    assert release.manifest("population.by_month")["rows"] == 36


def test_village_of_an_unknown_township_is_refused(lake: Lake) -> None:
    assert "10099990001 (12)" in refusal(lake, samples.table(places=("10099990001",)))


def test_keys_repeated_are_named(lake: Lake) -> None:
    table = pa.concat_tables([samples.table(), samples.table().slice(0, 1)])
    assert "place=10008020, period=2025-01 × 2; rule: UNIQUE" in refusal(lake, table)


def test_key_that_is_null_is_named(lake: Lake) -> None:
    periods = pa.array([None, *samples.table()["period"].to_pylist()[1:]], pa.string())
    assert "period: null × 1; rule: NOT NULL" in refusal(lake, with_column("period", periods))


def test_measure_of_another_type_is_named(lake: Lake) -> None:
    as_text = pa.array(["1"] * 48)
    assert "population: VARCHAR; rule: BIGINT" in refusal(lake, with_column("population", as_text))


def test_measure_that_is_absent_is_named(lake: Lake) -> None:
    assert "density: None; rule: DOUBLE" in refusal(lake, samples.table().drop_columns(["density"]))


def test_number_column_without_a_unit_is_named(lake: Lake) -> None:
    table = samples.table().append_column("guess", pa.array([1.0] * 48))
    assert "guess: DOUBLE; rule: VARCHAR | measure_columns" in refusal(lake, table)


def test_words_beside_the_measures_need_no_declaration(lake: Lake) -> None:
    table = samples.table().append_column("status", pa.array(["observed"] * 48))
    with lake.publication() as publication:
        snapshot = publication.add_table(table, samples.manifest())
    assert snapshot.manifest["rows"] == 48


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_measure_that_is_no_number_is_counted(lake: Lake, value: float) -> None:
    densities = pa.array([value, value, *[1.0] * 46])
    assert "density: NaN/∞ × 2; rule: finite | null" in refusal(lake, with_column("density", densities))


def test_period_declared_but_not_found_is_named(lake: Lake) -> None:
    said = refusal(lake, samples.table(), period=["2025-01", "2026-05"])
    assert "period: ('2025-01', '2025-12'); rule: = ['2025-01', '2026-05']" in said


def test_rows_declared_but_not_found_are_named(lake: Lake) -> None:
    assert "rows: 49; rule: = 48" in refusal(lake, samples.table(), rows=49)


def test_check_whose_figures_differ_is_named(lake: Lake) -> None:
    said = refusal(lake, samples.table(), checks=[{"what": "national total", "expected": 7, "found": 6}])
    assert "check «national total»: 6; rule: = 7" in said


def test_total_declared_is_computed_again_from_the_rows(lake: Lake) -> None:
    check = {
        "what": "January",
        "measure": "population",
        "where": {"period": "2025-01"},
        "expected": 72,
    }
    with lake.publication() as publication:
        publication.add_table(samples.table(), samples.manifest(checks=[check]))
    assert "check «January»: 72; rule: = 73" in refusal(
        lake, samples.table(), checks=[check | {"found": 73, "expected": 73}]
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dataset", "../escape"),
        ("dataset", "releases"),
        ("redistribution", "unclear"),
        ("missing", "maybe"),
        ("update", "weekly"),
        ("published", "20261332"),
        ("publisher", "內政部"),
        ("key_columns", []),
        ("measure_columns", [{"name": "population", "type": "number"}]),
        ("supersedes", "20260101-000000000000"),
    ],
)
def test_manifest_field_that_breaks_a_rule_is_refused(lake: Lake, field: str, value: object) -> None:
    with lake.publication() as publication, pytest.raises(CheckError) as refused:
        publication.add_table(samples.table(), samples.manifest() | {field: value})
    named = "dataset name: " if field == "dataset" else f"population.by_month: manifest field {field}: "
    assert refused.value.message("en").startswith(named)


def test_error_says_the_same_in_chinese(lake: Lake) -> None:
    with lake.publication() as publication, pytest.raises(CheckError) as refused:
        publication.add_table(samples.table(places=("10099990",)), samples.manifest())
    assert (
        "population.by_month 的 place 欄有未知的地方代碼，共 1 個、12 列：10099990 (12)"
        in refused.value.message()
    )
    assert not isinstance(refused.value, NotFoundError)
