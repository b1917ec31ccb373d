"""Questions that the tests of care, diversity and tourism ask of the tables that ship."""

import json
import tomllib
from pathlib import Path
from typing import Any

import duckdb

import difang

ROOT = Path(difang.__file__).parent
DATA = ROOT / "data"
CATALOGUE = ROOT / "indicators" / "catalogue"


def ask(query: str, name: str) -> Any:
    """Answer a question with one row about a shipped table, `{t}` in the query."""
    row = duckdb.execute(query.format(t=f"'{DATA}/{name}/data.parquet'")).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def rows(query: str, name: str) -> list[tuple[Any, ...]]:
    """Return all rows of an answer."""
    return duckdb.execute(query.format(t=f"'{DATA}/{name}/data.parquet'")).fetchall()


def manifest(name: str) -> dict[str, Any]:
    """Return a shipped manifest."""
    read: dict[str, Any] = json.loads((DATA / name / "manifest.json").read_text(encoding="utf-8"))
    return read


def stanzas(map_name: str) -> dict[str, Any]:
    """Return the stanzas of a map by short name."""
    text = (CATALOGUE / f"{map_name}.toml").read_text(encoding="utf-8")
    read: dict[str, Any] = tomllib.loads(text)[map_name]
    return read


def names(map_name: str) -> list[str]:
    """Return the shipped data sets of a map."""
    return sorted(path.name for path in DATA.glob(f"{map_name}.*"))
