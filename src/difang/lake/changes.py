"""What moved by how much between two publications of one dataset."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from difang.lake.cursors import cursor
from difang.text import Text

LARGEST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Move:
    """One value that changed: its keys in the order asked for, the value before and after (None: null)."""

    measure: str
    keys: tuple[Any, ...]
    old: float | None
    new: float | None


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """How one measure moved over the rows that both publications have."""

    measure: str
    changed: int
    net: float
    largest: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """Rows added, removed and kept, and every measure's moves over the kept ones."""

    added: int
    removed: int
    kept: int
    measures: tuple[MeasureChange, ...]

    @property
    def revised(self) -> bool:
        """Whether a figure that had been published changed or vanished (new rows alone revise nothing)."""
        return self.removed > 0 or any(change.changed for change in self.measures)

    @property
    def text(self) -> Text:
        """The report as one sentence."""
        zh = "；".join(f"{c.measure} 改動 {c.changed:,} 筆（合計 {_signed(c.net)}）" for c in self.measures)
        en = "; ".join(f"{c.measure}: {c.changed:,} changed (net {_signed(c.net)})" for c in self.measures)
        return Text(
            f"新增 {self.added:,} 列，刪除 {self.removed:,} 列，保留 {self.kept:,} 列；{zh}",
            f"{self.added:,} rows added, {self.removed:,} removed, {self.kept:,} kept; {en}",
        )


def change_report(old: Path, new: Path, keys: Sequence[str], measures: Sequence[str]) -> ChangeReport:
    """Compare two Parquet files of one dataset, row by row over `keys` (unique in each file).

    A measure that only one of the files has counts as null in the other; a value that appears or vanishes is
    a change, and enters the net sum as from or to zero. The largest moves come first, at most
    LARGEST_LISTED a measure.
    """
    connection = cursor()
    tables = {name: connection.read_parquet(str(path)) for name, path in (("old", old), ("new", new))}
    for name, table in tables.items():
        connection.register(f"{name}_rows", table)
    lists = {
        name: ", ".join([*map(_quoted, keys), *(_or_null(table, measure) for measure in measures)])
        for name, table in tables.items()
    }
    joined = (
        f"SELECT {', '.join(f'coalesce(o.{_quoted(k)}, n.{_quoted(k)}) AS {_quoted(k)}' for k in keys)}, "
        "o.is_row AS was, n.is_row AS stays, "
        + ", ".join(
            f"o.{_quoted(m)} AS {_quoted('old ' + m)}, n.{_quoted(m)} AS {_quoted('new ' + m)}"
            for m in measures
        )
        + f" FROM (SELECT {lists['old']}, true AS is_row FROM old_rows) o "
        f"FULL JOIN (SELECT {lists['new']}, true AS is_row FROM new_rows) n "
        f"ON {' AND '.join(f'o.{_quoted(k)} IS NOT DISTINCT FROM n.{_quoted(k)}' for k in keys)}"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE compared AS {joined}")
    counted = connection.execute(
        "SELECT count(*) FILTER (was IS NULL), count(*) FILTER (stays IS NULL), "
        "count(*) FILTER (was AND stays) FROM compared"
    ).fetchone()
    added, removed, kept = counted if counted is not None else (0, 0, 0)
    return ChangeReport(added, removed, kept, tuple(_measure_change(connection, keys, m) for m in measures))


def _measure_change(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[str], measure: str
) -> MeasureChange:
    before, after = _quoted(f"old {measure}"), _quoted(f"new {measure}")
    moved = f"FROM compared WHERE was AND stays AND {before} IS DISTINCT FROM {after}"
    difference = f"coalesce({after}, 0) - coalesce({before}, 0)"
    totals = connection.execute(f"SELECT count(*), coalesce(sum({difference}), 0) {moved}").fetchone()
    changed, net = totals if totals is not None else (0, 0)
    listed = ", ".join(map(_quoted, keys))
    rows = connection.execute(
        f"SELECT {listed}, {before}, {after} {moved} "
        f"ORDER BY abs({difference}) DESC, {listed} LIMIT {LARGEST_LISTED}"
    ).fetchall()
    largest = tuple(Move(measure, row[:-2], row[-2], row[-1]) for row in rows)
    return MeasureChange(measure, changed, net, largest)


def _or_null(table: duckdb.DuckDBPyRelation, measure: str) -> str:
    return _quoted(measure) if measure in table.columns else f"NULL::DOUBLE AS {_quoted(measure)}"


def _signed(value: float) -> str:
    return f"{value:+,}".replace("-", "−")


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
