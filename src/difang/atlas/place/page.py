"""A place's page, made ready for its template."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from difang import places
from difang.atlas.place import people
from difang.atlas.place.maps import six
from difang.charts import sequential, thumbnail
from difang.indicators import Figure, Figures, catalogue, period_words
from difang.places import VILLAGE_EDITION, Place
from difang.places.registry import village_count
from difang.studies import dna, findings
from difang.studies.peers import peers, used
from difang.text import Lang, Text

KEY_FACTS = (
    "population.total",
    "population.old_age_share",
    "population.births",
    "population.deaths",
    "population.in_registrations",
    "population.out_registrations",
)


@dataclass(frozen=True)
class Fact:
    """One key figure."""

    label: str
    value: str
    note: str
    permalink: str


@dataclass(frozen=True)
class PeerRow:
    """One similar place and its figures, as shown."""

    name: str
    url: str
    cells: tuple[str, ...]
    me: bool


class PlacePage:
    """What the template shows of one township, county, region or the nation."""

    def __init__(self, place: Place, figures: Figures, lang: Lang) -> None:
        self.place, self._figures, self._lang = place, figures, lang
        self._prefix = "" if lang == "zh" else "/en"
        self.name = place.label(lang)
        self.other_name = place.name_en if lang == "zh" else place.name
        self.area = f"{place.area_km2:,.2f}" if place.area_km2 else ""
        self.villages = village_count(place.code) if place.level in ("township", "county") else 0
        self.edition = VILLAGE_EDITION
        self.former = place.former
        self.lede = self._lede()
        self.facts = self._facts()
        self.change = people.change(figures, place, lang) if place.level != "region" else None
        self.ages = people.ages(figures, place, lang)
        self.small_maps = six(figures, place, lang) if place.level in ("township", "county", "nation") else []

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """The way down to this place."""
        trail = [(places.name("TW", self._lang), f"{self._prefix}/places/TW/")]
        if self.place.county:
            county = places.get(self.place.county)
            trail.append((county.label(self._lang), f"{self._prefix}/places/{county.code}/"))
        return trail if self.place.code != "TW" else []

    @property
    def members(self) -> list[tuple[str, str, str]]:
        """The places below: name, address, people."""
        if self.place.level == "township":
            return []
        codes = list(self.place.members)
        if self.place.level == "nation":
            codes = [county.code for county in places.all_places("county")]
        return [
            (
                places.name(code, self._lang),
                f"{self._prefix}/places/{code}/",
                self._figures.one("population.total", code).text(self._lang),
            )
            for code in codes
        ]

    @property
    def locator(self) -> SafeString | None:
        """The county's townships with this one outlined."""
        if self.place.level not in ("township", "county"):
            return None
        indicator, county = "population.old_age_share", self.place.code[:5]
        values = {
            code: value
            for code, value in self._figures.map_values(indicator, "township").items()
            if code[:5] == county
        }
        title = Text(f"{places.name(county, 'zh')}裡的位置", f"Where it lies in {places.name(county, 'en')}")
        known = [value for value in values.values() if value is not None]
        marked = self.place.code if self.place.level == "township" else None
        svg = thumbnail(
            values,
            sequential(known, 1),
            county=county,
            title=title.get(self._lang),
            desc=catalogue().get(indicator).name.get(self._lang),
            marked=marked,
            ids="locator",
        )
        return mark_safe(svg)  # noqa: S308  # our own SVG

    @property
    def claims(self) -> list[dict[str, object]]:
        """What sets a township apart, in words with evidence."""
        if self.place.level != "township":
            return []
        return [
            {
                "sentence": claim.sentence.get(self._lang),
                "basis": claim.basis.get(self._lang),
                "record": claim.kind == "record",
                "permalink": claim.evidence[0].permalink,
                "source": _publisher(claim.evidence[0].cite(lang=self._lang)),
            }
            for claim in dna.claims(self._figures, self.place.code)
        ]

    @property
    def no_claim(self) -> str:
        """The sentence where nothing stands out."""
        return dna.no_claim(self.place).get(self._lang)

    @property
    def peer_heads(self) -> list[str]:
        """The indicators of the comparison, as column heads."""
        return [self._head(one) for one in used(self._figures)]

    @property
    def peer_rows(self) -> list[PeerRow]:
        """This township and those most like it."""
        if self.place.level != "township":
            return []
        found = peers(self._figures, self.place.code)
        codes = [self.place.code, *(peer.place for peer in found)] if found else []
        return [
            PeerRow(
                places.get(code).full_label(self._lang),
                f"{self._prefix}/places/{code}/",
                tuple(self._figures.one(one, code).number() for one in used(self._figures)),
                code == self.place.code,
            )
            for code in codes
        ]

    def _head(self, indicator: str) -> str:
        one = catalogue().get(indicator)
        period = period_words(self._figures.latest(indicator, "township")).get(self._lang)
        unit = catalogue().unit(one.unit).name.get(self._lang)
        return f"{one.name.get(self._lang)}（{unit}，{period}）"

    def _lede(self) -> str:
        if self.place.level == "region":
            return ""
        finding = findings.of_people(self._figures, self.place)
        return finding.sentence.get(self._lang) if finding else ""

    def _facts(self) -> list[Fact]:
        level = "township" if self.place.level == "region" else self.place.level
        return [
            _fact(self._figures.one(one, self.place.code), self._lang)
            for one in KEY_FACTS
            if level in self._figures.levels(one)
        ]


def _fact(figure: Figure, lang: Lang) -> Fact:
    words = [figure.period_words.get(lang), figure.status_words.get(lang)]
    return Fact(
        catalogue().get(figure.indicator).name.get(lang),
        figure.text(lang),
        "；".join(word for word in words if word),
        figure.permalink,
    )


def _publisher(citation: str) -> str:
    """Return who published what, the first part of a citation; the address stands beside it as a link."""
    for mark in ("，/r/", ", /r/", "；", ". "):
        citation = citation.split(mark)[0]
    return citation
