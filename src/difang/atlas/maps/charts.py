"""What is drawn on a map page: the map, its legend, the path of a place, the strip of all places."""

from statistics import median

from django.utils.safestring import SafeString, mark_safe

from difang import places
from difang.atlas.changes import classes_for
from difang.atlas.maps.asked import Asked
from difang.atlas.maps.figures import Drawn
from difang.charts import NARROW_WIDTH, Classes, Marked, Series, Shade, choropleth, legend, render, specs
from difang.charts.theme import GREEN, GREY, INDIGO
from difang.indicators import Figure, Figures, catalogue, segments
from difang.indicators.numbers import number, with_unit
from difang.text import COLON, COMMA, LIST_COMMA, Lang, Text

MOST_MONTHS = 60
PATH_WIDTH, STRIP_WIDTH, NARROW = 440, 1184, specs.NARROW
NARROW_STRIP_HEIGHT, FEW = 190, 60
ABROAD = Text("跨國登記起伏", "moves abroad")


def map_svg(
    asked: Asked, shown: Drawn, classes: Classes, finding: str, lang: Lang, *, ids: str = ""
) -> SafeString:
    """Draw one period; each shape says its value and links to its place on this map."""
    prefix = "" if lang == "zh" else "/en"
    name = asked.indicator.name.get(lang)

    def says(code: str) -> str:
        figure = shown.figures.get(code)
        return f"{places.get(code).full_label(lang)} {figure.text(lang) if figure else '—'}"

    def link(code: str) -> str:
        return f"{prefix}/maps/{asked.map_id}/?{asked.query(place=places.get(code))}"

    marked = None
    if asked.place is not None and asked.place.code in shown.figures:
        marked = Marked(asked.place.code, _lines(asked.place.code, shown, lang))
    return mark_safe(  # noqa: S308  # our own SVG; names are escaped in it
        choropleth(
            shown.values,
            classes,
            level=asked.level,
            lang=lang,
            title=name,
            desc=finding,
            marked=marked,
            says=says,
            link=link,
            narrow=True,
            ids=ids,
        )
    )


def _lines(code: str, shown: Drawn, lang: Lang) -> tuple[str, ...]:
    rank = shown.ranks.get(code)
    value = shown.figures[code].text(lang)
    place = places.get(code).label(lang)
    if rank is None:
        return place, value
    return place, value, f"第 {rank} 名" if lang == "zh" else f"number {rank}"


def village_svg(asked: Asked, figures: Figures, lang: Lang) -> SafeString | None:
    """Draw the villages of the chosen township's county, where the indicator is published for them."""
    if asked.place is None or asked.place.level != "township" or not asked.place.county:
        return None
    if "village" not in figures.levels(asked.indicator.id):
        return None
    period, county = figures.latest(asked.indicator.id, "village"), asked.place.county
    values = figures.map_values(asked.indicator.id, "village", period)
    here = {code: value for code, value in values.items() if code[:5] == county}
    known = {code: value for code, value in here.items() if value is not None}
    unit = catalogue().unit(asked.indicator.unit)

    def says(code: str) -> str:
        value = here.get(code)
        shown = "—" if value is None else with_unit(number(value, unit.decimals), unit, lang)
        return f"{places.name(code[:8], lang)}{places.name(code, lang)} {shown}"

    name = asked.indicator.name.get(lang)
    return mark_safe(  # noqa: S308  # our own SVG; names are escaped in it
        choropleth(
            here,
            classes_for(figures, asked.indicator, "village", known.values()),
            level="village",
            county=county,
            lang=lang,
            title=name,
            desc=f"{places.name(county, lang)}{COMMA.get(lang)}{period}",
            says=says,
            ids="villages",
        )
    )


def legend_svg(
    asked: Asked, shown: Drawn, classes: Classes, lang: Lang, *, narrow: bool = False
) -> SafeString:
    """Draw how many places each class holds."""
    decimals = catalogue().unit(asked.indicator.unit).decimals
    counts = classes.counts(shown.known.values())
    ends, middle = ("", ""), ""
    if asked.indicator.scale == "diverging":
        ends = ("減少", "增加") if lang == "zh" else ("less", "more")
        middle = "大致相等" if lang == "zh" else "about equal"
    width = {"width": NARROW_WIDTH} if narrow else {}
    drawing = legend(classes, counts, lang=lang, decimals=decimals, ends=ends, middle=middle, **width)
    return mark_safe(drawing)  # noqa: S308  # our own SVG


def path_svg(asked: Asked, figures: Figures, lang: Lang, width: int = PATH_WIDTH) -> SafeString | None:
    """Draw the place (or the nation) over time, cut at breaks, with the compared place beside it."""
    codes = [one.code for one in (asked.place, asked.compare) if one is not None]
    if not codes and "nation" in figures.levels(asked.indicator.id):
        codes = ["TW"]
    lines = [_series(asked, figures, code, lang, number) for number, code in enumerate(codes)]
    lines = [one for one in lines if sum(value is not None for part in one.segments for _, value in part) > 1]
    if not lines:
        return None
    decimals = catalogue().unit(asked.indicator.unit).decimals
    shades = []
    if "register_abroad_2020_2025" in asked.indicator.caveats:
        shades = [Shade("2020", "2023", ABROAD.get(lang))]
    breaks = [(one.at, "定義改變" if lang == "zh" else "new definition") for one in asked.indicator.breaks]
    inside = {period for one in lines for part in one.segments for period, _ in part}
    breaks = [(at, words) for at, words in breaks if any(period >= at for period in inside)]
    spec = specs.lines(
        lines,
        width=width,
        height=200,
        shades=[shade for shade in shades if min(inside) <= shade.last and max(inside) >= shade.first],
        breaks=_apart([one for one in breaks if one[0] in inside], sorted(inside)),
        decimals=decimals,
    )
    alt = (
        asked.indicator.name.get(lang)
        + COLON.get(lang)
        + LIST_COMMA.get(lang).join(one.label for one in lines)
    )
    return mark_safe(render.svg(spec, alt))  # noqa: S308  # our own SVG


def _series(asked: Asked, figures: Figures, code: str, lang: Lang, number: int) -> Series:
    found = _newest_series(asked, figures, code)
    parts = [part for run in segments(found, asked.indicator.breaks) for part in _runs(run)]
    parts.append(_gaps([figure.period for figure in found]))
    colour = (INDIGO, GREEN)[number] if code != "TW" else GREY
    return Series(places.name(code, lang), tuple(parts), colour)


def _apart(breaks: list[tuple[str, str]], periods: list[str]) -> list[tuple[str, str]]:
    """Name a break once where several stand side by side: their words would overprint."""
    kept: list[tuple[str, str]] = []
    before = -10
    for at, words in breaks:
        near = periods.index(at) - before < 3
        kept.append((at, "" if near else words))
        before = periods.index(at)
    return kept


def _newest_series(asked: Asked, figures: Figures, code: str) -> tuple[Figure, ...]:
    """Years where they reach the newest period, else the months there are."""
    years = figures.series(asked.indicator.id, code)
    months = figures.series(asked.indicator.id, code, "month")
    if months and len(months) <= MOST_MONTHS and (not years or months[-1].period[:4] > years[-1].period[:4]):
        return months
    return years


def _runs(figures: tuple[Figure, ...]) -> list[tuple[tuple[str, float | None], ...]]:
    """Cut where a value or a period is missing, so that no line bridges a gap."""
    runs: list[list[tuple[str, float | None]]] = [[]]
    before = None
    for figure in figures:
        if figure.value is None or (before is not None and _step(before, figure.period) > 1):
            runs.append([])
        if figure.value is not None:
            runs[-1].append((figure.period, figure.value))
        before = figure.period
    return [tuple(run) for run in runs if run]


def _step(first: str, second: str) -> int:
    """Return how many years (or months) lie between two periods of the same length."""
    if len(first) == 4:
        return int(second) - int(first)
    return (int(second[:4]) - int(first[:4])) * 12 + int(second[5:]) - int(first[5:])


def _gaps(periods: list[str]) -> tuple[tuple[str, float | None], ...]:
    """Return the years no figure stands for, so that the axis gives them their room."""
    if not periods or len(periods[0]) > 4:
        return ()
    years = range(int(periods[0]), int(periods[-1]) + 1)
    return tuple((str(year), None) for year in years if str(year) not in periods)


def strip_svg(
    asked: Asked, shown: Drawn, classes: Classes, lang: Lang, width: int = STRIP_WIDTH
) -> SafeString | None:
    """Draw one dot a place, this place and the median named; far outliers stand at the ends."""
    known = shown.known
    if len(known) < 10:
        return None
    ordered = sorted(known.values())
    low, high = ordered[int(len(ordered) * 0.01)], ordered[int(len(ordered) * 0.99)]
    if low == high:
        return None
    decimals = catalogue().unit(asked.indicator.unit).decimals
    middle = median(ordered)
    code = asked.place.code if asked.place and asked.place.code in known else None
    size = {"width": width, "height": NARROW_STRIP_HEIGHT if width == NARROW and len(known) > FEW else 150}
    dots, radius = specs.piled(known, classes, limits=(low, high), marked=code, **size)
    marked = (known[code], f"{places.name(code, lang)} {shown.figures[code].number()}") if code else None
    words = "中位數" if lang == "zh" else "median"
    spec = specs.strip(
        dots,
        marked=marked,
        median=(middle, f"{words} {number(middle, decimals)}"),
        decimals=decimals,
        radius=radius,
        limits=(low, high),
        **size,
    )
    alt = f"{asked.indicator.name.get(lang)}{COLON.get(lang)}{words} {number(middle, decimals)}"
    return mark_safe(render.svg(spec, alt))  # noqa: S308  # our own SVG
