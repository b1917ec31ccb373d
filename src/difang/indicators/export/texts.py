"""Forms that are text: CSV, JSON, Markdown."""

import csv as writer_of_csv
import io
import json as writer_of_json
from typing import TYPE_CHECKING, Any

from difang.indicators.export.about import About
from difang.indicators.export.cells import cell

if TYPE_CHECKING:
    import pyarrow as pa


def csv(table: "pa.Table", _about: About) -> bytes:
    """UTF-8, one header line, nothing but rows: release and status are columns.

    A program reads it line by line; the words beside it are in .metadata.json and in the archive.
    """
    sink = io.StringIO()
    writer = writer_of_csv.writer(sink, lineterminator="\n")
    writer.writerow(table.column_names)
    columns = [[_plain(value) for value in column.to_pylist()] for column in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return sink.getvalue().encode()


def json(table: "pa.Table", about: About) -> bytes:
    """One object: release, filters, indicators, citation, rows."""
    content: dict[str, Any] = {**about.as_dict(), "rows": table.to_pylist()}
    return _encoded(content)


def metadata(table: "pa.Table", about: About) -> bytes:
    """What the rows are, without the rows."""
    return _encoded({**about.as_dict(), "columns": table.column_names, "rows": table.num_rows})


def markdown(table: "pa.Table", about: About) -> bytes:
    """A table, then what it is."""
    header = table.column_names
    lines = [_line(header), _line(["---"] * len(header))]
    columns = [[_escaped(_plain(value)) for value in column.to_pylist()] for column in table.columns]
    lines += [_line(row) for row in zip(*columns, strict=True)]
    return ("\n".join([*lines, "", words(about), ""])).encode()


def words(about: About) -> str:
    """Return what is said beside the rows as a Markdown list."""
    return "\n".join(f"- **{_escaped(label)}**: {_escaped(said)}" for label, said in about.lines())


def _plain(value: Any) -> Any:
    """Whole numbers without `.0`, blanks as nothing, text harmless."""
    if value is None:
        return ""
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return cell(value)


def _escaped(value: Any) -> str:
    return str(value).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def _line(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _encoded(content: dict[str, Any]) -> bytes:
    return (writer_of_json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
