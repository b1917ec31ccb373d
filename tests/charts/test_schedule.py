"""The schedule of ventures: bars where they belong, marks where only one day is known, whatever a name holds."""

from datetime import date

import pytest

from difang.charts import render, specs
from difang.charts.specs import Span


def test_a_bar_of_half_the_years_drawn_is_half_as_wide() -> None:
    whole = Span("甲", date(2027, 1, 1), date(2029, 1, 1))
    half = Span("乙", date(2027, 1, 1), date(2028, 1, 1))
    spec = specs.schedule([whole, half])
    ends = [
        (layer["encoding"]["x"]["datum"], layer["encoding"]["x2"]["datum"])
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rect"
    ]
    assert ends == [(2027.0, 2029.0), (2027.0, 2028.0)]


def test_one_known_day_is_a_mark_and_no_invented_length() -> None:
    spec = specs.schedule([Span("甲", date(2027, 7, 2), None), Span("乙", None, date(2028, 12, 31))])
    kinds = [layer["mark"]["type"] for layer in spec["layer"]]
    assert (kinds.count("rect"), kinds.count("point")) == (0, 2)
    assert "2027-07-02–" in render.svg(spec, "時程")


def test_a_span_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="spans: each needs a first or a last day"):
        specs.schedule([Span("甲", None, None)])


@pytest.mark.parametrize("width", [specs.WIDE, specs.NARROW])
def test_a_name_of_any_length_and_letters_is_drawn_and_its_days_with_it(width: int) -> None:
    name = "循環示範場域" * 20 + "\U0001f600<script>&"
    svg = render.svg(specs.schedule([Span(name, date(2027, 1, 1), date(2028, 1, 1))], width=width), "時程")
    assert "2027-01-01–2028-01-01" in svg
    assert "<script" not in svg
    short = render.svg(specs.schedule([Span("\U0001f600<b>", date(2027, 1, 1), None)], width=width), "時程")
    assert "□&lt;b&gt;" in short


def test_a_century_is_not_a_thousand_lines() -> None:
    spec = specs.schedule([Span("甲", date(1900, 1, 1), date(2900, 1, 1))])
    assert sum(layer["mark"]["type"] == "rule" for layer in spec["layer"]) <= 10
