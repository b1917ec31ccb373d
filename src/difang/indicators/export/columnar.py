"""Parquet, with what is said beside the rows in its metadata (key `difang`)."""

import io
import json
from typing import TYPE_CHECKING

from difang.indicators.export.about import About

if TYPE_CHECKING:
    import pyarrow as pa


def parquet(table: "pa.Table", about: About) -> bytes:
    """Return zstd-compressed Parquet of the rows."""
    import pyarrow.parquet as pq

    said = json.dumps(about.as_dict(), ensure_ascii=False, sort_keys=True)
    sink = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"difang": said}), sink, compression="zstd")
    return sink.getvalue()
