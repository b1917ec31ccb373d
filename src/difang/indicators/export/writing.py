"""Choose the writer for a form."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from difang.errors import InputError
from difang.indicators.export import archive, columnar, geography, opendocument, sheets, texts
from difang.indicators.export.about import About
from difang.text import Lang

if TYPE_CHECKING:
    import pyarrow as pa

Writer = Callable[["pa.Table", About], bytes]

WRITERS: dict[str, Writer] = {
    "csv": texts.csv,
    "json": texts.json,
    "md": texts.markdown,
    "metadata.json": texts.metadata,
    "parquet": columnar.parquet,
    "geojson": geography.geojson,
    "xlsx": sheets.xlsx,
    "ods": opendocument.ods,
    "zip": archive.archive,
}
FORMATS = tuple(WRITERS)
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "metadata.json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "zip": "application/zip",
}


def write(
    table: "pa.Table",
    form: str,
    *,
    lang: Lang = "zh",
    filters: Mapping[str, str] | None = None,
) -> bytes:
    """Return a table of figures (from `Figures.select`) in one of `FORMATS`.

    `filters` are the words that the rows were asked for with; they are printed. Raises InputError for another
    form.
    """
    if form not in WRITERS:
        raise _unknown(form)
    return WRITERS[form](table, about(table, lang=lang, filters=filters))


def about(table: "pa.Table", *, lang: Lang = "zh", filters: Mapping[str, str] | None = None) -> About:
    """Return what an export says beside its rows."""
    return About.of(table, filters or {}, lang)


def media_type(form: str) -> str:
    """Return the media type of a form; InputError for one that does not exist."""
    if form not in MEDIA_TYPES:
        raise _unknown(form)
    return MEDIA_TYPES[form]


def _unknown(form: str) -> InputError:
    return InputError(
        f"沒有這種格式：{form}；可用 {'、'.join(FORMATS)}。",
        f"format: {form}; it must be one of {', '.join(FORMATS)}.",
    )
