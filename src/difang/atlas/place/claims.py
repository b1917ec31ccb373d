"""What sets a township apart, ready for the page: each claim with a small chart of what it compares."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from difang import places
from difang.charts import render, specs
from difang.indicators import Figure, Figures, catalogue
from difang.lake import Release, cursor
from difang.places import Place
from difang.studies import dna
from difang.studies.rows import Row
from difang.text import SEMICOLON, Lang

WIDTH = 400
MOST_BARS = 4


@dataclass(frozen=True)
class Shown:
    """One claim: sentence, bars, their table twin, basis, source and permanent address."""

    sentence: str
    svg: SafeString
    rows: tuple[tuple[str, str], ...]
    basis: str
    source: str
    permalink: str


def shown(figures: Figures, place: Place, lang: Lang) -> list[Shown]:
    """Return the claims of a township; none of any other place."""
    if place.level != "township":
        return []
    return [_shown(figures, claim, lang) for claim in dna.claims(figures, place.code)]


def _shown(figures: Figures, claim: dna.Claim, lang: Lang) -> Shown:
    first = claim.evidence[0]
    if isinstance(first, Row):
        bars, decimals, unit = _planted(figures.release, first), 0, f" {first.unit.get(lang)}"
        listed = [(places.name(code, lang), f"{area:,.0f}{unit}") for code, area in bars]
    else:
        bars, decimals, unit, listed = _compared(claim.evidence, lang)
    own = dict(first.keys)["place"] if isinstance(first, Row) else first.place
    drawn = [(places.name(code, lang), value, code == own) for code, value in bars]
    sentence = claim.sentence.get(lang)
    alt = SEMICOLON.get(lang).join(f"{name} {words}" for name, words in listed)
    svg = render.svg(specs.ranking(drawn, width=WIDTH, decimals=decimals, unit=unit), alt)
    return Shown(
        sentence,
        mark_safe(svg),  # noqa: S308  # our own SVG
        tuple(listed),
        claim.basis.get(lang),
        publisher(first.cite(lang=lang)),
        first.permalink,
    )


def _planted(release: Release, row: Row) -> list[tuple[str, float]]:
    """Return the townships with the largest listed areas of the crop of a record."""
    found = cursor().execute(
        f"SELECT place, planted_area FROM read_parquet('{release.path(row.dataset)}') "
        "WHERE crop = ? AND planted_area IS NOT NULL ORDER BY planted_area DESC, place LIMIT ?",
        [dict(row.keys)["crop"], MOST_BARS],
    )
    return [(str(place), float(area)) for place, area in found.fetchall()]


def _compared(
    evidence: tuple[Figure | Row, ...], lang: Lang
) -> tuple[list[tuple[str, float]], int, str, list[tuple[str, str]]]:
    """Return the bars of a departure (the place and the nation), their decimals, unit and table."""
    known = [one for one in evidence if isinstance(one, Figure) and one.value is not None]
    unit = catalogue().unit(known[0].unit)
    words = unit.name.get(lang)
    return (
        [(one.place, float(one.value or 0)) for one in known],
        unit.decimals,
        words if words == "%" else f" {words}",
        [(places.name(one.place, lang), one.text(lang)) for one in known],
    )


def publisher(citation: str) -> str:
    """Return who published what, the first part of a citation; the address stands beside it as a link."""
    for mark in ("，/r/", ", /r/", "；", ". "):
        citation = citation.split(mark)[0]
    return citation
