"""How a period is written, and what is said of one that is written otherwise."""

import pytest

from difang.errors import InputError
from difang.indicators.periods import parse_span


@pytest.mark.parametrize(
    ("text", "years", "months"),
    [
        ("2014..2026-09", "2014..2026", "2014-01..2026-09"),
        ("2014-03..2026", "2014..2026", "2014-03..2026-12"),
    ],
)
def test_years_and_months_mixed_are_named_as_the_cause(text: str, years: str, months: str) -> None:
    with pytest.raises(InputError, match="years and months cannot be mixed") as error:
        parse_span(text)
    assert "年和月不能混用" in error.value.text.zh
    assert error.value.suggestions == (years, months)
    for better in error.value.suggestions:
        parse_span(better)


def test_what_is_no_period_is_told_the_forms() -> None:
    with pytest.raises(InputError, match="it must be latest"):
        parse_span("2014..soon")
