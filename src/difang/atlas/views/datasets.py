"""Data sets row by row: `/data/<dataset>.csv?place=…&crop=…`, and the same under a release for ever."""

import io
import json
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from difang.atlas.evidence import current_release, lake
from difang.errors import InputError, NotFoundError
from difang.lake import Release, cursor

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
IMMUTABLE = "public, max-age=31536000, immutable"


def dataset(request: HttpRequest, dataset: str, form: str, release: str | None = None) -> HttpResponse:
    """Return the rows of one data set that match the query's columns, in one of `FORMATS`."""
    chosen = lake().release(release) if release else current_release()
    if form not in FORMATS:
        raise NotFoundError(
            f"資料集沒有「{form}」格式；可用：{'、'.join(FORMATS)}。",
            f"data sets have no format '{form}'; use: {', '.join(FORMATS)}.",
        )
    if dataset not in chosen.datasets:
        raise NotFoundError(
            f"版本 {chosen.id} 裡沒有「{dataset}」這個資料集；清單在 /data/。",
            f"release {chosen.id} holds no data set '{dataset}'; /data/ lists them.",
        )
    table = _rows(chosen, dataset, request.GET.items())
    response = HttpResponse(_write(table, form, chosen, dataset), content_type=FORMATS[form])
    response["Content-Disposition"] = f'inline; filename="{dataset}.{form}"'
    if release:
        response["Cache-Control"] = IMMUTABLE
    return response


def _rows(release: Release, dataset: str, wanted: Iterable[tuple[str, str]]) -> pa.Table:
    source = f"read_parquet('{release.path(dataset)}')"
    columns = {str(row[0]) for row in cursor().execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    asked = [(name, value) for name, value in wanted if name != "lang"]
    for name, _ in asked:
        if name not in columns:
            raise InputError(
                f"{dataset} 沒有「{name}」這一欄；可用：{'、'.join(sorted(columns))}。",
                f"{dataset} has no column '{name}'; use: {', '.join(sorted(columns))}.",
            )
    where = "".join(f' AND CAST("{name}" AS VARCHAR) = ?' for name, _ in asked)
    sql = f"SELECT * FROM {source} WHERE true{where} LIMIT {settings.MAX_ROWS + 1}"
    table = cursor().execute(sql, [value for _, value in asked]).to_arrow_table()
    if table.num_rows > settings.MAX_ROWS:
        raise InputError(
            f"超過 {settings.MAX_ROWS:,} 列；請以欄位篩選，例如 ?place=10008020。",
            f"more than {settings.MAX_ROWS:,} rows; filter by a column, e.g. ?place=10008020.",
        )
    return table


def _write(table: pa.Table, form: str, release: Release, dataset: str) -> bytes:
    if form == "json":
        body = {"dataset": dataset, "release": release.id, "rows": table.to_pylist()}
        return json.dumps(body, ensure_ascii=False).encode()
    sink = io.BytesIO()
    if form == "csv":
        pyarrow.csv.write_csv(table, sink)
    else:
        pyarrow.parquet.write_table(table, sink)
    return sink.getvalue()
