"""Every form says release, filter and citation, keeps codes as text, and runs in no spreadsheet."""

import csv
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from difang.errors import InputError
from difang.indicators import Figures, export
from difang.indicators.selection import COLUMNS

ASKED = {"place": "10008", "level": "township", "period": "latest"}


@pytest.fixture
def table(published: Figures) -> pa.Table:
    return published.select("population.old_share", places=["10008"], level="township")


def written(table: pa.Table, form: str) -> bytes:
    return export.write(table, form, lang="en", filters=ASKED)


@pytest.mark.parametrize("form", export.FORMATS)
def test_equal_tables_give_equal_bytes(table: pa.Table, form: str) -> None:
    assert written(table, form) == written(table.slice(0), form)


def test_csv_has_the_contracted_columns_only(table: pa.Table) -> None:
    rows = list(csv.reader(io.StringIO(written(table, "csv").decode())))
    assert tuple(rows[0]) == COLUMNS
    assert rows[2][:7] == [
        "population.old_share",
        "10008020",
        "南投縣埔里鎮",
        "township",
        "2025-12",
        "20",
        "percent",
    ]
    assert rows[3][5:9] == ["", "percent", "not_applicable", "no_population"]


def test_json_holds_rows_definition_and_citation(table: pa.Table, published: Figures) -> None:
    content = json.loads(written(table, "json"))
    assert content["release"] == published.release.id
    assert content["filters"] == ASKED
    assert content["rows"] == table.to_pylist()
    assert content["indicators"][0]["definition"] == "Definition."
    assert content["indicators"][0]["sources"][0]["publisher"] == "Department of Household Registration"
    assert published.release.id in content["citation"]


def test_parquet_keeps_the_rows_and_says_what_they_are(table: pa.Table) -> None:
    read = pq.read_table(io.BytesIO(written(table, "parquet")))
    assert read.to_pylist() == table.to_pylist()
    assert json.loads(read.schema.metadata[b"difang"])["filters"] == ASKED


def test_geojson_joins_shapes_and_figures(table: pa.Table) -> None:
    content = json.loads(written(table, "geojson"))
    assert [f["properties"]["place"] for f in content["features"]] == ["10008010", "10008020", "10008030"]
    assert {f["geometry"]["type"] for f in content["features"]} <= {"Polygon", "MultiPolygon"}
    assert content["difang"]["filters"] == ASKED


def test_xlsx_keeps_codes_as_text_and_numbers_as_numbers(table: pa.Table) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(written(table, "xlsx")))
    rows = list(book["Figures"].iter_rows(values_only=True))
    assert (rows[2][1], rows[2][5]) == ("10008020", 20)
    said = dict(row[:2] for row in book["About"].iter_rows(values_only=True))
    assert said["Filter: place"] == "10008"
    assert said["Definition"] == "Definition."


def test_ods_is_read_back_with_codes_as_text(table: pa.Table) -> None:
    from odf.opendocument import load
    from odf.table import Table, TableCell, TableRow

    sheets = load(io.BytesIO(written(table, "ods"))).spreadsheet.getElementsByType(Table)
    assert [sheet.getAttribute("name") for sheet in sheets] == ["Figures", "About"]
    cells = sheets[0].getElementsByType(TableRow)[2].getElementsByType(TableCell)
    assert (str(cells[1]), cells[1].getAttribute("valuetype")) == ("10008020", "string")
    assert cells[5].getAttribute("value") == "20.0"


def test_markdown_has_the_table_then_what_it_is(table: pa.Table) -> None:
    text = written(table, "md").decode()
    assert text.splitlines()[0] == "| " + " | ".join(COLUMNS) + " |"
    assert "- **Filter: period**: latest" in text.splitlines()


def test_zip_holds_data_readme_and_metadata(table: pa.Table) -> None:
    archive = zipfile.ZipFile(io.BytesIO(written(table, "zip")))
    assert archive.namelist() == ["README.md", "figures.csv", "metadata.json"]
    assert archive.read("figures.csv") == written(table, "csv")
    assert "Cite as" in archive.read("README.md").decode()


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cell_that_a_spreadsheet_would_run_is_made_harmless(table: pa.Table, evil: str) -> None:
    at = table.column_names.index("name")
    changed = table.set_column(at, "name", pa.array([evil] * table.num_rows))
    row = list(csv.reader(io.StringIO(export.write(changed, "csv").decode(), newline="")))[1]
    assert row[at] == "'" + evil.replace("\r", " ")


def test_negative_number_stays_a_number(table: pa.Table) -> None:
    at = table.column_names.index("value")
    changed = table.set_column(at, "value", pa.array([-1.5] * table.num_rows))
    assert list(csv.reader(io.StringIO(export.write(changed, "csv").decode())))[1][at] == "-1.5"


def test_unknown_form_lists_those_there_are(table: pa.Table) -> None:
    with pytest.raises(InputError, match="it must be one of csv, json, md"):
        export.write(table, "doc")


def test_empty_table_is_written_in_every_form(table: pa.Table) -> None:
    for form in export.FORMATS:
        assert export.write(table.slice(0, 0), form)
