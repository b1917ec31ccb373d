"""Tables of words of a release: programmes, approvals, items of the plan, each with its source."""

from typing import Any

from difang.lake import Release, cursor

UNCONFIRMED = "未經證實 unconfirmed"


def rows(release: Release, dataset: str, order: str) -> list[dict[str, Any]]:
    """Return every row of a data set in order of one column; none where the release does not hold it."""
    if dataset not in release.datasets:
        return []
    source = f"read_parquet('{release.path(dataset)}')"
    found = cursor().execute(f'SELECT * FROM {source} ORDER BY "{order}" NULLS LAST')
    names = [str(column[0]) for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def source_links(source: str) -> list[tuple[str, str]]:
    """Return what a source names as (words, address); no address where it is no page, nothing where none."""
    if source == UNCONFIRMED:
        return []
    parts = [part.strip() for part in source.split(" ; ")]
    return [(part, part.split(" ")[0] if part.startswith("http") else "") for part in parts]
