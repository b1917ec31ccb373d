"""The two small languages of a reference: `births - deaths` and `age >= 65 and sex == 'female'`."""

import re

from difang.indicators.model import Condition, Term

OPERATORS = ("==", "!=", ">=", "<=", ">", "<", "in")
_NAME = r"[a-z_][a-z0-9_]*"
_COMPARISON = re.compile(rf"({_NAME})\s*(==|!=|>=|<=|>|<|in\b)\s*(.+)", re.DOTALL)
_VALUE = re.compile(r"'([^']*)'|(-?\d+\.\d+)|(-?\d+)")
_LIST = re.compile(r"\(\s*(.*?)\s*,?\s*\)", re.DOTALL)


def parse_measure(text: str) -> tuple[Term, ...]:
    """Parse columns joined by + and −; ValueError says what is wrong."""
    parts = re.split(r"\s+([+-])\s+", text.strip())
    signs = [1] + [1 if sign == "+" else -1 for sign in parts[1::2]]
    for name in parts[::2]:
        if not re.fullmatch(_NAME, name):
            raise ValueError(f"{name!r} is not a column; write columns joined by ' + ' or ' - '")
    return tuple(Term(sign, name) for sign, name in zip(signs, parts[::2], strict=True))


def parse_filter(text: str) -> tuple[Condition, ...]:
    """Parse comparisons joined by `and`; ValueError says what is wrong."""
    return tuple(_condition(part) for part in _split(text))


def _split(text: str) -> list[str]:
    """Split at `and` outside quotes."""
    pieces = re.split(r"('[^']*')", text.strip())
    marked = "".join(p if p.startswith("'") else re.sub(r"\s+and\s+", "\0", p) for p in pieces)
    return marked.split("\0")


def _condition(text: str) -> Condition:
    match = _COMPARISON.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a comparison; write column {' | '.join(OPERATORS)} value")
    column, operator, rest = match.groups()
    if operator != "in":
        return Condition(column, operator, (_value(rest),))
    listed = _LIST.fullmatch(rest.strip())
    if not listed:
        raise ValueError(f"{rest!r} is not a list; write in (a, b)")
    return Condition(column, operator, tuple(_value(m.group()) for m in _values(listed.group(1))))


def _values(text: str) -> list[re.Match[str]]:
    matches = list(_VALUE.finditer(text))
    left = _VALUE.sub("", text).replace(",", "").strip()
    if left or not matches:
        raise ValueError(f"{text!r} is not a list of numbers or 'words'")
    return matches


def _value(text: str) -> str | int | float:
    match = _VALUE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text.strip()!r} is neither a number nor a 'word' in single quotes")
    word, decimal, whole = match.groups()
    if word is not None:
        return word
    return float(decimal) if decimal is not None else int(whole)
