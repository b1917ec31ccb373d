"""Data sets row by row: `/data/<dataset>.csv?place=…&crop=…`, and the same under a release for ever."""

import io
import json

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_safe

from difang.atlas.evidence import current_release, lake
from difang.atlas.language import request_lang
from difang.atlas.parameters import known_lang
from difang.atlas.stems.asked import codes, listed
from difang.errors import InputError, NotFoundError
from difang.indicators.export.cells import harmless
from difang.lake import Release, cursor
from difang.text import Lang

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
IMMUTABLE = "public, max-age=31536000, immutable"
SAID = ("dataset", "title", "publisher", "official_id", "page", "licence", "licence_url", "retrieved")
Filters = dict[str, list[str]]


@require_safe
def dataset(request: HttpRequest, dataset: str, form: str, release: str | None = None) -> HttpResponse:
    """Return the rows of one data set that match the query's columns, in one of `FORMATS`.

    A column may be given several times or as a comma list; `place` in any spelling. A date in the place of
    the release is sent on to the release of that date.
    """
    chosen = lake().release(release) if release else current_release()
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if release and chosen.id != release:
        return HttpResponseRedirect(f"/r/{chosen.id}/data/{dataset}.{form}{query}")
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
    filters = _filters(chosen, dataset, request.GET)
    said = _said(chosen, dataset, filters, request_lang(request))
    response = HttpResponse(_write(_rows(chosen, dataset, filters), form, said), content_type=FORMATS[form])
    response["Content-Disposition"] = f'inline; filename="{dataset}-{chosen.id}.{form}"'
    if release:
        response["Cache-Control"] = IMMUTABLE
        response["Link"] = f'</data/{dataset}.{form}{query}>; rel="canonical"'
    return response


def _filters(release: Release, dataset: str, query: QueryDict) -> Filters:
    columns = pyarrow.parquet.read_schema(release.path(dataset)).names
    filters = {}
    known_lang(query)
    for name in query:
        if name == "lang":
            continue
        if name not in columns:
            raise InputError(
                f"{dataset} 沒有「{name}」這一欄；可用：{'、'.join(columns)}。",
                f"{dataset} has no column '{name}'; use: {', '.join(columns)}.",
            )
        asked = query.getlist(name)
        filters[name] = list(codes(asked)) if name == "place" else listed(asked)
    return filters


def _rows(release: Release, dataset: str, filters: Filters) -> pa.Table:
    where = "".join(f' AND list_contains(?, CAST("{name}" AS VARCHAR))' for name in filters)
    sql = f"SELECT * FROM read_parquet(?) WHERE true{where} LIMIT {settings.MAX_ROWS + 1}"
    table = cursor().execute(sql, [str(release.path(dataset)), *filters.values()]).to_arrow_table()
    if table.num_rows > settings.MAX_ROWS:
        raise InputError(
            f"超過 {settings.MAX_ROWS:,} 列；請以欄位篩選，例如 ?place=10008020。",
            f"more than {settings.MAX_ROWS:,} rows; filter by a column, e.g. ?place=10008020.",
        )
    return table


def _said(release: Release, dataset: str, filters: Filters, lang: Lang) -> dict[str, object]:
    """Return what an export says beside its rows: origin, licence, release, filter values."""
    manifest = release.manifest(dataset)
    told = {name: manifest[name] for name in SAID if name in manifest}
    words = {name: value[lang] if isinstance(value, dict) else value for name, value in told.items()}
    return {
        **words,
        "dataset": dataset,
        "release": release.id,
        "snapshot": release.datasets[dataset],
        "filters": filters,
    }


def _write(table: pa.Table, form: str, said: dict[str, object]) -> bytes:
    if form == "json":
        return json.dumps({**said, "rows": table.to_pylist()}, ensure_ascii=False, allow_nan=False).encode()
    sink = io.BytesIO()
    if form == "csv":
        pyarrow.csv.write_csv(_harmless(table), sink)
    else:
        words = json.dumps(said, ensure_ascii=False, sort_keys=True)
        pyarrow.parquet.write_table(
            table.replace_schema_metadata({"difang": words}), sink, compression="zstd"
        )
    return sink.getvalue()


def _harmless(table: pa.Table) -> pa.Table:
    """Return the table with text cells that no spreadsheet runs as a formula."""
    for at, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            cells = [None if text is None else harmless(text) for text in table[at].to_pylist()]
            table = table.set_column(at, field, pa.array(cells, pa.string()))
    return table
