"""What sets a place apart, in words: tested departures and stated records, each with its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from difang.indicators import Figure, Figures, catalogue
from difang.indicators.numbers import number, significant
from difang.lake import Release
from difang.places import Place
from difang.sources import english
from difang.studies.dna.departures import Departure, departures
from difang.studies.dna.families import families
from difang.studies.dna.records import DATASET, MOST_RECORDS, Record, crop_records
from difang.studies.rows import Row
from difang.text import Lang, Text

# More than these of one family tell the same story again.
MOST_OF_A_FAMILY = 2
HECTARES = Text("公頃", "hectares")


@dataclass(frozen=True)
class Claim:
    """One sentence about a place. `kind` is "departure" (tested) or "record" (a stated fact, not a test).

    `evidence` are the figures or data rows that the sentence tells; `low` and `high` bound the ratio of a
    departure to the nation, corrected for all comparisons tried.
    """

    id: str
    kind: str
    sentence: Text
    evidence: tuple[Figure | Row, ...]
    basis: Text
    ratio: float | None = None
    low: float | None = None
    high: float | None = None

    def as_dict(self, lang: Lang) -> dict[str, object]:
        """Return the claim as the command prints it in JSON."""
        return {
            "id": self.id,
            "kind": self.kind,
            "claim": self.sentence.get(lang),
            "basis": self.basis.get(lang),
            "ratio": self.ratio,
            "low": self.low,
            "high": self.high,
            "figures": [_listed(one, lang) for one in self.evidence],
        }


def claims(figures: Figures, place: str) -> tuple[Claim, ...]:
    """Return the claims of one township, the most telling first; none where nothing stands out.

    A place of another level has no claims: what sets a county apart is another question.
    """
    by_place, records = _found(figures.release)
    tested = [_departure(figures, one) for one in _varied(by_place.get(place, ()))]
    stated = [_record(figures, one) for one in records.get(place, ())[:MOST_RECORDS]]
    return (*stated, *tested)


def no_claim(place: Place) -> Text:
    """Return the sentence for a place without a claim."""
    return Text(
        f"{place.full_name}在檢定過的項目上與全國沒有大到可以斷言的差別；請由地方的人來說。",
        f"{place.full_name_en} does not differ from the nation by enough to claim; its people know better.",
    )


@lru_cache(maxsize=4)
def _found(release: Release) -> tuple[dict[str, tuple[Departure, ...]], dict[str, tuple[Record, ...]]]:
    """Return all departures and records by place: every comparison counts, whichever place is asked for."""
    found = sorted(departures(families(release)), key=lambda one: one.place)
    by_place = {
        place: tuple(sorted(group, key=lambda one: -one.weight))
        for place, group in groupby(found, key=lambda one: one.place)
    }
    records: dict[str, tuple[Record, ...]] = {}
    for record in crop_records(release):
        records[record.place] = (*records.get(record.place, ()), record)
    return by_place, records


def _varied(found: Sequence[Departure]) -> list[Departure]:
    kept: list[Departure] = []
    for one in found:
        if sum(other.family == one.family for other in kept) < MOST_OF_A_FAMILY:
            kept.append(one)
    return kept


def _departure(figures: Figures, found: Departure) -> Claim:
    period = figures.latest(found.indicator, "township")
    own = figures.one(found.indicator, found.place, period)
    nation = figures.one(found.indicator, "TW", period)
    name, times = catalogue().get(found.indicator).name, significant(found.ratio)
    return Claim(
        f"{found.family}.{found.category}.{'more' if found.more else 'fewer'}",
        "departure",
        Text(
            f"{name.zh} {own.text('zh')}，是全國 {nation.text('zh')} 的 {times} 倍",
            f"{name.en}: {own.text('en')}, {times} times the nation's {nation.text('en')}",
        ),
        (own, nation),
        Text(
            f"{number(found.total, 0)} 中的 {number(found.count, 0)}；倍數的區間 {significant(found.low)} 到 "
            f"{significant(found.high)}，已就全部比較次數校正",
            f"{number(found.count, 0)} of {number(found.total, 0)}; ratio between {significant(found.low)} and "
            f"{significant(found.high)}, corrected for every comparison tried",
        ),
        found.ratio,
        found.low,
        found.high,
    )


def _record(figures: Figures, found: Record) -> Claim:
    area, listed = number(found.hectares, 0), number(found.listed_hectares, 0)
    row = Row(
        figures.release,
        DATASET,
        (("place", found.place), ("crop", found.crop)),
        found.period,
        found.hectares,
        HECTARES,
    )
    crop, count = english.text("crops", found.crop), found.listed
    return Claim(
        f"record.{found.crop}",
        "record",
        Text(
            f"{crop.zh}種植面積 {area} 公頃，在列出{crop.zh}的 {count} 個鄉鎮市區中最大",
            f"{area} hectares of {crop.en}, the largest area among the {count} townships that list it",
        ),
        (row,),
        Text(
            f"列出{crop.zh}的鄉鎮市區合計 {listed} 公頃；各鄉鎮只列每類前幾大作物，名次不等於占全國的比率",
            f"{listed} hectares in all townships that list it; each lists only its main crops, so this is "
            "a rank and no share of the nation",
        ),
    )


def _listed(evidence: Figure | Row, lang: Lang) -> dict[str, object]:
    base = {"value": evidence.value, "period": evidence.period, "permalink": evidence.permalink}
    if isinstance(evidence, Row):
        return {"dataset": evidence.dataset, **base, "unit": evidence.unit.get(lang)}
    named = {"indicator": evidence.indicator, "place": evidence.place, "release": evidence.release}
    return {**named, **base, "unit": evidence.unit, "text": evidence.text(lang)}
