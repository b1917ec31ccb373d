"""Whole text tables of a release, as pages of policy and resources show them."""

from typing import Any

from difang.atlas.evidence import current_release
from difang.lake import cursor


def rows(dataset: str, order: str) -> list[dict[str, Any]]:
    """Return every row of a data set in order of one column; none where the release does not hold it."""
    release = current_release()
    if dataset not in release.datasets:
        return []
    source = f"read_parquet('{release.path(dataset)}')"
    found = cursor().execute(f'SELECT * FROM {source} ORDER BY TRY_CAST("{order}" AS BIGINT), "{order}"')
    names = [str(column[0]) for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
