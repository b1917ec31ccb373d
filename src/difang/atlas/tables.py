"""Whole text tables of the current release, as pages of policy and resources show them."""

from typing import Any

from difang.atlas.evidence import current_release
from difang.studies import texts
from difang.studies.texts import UNCONFIRMED, source_links

__all__ = ["UNCONFIRMED", "rows", "source_links"]


def rows(dataset: str, order: str) -> list[dict[str, Any]]:
    """Return every row of a data set in order of one column; none where the release does not hold it."""
    return texts.rows(current_release(), dataset, order)
