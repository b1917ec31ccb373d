"""Three-way merge of a text, paragraph by paragraph; where both changed the same one, nothing is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Merged:
    """The merged text, or `conflict` and the text that stood: then both are to be kept side by side."""

    text: str
    conflict: bool


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Merge two changes of one base.

    Paragraphs (lines) changed by one side only take that side's words; the same change on both sides is one.
    A paragraph changed differently by both is a conflict: the text is then `theirs`, unchanged.
    """
    mine, theirs, base = (_unix(text) for text in (mine, theirs, base))
    if mine == theirs or theirs == base:
        return Merged(mine, False)
    if mine == base:
        return Merged(theirs, False)
    lines = _merged(base.split("\n"), mine.split("\n"), theirs.split("\n"))
    return Merged(theirs, True) if lines is None else Merged("\n".join(lines), False)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _merged(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str] | None:
    changes = sorted([*_changes(base, mine, 0), *_changes(base, theirs, 1)])
    out: list[str] = []
    at = 0
    for n, (first, last, side, lines) in enumerate(changes):
        twin = changes[n - 1] if n else None
        if twin is not None and twin[2] != side:
            if twin[:2] == (first, last) and twin[3] == lines:
                continue
            # Two new paragraphs at one spot have no order of their own.
            at_one_spot = first == twin[1] and (first == last or twin[0] == twin[1])
            if first < twin[1] or at_one_spot:
                return None
        out += base[at:first]
        out += lines
        at = last
    return out + list(base[at:])


def _changes(base: Sequence[str], new: Sequence[str], side: int) -> list[tuple[int, int, int, list[str]]]:
    matcher = SequenceMatcher(None, base, new, autojunk=False)
    return [
        (first, last, side, list(new[start:end]))
        for tag, first, last, start, end in matcher.get_opcodes()
        if tag != "equal"
    ]
