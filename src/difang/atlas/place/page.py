"""A place's page, made ready for its template."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from difang import places
from difang.atlas.place import people
from difang.atlas.place.claims import shown
from difang.atlas.place.locator import locator
from difang.atlas.place.maps import six
from difang.indicators import Figure, Figures, catalogue, period_words
from difang.indicators.age import old
from difang.lake import Release
from difang.places import VILLAGE_EDITION, Place
from difang.places.registry import village_count
from difang.studies import dna, findings
from difang.studies.peers import peers, used
from difang.text import SEMICOLON, Lang, Text

TWELVE_MONTHS = Text(
    "截至 {period}的十二個月，含縣市內遷徙", "twelve months to {period}, moves within the county included"
)
# What stands in one box: its words, the figures, and what the period means where that needs saying.
KEY_FACTS: tuple[tuple[Text, tuple[str, ...], Text | None], ...] = (
    (Text("登記人口", "Registered people"), ("population.total",), None),
    (Text("65 歲以上", "65 and older"), ("population.old_age_share",), None),
    (Text("出生／死亡", "Births / deaths"), ("population.births", "population.deaths"), None),
    (
        Text("遷入／遷出登記", "Registered moves in / out"),
        ("population.in_registrations", "population.out_registrations"),
        TWELVE_MONTHS,
    ),
)
BRIEFS = {
    "pptx": Text("簡報 PowerPoint（.pptx）", "Deck for PowerPoint (.pptx)"),
    "odp": Text("簡報 OpenDocument（.odp）", "Deck as OpenDocument (.odp)"),
    "odt": Text("文件 OpenDocument（.odt）", "Document as OpenDocument (.odt)"),
    "pdf": Text("列印 PDF（.pdf）", "Print as PDF (.pdf)"),
    "html": Text("網頁 HTML（.html）", "Page as HTML (.html)"),
}
# What must be read with the key figures and is said nowhere else on the page.
KEY_CAVEATS = ("election_registration", "moves_twelve_months")


@dataclass(frozen=True)
class Fact:
    """One box of key figures: one, or two that belong together."""

    label: str
    values: tuple[tuple[str, str], ...]
    note: str
    old: str
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class PeerRow:
    """One similar place and its figures, as shown."""

    name: str
    url: str
    cells: tuple[tuple[str, str], ...]
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
        self.claims = shown(figures, place, lang)
        self.change = people.change(figures, place, lang)
        self.ages = people.ages(figures, place, lang)
        self.small_maps = six(figures, place, lang)

    @property
    def fact_caveats(self) -> list[str]:
        """What must be read with the key figures, each sentence once."""
        return list(dict.fromkeys(caveat for fact in self.facts for caveat in fact.caveats))

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
        """The county's townships with this one (or these) dark."""
        counties = {code[:5] for code in self.place.members}
        if self.place.level == "nation" or len(counties) > 1:
            return None
        return locator(self.place, self._lang)

    @property
    def briefs(self) -> list[tuple[str, str]]:
        """The forms that the briefing is written in, with what each is for."""
        return [(form, words.get(self._lang)) for form, words in BRIEFS.items()]

    @property
    def tag(self) -> str:
        """Who still has to confirm a claim."""
        whose = f"{self.place.kind}民" if self.place.kind else "地方"
        return Text(f"待{whose}確認", "to be confirmed by its people").get(self._lang)

    @property
    def no_claim(self) -> str:
        """The sentence where nothing stands out."""
        return dna.no_claim(self.place).get(self._lang)

    @property
    def peer_heads(self) -> list[tuple[str, str, str, str]]:
        """The indicators of the comparison as column heads: name, unit and period, address, mark of age."""
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
                tuple(_linked(self._figures.one(one, code)) for one in used(self._figures)),
                code == self.place.code,
            )
            for code in codes
        ]

    def _head(self, indicator: str) -> tuple[str, str, str, str]:
        one = catalogue().get(indicator)
        latest = self._figures.latest(indicator, "township")
        period = period_words(latest).get(self._lang)
        unit = catalogue().unit(one.unit).name.get(self._lang)
        return (
            one.name.get(self._lang),
            f"{unit} · {period}",
            f"{self._prefix}/indicators/{indicator}/",
            old(self._figures.release, latest, self._lang),
        )

    def _lede(self) -> str:
        finding = findings.of_people(self._figures, self.place)
        return finding.sentence.get(self._lang) if finding else ""

    def _facts(self) -> list[Fact]:
        level = "township" if self.place.level == "region" else self.place.level
        return [
            _fact(
                label,
                [self._figures.one(one, self.place.code) for one in indicators],
                meant,
                self._figures.release,
                self._lang,
            )
            for label, indicators, meant in KEY_FACTS
            if all(level in self._figures.levels(one) for one in indicators)
        ]


def _fact(label: Text, figures: list[Figure], meant: Text | None, release: Release, lang: Lang) -> Fact:
    last = figures[-1]
    period = last.period_words.get(lang)
    when = meant.get(lang).format(period=period) if meant else period
    words = dict.fromkeys([when, *(one.status_words.get(lang) for one in figures)])
    values = tuple((one.text(lang) if len(figures) == 1 else one.number(), one.permalink) for one in figures)
    return Fact(
        label.get(lang),
        values,
        SEMICOLON.get(lang).join(word for word in words if word),
        old(release, last.period, lang),
        tuple(one.text.get(lang) for figure in figures for one in figure.caveats if one.id in KEY_CAVEATS),
    )


def _linked(figure: Figure) -> tuple[str, str]:
    return figure.number(), figure.permalink
