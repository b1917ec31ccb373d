"""`/goals/`: the national plan's goals against what is published."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.utils.safestring import SafeString, mark_safe

from difang import places
from difang.atlas.evidence import figures
from difang.atlas.language import request_lang
from difang.charts import Series, render, specs
from difang.charts.theme import INDIGO, INK, PERSIMMON, STONE
from difang.indicators import Figures, catalogue, origins
from difang.indicators.numbers import number
from difang.places import Place
from difang.studies.goals import Assessment, assess
from difang.text import COLON, COMMA, Lang, Text

YEAR_DIGITS = 4
WIDTH = 480  # pixels the first page gives a chart
TARGET = Text("目標", "Target")


@dataclass(frozen=True)
class Row:
    """One line of a list or table: words, value, when, and where it leads."""

    label: str
    value: str
    period: str
    url: str


@dataclass(frozen=True)
class GoalCard:
    """A goal in one language, ready to show. `path_rows` is the table twin of the two drawings."""

    id: str
    name: str
    target: str
    now: tuple[tuple[str, str], ...]
    distance: tuple[str, ...]
    says: tuple[str, ...]
    missed: str
    no_figure: bool
    unit: str
    wide: SafeString | None
    narrow: SafeString | None
    path_heads: tuple[str, ...]
    path_rows: tuple[tuple[str, tuple[str, ...]], ...]
    carried: str
    carriers: tuple[Row, ...]
    evidence: tuple[Row, ...]
    caveats: tuple[str, ...]
    source: str
    cite: str
    here: tuple[Row, ...] = ()


def goals(request: HttpRequest) -> HttpResponse:
    """Show every goal: target, where it stands, its path, its distance and the places behind it."""
    data, lang = figures(), request_lang(request)
    asked = request.GET.get("place", "").strip()
    place = places.resolve(asked) if asked else None
    if place and place.level == "nation":
        place = None
    context = {
        "goals": cards(data, lang, place),
        "section": "goals",
        "place_name": place.full_label(lang) if place else "",
        "place_url": f"{'' if lang == 'zh' else '/en'}/places/{place.code}/" if place else "",
    }
    return page(request, "atlas/goals.html", context)


def cards(data: Figures, lang: Lang, place: Place | None = None) -> tuple[GoalCard, ...]:
    """Return all goals in the order of the plan, with a place's own figures beside them if one is named."""
    return tuple(
        replace(_card(one, data, lang), here=_here(one, data, place, lang) if place else ())
        for one in assess(data)
    )


def _here(one: Assessment, data: Figures, place: Place, lang: Lang) -> tuple[Row, ...]:
    """Return a place's own figures of a goal's indicators; its county's where only counties are published."""
    rows = []
    for indicator in one.indicators:
        levels = data.levels(indicator)
        whose = place
        level = "township" if place.level == "region" else place.level
        if level == "township" and level not in levels and "county" in levels and place.county:
            whose, level = places.get(place.county), "county"
        if level not in levels:
            continue
        # Year ends, as the goals are told in; what is never published for a whole year at its newest.
        years = [one for one in data.periods(indicator, level) if len(one) == YEAR_DIGITS]
        figure = data.one(indicator, whose.code, years[-1] if years else data.latest(indicator, level))
        label = f"{whose.full_label(lang)}{COLON.get(lang)}{catalogue().get(indicator).name.get(lang)}"
        rows.append(Row(label, figure.text(lang), figure.period_words.get(lang), figure.permalink))
    return tuple(rows)


def _card(one: Assessment, data: Figures, lang: Lang) -> GoalCard:
    prefix = "" if lang == "zh" else "/en"
    alt = _alt(one, lang)
    return GoalCard(
        one.goal.id,
        one.goal.name.get(lang),
        one.goal.target.get(lang),
        tuple((value.get(lang), what.get(lang)) for value, what in one.now),
        tuple(words.get(lang) for words in one.distance),
        tuple(words.get(lang) for words in one.says),
        one.missed.get(lang) if one.missed else "",
        one.goal.kind == "no_figure",
        one.unit.get(lang),
        _drawing(one, WIDTH, alt, lang),
        _drawing(one, specs.NARROW, alt, lang),
        tuple(line.label.get(lang) for line in one.lines),
        _path_rows(one),
        one.carried.get(lang),
        tuple(
            Row(c.place.label(lang), c.value.get(lang), "", f"{prefix}/places/{c.place.code}/")
            for c in one.carriers
        ),
        tuple(Row(e.label.get(lang), e.value.get(lang), e.period, e.permalink) for e in one.evidence),
        tuple(dict.fromkeys(caveat.text.get(lang) for caveat in one.caveats)),
        _source(one, data, lang),
        one.evidence[0].permalink if one.evidence else "",
    )


def _drawing(one: Assessment, width: int, alt: str, lang: Lang) -> SafeString | None:
    """Draw the path; a target is a level line over all years, a projection a thinner one."""
    if not one.lines:
        return None
    drawn = [
        Series(line.label.get(lang), (line.points,), _colour(place, line.projected))
        for place, line in enumerate(one.lines)
    ]
    if one.floor is not None:
        years = sorted({year for line in one.lines for year, _ in line.points})
        level = tuple((year, one.floor) for year in years)
        words = f"{TARGET.get(lang)} {number(one.floor, one.decimals)}"
        drawn.append(Series(words, (level,), PERSIMMON))
    spec = specs.lines(drawn, width=width, height=200, decimals=one.decimals)
    return mark_safe(render.svg(spec, alt))  # noqa: S308  # our own SVG; words are escaped in it


def _colour(place: int, projected: bool) -> str:
    return STONE if projected else (INK, INDIGO)[place % 2]


def _alt(one: Assessment, lang: Lang) -> str:
    parts = [f"{one.unit.get(lang)}：" if lang == "zh" else f"{one.unit.get(lang)}: "]
    for line in one.lines:
        known = [(year, value) for year, value in line.points if value is not None]
        if known:
            (first, start), (last, end) = known[0], known[-1]
            shown = f"{number(start, one.decimals)} → {number(end, one.decimals)}"
            parts.append(f"{line.label.get(lang)} {first}–{last} {shown}")
    return " ".join(parts)


def _path_rows(one: Assessment) -> tuple[tuple[str, tuple[str, ...]], ...]:
    columns = [dict(line.points) for line in one.lines]
    years = sorted({year for column in columns for year in column})
    return tuple((year, tuple(_cell(column.get(year), one.decimals) for column in columns)) for year in years)


def _cell(value: float | None, decimals: int) -> str:
    return "—" if value is None else number(value, max(decimals, 1) if value % 1 else decimals)


def _source(one: Assessment, data: Figures, lang: Lang) -> str:
    """Return publisher and title of every data set behind the goal."""
    found = {
        source.dataset: f"{source.publisher.get(lang)}{COMMA.get(lang)}{source.title.get(lang)}"
        if lang == "zh"
        else f"{source.publisher.get(lang)}, {source.title.get(lang)}"
        for indicator in one.indicators
        if indicator in catalogue().indicators
        for source in origins(data.release, indicator)
    }
    return ("；" if lang == "zh" else "; ").join(found.values())
