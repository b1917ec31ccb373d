"""English of what the sources say only in Chinese: crops, agencies, titles, notes.

Each table is TOML, one source word a line. The data stay as published; only what is shown is put into English.

>>> from difang.sources import english
>>> english.of("crops", "茭白筍")
'water bamboo shoots'
"""

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from difang.text import Text

FOLDER = Path(__file__).parent
TABLES = ("agencies", "budget", "crops", "licences", "proposals", "sources", "strands")


def of(table: str, words: str) -> str:
    """Return the English of `words`, or `words` as they are where the table doesn't hold them."""
    return _tables()[table].get(words, words)


def text(table: str, words: str) -> Text:
    """Return `words` beside their English."""
    return Text(words, of(table, words))


def licence(words: str) -> Text:
    """Return a licence in both languages; a manifest writes `Chinese (English)`, or only one of them."""
    said = words.removesuffix(")").split(" (", 1)
    known = [Text(zh, en) for zh, en in _tables()["licences"].items() if zh in said or en in said]
    return known[0] if known else Text(words, words)


def agencies(words: str) -> str:
    """Return the English of one agency or of several joined by `、`."""
    return "; ".join(of("agencies", one) for one in words.split("、"))


def within(words: str, *tables: str, names: Iterable[Text] = ()) -> str:
    """Return `words` with every entry of `tables` and every one of `names` put into English, longer ones first."""
    known = dict(names) | {zh: en for table in tables for zh, en in _tables()[table].items()}
    pattern = "|".join(re.escape(one) for one in sorted(known, key=len, reverse=True))
    return re.sub(pattern, lambda found: known[found.group()], words)


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    return {name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in TABLES}
