"""Stated facts beside the tests: the largest planted area of a crop among the townships that list it."""

from dataclasses import dataclass

from difang.lake import Release, cursor

MOST_RECORDS = 3
# Below these a record is a curiosity, not a trait: a garden, or a crop that hardly anyone lists.
LEAST_HECTARES = 50.0
LEAST_LISTING = 3
DATASET = "circulation.crops"


@dataclass(frozen=True)
class Record:
    """The largest listed area of one crop. `listed` townships list it, with `listed_hectares` in all.

    The source lists only about three crops a township and class, so the area is a rank among those that list
    the crop, and its share of their sum is no share of the nation.
    """

    place: str
    crop: str
    hectares: float
    listed: int
    listed_hectares: float
    second_hectares: float
    period: str


def crop_records(release: Release) -> list[Record]:
    """Return every crop's largest plausible planting, the largest share of the listed area first.

    A crop of which the publication held back a cell as a fault of the source has no record at all: the cell
    might have been the largest.
    """
    if DATASET not in release.datasets:
        return []
    table = f"read_parquet('{release.path(DATASET)}')"
    rows = cursor().execute(
        f"""
        WITH ranked AS (
            SELECT place, crop, planted_area AS area, status, period,
                   row_number() OVER (PARTITION BY crop ORDER BY planted_area DESC, place) AS nth,
                   count(*) OVER (PARTITION BY crop) AS listed,
                   sum(planted_area) OVER (PARTITION BY crop) AS listed_area,
                   lead(planted_area) OVER (PARTITION BY crop ORDER BY planted_area DESC, place) AS second,
                   bool_or(status <> 'observed') OVER (PARTITION BY crop) AS held
            FROM {table}
        )
        SELECT place, crop, area, listed, listed_area, second, period FROM ranked
        WHERE nth = 1 AND NOT held AND area >= ? AND listed >= ? AND area > second
        ORDER BY area / listed_area DESC, place, crop
        """,
        [LEAST_HECTARES, LEAST_LISTING],
    )
    return [Record(*row) for row in rows.fetchall()]
