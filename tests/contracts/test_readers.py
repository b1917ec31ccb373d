"""What people open the files with reads back the same values, with place codes as text."""

import io
import json
import math
import urllib.request
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from difang.workspace import Workspace

LEVEL, PERIOD = "township", "2025"
INDICATORS = ("population.total", "population.net_migration_rate")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
EXCEL_PRECISION = 1e-15
"""A workbook's writer keeps 16 digits, of which Excel itself shows 15."""
Values = dict[str, float | None]


@pytest.fixture(params=INDICATORS)
def indicator(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def expected(workspace: Workspace, indicator: str) -> Values:
    """{code: value} as the library tells it."""
    rows = workspace.figures(indicator, level=LEVEL, period=PERIOD).to_pylist()
    values = {row["place"]: row["value"] for row in rows}
    assert len(values) == 368
    return values


@pytest.fixture
def url(address: str, indicator: str) -> Callable[[str], str]:
    """The address of one form of the figures."""
    return lambda form: f"{address}/figures/{indicator}.{form}?level={LEVEL}&period={PERIOD}"


def fetch(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        return answer.read()


def test_pandas_reads_csv_from_its_address(url: Callable[[str], str], expected: Values) -> None:
    import pandas as pd

    frame = pd.read_csv(url("csv"), dtype={"place": str}, float_precision="round_trip")
    assert dict(zip(frame["place"], frame["value"], strict=True)) == expected
    assert frame["period"].unique().tolist() == [int(PERIOD)]


def test_pandas_reads_parquet(url: Callable[[str], str], expected: Values) -> None:
    import pandas as pd

    frame = pd.read_parquet(io.BytesIO(fetch(url("parquet"))))
    assert dict(zip(frame["place"], frame["value"], strict=True)) == expected
    assert frame["period"].unique().tolist() == [PERIOD]


def test_pandas_reads_the_excel_workbook(url: Callable[[str], str], expected: Values) -> None:
    import pandas as pd

    frame = pd.read_excel(io.BytesIO(fetch(url("xlsx"))), dtype={"place": str})
    read = dict(zip(frame["place"], frame["value"], strict=True))
    assert read == pytest.approx(expected, rel=EXCEL_PRECISION, abs=0)


def test_polars_reads_csv_and_parquet_alike(url: Callable[[str], str], expected: Values) -> None:
    pl = pytest.importorskip("polars")

    table = pl.read_csv(fetch(url("csv")), schema_overrides={"place": pl.String})
    parquet = pl.read_parquet(fetch(url("parquet")))
    for frame in (table, parquet):
        assert frame.schema["place"] == pl.String
        assert dict(zip(frame["place"], frame["value"], strict=True)) == expected


def test_polars_takes_the_table_of_the_library(
    workspace: Workspace, indicator: str, expected: Values
) -> None:
    pl = pytest.importorskip("polars")

    frame = pl.from_arrow(workspace.figures(indicator, level=LEVEL, period=PERIOD))
    assert dict(zip(frame["place"], frame["value"], strict=True)) == expected


def test_duckdb_reads_the_files(url: Callable[[str], str], expected: Values, tmp_path) -> None:
    import duckdb

    for form, reader in (("csv", "read_csv"), ("parquet", "read_parquet")):
        file = tmp_path / f"figures.{form}"
        file.write_bytes(fetch(url(form)))
        rows = duckdb.connect().execute(f"SELECT place::VARCHAR, value FROM {reader}('{file}')").fetchall()
        assert dict(rows) == expected


def test_openpyxl_finds_codes_that_are_text(url: Callable[[str], str], expected: Values) -> None:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(fetch(url("xlsx")))).worksheets[0]
    header, *rows = sheet.iter_rows()
    at = {cell.value: number for number, cell in enumerate(header)}
    assert {row[at["place"]].data_type for row in rows} == {"s"}
    assert {row[at["place"]].number_format for row in rows} == {"@"}
    read = {row[at["place"]].value: row[at["value"]].value for row in rows}
    assert read == pytest.approx(expected, rel=EXCEL_PRECISION, abs=0)


def test_spreadsheet_of_opendocument_types_codes_as_string(
    url: Callable[[str], str], expected: Values
) -> None:
    content = zipfile.ZipFile(io.BytesIO(fetch(url("ods")))).read("content.xml")
    sheet = ElementTree.fromstring(content).find(f".//{TABLE}table")
    header, *rows = sheet.findall(f"{TABLE}table-row")
    names = [cell.findtext(f"{TEXT}p") for cell in header]
    place, value = names.index("place"), names.index("value")
    assert {row[place].get(f"{OFFICE}value-type") for row in rows} == {"string"}
    read = {row[place].findtext(f"{TEXT}p"): float(row[value].get(f"{OFFICE}value")) for row in rows}
    assert read == expected


def test_geojson_gives_every_township_a_closed_shape_in_taiwan(
    url: Callable[[str], str], expected: Values
) -> None:
    features = json.loads(fetch(url("geojson")))["features"]
    assert {one["properties"]["place"]: one["properties"]["value"] for one in features} == expected
    rings = [ring for one in features for ring in rings_of(one["geometry"])]
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
    longitudes, latitudes = zip(*(point for ring in rings for point in ring), strict=True)
    # 金門 in the west, 墾丁 in the south, 彭佳嶼 in the east, 東引 in the north.
    sides = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    assert [math.floor(side) for side in sides] == [118, 21, 122, 26]


def rings_of(geometry: dict) -> list[list[tuple[float, float]]]:
    """Return the rings of a Polygon or MultiPolygon."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def test_archive_holds_what_the_single_files_hold(url: Callable[[str], str]) -> None:
    archive = zipfile.ZipFile(io.BytesIO(fetch(url("zip"))))
    assert archive.testzip() is None
    assert archive.read("figures.csv") == fetch(url("csv"))
    assert archive.read("metadata.json") == fetch(url("metadata.json"))


def test_api_pages_add_up_to_the_same_values(address: str, indicator: str, expected: Values) -> None:
    path: str | None = f"/api/v1/figures?indicator={indicator}&level={LEVEL}&period={PERIOD}&limit=100"
    read: Values = {}
    while path:
        page = json.loads(fetch(address + path))
        read |= {row["place"]: row["value"] for row in page["items"]}
        path = page["next"]
    assert read == expected


def test_map_gives_the_same_values(address: str, indicator: str, expected: Values) -> None:
    told = json.loads(fetch(f"{address}/api/v1/maps/{indicator}?period={PERIOD}"))
    assert told["values"] == expected
