"""Charts: what is written beside the marks, and what is never drawn."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from difang.charts import Classes, Series, Shade, render, specs
from difang.charts.specs import Spec
from difang.charts.specs.base import nice_domain, number
from difang.charts.theme import SEQUENTIAL
from tests.charts.drawings import GROUPS, YEARS, every_chart

NAMES = sorted(every_chart())
TWO = Classes((5.0,), SEQUENTIAL[:2])


def texts(spec: Spec) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", render.svg(spec, "x"))


def strokes(spec: Spec, colour: str) -> list[str]:
    """Return the paths of lines of a colour."""
    return re.findall(rf'<path d="([^"]*)" stroke="{colour}" stroke-width="2.4"', render.svg(spec, "x"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [specs.NARROW, specs.WIDE])
def test_no_label_falls_under_twelve_and_a_half_pixels(name: str, width: int) -> None:
    svg = render.svg(every_chart(width)[name], "x")
    assert [size for size in re.findall(r'font-size="([\d.]+)"', svg) if float(size) < 12.5] == []
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"Noto Sans TC"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [specs.NARROW, specs.WIDE])
def test_drawing_has_the_width_that_was_asked_for(name: str, width: int) -> None:
    (box,) = re.findall(r'viewBox="0 0 ([\d.]+) [\d.]+"', render.svg(every_chart(width)[name], "x"))
    assert float(box) == width


def test_line_is_never_drawn_across_a_break() -> None:
    one = Series("埔里鎮", ((("2017", 1.0), ("2018", 2.0)), (("2019", 3.0), ("2020", 4.0))))
    assert [path.count("L") for path in strokes(specs.lines([one]), one.colour)] == [1, 1]


def test_line_is_never_drawn_across_a_gap() -> None:
    one = Series("埔里鎮", ((("2017", 1.0), ("2018", 2.0), ("2019", None), ("2020", 4.0), ("2021", 5.0)),))
    (path,) = strokes(specs.lines([one]), one.colour)
    assert (path.count("M"), path.count("L")) == (2, 2)


def test_value_without_neighbours_is_a_dot() -> None:
    alone = Series("埔里鎮", ((("2017", 1.0), ("2018", None), ("2019", 3.0), ("2020", 4.0)),))
    svg = render.svg(specs.lines([alone]), "x")
    assert len(re.findall(rf'fill="{alone.colour}" stroke-width="2"/>', svg)) == 2


@pytest.mark.parametrize("width", range(320, 620, 20))
def test_time_axis_names_the_first_or_second_period_and_the_last(width: int) -> None:
    spec = specs.lines([Series("x", (tuple((year, 1.0) for year in YEARS),))], width=width)
    named = [text for text in texts(spec) if text in YEARS]
    assert named in (YEARS, YEARS[::2])


def test_labels_of_lines_that_end_together_keep_apart() -> None:
    spec = specs.lines([Series(name, ((("2024", 1.0), ("2025", 5.0)),)) for name in ("甲地", "乙地", "丙地")])
    svg = render.svg(spec, "x")
    rows = re.findall(r'translate\([\d.]+,([\d.]+)\)"[^>]*>(?:甲地|乙地|丙地)<', svg)
    heights = sorted(float(row) for row in rows)
    assert [round(b - a) for a, b in pairwise(heights)] == [17, 17]


def test_shade_outside_the_periods_is_not_drawn() -> None:
    spec = specs.lines(
        [Series("x", ((("2024", 1.0), ("2025", 2.0)),))], shades=[Shade("2010", "2012", "早年")]
    )
    assert [text for text in texts(spec) if text == "早年"] == []


def test_shade_and_break_are_written() -> None:
    written = texts(every_chart()["lines"])
    assert [text for text in written if text in ("跨國登記起伏", "定義改變")] == ["跨國登記起伏", "定義改變"]


def test_bars_write_first_largest_smallest_and_highlighted() -> None:
    written = texts(every_chart()["bars"])
    values = [text for text in written if re.fullmatch(r"[+−]\d{3}", text) and not text.endswith("00")]
    assert values == ["+327", "−535", "−693", "−115"]


def test_missing_bar_is_no_bar() -> None:
    svg = render.svg(specs.bars([("2024", 1.0), ("2025", None)]), "x")
    assert len(re.findall(r'fill="#6C8AB6"', svg)) == 1


def test_ranking_writes_thousands_and_true_minus() -> None:
    assert texts(every_chart()["ranking"]) == ["埔里鎮", "2,642 公頃", "三芝區", "−198 公頃"]


def test_pyramid_puts_the_oldest_on_top() -> None:
    svg = render.svg(every_chart()["pyramid"], "x")
    heights = [re.findall(rf'translate\(-7,([\d.]+)\)"[^>]*>{re.escape(one)}<', svg)[0] for one in GROUPS]
    assert sorted(heights, key=float, reverse=True) == heights


def test_pyramid_without_a_second_year_has_no_outline() -> None:
    spec = specs.pyramid(GROUPS, [1, 2, 3], [], now_label="2025", before_label="2015")
    assert [text for text in texts(spec) if text == "2015"] == []


def test_waffle_draws_a_square_for_each_unit() -> None:
    svg = render.svg(every_chart()["waffle"], "x")
    assert (svg.count('fill="#2F6B4F"'), svg.count('fill="#C9C3B0"')) == (264, 40)


def test_piles_hold_every_known_place_once_and_clamp_to_the_limits() -> None:
    dots, radius = specs.piled(
        {"a": 1.0, "b": 99.0, "c": None, "d": -99.0, "e": 1.0}, TWO, limits=(-10.0, 10.0), marked="a"
    )
    assert radius == 3.1
    assert [dot.pile for dot in dots] == [0, 0, 1, 0]
    assert dots[0].value < -9.9
    assert 9.9 < dots[-1].value <= 10.0
    assert [dot.colour for dot in dots].count("#1D2B2A") == 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.booleans())
def test_axis_holds_every_value(values: list[float], zero: bool) -> None:
    low, high = nice_domain(values, zero=zero)
    assert low < high
    slack = (high - low) * 1e-6
    assert low - slack <= min(values) and max(values) <= high + slack
    assert not zero or low <= 0 <= high


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "words"),
    [
        (-1234.5, 0, False, "−1,234"),
        (-0.04, 1, True, "0.0"),
        (2.5, 1, True, "+2.5"),
        (1e6, 0, False, "1,000,000"),
    ],
)
def test_number_is_written_as_people_write_it(value: float, decimals: int, signed: bool, words: str) -> None:
    assert number(value, decimals, signed=signed) == words
