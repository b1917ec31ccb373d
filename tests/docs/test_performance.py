"""The growth part of the speed page: its exponent, its table, its picture."""

import pytest

from benchmarks.growth import exponent
from benchmarks.growth_page import fitted, picture, section

SIZES = [10, 30, 100, 400, 2000]
ROW = {
    "growth": "rows read",
    "sizes": SIZES,
    "seconds": [size**1.5 / 1000 for size in SIZES],
    "exponent": 1.5,
}


@pytest.mark.parametrize("power", [0.0, 1.0, 1.5])
def test_exponent_of_a_power_is_that_power(power: float) -> None:
    assert exponent(SIZES, [3e-6 * size**power for size in SIZES]) == pytest.approx(power)


def test_fitted_line_of_a_power_goes_through_its_ends() -> None:
    assert [end["ms"] for end in fitted(ROW)] == pytest.approx([10**1.5, 2000**1.5])


def test_section_says_sizes_milliseconds_and_exponent() -> None:
    line = section([ROW]).splitlines()[-1]
    assert line == "| rows read | 10 · 30 · 100 · 400 · 2,000 | 31.6 · 164 · 1,000 · 8,000 · 89,400 | 1.50 |"


def test_picture_says_exponent_and_names_powers_of_ten() -> None:
    svg = picture([ROW])
    assert "rows read: exponent 1.50" in svg
    assert [f">{words}<" in svg for words in ("10", "100", "1,000", "10,000", "1.50")] == [True] * 5


def test_picture_of_more_rows_than_colours_dashes_those_whose_colour_is_taken() -> None:
    rows = [ROW | {"growth": f"row {number}"} for number in range(8)]
    svg = picture(rows)
    assert "row 7 (dashed)" in svg
    assert "row 6 (dashed)" not in svg
    assert svg.count("stroke-dasharray") == picture(rows[:7]).count("stroke-dasharray") + 1
