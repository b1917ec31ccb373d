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
ROOMY_PEOPLE = 10
MOST_PEOPLE = 1_000_000

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
    while forced := forced_cells(counts, sums, reasons):
        exposed = [cell for cell in forced if reasons[cell] == TOO_FEW]
        if not exposed:
            break
        covers = _covers(exposed, set(forced), counts, sums, reasons, fixed)
        if not covers:
            raise ValueError(f"no cell left to cover {exposed[:3]}")
        reasons |= dict.fromkeys(covers, COMPLEMENT)
    return Hidden(reasons)


def given_away(counts: Mapping[Cell, int], sums: Sums, reasons: Mapping[Cell, str]) -> list[Cell]:
    """Return the small counts that a reader of all that is not in `reasons` could work out."""
    return [cell for cell in forced_cells(counts, sums, reasons) if reasons[cell] == TOO_FEW]


def forced_cells(counts: Mapping[Cell, int], sums: Sums, reasons: Mapping[Cell, str]) -> list[Cell]:
    """Return the hidden cells that have one possible value only.

    What a reader knows: the shown cells, that every whole is the sum of its parts, that a `too_few` is 1 to 4
    and a `complement` at least 5. A feasible range is found by linear programs; the sums form a network, so
    its ends are whole numbers.
    """
    forced: list[Cell] = []
    for cells, rows in _systems(counts, sums, reasons):
        forced += _single_valued(cells, rows, reasons)
    return forced


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
    bounds = [(1, top) if reasons[c] == TOO_FEW else (SMALLEST_SHOWN_PEOPLE, MOST_PEOPLE) for c in cells]

    def end(objective: np.ndarray) -> np.ndarray:
        solved = linprog(objective, A_eq=matrix, b_eq=right, bounds=bounds, method="highs-ds")
        if not solved.success:
            raise ValueError(f"sums contradict each other: {solved.message}")
        return np.asarray(solved.x)

    draw = np.random.default_rng(0)
    seen = [end(draw.uniform(0.1, 1, len(cells)) * draw.choice([-1, 1], len(cells))) for _ in range(6)]
    still = np.ptp(np.array(seen), axis=0) < 0.5
    for index in np.flatnonzero(still):
        goal = np.zeros(len(cells))
        goal[index] = 1
        still[index] = abs(end(-goal)[index] - end(goal)[index]) < 0.5
    return [cells[i] for i in np.flatnonzero(still)]


def _covers(
    exposed: list[Cell],
    forced: set[Cell],
    counts: Mapping[Cell, int],
    sums: Sums,
    reasons: Mapping[Cell, str],
    fixed: set[Cell],
) -> set[Cell]:
    """Return the smallest shown cell of the tightest sum behind each exposed cell.

    Behind it are first the sums whose unknowns are all forced, its own and those of its fellow unknowns; where
    these offer none, every sum of a forced cell that is linked to it.
    """
    own: dict[Cell, list[tuple[Cell, ...]]] = {}
    tight: dict[Cell, list[tuple[Cell, ...]]] = {}
    for whole, parts in sums:
        members = (whole, *parts)
        unknown = [c for c in members if c in reasons]
        for cell in unknown:
            own.setdefault(cell, []).append(members)
            if forced.issuperset(unknown):
                tight.setdefault(cell, []).append(members)

    def least(members: tuple[Cell, ...]) -> tuple[int, bool, int, str, Cell] | None:
        shown = [c for c in members if c not in reasons and c not in fixed]
        large = [
            (counts[c] < ROOMY_PEOPLE, counts[c], str(c), c)
            for c in shown
            if counts[c] >= SMALLEST_SHOWN_PEOPLE
        ]
        return (sum(c in reasons for c in members), *min(large)) if large else None

    covers: set[Cell] = set()
    for cell in exposed:
        near = [choice for members in _behind(cell, tight, forced) if (choice := least(members))]
        near = near or [choice for members in _behind(cell, own, forced) if (choice := least(members))]
        if near:
            covers.add(min(near, key=lambda choice: choice[:4])[4])
    return covers


def _behind(
    cell: Cell, sums_of: Mapping[Cell, list[tuple[Cell, ...]]], forced: set[Cell]
) -> list[tuple[Cell, ...]]:
    """Return the sums of a cell and those of the forced cells in them, and so on."""
    reached, queue = {cell}, [cell]
    found: dict[tuple[Cell, ...], None] = {}
    while queue:
        for members in sums_of.get(queue.pop(), []):
            found[members] = None
            fresh = [c for c in members if c in forced and c not in reached]
            reached.update(fresh)
            queue += fresh
    return list(found)


def sums_of_places(places: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return the sums that hold for codes of townships: each county's, and the nation's."""
    counties: dict[str, list[str]] = {}
    for place in sorted(places):
        counties.setdefault(place[:5], []).append(place)
    return [*counties.items(), ("TW", list(counties))]


def protected(table: pa.Table, measure: str) -> pa.Table:
    """Hide small counts in a table of place, period and one count, as `marked` does.

    Places are townships, counties and TW; the counts of every period must add up from township to nation.
    """
    hidden: dict[Cell, str] = {}
    for period in sorted(set(table["period"].to_pylist())):
        counts = {r["place"]: r[measure] for r in table.to_pylist() if r["period"] == period}
        townships = [place for place in counts if len(place) == len("10008020")]
        found = protect(counts, sums_of_places(townships), keep=["TW"])
        hidden |= {(place, period): reason for place, reason in found.reasons.items()}
    return marked(table, measure, ["place", "period"], hidden)


def marked(table: pa.Table, measure: str, keys: list[str], hidden: Mapping[Cell, str]) -> pa.Table:
    """Take the hidden counts out of a table; `hidden` maps tuples of the key columns to reasons.

    Adds `status`, `reason` and, where a count is 1 to 4, `low` and `high`.
    """
    cells = list(zip(*(table[key].to_pylist() for key in keys), strict=True))
    reasons = [hidden.get(cell) for cell in cells]
    values = [None if r else v for r, v in zip(reasons, table[measure].to_pylist(), strict=True)]
    bound = {"low": 1, "high": SMALLEST_SHOWN_PEOPLE - 1}
    extra = {
        "status": pa.array(["suppressed" if r else "observed" for r in reasons]),
        "reason": pa.array(reasons, pa.string()),
        **{
            name: pa.array([v if r == TOO_FEW else None for r in reasons], pa.int64())
            for name, v in bound.items()
        },
    }
    table = table.set_column(table.column_names.index(measure), measure, pa.array(values, pa.int64()))
    for name, column in extra.items():
        table = table.append_column(name, column)
    return table
