"""Keep small counts of people from being read or worked out.

A count from 1 to 4 is hidden (`too_few`). A hidden count that the published sums would still give away,
alone or together, is covered by hiding a further cell (`complement`), the smallest that helps, until what
is published allows at least two values for every hidden count. This is cell suppression as in
Hundepool et al., Statistical Disclosure Control (2012), chapter 4, with the exact audit by linear programs.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

SMALLEST_SHOWN_PEOPLE = 5
TOO_FEW = "too_few"
COMPLEMENT = "complement"

Cell = Hashable
Sums = Sequence[tuple[Cell, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Hidden:
    """The cells that are not published, each with its reason."""

    reasons: Mapping[Cell, str]

    def count(self, reason: str) -> int:
        """Return how many cells are hidden for this reason."""
        return sum(found == reason for found in self.reasons.values())


def protect(
    counts: Mapping[Cell, int],
    sums: Sums,
    keep: Iterable[Cell] = (),
    already: Mapping[Cell, str] | None = None,
) -> Hidden:
    """Return what to hide so that no count from 1 to 4 can be worked out.

    `sums` are pairs of a whole and its parts; cells in `keep` are never taken as cover; `already` are cells
    that another table hides. Raises ValueError where no cell is left that would cover a hidden one.
    """
    reasons = dict(already or {})
    reasons |= {cell: TOO_FEW for cell, count in counts.items() if 0 < count < SMALLEST_SHOWN_PEOPLE}
    fixed = set(keep)
    while exposed := given_away(counts, sums, reasons):
        before = len(reasons)
        for cell in exposed:
            if cover := _cover(cell, counts, sums, reasons, fixed):
                reasons[cover] = COMPLEMENT
        if len(reasons) == before:
            raise ValueError(f"no cell left to cover {exposed[:3]}")
    return Hidden(reasons)


def given_away(counts: Mapping[Cell, int], sums: Sums, reasons: Mapping[Cell, str]) -> list[Cell]:
    """Return the small counts that have one possible value only, given all that is not in `reasons`.

    What a reader knows: the shown cells, that every whole is the sum of its parts, that a `too_few` is 1 to 4
    and a `complement` at least 5. A feasible range is found by linear programs; the sums form a network, so
    its ends are whole numbers.
    """
    exposed: list[Cell] = []
    for cells, rows in _systems(counts, sums, reasons):
        exposed += _single_valued(cells, rows, reasons)
    return exposed


def _systems(
    counts: Mapping[Cell, int], sums: Sums, reasons: Mapping[Cell, str]
) -> Iterable[tuple[list[Cell], list[tuple[dict[Cell, int], int]]]]:
    """Yield the unknowns and equations (coefficients, right side) of each group that hangs together."""
    leader: dict[Cell, Cell] = {cell: cell for cell in reasons}

    def root(cell: Cell) -> Cell:
        while leader[cell] != cell:
            leader[cell] = leader[leader[cell]]
            cell = leader[cell]
        return cell

    equations: list[tuple[dict[Cell, int], int]] = []
    for whole, parts in sums:
        signed = {whole: -1} | dict.fromkeys(parts, 1)
        unknown = {cell: sign for cell, sign in signed.items() if cell in reasons}
        if unknown:
            known = sum(sign * counts[cell] for cell, sign in signed.items() if cell not in reasons)
            equations.append((unknown, -known))
            first, *others = unknown
            for other in others:
                leader[root(other)] = root(first)
    groups: dict[Cell, tuple[list[Cell], list[tuple[dict[Cell, int], int]]]] = {}
    for cell in reasons:
        groups.setdefault(root(cell), ([], []))[0].append(cell)
    for equation in equations:
        groups[root(next(iter(equation[0])))][1].append(equation)
    yield from groups.values()


def _single_valued(
    cells: list[Cell], rows: list[tuple[dict[Cell, int], int]], reasons: Mapping[Cell, str]
) -> list[Cell]:
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    at = {cell: i for i, cell in enumerate(cells)}
    entries = [(r, at[c], sign) for r, (unknown, _) in enumerate(rows) for c, sign in unknown.items()]
    if not entries:
        return []
    across, down, signs = zip(*entries, strict=True)
    matrix = coo_matrix((signs, (across, down)), shape=(len(rows), len(cells))).tocsr()
    right = np.array([value for _, value in rows], float)
    top = SMALLEST_SHOWN_PEOPLE - 1
    bounds = [(1, top) if reasons[c] == TOO_FEW else (SMALLEST_SHOWN_PEOPLE, None) for c in cells]

    def end(objective: np.ndarray) -> np.ndarray:
        solved = linprog(objective, A_eq=matrix, b_eq=right, bounds=bounds, method="highs-ds")
        if not solved.success:
            raise ValueError(f"sums contradict each other: {solved.message}")
        return np.asarray(solved.x)

    few = np.array([reasons[cell] == TOO_FEW for cell in cells])
    draw = np.random.default_rng(0)
    seen = [end(draw.uniform(0.1, 1, len(cells)) * draw.choice([-1, 1], len(cells)) * few) for _ in range(4)]
    still = few & (np.ptp(np.array(seen), axis=0) < 0.5)
    for index in np.flatnonzero(still):
        goal = np.zeros(len(cells))
        goal[index] = 1
        if abs(end(-goal)[index] - end(goal)[index]) > 0.5:
            still[index] = False
    return [cells[i] for i in np.flatnonzero(still)]


def _cover(
    cell: Cell,
    counts: Mapping[Cell, int],
    sums: Sums,
    reasons: Mapping[Cell, str],
    fixed: set[Cell],
) -> Cell | None:
    """Return the smallest shown cell of the tightest sum that the cell is in."""
    choices = []
    for whole, parts in sums:
        members = (whole, *parts)
        if cell in members:
            shown = [
                c
                for c in members
                if c not in reasons and c not in fixed and counts[c] >= SMALLEST_SHOWN_PEOPLE
            ]
            if shown:
                unknown = sum(c in reasons for c in members)
                choices.append((unknown, min(shown, key=lambda c: (counts[c], str(c)))))
    return min(choices, key=lambda choice: (choice[0], counts[choice[1]], str(choice[1])))[1] if choices else None


def sums_of_places(places: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the sums that hold for codes of townships: each county's, and the nation's."""
    counties: dict[str, list[str]] = {}
    for place in sorted(places):
        counties.setdefault(place[:5], []).append(place)
    return [*counties.items(), ("TW", list(counties))]


def protected(table: pa.Table, measure: str) -> pa.Table:
    """Hide small counts in a table of place, period and one count; places are townships, counties and TW.

    Adds `status` and `reason`. The counts of every period must add up from township to nation.
    """
    hidden: dict[tuple[str, str], str] = {}
    for period in sorted(set(table["period"].to_pylist())):
        rows = [r for r in table.to_pylist() if r["period"] == period]
        counts = {r["place"]: r[measure] for r in rows}
        townships = [place for place in counts if len(place) == len("10008020")]
        if townships:
            found = protect(counts, sums_of_places(townships), keep=["TW"])
            hidden |= {(place, period): reason for place, reason in found.reasons.items()}
    keys = list(zip(table["place"].to_pylist(), table["period"].to_pylist(), strict=True))
    values = [None if k in hidden else v for k, v in zip(keys, table[measure].to_pylist(), strict=True)]
    at = table.column_names.index(measure)
    return (
        table.set_column(at, measure, pa.array(values, pa.int64()))
        .append_column("status", pa.array(["suppressed" if k in hidden else "observed" for k in keys]))
        .append_column("reason", pa.array([hidden.get(k) for k in keys], pa.string()))
    )
