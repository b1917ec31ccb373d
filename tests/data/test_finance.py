"""The shipped figures of the finance map, against printed totals and ratios."""

import json
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pytest

import difang

ROOT = Path(difang.__file__).parent
DATA = ROOT / "data"
NAMES = (
    "budget_expenditure",
    "current_expenditure",
    "debt",
    "expenditure_by_function",
    "fiscal_capacity",
    "own_source",
    "settlements",
    "township_settlements",
)
CITED = {"debt", "fiscal_capacity"}


def ask(query: str, name: str) -> Any:
    """Answer a question with one row about a shipped table, `{t}` in the query."""
    row = duckdb.execute(query.format(t=f"'{DATA}/finance.{name}/data.parquet'")).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


@pytest.mark.parametrize("name", NAMES)
def test_manifest_names_source_licence_and_passed_checks(name: str) -> None:
    manifest = json.loads((DATA / f"finance.{name}" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["redistribution"] == ("yes" if name in CITED else "origin-OGDL")
    assert all(manifest["publisher"].values())
    assert [c for c in manifest["checks"] if c["expected"] != c["found"]] == []
    assert manifest["rows"] == ask("select count(*) from {t}", name)


def test_counties_add_up_to_the_printed_revenue_of_2014() -> None:
    query = "select round(sum(revenue), 1) from {t} where period = '2014' and place"
    assert ask(query + " = 'TW'", "settlements") == 981_755.1
    assert ask(query + " != 'TW'", "settlements") == 981_755.1


def test_revenue_and_expenditure_of_nantou_2024() -> None:
    query = (
        "select revenue, expenditure, population > 400000 from {t} where place = '10008' and period = '2024'"
    )
    assert ask(query, "settlements") == (41_849.31, 37_733.67, True)


def test_functions_add_up_to_expenditure() -> None:
    added = "select round(sum(expenditure)) from {t} where place = '10008' and period = '2014'"
    whole = "select round(expenditure) from {t} where place = '10008' and period = '2014'"
    assert ask(added, "expenditure_by_function") == ask(whole, "settlements") == 21_692


def test_own_source_share_reproduces_the_printed_ratio() -> None:
    query = "select round(100 * own_source / revenue, 2) from {{t}} where place = '{0}' and period = '{1}'"
    assert ask(query.format("TW", "2014"), "own_source") == 49.38
    assert ask(query.format("10008", "2014"), "own_source") == 21.24


def test_own_source_of_1998_is_held_back() -> None:
    query = "select count(*), count(own_source), min(reason) from {t} where period = '1998'"
    assert ask(query, "own_source") == (23, 0, "source_fault")


def test_current_and_capital_budget_of_nantou() -> None:
    query = """select round(100 * sum(expenditure) filter (part = 'capital') / sum(expenditure), 1) from {t}
        where place = '10008' and period = '2014'"""
    assert ask(query, "budget_expenditure") == 12.6


def test_impossible_current_expenditure_of_miaoli_is_held_back() -> None:
    query = """select list(place || ' ' || period order by place, period) from {t}
        where current_expenditure is null"""
    assert ask(query, "current_expenditure") == ["10005 2009", "10005 2010", "TW 2009", "TW 2010"]


def test_debt_per_head_of_nantou_and_kaohsiung() -> None:
    query = "select debt_per_head, debt from {{t}} where place = '{0}'"
    assert ask(query.format("10008"), "debt") == (30.7, 15_702.0)
    assert ask(query.format("64000"), "debt") == (91.4, None)


def test_fiscal_capacity_of_nantou() -> None:
    assert ask(
        "select ratio, level from {t} where place = '10008' and period = '2026'", "fiscal_capacity"
    ) == (
        95.9,
        3,
    )


def test_township_offices_end_in_2011_and_only_yilan_is_left() -> None:
    query = "select list(distinct place[:5]) from {t} where period = '2011'"
    assert ask(query, "township_settlements") == ["10002"]
    assert ask("select max(period) from {t}", "township_settlements") == "2011"


def test_copied_year_of_township_offices_is_held_back() -> None:
    query = (
        "select count(*), count(revenue), min(place[:5]), max(place[:5]) from {t} where status = 'suppressed'"
    )
    assert ask(query, "township_settlements") == (58, 0, "65000", "65000")


def test_fiscal_years_that_cannot_be_compared_are_breaks() -> None:
    text = (ROOT / "indicators" / "catalogue" / "finance.toml").read_text(encoding="utf-8")
    settled = {
        name: [b["at"] for b in stanza.get("breaks", [])]
        for name, stanza in tomllib.loads(text)["finance"].items()
        if "fiscal_year_2000" in stanza["caveats"]
    }
    assert set(map(tuple, settled.values())) == {("2000", "2001")}
    assert len(settled) == 11
