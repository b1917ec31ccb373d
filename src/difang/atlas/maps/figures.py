"""The figures of one map in one period: values, statuses, ranks."""

from collections.abc import Mapping
from dataclasses import dataclass

from difang.atlas.maps.asked import Asked
from difang.indicators import Figure, Figures
from difang.studies.findings import ranked


@dataclass(frozen=True)
class Drawn:
    """All places of a level in one period. `ranks` is empty where places may not be ranked."""

    period: str
    figures: Mapping[str, Figure]
    values: Mapping[str, float | None]
    ranks: Mapping[str, int]

    @property
    def known(self) -> dict[str, float]:
        """Places that have a value."""
        return {code: value for code, value in self.values.items() if value is not None}


def drawn(asked: Asked, figures: Figures, period: str) -> Drawn:
    """Read one period of the asked indicator and level."""
    table = figures.select(asked.indicator.id, level=asked.level, period=period, include_estimated=True)
    rows = [
        Figure(**{name: row[name] for name in row if name != "name"})
        for row in table.to_pylist()
        if row["level"] == asked.level
    ]
    values = {figure.place: figure.value for figure in rows}
    ranks = _ranks(values) if ranked(asked.indicator, period) else {}
    return Drawn(period, {figure.place: figure for figure in rows}, values, ranks)


def _ranks(values: Mapping[str, float | None]) -> dict[str, int]:
    """Rank from the highest; equal values share the better rank."""
    ordered = sorted(((value, code) for code, value in values.items() if value is not None), reverse=True)
    ranks: dict[str, int] = {}
    before: float | None = None
    position = 0
    for number, (value, code) in enumerate(ordered, start=1):
        if value != before:
            position, before = number, value
        ranks[code] = position
    return ranks
