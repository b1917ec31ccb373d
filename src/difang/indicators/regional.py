"""A region's figure, from its members: only if additive, or from numerators and denominators."""

from typing import TYPE_CHECKING, Any

from difang.indicators.figure import Figure
from difang.indicators.loading import catalogue

if TYPE_CHECKING:
    from difang.indicators.figures import Figures

WITHOUT_VALUE = ("not_published", "suppressed")


def figure(figures: "Figures", indicator: str, region: str, period: str) -> Figure:
    """Return a region's figure; not_published when a member's is missing, not_applicable when none is meant.

    NotFoundError for an unknown region or indicator.
    """
    from difang import places

    declared = catalogue().get(indicator)
    rows = [figures.store.place(member).row(indicator, period) for member in places.get(region).members]
    known = [row for row in rows if row is not None]
    value: float | None
    if len(known) < len(rows) or any(row["status"] in WITHOUT_VALUE for row in known):
        value, status, reason = None, "not_published", "incomplete"
    elif declared.additive:
        value, status, reason = sum(row["value"] or 0.0 for row in known), _worst(known), None
    elif all(row["num"] is not None and row["den"] is not None for row in known):
        value, status, reason = _ratio(known, declared.factor)
    else:
        value, status, reason = None, "not_applicable", "not_additive"
    return Figure(
        indicator,
        region,
        "region",
        period,
        value,
        declared.unit,
        status,
        reason,
        None,
        None,
        figures.release.id,
    )


def _ratio(rows: list[dict[str, Any]], factor: float) -> tuple[float | None, str, str | None]:
    over, under = (sum(row[name] for row in rows) for name in ("num", "den"))
    if under == 0:
        return None, "not_applicable", "no_population"
    return factor * over / under, _worst(rows), None


def _worst(rows: list[dict[str, Any]]) -> str:
    for status in ("projected", "estimated", "told"):
        if any(row["status"] == status for row in rows):
            return status
    return "observed"
