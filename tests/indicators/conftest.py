"""A small published lake under the small catalogue of `fixture`."""

from collections.abc import Iterator

import pytest

from difang.indicators import Figures
from tests.indicators.fixture import FRAME, published_figures, spread, stanza

STANZAS = (
    stanza(
        "total",
        name='{zh = "人口數", en = "Population"}',
        levels='["village", "township", "county", "nation"]',
        caveats='["registered_not_resident", "register_abroad_2020_2025"]',
        also='[{numerator = {dataset = "population.villages", measure = "population"}}]',
    ),
    stanza(
        "old_share",
        name='{zh = "老年人口比率", en = "Share aged 65 and over"}',
        kind='"share"',
        unit='"percent"',
        numerator='{dataset = "population.by_age", measure = "population", filter = "age >= 65"}',
        denominator='{dataset = "population.by_age", measure = "population"}',
    ),
    stanza(
        "median",
        aggregate='"none"',
        levels='["township"]',
        numerator='{dataset = "population.by_month", measure = "median"}',
    ),
    stanza("few", sensitive="true", numerator='{dataset = "population.by_month", measure = "few"}'),
    stanza("births", measure='"flow"', numerator='{dataset = "population.births", measure = "births"}'),
    stanza(
        "estimate",
        status='"estimated"',
        numerator='{dataset = "population.by_month", measure = "median"}',
        levels='["township"]',
    ),
)


def _rows() -> dict[str, list[dict]]:
    people = {
        "2019-12": [9, 18, 90, 190, 280],
        "2024-12": [10, 20, 100, 200, 300],
        "2025-06": [10, 20, 100, 199, 400_000],
    }
    by_month = []
    for period, numbers in people.items():
        rows = spread(period, numbers, median=1)
        for at, row in enumerate(rows):
            row["median"] = 30 + at
            row["few"] = [2, 3, 0, 3, 7][at]
        by_month += rows
    by_age = [
        row
        for age, numbers in ((30, [50, 50, 10, 80, 0]), (65, [50, 50, 30, 20, 0]))
        for row in spread("2025-12", numbers, age=age)
    ]
    months = [f"2024-{m:02d}" for m in range(1, 13)] + ["2025-01"]
    births = [row for month in months for row in spread(month, [1, 0, 2, 3, 1], "births")]
    villages = [{"place": "10008020001", "period": "2025-06", "population": 150}]
    return {"by_month": by_month, "by_age": by_age, "births": births, "villages": villages}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    """Figures of a release published from hand-made rows, with the catalogue that they were made by."""
    with published_figures(tmp_path_factory.mktemp("indicators"), STANZAS, _rows(), FRAME) as figures:
        yield figures
