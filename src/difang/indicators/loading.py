"""Read the catalogue's TOML; every refusal names file, stanza, key and rule."""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from difang.errors import InputError
from difang.indicators import stanza
from difang.indicators.model import MAPS, Catalogue, Caveat, Indicator, Unit
from difang.indicators.stanza import Stanza

FOLDER = Path(__file__).parent / "catalogue"
UNITS_FILE = "units.toml"
CAVEATS_FILE = "caveats.toml"


class CatalogueError(InputError):
    """A stanza that breaks a rule."""

    slug = "wrong-catalogue"

    def __init__(self, file: str, name: str, key: str, rule: str) -> None:
        super().__init__(
            f"目錄 {file} 的 [{name}] 有誤：{key}；規則：{rule}；請更正這一節。",
            f"catalogue {file}, stanza [{name}]: {key}; rule: {rule}; correct the stanza.",
        )


def catalogue() -> Catalogue:
    """Return the catalogue that ships, read once a process."""
    return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    return load(FOLDER)


def load(folder: Path) -> Catalogue:
    """Read `units.toml`, `caveats.toml` and `<map>.toml` of `folder`; CatalogueError at the first fault."""
    content = {path.name: _parsed(path) for path in sorted(folder.glob("*.toml"))}
    units = _stanzas(content.get(UNITS_FILE, {}), UNITS_FILE, stanza.unit)
    caveats = _stanzas(content.get(CAVEATS_FILE, {}), CAVEATS_FILE, stanza.caveat)
    indicators: dict[str, Indicator] = {}
    for file, tables in content.items():
        if file in (UNITS_FILE, CAVEATS_FILE):
            continue
        indicators |= _map(file, tables, units, caveats)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return Catalogue(indicators, units, caveats, hashlib.sha256(text.encode()).hexdigest())


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CatalogueError(path.name, "*", str(fault), "TOML 1.0, UTF-8") from fault


def _stanzas(tables: Mapping[str, Any], file: str, build: Callable[[Stanza], Any]) -> dict[str, Any]:
    return {name: _built(Stanza(file, name, table), build) for name, table in tables.items()}


def _built(one: Stanza, build: Callable[[Stanza], Any]) -> Any:
    try:
        if not isinstance(one.table, Mapping):
            raise stanza.RuleError("*", "a table of keys")
        return build(one)
    except stanza.RuleError as fault:
        raise CatalogueError(one.file, one.name, fault.key, fault.rule) from fault


def _map(
    file: str, tables: Mapping[str, Any], units: Mapping[str, Unit], caveats: Mapping[str, Caveat]
) -> dict[str, Indicator]:
    name = file.removesuffix(".toml")
    if name not in MAPS or set(tables) - {name}:
        raise CatalogueError(
            file, ", ".join(sorted(tables)), "map", f"[<map>.<id>], map = {' | '.join(MAPS)}"
        )
    indicators = {}
    for short, table in tables.get(name, {}).items():
        identity = f"{name}.{short}"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", short):
            raise CatalogueError(file, identity, "id", "lower-case letters, digits, underscores")

        def build(one: Stanza) -> Indicator:
            return stanza.indicator(one, units, caveats)

        indicators[identity] = _built(Stanza(file, identity, table), build)
    return indicators
