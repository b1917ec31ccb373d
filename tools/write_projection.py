"""Judge the projection's launch of 2019-10 by 2025-12; write docs/projection.md's tables and its calibration plot.

Run: python -m tools.write_projection
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from difang.charts import render, specs
from difang.charts.specs.base import own
from difang.charts.theme import INDIGO, INK, PAPER, PERSIMMON, STONE
from difang.lake import Release
from difang.studies.projection.backtest import (
    CLASSES,
    GROUPS,
    MODEL,
    SMALL,
    Score,
    backtest,
    coverage,
    intervals,
    observed,
)
from difang.studies.projection.study import study
from difang.workspace import open_or_publish

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE, PICTURE = DOCS / "projection.md", DOCS / "pictures" / "calibration.svg"
START, END = "<!-- back-test -->\n", "<!-- end of back-test -->\n"
LAUNCH, UNTIL = "2019-10", "2025-12"
NOMINAL = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
COLOURS = {"total": INDIGO, "0-14": PERSIMMON, "65+": STONE}
WIDTH, HEIGHT, FOOT = 460, 420, 40
WORDS = {
    MODEL: "**difang** (average, unconstrained)",
    "component": "member: component",
    "ratios": "member: cohort ratios shrunk to the county",
    "trend": "member: component drawn to the trend",
    "linear of totals": "linear trend of totals",
    "exponential of totals": "exponential trend of totals",
    "constant of totals": "no change",
    "hamilton_perry": "Hamilton–Perry",
    "hamilton_perry_county": "Hamilton–Perry held to county",
}
Curves = Mapping[str, Sequence[float]]


def main() -> None:
    """Write the page's tables and its picture anew."""
    release = open_or_publish().release
    text = PAGE.read_text("utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    PAGE.write_text(before + START + tables(backtest(release, LAUNCH, UNTIL)) + END + after, "utf-8")
    PICTURE.write_text(picture(calibration(release)) + "\n", "utf-8")


def tables(scores: Sequence[Score]) -> str:
    """Return the tables: all methods in small places, then the model by size of place."""
    return "\n".join([*_methods(scores), "", *_sizes(scores)]) + "\n"


def calibration(release: Release) -> dict[str, list[float]]:
    """Return by group the share of small places whose counted value lay in each central interval of `NOMINAL`."""
    truth = observed(release, UNTIL)
    made = study(release, LAUNCH, int(UNTIL[:4]) - int(LAUNCH[:4]) + 1)
    small = made.path[:, 0].sum((-1, -2)) < SMALL[2]
    drawn = intervals(made, UNTIL)
    return {
        group: [coverage(truth[group], drawn[group], small, nominal) for nominal in NOMINAL]
        for group in GROUPS
    }


def picture(curves: Curves) -> str:
    """Return the calibration plot as SVG: what intervals held against what they were to hold."""
    axis = {"type": "quantitative", "scale": {"domain": [0, 1], "nice": False}}
    written = {"format": ".0%", "grid": True, "tickCount": 5, "titleFontWeight": 400, "titleColor": INK}
    x = {**axis, "field": "nominal", "axis": {**written, "title": "the interval was to hold"}}
    y = {**axis, "field": "held", "axis": {**written, "title": "it held"}}
    encoding = {"x": x, "y": y}
    ends = [{"nominal": at, "held": at} for at in (0, 1)]
    exact = {"type": "line", "color": INK, "strokeDash": [4, 4], "strokeWidth": 1}
    layers = [own(data={"values": ends}, mark=exact, encoding=encoding)]
    for group, held in curves.items():
        rows = [{"nominal": at, "held": value} for at, value in zip(NOMINAL, held, strict=True)]
        mark = {
            "type": "line",
            "color": COLOURS[group],
            "strokeWidth": 2.2,
            "point": {"color": COLOURS[group]},
        }
        layers.append(own(data={"values": rows}, mark=mark, encoding=encoding))
    spec = specs.themed(WIDTH, HEIGHT, layer=[*layers, *_names(curves)]) | {"background": PAPER}
    said = "; ".join(
        f"{group}: the 80 % interval held {held[NOMINAL.index(0.8)]:.0%}" for group, held in curves.items()
    )
    return render.svg(spec, f"Calibration in townships under 20,000 people. {said}.")


def _names(curves: Curves) -> Iterator[specs.Spec]:
    """Name the lines at their value for 0.5, moved apart where they'd overlap."""
    middle = NOMINAL.index(0.5)
    spots = sorted(((held[middle], group) for group, held in curves.items()), reverse=True)
    heights = [value for value, _ in spots]
    for above, below in pairwise(range(len(heights))):
        heights[below] = min(heights[below], heights[above] - 0.06)
    for height, (_, group) in zip(heights, spots, strict=True):
        mark = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "fontWeight": 700,
            "color": COLOURS[group],
        }
        where = {
            "x": {"datum": 0.03, "type": "quantitative"},
            "y": {"datum": round(height + 0.35, 3), "type": "quantitative"},
        }
        yield own(mark=mark, encoding={**where, "text": {"value": group}})


def _methods(scores: Sequence[Score]) -> Iterator[str]:
    small = {(one.method, one.group): one for one in scores if one.size == SMALL[0]}
    yield f"Townships under 20,000 people in {LAUNCH} ({small[MODEL, 'total'].places}), judged in {UNTIL}:"
    yield "median absolute error and median signed error (bias), % of what was counted."
    yield ""
    yield "| method | total | bias | 0–14 | bias | 65+ | bias |"
    yield "|---|---|---|---|---|---|---|"
    for method, words in WORDS.items():
        cells: list[str] = []
        for group in GROUPS:
            one = small.get((method, group))
            cells += ["—", "—"] if one is None else [f"{one.median_error:.2%}", f"{one.bias:+.2%}"]
        yield f"| {words} | {' | '.join(cells)} |".replace("%", "").replace("-", "−")


def _sizes(scores: Sequence[Score]) -> Iterator[str]:
    yield "The model by size; coverage and mean width of its intervals in %, CRPS in persons. «Given nation» is the"
    yield "coverage of the 80 % interval once every place is scaled by the nation's error."
    yield ""
    head = (
        "group",
        "size",
        "places",
        "median error",
        "mean error",
        "bias",
        "80 % held",
        "95 % held",
        "width of 80 %",
    )
    yield f"| {' | '.join((*head, 'CRPS', 'given nation'))} |"
    yield "|" + "---|" * (len(head) + 2)
    own_scores = {(one.group, one.size): one for one in scores if one.method == MODEL}
    for group in GROUPS:
        for size in ("all", SMALL[0], *(name for name, _, _ in CLASSES)):
            yield _size_row(own_scores[group, size])


def _size_row(one: Score) -> str:
    shares = [one.coverage80, one.coverage95, one.width80, one.coverage80_given_nation]
    held, most, width, given = (np.nan if share is None else share * 100 for share in shares)
    errors = f"{one.median_error * 100:.2f} | {one.mean_error * 100:.2f} | {one.bias * 100:+.2f}".replace(
        "-", "−"
    )
    return (
        f"| {one.group.replace('-', '–')} | {one.size.replace('-', '–')} | {one.places} | {errors} "
        f"| {held:.0f} | {most:.0f} | {width:.1f} | {one.crps or 0:,.0f} | {given:.0f} |"
    )


if __name__ == "__main__":
    main()
