"""Charts of the briefing: drawn once, as SVG for print and page and as PNG for office formats."""

import re

from difang import places
from difang.charts import Marked, choropleth, render, sequential, slim_legend, specs
from difang.charts.poster import poster
from difang.charts.theme import GREY, INDIGO
from difang.documents.tree import Chart
from difang.indicators import Figure, Figures, period_words, provenance
from difang.lake import cursor
from difang.places import Place
from difang.sources import english
from difang.studies.dna import Claim
from difang.studies.dna.records import DATASET
from difang.text import Lang

RECORD_WIDTH, CHANGE_WIDTH = (
    {"zh": 310, "en": 240},
    556,
)  # no wider than they stand on the slide, so that letters stay legible

COVER_WIDTH = 350


def picture(spec: dict[str, object], alt: str, caption: str, note: int | None = None) -> Chart:
    """Draw a specification as a chart of the tree."""
    svg = render.svg(spec, alt)
    return Chart(svg, render.png(spec, 2.0), alt, _aspect(svg), caption, note)


def _aspect(svg: str) -> float:
    found = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"', svg)
    if found is None:
        raise ValueError("a drawing without viewBox")
    return float(found[3]) / float(found[4])


def county_map(figures: Figures, place: Place, lang: Lang) -> Chart:
    """Draw the county's townships with this one marked, coloured by the share aged 65 and over."""
    indicator = "population.old_age_share"
    period = figures.latest(indicator, "township")
    county = places.get(place.code[:5])
    values = figures.map_values(indicator, "township", period)
    here = {code: value for code, value in values.items() if code in county.members}
    known = [value for value in here.values() if value is not None]
    alt = (
        f"{county.name}各鄉鎮市區 65 歲以上人口比率，{place.name}以黑框標示"
        if lang == "zh"
        else f"Share aged 65 and over in {county.name_en}, {place.name_en} outlined"
    )
    classes = sequential(known, 1)
    svg = choropleth(
        here,
        classes,
        level="township",
        lang=lang,
        title=alt,
        desc=alt,
        county=county.code,
        marked=Marked(place.code, ()),
        standalone=True,
    )
    svg = poster(
        svg,
        title=_cover_title(county, lang),
        subtitle=period_words(period).get(lang) + ("，%" if lang == "zh" else ", %"),
        source=_cover_source(figures.one(indicator, place.code, period), lang),
        legend=slim_legend(classes, lang=lang, decimals=1),
        width=COVER_WIDTH,
    )
    return Chart(svg, render.svg_to_png(svg, 2.0), alt, _aspect(svg))


def _cover_title(county: Place, lang: Lang) -> str:
    if lang == "zh":
        return f"{county.name}各鄉鎮市區 65 歲以上人口比率"
    return f"Share aged 65 and over, townships of {county.name_en}"


def _cover_source(figure: Figure, lang: Lang) -> str:
    comma, semicolon = ("，", "；") if lang == "zh" else (", ", "; ")
    told = [f"{o.publisher.get(lang)}{comma}{o.title.get(lang)}" for o in provenance(figure)]
    words = "資料來源：" if lang == "zh" else "Source: "
    return f"{words}{semicolon.join(told)}{comma}{figure.period_words.get(lang)}"


def record_chart(figures: Figures, claim: Claim, place: Place, lang: Lang, note: int) -> Chart:
    """Draw the largest plantings of a record's crop, this place first."""
    crop = claim.id.removeprefix("record.")
    path = figures.release.path(DATASET)
    rows = (
        cursor()
        .execute(
            f"SELECT place, planted_area FROM read_parquet('{path}') WHERE crop = ? AND planted_area IS NOT NULL "
            "ORDER BY planted_area DESC, place LIMIT 5",
            [crop],
        )
        .fetchall()
    )
    bars = [(places.name(code, lang), float(area), code == place.code) for code, area in rows]
    unit = " 公頃" if lang == "zh" else " ha"
    caption = english.text("crops", crop).get(lang)
    return picture(
        specs.ranking(bars, width=RECORD_WIDTH[lang], unit=unit), claim.sentence.get(lang), caption, note
    )


def change_chart(figures: Figures, place: Place, lang: Lang) -> Chart | None:
    """Draw natural change and net migration by year, stacked, with the total."""
    natural = {
        one.period: one.value for one in figures.series("population.natural_change", place.code, "year")
    }
    moved = {one.period: one.value for one in figures.series("population.net_migration", place.code, "year")}
    years = sorted(year for year in natural if natural[year] is not None and moved.get(year) is not None)
    if not years:
        return None
    kinds = ("自然增減", "社會增減") if lang == "zh" else ("natural change", "net migration")
    rows = [
        (year, kind, float(series[year] or 0))
        for year in years
        for kind, series in zip(kinds, (natural, moved), strict=True)
    ]
    totals = [(year, float(natural[year] or 0) + float(moved[year] or 0)) for year in years]
    words = "跨國登記起伏" if lang == "zh" else "moves abroad"
    spec = specs.stacked(
        rows,
        [(kinds[0], GREY), (kinds[1], INDIGO)],
        width=CHANGE_WIDTH,
        height=300,
        totals=totals,
        shades=[specs.Shade("2020", "2023", words)],
        total_label="合計" if lang == "zh" else "total",
    )
    alt = (
        f"{place.name} {years[0]} 至 {years[-1]} 年每年自然增減與社會增減"
        if lang == "zh"
        else f"Natural change and net migration of {place.name_en} by year, {years[0]} to {years[-1]}"
    )
    return picture(spec, alt, alt)
