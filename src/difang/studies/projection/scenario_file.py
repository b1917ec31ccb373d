"""A scenario written down: a small TOML or JSON file, checked word by word.

[[change]]
place = "埔里"
families = 12                       # a year
mix = { family = 0.5, young_couple = 0.5 }
outmigration_18_24 = 0.8            # factor on the net losses at 18-24
returnees_25_39 = { persons = 20 }  # a year; or a factor on the net gains: 1.2
fertility = 1.1
survival = 0.95                     # factor on deaths
from = 2027                         # otherwise from the launch on
to = 2040
[[change.jumps]]
year = 2030
persons = { "25-39" = 120, "0-14" = 40 }
"""

import json
import math
import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from difang.errors import InputError
from difang.studies.projection import households
from difang.studies.projection.bands import band
from difang.studies.projection.scenario import Change, Jump, Scenario

MOST_BYTES = 1_000_000
MOST_FACTOR, MOST_PERSONS = 5.0, 1e7
FACTORS = ("outmigration_18_24", "fertility", "survival")
KEYS = (
    "place",
    "families",
    "mix",
    "outmigration_18_24",
    "returnees_25_39",
    "fertility",
    "survival",
    "jumps",
    "from",
    "to",
)


def read(file: Path, code_of: Callable[[str], str]) -> Scenario:
    """Return the scenario of a file; `code_of` finds a place's code. InputError says what is wrong, and where."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise _wrong(str(file), "檔案太大（上限 1 MB）", "the file is too large (1 MB at most)")
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(str(file), f"讀不到：{error}", f"can't be read: {error}") from error
    try:
        content = json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if file.suffix.lower() == ".json" else "TOML"
        raise _wrong(str(file), f"不是 {kind}：{error}", f"is no {kind}: {error}") from error
    return parsed(content, code_of)


def parsed(content: object, code_of: Callable[[str], str]) -> Scenario:
    """Return the scenario of a parsed file."""
    table = _table(content, "scenario")
    _known(table, ("change",), "scenario")
    changes = table.get("change")
    if not isinstance(changes, list) or not changes:
        raise _wrong("change", "至少要有一個 [[change]]", "give at least one [[change]]")
    return tuple(_change(one, f"change[{number}]", code_of) for number, one in enumerate(changes))


def _change(value: object, where: str, code_of: Callable[[str], str]) -> Change:
    table = _table(value, where)
    _known(table, KEYS, where)
    place = table.get("place")
    if not isinstance(place, str):
        raise _wrong(f"{where}.place", "要有地名或代碼", "name a place or its code")
    factors = {name: _number(table, name, where, 1.0, (0.0, MOST_FACTOR)) for name in FACTORS}
    returnees, factor = _returnees(table.get("returnees_25_39", 1.0), f"{where}.returnees_25_39")
    first, last = (
        _year(table[name], f"{where}.{name}") if name in table else None for name in ("from", "to")
    )
    if first is not None and last is not None and last < first:
        raise _wrong(f"{where}.to", f"{last} 早於 from {first}", f"{last} is before from, {first}")
    jumps = table.get("jumps", [])
    if not isinstance(jumps, list):
        raise _wrong(f"{where}.jumps", "要是清單", "must be a list")
    return Change(
        code_of(place),
        families=_number(table, "families", where, 0.0, (0.0, MOST_PERSONS)),
        mix=_mix(table.get("mix"), f"{where}.mix"),
        returnees=returnees,
        returnees_factor=factor,
        jumps=tuple(one for at, jump in enumerate(jumps) for one in _jumps(jump, f"{where}.jumps[{at}]")),
        first=first,
        last=last,
        **factors,
    )


def _returnees(value: object, where: str) -> tuple[float, float]:
    """Return persons a year and the factor on those there are."""
    if not isinstance(value, Mapping):
        return 0.0, _number({"factor": value}, "factor", where, 1.0, (0.0, MOST_FACTOR))
    _known(value, ("persons", "factor"), where)
    return (
        _number(value, "persons", where, 0.0, (0.0, MOST_PERSONS)),
        _number(value, "factor", where, 1.0, (0.0, MOST_FACTOR)),
    )


def _jumps(value: object, where: str) -> list[Jump]:
    table = _table(value, where)
    _known(table, ("year", "persons"), where)
    year = _year(table.get("year"), f"{where}.year")
    persons = _table(table.get("persons"), f"{where}.persons")
    return [
        Jump(year, band(ages), _number(persons, ages, f"{where}.persons", 0.0, (-MOST_PERSONS, MOST_PERSONS)))
        for ages in persons
    ]


def _mix(value: object, where: str) -> dict[str, float] | None:
    if value is None:
        return None
    table = _table(value, where)
    mix = {name: _number(table, name, where, 0.0, (0.0, 1.0)) for name in table}
    households.shares(mix)
    return mix


def _year(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(where, f"{value!r} 不是年份，例如 2030", f"{value!r} is no year, e.g. 2030")
    return value


def _number(
    table: Mapping[str, Any], name: str, where: str, default: float, bounds: tuple[float, float]
) -> float:
    value = table.get(name, default)
    low, high = bounds
    real = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not real or not low <= value <= high:
        raise _wrong(
            f"{where}.{name}",
            f"{value!r}；要是 {low:g} 到 {high:g} 的數",
            f"{value!r}; a number from {low:g} to {high:g}",
        )
    return float(value)


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(where, "要是有鍵有值的表", "must be a table of keys and values")
    return value


def _known(table: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in keys:
            raise InputError(
                f"情境 {where}：沒有「{key}」這個鍵；可用：{'、'.join(keys)}。",
                f"scenario, {where}: there is no key '{key}'; use {', '.join(keys)}.",
                suggestions=get_close_matches(key, keys, 1),
            )


def _wrong(where: str, zh: str, en: str) -> InputError:
    return InputError(f"情境 {where}：{zh}。", f"scenario, {where}: {en}.")
