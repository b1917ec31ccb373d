"""What a table must pass before it is published; each failure names dataset, column, value and rule."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from difang.errors import NotFoundError
from difang.lake.cursors import cursor
from difang.lake.manifest import (
    TYPES,
    CheckError,
    Manifest,
    dataset_name,
    key_columns,
    measure_columns,
    place_columns,
)

_VILLAGE_DIGITS = 11
_TOWNSHIP_DIGITS = 8


INTERVAL = ("low", "high")


def check_table(part: Path, manifest: Manifest) -> int:
    """Check the Parquet file `part` against its manifest and return its number of rows.

    Columns and types as declared; keys present and unique; measures finite; place codes known; declared
    period and totals as found. Raises CheckError at the first rule that is broken.
    """
    connection = cursor()
    name = dataset_name(manifest)
    try:
        table = connection.read_parquet(str(part))
    except duckdb.Error as refusal:
        raise _broken(name, part.name, str(refusal).splitlines()[0], "Parquet") from refusal
    connection.register("snapshot", table)
    _check_columns(table, manifest)
    rows = int(_one(connection, "SELECT count(*) FROM snapshot"))
    if manifest.get("rows") not in (None, rows):
        raise _broken(name, "rows", manifest["rows"], f"= {rows}")
    _check_keys(connection, manifest)
    _check_finite(connection, manifest)
    for column in place_columns(manifest):
        _check_places(connection, name, column)
    _check_period(connection, manifest)
    _check_totals(connection, manifest)
    return rows


def _check_columns(table: duckdb.DuckDBPyRelation, manifest: Manifest) -> None:
    """Every declared column is there with its type; what is beside them are words."""
    name = dataset_name(manifest)
    found = {column: str(kind) for column, kind in zip(table.columns, table.types, strict=True)}
    declared = {c.name: TYPES[c.type] for c in measure_columns(manifest)}
    for column, kind in declared.items():
        if found.get(column) != kind:
            raise _broken(name, column, found.get(column), kind)
    for column in key_columns(manifest):
        if column not in found or found[column] in ("DOUBLE", "FLOAT"):
            raise _broken(name, column, found.get(column), "key: VARCHAR | BIGINT | INTEGER | DATE | BOOLEAN")
    for column in place_columns(manifest):
        if found.get(column) != "VARCHAR":
            raise _broken(name, column, found.get(column), "VARCHAR")
    for column in sorted(set(found) - set(declared) - set(key_columns(manifest))):
        # Words (status, reason, unit …) explain themselves, and an interval has the unit of its measure; any
        # other number without a declared unit does not.
        if found[column] != "VARCHAR" and column not in INTERVAL:
            raise _broken(name, column, found[column], "VARCHAR | measure_columns")


def _check_keys(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    name = dataset_name(manifest)
    keys = key_columns(manifest)
    for key in keys:
        absent = _one(connection, f"SELECT count(*) FROM snapshot WHERE {_quoted(key)} IS NULL")
        if absent:
            raise _broken(name, key, f"null × {absent}", "NOT NULL")
    listed = ", ".join(_quoted(key) for key in keys)
    twice = connection.execute(
        f"SELECT {listed}, count(*) FROM snapshot GROUP BY {listed} HAVING count(*) > 1 "
        f"ORDER BY {listed} LIMIT 1"
    ).fetchone()
    if twice is not None:
        shown = ", ".join(f"{key}={value}" for key, value in zip(keys, twice[:-1], strict=True))
        raise _broken(name, "key_columns", f"{shown} × {twice[-1]}", "UNIQUE")


def _check_finite(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    for measure in measure_columns(manifest):
        if measure.type == "double":
            wrong = _one(
                connection, f"SELECT count(*) FROM snapshot WHERE NOT isfinite({_quoted(measure.name)})"
            )
            if wrong:
                raise _broken(dataset_name(manifest), measure.name, f"NaN/∞ × {wrong}", "finite | null")


def _check_places(connection: duckdb.DuckDBPyConnection, name: str, column: str) -> None:
    """A code that `places` has never seen stops this dataset: it is named, neither dropped nor guessed."""
    codes = connection.execute(
        f"SELECT {_quoted(column)}, count(*) FROM snapshot GROUP BY 1 ORDER BY 1"
    ).fetchall()
    unknown = [(code, rows) for code, rows in codes if not _is_known(code)]
    if unknown:
        listed = [f"{code} ({rows:,})" for code, rows in unknown[:10]]
        total = sum(rows for _, rows in unknown)
        raise CheckError(
            f"{name} 的 {column} 欄有未知的地方代碼，共 {len(unknown)} 個、{total:,} 列：{'、'.join(listed)}"
            "（括號為列數）；代碼須先收錄於 places；先前的發布版不變，請補上代碼沿革後再發布。",
            f"{name}: column {column} holds {len(unknown)} unknown place code(s) in {total:,} row(s): "
            f"{', '.join(listed)} (rows in brackets); a code must be known to places first; "
            "the previous release stays; add the code's history, then publish again.",
        )


def _is_known(code: str) -> bool:
    from difang import places

    try:
        places.get(code[:_TOWNSHIP_DIGITS] if len(code) == _VILLAGE_DIGITS and code.isdigit() else code)
    except NotFoundError:
        return False
    return True


def _check_period(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """The declared first and last period are those of the rows."""
    declared = manifest.get("period")
    if declared is None or "period" not in key_columns(manifest):
        return
    found = connection.execute("SELECT min(period), max(period) FROM snapshot").fetchone()
    if found is None or list(found) != list(declared):
        raise _broken(dataset_name(manifest), "period", found, f"= {list(declared)}")


def _check_totals(connection: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Each declared check holds; one that names a `measure` (and `where`) is computed again from the rows."""
    name = dataset_name(manifest)
    for check in manifest.get("checks") or ():
        expected, found = check.get("expected"), check.get("found")
        if "measure" in check:
            found = _total(connection, check["measure"], check.get("where") or {})
        if _differs(expected, found, check.get("tolerance", 0)):
            raise _broken(name, f"check «{check.get('what')}»", found, f"= {expected}")


def _total(connection: duckdb.DuckDBPyConnection, measure: str, where: Mapping[str, Any]) -> Any:
    condition = " AND ".join(f"{_quoted(column)} = ?" for column in where) or "true"
    return _one(
        connection, f"SELECT sum({_quoted(measure)}) FROM snapshot WHERE {condition}", list(where.values())
    )


def _differs(expected: object, found: object, tolerance: float) -> bool:
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) > tolerance
    return expected != found


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] = ()) -> Any:
    row = connection.execute(query, list(values)).fetchone()
    return row[0] if row else None


def _quoted(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _broken(dataset: str, what: str, value: object, rule: str) -> CheckError:
    return CheckError(
        f"{dataset} 未通過檢查：{what}：{value}；規則：{rule}；"
        "先前的發布版不變，請更正資料或 manifest 後再發布。",
        f"{dataset} fails a check: {what}: {value}; rule: {rule}; the previous release stays; "
        "correct the data or the manifest, then publish again.",
    )
