"""A plan as a paper: the briefing's evidence with people's words in it, from a frozen version or as it stands."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings

from difang import places
from difang.atlas.evidence import figures as figures_of
from difang.documents import Blank, Block, Briefing, Cell, Footnote, Paragraph, Run, Slide, Table
from difang.documents.briefing import evidence
from difang.documents.briefing.composing import sources
from difang.documents.briefing.notes import short_hash, source_words
from difang.documents.briefing.pictures import county_map
from difang.errors import DifangError
from difang.indicators import Figures
from difang.plans.editor.forms import NeedForm
from difang.plans.editor.listing import amount, votes
from difang.plans.editor.pins import pinned_figure
from difang.plans.editor.policy import policy_words
from difang.plans.editor.scheduling import chart, spans
from difang.plans.missing import PART_NAMES
from difang.text import Lang, Text

Content = Mapping[str, Any]
BARS = 7
DEMO = Text("示範：內容是虛構的", "demonstration: what it says is made up")
UNSAID = Text("待寫", "still to be written")


def paper(content: Content, lang: Lang, *, standing: str, demo: bool) -> Briefing:
    """Return the briefing of a plan's content; `standing` says which version it is, and the cover if it's a demo's.

    Names of persons who did not agree to be listed are not in it; contact data never are.
    """
    place = places.get(content["place"])
    figures = figures_of(content["release"])
    slides: list[Slide] = []
    for part, name in PART_NAMES.items():
        slides.append(_words(content, part, name, lang))
        if part == 1 and place.level == "township":
            slides += evidence.slides(figures, place, lang)
        slides += _tables(content, part, name, lang)
        if part == 4:
            slides += _schedule(content, name, lang)
    label = Text(place.full_label("zh"), place.full_label("en"))
    return Briefing(
        Text(content["title"], content["title"]),
        label,
        lang,
        tuple(slides),
        figures.release.id,
        figures.release.date,
        sources(tuple(slides), figures, lang),
        subtitle="　".join([*([DEMO.get(lang)] if demo else []), content["term"], standing]),
        cover=_cover(figures, content, lang),
        site=settings.SITE_URL,
    )


def _cover(figures: Figures, content: Content, lang: Lang) -> Any:
    lead = content["members"][0]["place"] if content["members"] else content["place"]
    return county_map(figures, places.get(lead), lang)


def _words(content: Content, part: int, name: Text, lang: Lang) -> Slide:
    """Return what people wrote in a part, with the figures they pinned beside it, each with its source."""
    text = next((one for one in content["parts"] if one["part"] == part), {"body": "", "gap": ""})
    blocks: list[Block] = [
        Paragraph((Run(line.strip()),)) for line in text["body"].splitlines() if line.strip()
    ]
    if not blocks:
        blocks.append(Blank(text["gap"] or UNSAID.get(lang), lines=2))
    pins = [pin for pin in content["pins"] if pin["part"] == part]
    notes = tuple(_note(number, pin, lang) for number, pin in enumerate(pins, 1))
    if pins:
        blocks.append(_pinned(pins, lang))
    return Slide(part, name.get(lang), tuple(blocks), footnotes=notes)


def _pinned(pins: Sequence[Content], lang: Lang) -> Table:
    header = Text("放進計畫的數字|為什麼重要", "figures kept|why they matter").get(lang).split("|")
    rows = tuple((Cell(pin[lang], number), Cell(pin["note"])) for number, pin in enumerate(pins, 1))
    return Table(tuple(header), rows, ("left", "left"), weights=(3, 2))


def _note(number: int, pin: Content, lang: Lang) -> Footnote:
    """Cite a pinned figure as all papers do; where its release isn't at hand, by what the pin itself knows."""
    try:
        figure = pinned_figure(pin)
        words, citation = source_words(figure, lang), short_hash(figure.cite(lang=lang))
    except DifangError:
        told = Text("，發布版 ", ", release ").get(lang)
        words = citation = f"{pin['indicator']} {pin['period']}{told}{pin['release']}"
    return Footnote(number, words, pin["address"], pin[lang], citation)


def _tables(content: Content, part: int, name: Text, lang: Lang) -> list[Slide]:
    slides = []
    for header, rows in TABLES.get(part, ()):
        cells = rows(content, lang)
        if cells:
            titles = tuple(header.get(lang).split("|"))
            table = Table(titles, tuple(cells), tuple("left" for _ in titles))
            slides.append(Slide(part, name.get(lang), (table,)))
    return slides


def _schedule(content: Content, name: Text, lang: Lang) -> list[Slide]:
    """Return the ventures over time, as many a slide as can be read."""
    found = spans(content["ventures"])
    pieces = [found[first : first + BARS] for first in range(0, len(found), BARS)]
    return [Slide(4, name.get(lang), (chart(piece, lang),)) for piece in pieces]


def _cells(*texts: Any) -> tuple[Cell, ...]:
    return tuple(Cell(str(text)) if text not in (None, "") else Cell(blank=True) for text in texts)


def _stakeholders(content: Content, lang: Lang) -> list[tuple[Cell, ...]]:
    listed = [one for one in content["stakeholders"] if one["name"]]
    return [
        _cells(one["name"], one["role"] or "—", one["interest"] or "—", one["influence"] or "—")
        for one in listed
    ]


def _meetings(content: Content, lang: Lang) -> list[tuple[Cell, ...]]:
    none = Text("無紀錄", "none recorded").get(lang)
    return [
        _cells(one["held_on"], one["title"], one["present"], one["decision"], one["objections"] or none)
        for one in content["meetings"]
    ]


def _discussions(content: Content, lang: Lang) -> list[tuple[Cell, ...]]:
    """Return what stood behind the decisions, of meetings that tell it."""
    told = (
        (one["title"], one["groups"], one["options"], votes(one), one["minutes"])
        for one in content["meetings"]
    )
    return [_cells(*words) for words in told if any(words[1:])]


def _ventures(content: Content, lang: Lang) -> list[tuple[Cell, ...]]:
    return [
        _cells(one["name"], one["what"], _where_and_when(one), one["lead"], one["risks"])
        for one in content["ventures"]
    ]


def _ways(content: Content, lang: Lang) -> list[tuple[Cell, ...]]:
    """Return how the ventures are done and kept going, and what of the policy they serve."""
    return [
        _cells(
            one["name"],
            one["how"],
            one["business_model"],
            policy_words("strategies", one["strategies"]).get(lang),
            policy_words("arrows", one["arrows"]).get(lang),
        )
        for one in content["ventures"]
    ]


def _where_and_when(venture: Content) -> str:
    when = "–".join(str(day) for day in (venture["starts_on"], venture["ends_on"]) if day)
    return "　".join(words for words in (venture["where"], when) if words)


def _needs(content: Content, lang: Lang) -> list[tuple[Cell, ...]]:
    return [
        _cells(
            one["name"],
            need["purpose"],
            NeedForm.KINDS[need["kind"]].get(lang),
            amount(need).get(lang),
            need["year"],
            need["who"],
        )
        for one in content["ventures"]
        for need in one["needs"]
    ]


def _kpis(content: Content, lang: Lang) -> list[tuple[Cell, ...]]:
    pins = {pin["id"]: pin[lang] for pin in content["pins"]}
    return [_cells(one["name"], _baseline(one, pins), _target(one), one["proof"]) for one in content["kpis"]]


def _baseline(kpi: Content, pins: Mapping[int, str]) -> str:
    if kpi["pin"]:
        return pins.get(kpi["pin"], "")
    return "" if kpi["baseline"] is None else f"{kpi['baseline']:g} {kpi['unit']}（{kpi['baseline_source']}）"


def _target(kpi: Content) -> str:
    return "" if kpi["target"] is None else f"{kpi['target']:g} {kpi['unit']}（{kpi['year'] or '—'}）"


TABLES: dict[int, tuple[tuple[Text, Callable[[Content, Lang], list[tuple[Cell, ...]]]], ...]] = {
    2: ((Text("名稱|角色|關心|影響", "name|role|interest|influence"), _stakeholders),),
    3: (
        (Text("日期|會議|出席|決定|不同意見", "date|meeting|present|decision|objections"), _meetings),
        (
            Text(
                "會議|代表哪些團體|討論的選項|贊成：反對|紀錄", "meeting|groups|options|for : against|minutes"
            ),
            _discussions,
        ),
    ),
    4: (
        (Text("事業|做什麼|地點與時程|主辦|風險", "venture|what|where and when|lead|risks"), _ventures),
        (
            Text("事業|怎麼做|怎麼持續|十大策略|五支箭", "venture|how|business model|strategies|arrows"),
            _ways,
        ),
    ),
    5: (
        (
            Text("事業|需要|種類|金額或數量|年度|可以找", "venture|need|kind|amount|year|whom to ask"),
            _needs,
        ),
    ),
    6: ((Text("指標|基線|目標|證明", "indicator|baseline|target|proof"), _kpis),),
}
"""The tables of each part: their columns, and what gives their rows."""
