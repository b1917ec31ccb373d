"""From published datasets to cubes: the part that scans rows, as Ibis expressions on DuckDB.

One thread, because a sum of doubles depends on the order of its terms.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from difang.errors import FaultError, MissingDataError
from difang.indicators.model import Condition, Level, Reference, Term
from difang.indicators.refreshing.cube import (
    NOT_APPLICABLE,
    NOT_COVERED,
    NOT_PUBLISHED,
    OBSERVED,
    STATUSES,
    Cube,
    Floats,
    reason_code,
)
from difang.indicators.refreshing.frame import LEVEL_OF_LENGTH, Frame

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Manifest = Mapping[str, Any]


class Extractor:
    """Reads references from the datasets at `inputs`; keeps what it has opened."""

    def __init__(self, inputs: Mapping[str, Path], manifests: Mapping[str, Manifest], frame: Frame) -> None:
        import ibis

        self._connection = ibis.duckdb.connect(threads=1)
        self._inputs = inputs
        self._manifests = dict(manifests)
        self._frame = frame
        self._tables: dict[str, ir.Table] = {}
        self._spans: dict[str, dict[Level, set[str]]] = {}

    def manifest(self, dataset: str) -> Manifest:
        """Return the manifest handed in, or the one beside the file."""
        if dataset not in self._manifests:
            beside = self._path(dataset).parent / "manifest.json"
            self._manifests[dataset] = json.loads(beside.read_text("utf-8")) if beside.is_file() else {}
        return self._manifests[dataset]

    def table(self, dataset: str) -> "ir.Table":
        """Return the dataset as a lazy table; MissingDataError if it is not among the inputs."""
        if dataset not in self._tables:
            self._tables[dataset] = self._connection.read_parquet(str(self._path(dataset)))
        return self._tables[dataset]

    def given(self, reference: Reference, *, single: bool, outside: frozenset[str]) -> dict[Level, Cube]:
        """Return what the dataset itself holds, level by level, on the full grid of places.

        `single`: exactly one row must stand behind each cell (medians cannot be added).
        """
        rows = cells(self.table(reference.dataset), reference).to_pyarrow()
        if single:
            _check_single(reference, rows)
        zero = self.manifest(reference.dataset).get("missing") == "zero"
        parts = _by_level(rows)
        spans = self._span(reference.dataset) if zero else dict.fromkeys(parts)
        return {
            level: self._cube(level, parts.get(level, rows.slice(0, 0)), span, outside)
            for level, span in spans.items()
        }

    def of_table(self, table: "pa.Table", outside: frozenset[str]) -> dict[Level, Cube]:
        """Return what a study computed (place, period, value; status, reason, low, high) as cubes."""
        import ibis

        whole = Reference("study", (Term(1, "value"),), (), "same", "stock")
        rows = self._connection.to_pyarrow(cells(ibis.memtable(table), whole))
        _check_single(whole, rows)
        return {level: self._cube(level, part, None, outside) for level, part in _by_level(rows).items()}

    def _cube(
        self, level: Level, rows: "pa.Table", periods: set[str] | None, outside: frozenset[str]
    ) -> Cube:
        places = [*rows["place"].to_pylist()]
        when = [*rows["period"].to_pylist()]
        frame = self._frame.places(level, places)
        base = (NOT_PUBLISHED, np.nan) if periods is None else (OBSERVED, 0.0)
        cube = Cube.empty(frame, set(when) | (periods or set()), *base)
        at_place = {place: i for i, place in enumerate(cube.places)}
        at_period = {period: i for i, period in enumerate(cube.periods)}
        unknown = sorted(set(places) - set(at_place))
        if unknown:
            raise FaultError(
                f"資料裡有未知的地方代碼：{'、'.join(unknown[:5])}；代碼須收錄於 places；請補上代碼沿革。",
                f"unknown place codes: {', '.join(unknown[:5])}; codes must be known to places; "
                "add the code's history.",
            )
        index = ([at_place[p] for p in places], [at_period[p] for p in when])
        cube.value[index] = rows["value"].to_numpy()
        cube.state[index] = rows["state"].to_numpy()
        cube.reason[index] = [reason_code(reason) for reason in rows["reason"].to_pylist()]
        cube = _with_interval(cube, rows, index)
        for code in outside & set(at_place):
            cube.state[at_place[code]] = NOT_PUBLISHED
            cube.reason[at_place[code]] = NOT_COVERED
        cube.value[cube.state >= NOT_APPLICABLE] = np.nan
        return cube

    def _span(self, dataset: str) -> dict[Level, set[str]]:
        """Return the periods of the whole dataset at each level."""
        if dataset not in self._spans:
            table = self.table(dataset)
            pairs = table.select(size=table.place.length(), period=table.period).distinct().to_pyarrow()
            span: dict[Level, set[str]] = {}
            for pair in pairs.to_pylist():
                level = LEVEL_OF_LENGTH.get(pair["size"])
                if level is not None:
                    span.setdefault(level, set()).add(pair["period"])
            self._spans[dataset] = span
        return self._spans[dataset]

    def _path(self, dataset: str) -> Path:
        if dataset in self._inputs:
            return self._inputs[dataset]
        raise MissingDataError(
            f"沒有資料集：{dataset}；指標目錄要用到它；請先發布這個資料集。",
            f"dataset not published: {dataset}; the catalogue needs it; publish the dataset first.",
        )


def cells(table: "ir.Table", reference: Reference) -> "ir.Table":
    """Return the expression for one row a (place, period): value, state, reason, n; low, high if given."""
    import ibis

    _check_columns(table, reference)
    for condition in reference.conditions:
        table = table.filter(_predicate(table, condition))
    value = sum(
        (term.sign * table[term.column].cast("float64") for term in reference.terms), ibis.literal(0.0)
    )
    told = table["status"] if "status" in table.columns else ibis.literal("observed")
    state = ibis.cases(*((told == word, code) for code, word in enumerate(STATUSES)), else_=OBSERVED)
    state = ibis.ifelse(value.isnull() & (state < NOT_APPLICABLE), NOT_PUBLISHED, state)
    reason = table["reason"] if "reason" in table.columns else ibis.null("string")
    row = {"place": table.place, "period": table.period, "v": value, "s": state, "r": reason}
    bounds = [name for name in ("low", "high") if name in table.columns]
    lean = table.select(**row, **{name: table[name].cast("float64") for name in bounds})
    return (
        lean.group_by("place", "period")
        .agg(
            value=lean.v.sum(),
            state=lean.s.max().cast("int8"),
            reason=lean.r.max(),
            n=lean.count(),
            **{name: lean[name].max() for name in bounds},
        )
        .order_by("place", "period")
    )


def _check_columns(table: "ir.Table", reference: Reference) -> None:
    used = [t.column for t in reference.terms] + [c.column for c in reference.conditions]
    for column in ["place", "period", *used]:
        if column not in table.columns:
            raise FaultError(
                f"資料集 {reference.dataset} 沒有欄位：{column}；有 {'、'.join(table.columns)}。",
                f"dataset {reference.dataset} has no column: {column}; it has {', '.join(table.columns)}; "
                "correct the catalogue.",
            )


def _predicate(table: "ir.Table", condition: Condition) -> "ir.BooleanValue":
    column = table[condition.column]
    if condition.operator == "in":
        return column.isin(condition.values)
    value = condition.values[0]
    comparisons = {
        "==": column == value,
        "!=": column != value,
        ">=": column >= value,
        "<=": column <= value,
        ">": column > value,
        "<": column < value,
    }
    return comparisons[condition.operator]


def _by_level(rows: "pa.Table") -> dict[Level, "pa.Table"]:
    import pyarrow.compute as pc

    lengths = pc.utf8_length(rows["place"])
    parts: dict[Level, pa.Table] = {}
    for length, level in LEVEL_OF_LENGTH.items():
        part = rows.filter(pc.equal(lengths, length))
        if part.num_rows:
            parts[level] = part
    return parts


def _check_single(reference: Reference, rows: "pa.Table") -> None:
    several = [row for row in rows.select(["place", "period", "n"]).to_pylist() if row["n"] > 1]
    if several:
        first = several[0]
        raise FaultError(
            f"{reference.dataset}：{first['place']} {first['period']} 有 {first['n']} 列；"
            "aggregate = none 時每格只能一列；請在 filter 指明。",
            f"{reference.dataset}: {first['place']} {first['period']} has {first['n']} rows; "
            "aggregate = none allows one a cell; narrow the filter.",
        )


def _with_interval(cube: Cube, rows: "pa.Table", index: tuple[list[int], list[int]]) -> Cube:
    def bound(name: str) -> Floats | None:
        if name not in rows.column_names:
            return None
        filled = np.full(cube.value.shape, np.nan)
        filled[index] = rows[name].to_numpy()
        return filled

    return replace(cube, low=bound("low"), high=bound("high"))
