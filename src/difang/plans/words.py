"""What people type, made fit to keep: the same on both databases, and readable in every paper."""

import re
from collections.abc import Mapping
from typing import Any

# Not to be kept by a database, not to be written in a document, or never meant: control characters but tab and
# line feed, halves of a pair, and what Unicode says is no character.
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# The most digits an id of this site can have.
MOST_DIGITS = 18


def clean(text: str) -> str:
    """Return a text with one kind of line ends and without characters that nobody can see or keep."""
    return UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_form(data: Any) -> Any:
    """Return what a form sent with every text cleaned; None and empty data stay as they are."""
    if not data:
        return data
    if not hasattr(data, "setlist"):
        return {name: clean(value) if isinstance(value, str) else value for name, value in _items(data)}
    cleaned = data.copy()
    for name in list(cleaned):
        cleaned.setlist(name, [clean(value) for value in data.getlist(name)])
    return cleaned


def _items(data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(data.items())


def number(text: str) -> int | None:
    """Return the id that a text spells in plain digits, None if it is none."""
    if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    return None
