"""The archive of everything, and zip files whose bytes do not depend on the clock."""

import io
import re
import zipfile
from typing import TYPE_CHECKING

from difang.indicators.export import texts
from difang.indicators.export.about import About

if TYPE_CHECKING:
    import pyarrow as pa

FIXED_TIME = (2000, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def archive(table: "pa.Table", about: About) -> bytes:
    """Return a zip of the rows (CSV), a README with definition, caveats and citation, and the metadata."""
    readme = f"# difang {about.release}\n\n{texts.words(about)}\n"
    return zipped(
        [
            ("README.md", readme.encode()),
            ("figures.csv", texts.csv(table, about)),
            ("metadata.json", texts.metadata(table, about)),
        ]
    )


def zipped(members: list[tuple[str, bytes]], stored: tuple[str, ...] = ()) -> bytes:
    """Return a zip of `members` in their order; those in `stored` are not compressed."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        for name, content in members:
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            made.writestr(entry, content)
    return sink.getvalue()


def steady(content: bytes) -> bytes:
    """Return the same office file without the times at which it was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        members = {entry.filename: source.read(entry) for entry in source.infolist()}
    if _PROPERTIES in members:
        members[_PROPERTIES] = _TIME.sub(b"2000-01-01T00:00:00Z", members[_PROPERTIES])
    return zipped(list(members.items()))
