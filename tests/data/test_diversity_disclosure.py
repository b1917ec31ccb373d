"""No count of 1 to 4 indigenous people or poor people ships, and none can be worked out."""

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.shipped import ask, rows
from tools.build_bundled.disclosure import given_away, protect, sums_of_places

Cell = tuple[str, str]
Sums = list[tuple[Cell, list[Cell]]]
MONTH = "2018-04"
MOST = 700_000
MOST_IN_A_CELL = 13


def published() -> tuple[dict[Cell, int | None], dict[Cell, str], Sums]:
    """Return the shipped cells of April 2018 (place, people or total), reasons, and the sums that hold."""
    cells: dict[Cell, int | None] = {}
    reasons: dict[Cell, str] = {}
    peoples = rows("select place, people, persons, reason from {t}", "diversity.indigenous_peoples")
    totals = rows(
        f"select place, 'total', persons, reason from {{t}} where period = '{MONTH}'", "diversity.indigenous"
    )
    for place, people, persons, reason in [*peoples, *totals]:
        cells[place, people] = persons
        if persons is None:
            reasons[place, people] = reason
    columns = sorted({people for _, people in cells})
    places = sorted({place for place, _ in cells})
    tree = sums_of_places(place for place in places if len(place) == 8)
    sums: Sums = [((w, c), [(part, c) for part in parts]) for w, parts in tree for c in columns]
    sums += [((p, "total"), [(p, c) for c in columns if c != "total"]) for p in places]
    return cells, reasons, sums


def ranges(
    cells: Mapping[Cell, int | None], reasons: Mapping[Cell, str], sums: Sums
) -> dict[Cell, list[int]]:
    """Narrow what each hidden cell can be by one sum at a time, until nothing gives any more."""
    span = {c: [1, 4] if reason == "too_few" else [5, MOST] for c, reason in reasons.items()}
    changed = True
    while changed:
        changed = False
        for whole, parts in sums:
            signed = [(whole, -1), *((part, 1) for part in parts)]
            hidden = [(c, sign) for c, sign in signed if c in span]
            known = sum(sign * (cells[c] or 0) for c, sign in signed if c not in span)
            for cell, sign in hidden:
                rest = [(c, s) for c, s in hidden if c != cell]
                least = known + sum(min(s * span[c][0], s * span[c][1]) for c, s in rest)
                most = known + sum(max(s * span[c][0], s * span[c][1]) for c, s in rest)
                low, high = (-most, -least) if sign == 1 else (least, most)
                narrowed = [max(span[cell][0], low), min(span[cell][1], high)]
                if narrowed != span[cell]:
                    span[cell], changed = narrowed, True
    return span


def test_shipped_tables_hold_no_small_count() -> None:
    small = "select count(*) from {t} where persons between 1 and 4"
    assert [ask(small, n) for n in ("diversity.indigenous_peoples", "diversity.indigenous")] == [0, 0]


def test_hidden_small_counts_are_those_of_the_source() -> None:
    few = "select count(*) from {t} where reason = 'too_few' and length(place) = "
    name = "diversity.indigenous_peoples"
    assert (ask(few + "8", name), ask(few + "5", name), ask(few + "2", name)) == (1_232, 48, 0)
    bounds = "select distinct low, high from {t} where reason = 'too_few'"
    assert rows(bounds, name) == [(1, 4)]


def test_subtraction_over_rows_and_columns_gives_no_small_count_away() -> None:
    cells, reasons, sums = published()
    span = ranges(cells, reasons, sums)
    assert [c for c, (low, high) in span.items() if reasons[c] == "too_few" and low >= high] == []


def test_all_sums_together_give_no_small_count_away() -> None:
    cells, reasons, sums = published()
    known = {cell: count for cell, count in cells.items() if count is not None}
    assert given_away(known, sums, reasons) == []


def test_small_count_of_puli_would_be_given_away_without_its_cover() -> None:
    cells, reasons, _ = published()
    row = [c for c in cells if c[0] == "10008020" and c[1] != "total"]
    hidden = {c: reasons[c] for c in row if c in reasons}
    cover, small = ("10008020", "rukai"), ("10008020", "sakizaya")
    assert hidden == {cover: "complement", small: "too_few"}
    known = {c: count for c, count in cells.items() if count is not None}
    rest = known["10008020", "total"] - sum(known[c] for c in row if c not in hidden)
    sums = [(("10008020", "total"), row)]
    shown = known | {cover: rest - 2}
    assert (given_away(known, sums, hidden), given_away(shown, sums, {small: "too_few"})) == ([], [small])


@pytest.mark.parametrize("period", ["2018-04", "2021-06"])
def test_townships_of_a_county_leave_two_hidden_or_none(period: str) -> None:
    hidden = rows(
        f"""
        select place[:5], count(*) from {{t}}
        where period = '{period}' and status = 'suppressed' and length(place) = 8 group by 1
        """,
        "diversity.indigenous",
    )
    assert hidden
    assert min(count for _, count in hidden) >= 2


def solutions(counts: dict[Cell, int], sums: Sums, hidden: Mapping[Cell, str]) -> list[dict[Cell, int]]:
    """Try every value of the hidden cells; return those with which all sums hold."""
    cells = list(hidden)
    choices = [range(1, 5) if hidden[c] == "too_few" else range(5, MOST_IN_A_CELL) for c in cells]
    return [
        trial
        for values in product(*choices)
        if _holds(counts | (trial := dict(zip(cells, values, strict=True))), sums)
    ]


def _holds(counts: Mapping[Cell, int], sums: Sums) -> bool:
    return all(counts[whole] == sum(counts[part] for part in parts) for whole, parts in sums)


def table_of(numbers: Sequence[Sequence[int]]) -> tuple[dict[Cell, int], Sums]:
    """Return a table of townships by people with its margins, and its sums."""
    columns = [str(c) for c in range(len(numbers[0]))]
    places = [f"p{r}" for r in range(len(numbers))]
    counts = {
        (p, c): n for p, line in zip(places, numbers, strict=True) for c, n in zip(columns, line, strict=True)
    }
    counts |= {(p, "all"): sum(line) for p, line in zip(places, numbers, strict=True)}
    sums: Sums = [((p, "all"), [(p, c) for c in columns]) for p in places]
    for column in [*columns, "all"]:
        counts["whole", column] = sum(counts[p, column] for p in places)
        sums.append((("whole", column), [(p, column) for p in places]))
    return counts, sums


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(8, 10), min_size=3, max_size=3), min_size=2, max_size=2), st.data())
def test_every_hidden_small_count_has_two_values_by_trying_them_all(
    numbers: list[list[int]], data: st.DataObject
) -> None:
    for _ in range(data.draw(st.integers(1, 2))):
        row, column = data.draw(st.integers(0, 1)), data.draw(st.integers(0, 2))
        numbers[row][column] = data.draw(st.integers(1, 4))
    counts, sums = table_of(numbers)
    margins = [cell for cell in counts if "all" in cell or "whole" in cell]
    hidden = protect(counts, sums, keep=margins).reasons
    every = solutions(counts, sums, hidden)
    few = [cell for cell, reason in hidden.items() if reason == "too_few"]
    assert {cell: len({one[cell] for one in every}) > 1 for cell in few} == dict.fromkeys(few, True)


def test_single_small_count_in_a_row_is_given_away_without_a_cover() -> None:
    counts, sums = table_of([[3, 20, 30], [11, 12, 13]])
    assert given_away(counts, sums, {("p0", "0"): "too_few"}) == [("p0", "0")]
    covered = protect(counts, sums, keep=[("whole", "all")]).reasons
    assert given_away(counts, sums, covered) == []


def test_small_counts_that_are_all_ones_are_given_away_by_their_sum() -> None:
    counts, sums = table_of([[1, 1, 30], [1, 1, 13]])
    hidden = {(p, c): "too_few" for p in ("p0", "p1") for c in ("0", "1")}
    hidden |= {("whole", "0"): "too_few", ("whole", "1"): "too_few"}
    assert sorted(given_away(counts, sums, hidden)) == sorted(hidden)


def test_table_without_a_cell_to_cover_is_refused() -> None:
    counts = {("a", ""): 3, ("b", ""): 7, ("whole", ""): 10}
    sums = [(("whole", ""), [("a", ""), ("b", "")])]
    with pytest.raises(ValueError, match="no cell left to cover"):
        protect(counts, sums, keep=[("b", ""), ("whole", "")])
