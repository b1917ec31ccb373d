"""Months between two yearly points of a path, on logs."""

from collections.abc import Sequence

import numpy as np

from difang.errors import InputError
from difang.studies.projection.register import Floats, years_between


def at_month(values: Floats, periods: Sequence[str], wanted: str, axis: int = -1) -> Floats:
    """Return yearly values at a month within their periods; InputError for one outside."""
    if not periods[0] <= wanted <= periods[-1]:
        raise InputError(
            f"{wanted} 不在推計的 {periods[0]} 到 {periods[-1]} 之間。",
            f"{wanted} lies outside the projection, {periods[0]} to {periods[-1]}.",
        )
    span = years_between(periods[0], wanted)
    whole = min(int(span), len(periods) - 2)
    share = span - whole
    before, after = (np.take(values, whole + step, axis=axis) for step in (0, 1))
    result: Floats = np.exp(
        np.log(np.maximum(before, 1e-9)) * (1 - share) + np.log(np.maximum(after, 1e-9)) * share
    )
    return result
