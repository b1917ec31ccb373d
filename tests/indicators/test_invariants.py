"""What holds whatever the data say: sums, shares, silence, and that hidden counts stay hidden."""

import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.fixture import TOWNSHIPS, computed, spread, stanza

COUNTIES = {"10007": TOWNSHIPS[:2], "10008": TOWNSHIPS[2:]}
people = st.one_of(st.none(), st.integers(0, 1000))
five = st.lists(people, min_size=5, max_size=5).filter(lambda numbers: any(n is not None for n in numbers))
few_examples = settings(max_examples=25, deadline=None)


def fresh(rows: list[dict[str, Any]], *stanzas: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        return computed(Path(folder), rows, *stanzas)


@few_examples
@given(five)
def test_whole_is_the_sum_of_its_members_or_says_that_one_is_missing(numbers: list[int | None]) -> None:
    cells = fresh(spread("2025", numbers), stanza("total"))
    by_place = dict(zip(TOWNSHIPS, numbers, strict=True))
    for whole, members in {**COUNTIES, "TW": TOWNSHIPS}.items():
        known = [by_place[m] for m in members]
        expected = ("not_published", "incomplete") if None in known else sum(known)
        assert cells.value(whole, "2025") == expected


@few_examples
@given(five, five)
def test_share_lies_within_0_and_100_and_is_never_nan(part: list[int | None], rest: list[int | None]) -> None:
    rows = spread("2025", part, "part")
    for row, other in zip(rows, rest, strict=True):
        row["whole"] = None if other is None or row["part"] is None else row["part"] + other
    if all(row["whole"] is None for row in rows):
        return
    share = stanza(
        "total",
        kind='"share"',
        unit='"percent"',
        numerator='{dataset = "population.by_month", measure = "part"}',
        denominator='{dataset = "population.by_month", measure = "whole"}',
    )
    for row in fresh(rows, share).all():
        if row["value"] is None:
            assert row["status"] in ("not_published", "not_applicable")
        else:
            assert 0 <= row["value"] <= 100


@few_examples
@given(st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any))
def test_hidden_counts_are_not_to_be_had_by_subtraction(numbers: list[int]) -> None:
    cells = fresh(spread("2025", numbers), stanza("total", sensitive="true"))
    shown = {place: cells.value(place, "2025") for place in (*TOWNSHIPS, *COUNTIES, "TW")}
    hidden = [place for place, n in zip(TOWNSHIPS, numbers, strict=True) if 0 < n < 5]
    assert [place for place in TOWNSHIPS if shown[place] == ("suppressed", "too_few")] == hidden
    fits = [guess for guess in product(range(1, 5), repeat=len(hidden)) if _fits(guess, hidden, shown)]
    for at in range(len(hidden)):
        assert len({guess[at] for guess in fits}) > 1


def _fits(guess: tuple[int, ...], hidden: list[str], shown: dict[str, Any]) -> bool:
    """Say whether a guess at the hidden counts agrees with every sum that is shown."""
    full = {place: shown[place] for place in TOWNSHIPS} | dict(zip(hidden, guess, strict=True))
    return all(
        isinstance(shown[whole], tuple) or sum(full[m] for m in members) == shown[whole]
        for whole, members in {**COUNTIES, "TW": TOWNSHIPS}.items()
    )


def test_sum_over_two_hidden_counts_is_shown_when_it_tells_neither() -> None:
    cells = fresh(spread("2025", [2, 3, 9, 9, 9]), stanza("total", sensitive="true"))
    assert (cells.value("10007", "2025"), cells.value("TW", "2025")) == (5, 32)
    row = cells.row("10007010", "2025")
    assert (row["value"], row["low"], row["high"]) == (None, 1, 4)


def test_people_of_one_place_keep_each_others_small_counts_hidden() -> None:
    rows = spread("2025", [3, 1, 0, 9, 9], "amis")
    for at, row in enumerate(rows):
        row["bunun"], row["atayal"] = [20, 2, 0, 9, 9][at], [6, 30, 7, 9, 9][at]
    peoples = [
        stanza(
            name,
            sensitive="true",
            sensitive_group='"peoples"',
            numerator=f'{{dataset = "population.by_month", measure = "{name}"}}',
        )
        for name in ("amis", "bunun", "atayal")
    ]
    cells = fresh(rows, *peoples)
    shown = [
        [cells.value(place, "2025", f"population.{name}") for name in ("amis", "bunun", "atayal")]
        for place in TOWNSHIPS[:3]
    ]
    few, complement = ("suppressed", "too_few"), ("suppressed", "complement")
    assert shown == [[few, 20, complement], [few, few, 30], [0, 0, 7]]
    assert cells.value("10007", "2025", "population.atayal") == ("not_published", "incomplete")


def test_share_over_a_hidden_count_is_hidden_with_its_numerator() -> None:
    rows = spread("2025", [2, 9, 9, 9, 9], "part")
    for row in rows:
        row["whole"] = 100
    share = stanza(
        "total",
        sensitive="true",
        kind='"share"',
        unit='"percent"',
        numerator='{dataset = "population.by_month", measure = "part"}',
        denominator='{dataset = "population.by_month", measure = "whole"}',
    )
    row = fresh(rows, share).row("10007010", "2025")
    assert (row["value"], row["low"], row["num"], row["status"]) == (None, None, None, "suppressed")
