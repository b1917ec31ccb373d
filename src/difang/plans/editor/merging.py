"""Three-way merge of a text, paragraph by paragraph; where both changed the same one, nothing is chosen.

Work is bounded whatever the text: lines that stand once in both texts are matched first, and only the short
stretches between them are compared line by line. What is left when the work is used up counts as one change: it
is then more often a conflict, where both texts are kept, and never a wrong merge.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Pairs of lines compared exactly: in one stretch, and in all stretches of one text.
MOST_PAIRS_AT_ONCE = 10_000
MOST_PAIRS = 500_000
DEEPEST = 6


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
    spans = _Comparison(base, new).between((0, len(base), 0, len(new)), DEEPEST)
    return [(first, last, side, list(new[start:end])) for first, last, start, end in spans]


# Where a stretch begins and ends in the base, and in the new text.
Span = tuple[int, int, int, int]


class _Comparison:
    """Finds where two texts differ; holds how much work may still be done."""

    def __init__(self, base: Sequence[str], new: Sequence[str]) -> None:
        self._base, self._new = base, new
        self._left = MOST_PAIRS

    def between(self, span: Span, deeper: int) -> Iterator[Span]:
        """Yield what differs within a stretch, in order; two differences never touch."""
        first, last, start, end = span = self._trimmed(span)
        pairs = (last - first) * (end - start)
        if not pairs:
            if last > first or end > start:
                yield span
        elif pairs <= min(MOST_PAIRS_AT_ONCE, self._left):
            self._left -= pairs
            yield from self._exactly(span)
        else:
            common = self._anchors(span) if deeper else []
            if not common:
                yield span
                return
            for at, there in [*common, (last, end)]:
                yield from self.between((first, at, start, there), deeper - 1)
                first, start = at + 1, there + 1

    def _trimmed(self, span: Span) -> Span:
        first, last, start, end = span
        while first < last and start < end and self._base[first] == self._new[start]:
            first, start = first + 1, start + 1
        while first < last and start < end and self._base[last - 1] == self._new[end - 1]:
            last, end = last - 1, end - 1
        return first, last, start, end

    def _exactly(self, span: Span) -> Iterator[Span]:
        first, last, start, end = span
        matcher = SequenceMatcher(None, self._base[first:last], self._new[start:end], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                yield first + a, first + b, start + c, start + d

    def _anchors(self, span: Span) -> list[tuple[int, int]]:
        """Return the lines that stand once in both, as many as keep their order (patience)."""
        first, last, start, end = span
        here, there = Counter(self._base[first:last]), Counter(self._new[start:end])
        place = {self._new[n]: n for n in range(start, end) if there[self._new[n]] == 1}
        pairs = [
            (n, place[self._base[n]])
            for n in range(first, last)
            if here[self._base[n]] == 1 and self._base[n] in place
        ]
        return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of pairs, ordered by their first, whose second rises too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, there) in enumerate(pairs):
        at = bisect_left(tails, there)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [there]
        ends[at : at + 1] = [n]
    found = []
    n = ends[-1] if ends else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]
