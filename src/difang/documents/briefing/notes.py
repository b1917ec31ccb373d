"""Footnotes of one slide: each figure cited once, numbered in the order it is told."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from difang.documents.tree import Cell, Footnote
from difang.indicators import Figure, provenance
from difang.lake import Release
from difang.studies.rows import Row
from difang.text import Lang

Evidence = Figure | Row
TITLES_TOLD = 2
_HASH = re.compile(r"(sha256:[0-9a-f]{12})[0-9a-f]{52}")
_TWICE = re.compile(r"-([0-9a-f]{12}) (sha256:\1)")


class Notes:
    """Collects what a slide cites. `of` gives the number of a figure's footnote, making it if need be."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._notes: dict[str, Footnote] = {}

    def of(self, evidence: Evidence) -> int:
        """Return the number of the footnote that stands behind a figure or a data row."""
        key = evidence.permalink
        if key not in self._notes:
            number = len(self._notes) + 1
            value = evidence.text(self._lang)
            citation = short_hash(evidence.cite(lang=self._lang))
            self._notes[key] = Footnote(number, source_words(evidence, self._lang), key, value, citation)
        return self._notes[key].n

    def cell(self, evidence: Evidence, *, bold: bool = False) -> Cell:
        """Return a table cell that tells a figure and cites it."""
        return Cell(evidence.text(self._lang), self.of(evidence), bold=bold)

    def row(self, release: Release, dataset: str, keys: Mapping[str, str], words: str) -> int:
        """Return the number of the footnote behind a row of words; rows with the same words share one."""
        address = f"/r/{release.id}/data/{dataset}.json" + (f"?{urlencode(keys)}" if keys else "")
        key = f"{words} {address}"
        if key not in self._notes:
            self._notes[key] = Footnote(len(self._notes) + 1, words, address, citation=words)
        return self._notes[key].n

    def listed(self) -> tuple[Footnote, ...]:
        """Return the footnotes made so far, in order."""
        return tuple(self._notes.values())


def short_hash(citation: str) -> str:
    """Return a citation with the first twelve digits of each hash, told once; all stand at the permalink."""
    return _TWICE.sub(r" \2", _HASH.sub(r"\1", citation))


def source_words(evidence: Evidence, lang: Lang) -> str:
    """Return publisher, title and period in a few words; the citation names every data set."""
    comma = "，" if lang == "zh" else ", "
    if isinstance(evidence, Row):
        manifest = evidence.release.manifest(evidence.dataset)
        return comma.join([manifest["publisher"][lang], manifest["title"][lang], evidence.period])
    origins = provenance(evidence)
    publishers = dict.fromkeys(origin.publisher.get(lang) for origin in origins)
    titles = _few(list(dict.fromkeys(origin.title.get(lang) for origin in origins)), lang)
    between = "、" if lang == "zh" else "; "
    return comma.join([between.join(publishers), between.join(titles), evidence.period_words.get(lang)])


def _few(titles: list[str], lang: Lang) -> list[str]:
    if len(titles) <= TITLES_TOLD:
        return titles
    more = len(titles) - 1
    return [
        f"{titles[0]}等 {more + 1} 個資料集" if lang == "zh" else f"{titles[0]} and {more} more data sets"
    ]
