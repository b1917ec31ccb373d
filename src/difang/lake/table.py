"""One way to write Parquet, so that the same table gives the same bytes on every machine."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

ROW_GROUP_ROWS = 32_768
ZSTD_LEVEL = 9


def write_parquet(table: "pa.Table", path: Path) -> None:
    """Write `table` to `path` (parent folders are made) as reproducible Parquet.

    Bytes depend only on column names, types and values in the given row order: row groups have a fixed size,
    chunks are joined first (page borders follow chunks), dictionaries and large or view strings become plain
    strings, and no metadata of pandas or Arrow and no time of writing is stored. Sort the table before.

    Raises OSError when the disk refuses.
    """
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        _plain(table),
        path,
        row_group_size=ROW_GROUP_ROWS,
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        version="2.6",
        data_page_version="1.0",
        use_dictionary=True,
        write_statistics=True,
        store_schema=False,
    )


def _plain(table: "pa.Table") -> "pa.Table":
    """Return `table` in one chunk a column, with plain nullable types and no metadata."""
    import pyarrow as pa

    schema = pa.schema([pa.field(field.name, _plain_type(field.type)) for field in table.schema])
    # Joined after the cast: unifying the dictionaries of several chunks would not be free of their order.
    return table.replace_schema_metadata(None).cast(schema).combine_chunks()


def _plain_type(arrow: "pa.DataType") -> "pa.DataType":
    import pyarrow as pa

    if pa.types.is_dictionary(arrow):
        return _plain_type(arrow.value_type)
    if pa.types.is_large_string(arrow) or pa.types.is_string_view(arrow):
        return pa.string()
    return arrow
