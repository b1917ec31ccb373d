"""The people of a place, drawn: change by year, ages at two dates; each with its table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from difang.charts import Shade, render, specs
from difang.charts.theme import GREY, INDIGO
from difang.indicators import Figure, Figures
from difang.indicators.numbers import number
from difang.lake import cursor
from difang.places import Place
from difang.text import Lang, Text

WIDTHS = (420, 350)
THEN, NOW = "2015-10", "2025-12"
BAND = 5
OLDEST = 100


@dataclass(frozen=True)
class Drawn:
    """One chart in two widths with its words and its table twin."""

    title: str
    subtitle: str
    wide: SafeString
    narrow: SafeString
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    permalink: str


def change(figures: Figures, place: Place, lang: Lang) -> Drawn | None:
    """Return natural change and net migration by year, or None where they are not published."""
    parts = [
        {one.period: one for one in figures.series(indicator, place.code, "year")}
        for indicator in ("population.natural_change", "population.net_migration")
        if ("township" if place.level == "region" else place.level) in figures.levels(indicator)
    ]
    if len(parts) < 2:
        return None
    years = [year for year in parts[0] if all(_known(part, year) for part in parts)]
    if not years:
        return None
    names = ("自然增減", "社會增減") if lang == "zh" else ("natural change", "net migration")
    cells = [(year, [float(part[year].value or 0) for part in parts]) for year in years]
    title = _change_title(cells, lang)
    words = Text("跨國登記起伏", "moves abroad").get(lang)
    total = Text("合計", "total").get(lang)
    drawings = [
        specs.stacked(
            [
                (year, name, value)
                for year, values in cells
                for name, value in zip(names, values, strict=True)
            ],
            [(names[0], GREY), (names[1], INDIGO)],
            width=width,
            totals=[(year, sum(values)) for year, values in cells],
            shades=[Shade("2020", "2023", words)],
            total_label=total,
        )
        for width in WIDTHS
    ]
    rows = tuple(
        (year, *(number(value, 0) for value in values), number(sum(values), 0)) for year, values in cells
    )
    subtitle = Text(
        "每年增減人數。社會增減為年底人口扣除出生死亡後的餘數，2020 至 2025 年含大量跨國遷徙登記，不等於地方的遷徙。",
        "People a year. Net migration is what remains after births and deaths; in 2020 to 2025 it holds many "
        "registrations of moves abroad and is not local migration.",
    ).get(lang)
    wide, narrow = (_svg(drawing, title) for drawing in drawings)
    last = parts[1][years[-1]]
    source = Text("內政部戶政司人口數與出生、死亡登記", "Department of Household Registration").get(lang)
    return Drawn(title, subtitle, wide, narrow, (_year(lang), *names, total), rows, source, last.permalink)


def _change_title(cells: list[tuple[str, list[float]]], lang: Lang) -> str:
    """Say what births and deaths did, which the register's moves abroad don't touch."""
    first, last = cells[0], cells[-1]
    names = [(year, values[0]) for year, values in (first, last)]
    zh = "，".join(f"{year} 年{_balance(value, 'zh')}" for year, value in names)
    en = "; ".join(f"{year}: {_balance(value, 'en')}" for year, value in names)
    return zh if lang == "zh" else en


def _balance(value: float, lang: Lang) -> str:
    shown = number(abs(value), 0)
    if value == 0:
        return "出生與死亡相等" if lang == "zh" else "births equal deaths"
    if lang == "zh":
        return f"{'出生多於死亡' if value > 0 else '死亡多於出生'} {shown} 人"
    return f"{shown} more {'births than deaths' if value > 0 else 'deaths than births'}"


def ages(figures: Figures, place: Place, lang: Lang) -> Drawn | None:
    """Return people by five-year age group at two dates, both sexes together."""
    release = figures.release
    if "population.by_age" not in release.datasets:
        return None
    path = release.path("population.by_age")
    found = cursor().execute(
        f"SELECT period, least(age // {BAND} * {BAND}, {OLDEST}) AS band, sum(population) "
        f"FROM read_parquet('{path}') WHERE place = ANY(?) AND period IN (?, ?) GROUP BY ALL",
        [list(place.members), THEN, NOW],
    )
    counts = {(period, int(band)): float(people) for period, band, people in found.fetchall()}
    bands = list(range(0, OLDEST + 1, BAND))
    groups = [f"{band}–{band + BAND - 1}" for band in bands[:-1]] + [f"{OLDEST}+"]
    now, then = ([counts.get((period, band), 0.0) for band in bands] for period in (NOW, THEN))
    old_now, old_then = (sum(values[OLD:]) for values in (now, then))
    difference = old_now - old_then
    count = number(abs(difference), 0)
    title = Text(
        f"2015 年 10 月到 2025 年 12 月，65 歲以上{'多' if difference >= 0 else '少'} {count} 人",
        f"October 2015 to December 2025: {count} {'more' if difference >= 0 else 'fewer'} people from 65 on",
    ).get(lang)
    labels = ("2025 年 12 月", "2015 年 10 月") if lang == "zh" else ("December 2025", "October 2015")
    drawings = [
        specs.pyramid(groups, now, then, now_label=labels[0], before_label=labels[1], width=width)
        for width in WIDTHS
    ]
    rows = tuple((g, number(a, 0), number(b, 0)) for g, a, b in zip(groups, now, then, strict=True))
    wide, narrow = (_svg(drawing, title) for drawing in drawings)
    return Drawn(
        title,
        Text("五歲年齡組人數，兩性合計。", "People by five-year age group, both sexes.").get(lang),
        wide,
        narrow,
        (Text("年齡", "age").get(lang), *labels),
        rows,
        Text("內政部戶政司，單一年齡人口", "Department of Household Registration, single ages").get(lang),
        f"/r/{release.id}/data/population.by_age.json?{_found_at(place)}",
    )


OLD = 65 // BAND


def _found_at(place: Place) -> str:
    """The data set holds townships only: a larger place is the sum of one month's rows."""
    return f"place={place.code}" if place.level == "township" else f"period={NOW}"


def _known(part: dict[str, Figure], year: str) -> bool:
    return year in part and part[year].value is not None


def _year(lang: Lang) -> str:
    return "年" if lang == "zh" else "year"


def _svg(spec: specs.Spec, alt: str) -> SafeString:
    return mark_safe(render.svg(spec, alt))  # noqa: S308  # our own SVG
