"""Words fit for XML: what people paste may hold characters no document format allows."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

Tree = TypeVar("Tree")

ALLOWED_CONTROLS = "\n"
DRAWN = frozenset({"svg"})  # fields that hold markup, not words


def cleaned(tree: Tree) -> Tree:
    """Return the same tree without control characters, lone surrogates and non-characters."""
    return clean_any(tree)  # type: ignore[no-any-return]


def clean_any(item: Any) -> Any:
    """Return `item` with every string in it cleaned."""
    if isinstance(item, str):
        return clean_text(item)
    if isinstance(item, tuple):
        parts = [clean_any(part) for part in item]
        return type(item)(*parts) if hasattr(item, "_fields") else tuple(parts)
    if is_dataclass(item) and not isinstance(item, type):
        names = [field.name for field in fields(item) if field.name not in DRAWN]
        return replace(item, **{name: clean_any(getattr(item, name)) for name in names})
    return item


def clean_text(text: str) -> str:
    """Return `text` with tabs as spaces and forbidden characters left out.

    >>> clean_text("a\\tb\\x00c")
    'a bc'
    """
    spaced = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\x0b", "\n")
    return "".join(char for char in spaced if char in ALLOWED_CONTROLS or is_allowed(char))


def is_allowed(char: str) -> bool:
    """True for characters XML 1.0 and the font machinery accept."""
    return (
        char >= " " and not "\x7f" <= char <= "\x9f" and not "\ud800" <= char <= "\udfff" and char < "\ufffe"
    ) or (char >= "\U00010000" and ord(char) & 0xFFFE != 0xFFFE)
