"""Footnotes of one slide: each figure cited once, numbered in the order it is told."""

from difang.documents.tree import Cell, Footnote
from difang.indicators import Figure, provenance
from difang.studies.rows import Row
from difang.text import Lang

Evidence = Figure | Row


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
            citation = evidence.cite(lang=self._lang)
            self._notes[key] = Footnote(number, source_words(evidence, self._lang), key, value, citation)
        return self._notes[key].n

    def cell(self, evidence: Evidence, *, bold: bool = False) -> Cell:
        """Return a table cell that tells a figure and cites it."""
        return Cell(evidence.text(self._lang), self.of(evidence), bold=bold)

    def listed(self) -> tuple[Footnote, ...]:
        """Return the footnotes made so far, in order."""
        return tuple(self._notes.values())


def source_words(evidence: Evidence, lang: Lang) -> str:
    """Return publisher, title and period in a few words."""
    comma = "，" if lang == "zh" else ", "
    if isinstance(evidence, Row):
        manifest = evidence.release.manifest(evidence.dataset)
        return comma.join([manifest["publisher"][lang], manifest["title"][lang], evidence.period])
    origins = provenance(evidence)
    publishers = dict.fromkeys(origin.publisher.get(lang) for origin in origins)
    titles = dict.fromkeys(origin.title.get(lang) for origin in origins)
    between = "、" if lang == "zh" else "; "
    return comma.join([between.join(publishers), between.join(titles), evidence.period_words.get(lang)])
