"""The same number in every form, and for ever under its release."""

import csv
import io
import json
import zipfile

import pyarrow.parquet as pq
import pytest

from difang.indicators import catalogue, provenance

ASKED = "place=10008020&period=2025"


def test_permalink_shows_one_row_with_the_same_value(client, workspace) -> None:
    figure = workspace.figure("population.total", "埔里", "2025")
    address = figure.permalink.replace("population.total?", "population.total.json?")
    (row,) = json.loads(client.get(address).content)["rows"]
    assert (row["place"], row["period"], row["value"]) == ("10008020", "2025", figure.value)


def test_permalink_never_changes_and_names_the_newest(client, workspace) -> None:
    answer = client.get(f"/r/{workspace.release.id}/figures/population.total.csv?{ASKED}")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Link"] == f'</figures/population.total.csv?{ASKED}>; rel="canonical"'


def test_every_form_tells_the_same_value(client) -> None:
    base = "/figures/population.total"
    table = list(csv.DictReader(io.StringIO(client.get(f"{base}.csv?{ASKED}").content.decode("utf-8-sig"))))
    parquet = pq.read_table(io.BytesIO(client.get(f"{base}.parquet?{ASKED}").content)).to_pylist()
    geo = json.loads(client.get(f"{base}.geojson?{ASKED}").content)
    api = json.loads(client.get(f"/api/v1/figures?indicator=population.total&{ASKED}").content)
    values = {float(table[0]["value"]), parquet[0]["value"], geo["features"][0]["properties"]["value"]}
    assert values | {api["items"][0]["value"]} == {75_613}
    assert (table[0]["place"], parquet[0]["place"]) == ("10008020", "10008020")


def test_zip_holds_rows_readme_and_metadata(client) -> None:
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/figures/population.total.zip?{ASKED}").content))
    assert sorted(archive.namelist()) == ["README.md", "figures.csv", "metadata.json"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/geo+json", "application/geo+json"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
    ],
)
def test_stem_without_form_gives_what_the_client_accepts(client, accept: str, media: str) -> None:
    answer = client.get(f"/figures/population.total?{ASKED}", headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"], answer["Vary"]) == (200, media, "Accept")


def test_stem_sends_a_browser_to_the_page(client) -> None:
    answer = client.get(f"/figures/population.total?{ASKED}", headers={"accept": "text/html"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/indicators/population.total/?")


@pytest.mark.parametrize("form", ["svg", "png"])
def test_map_can_be_taken_as_a_picture(client, form: str) -> None:
    answer = client.get(f"/figures/population.net_migration_rate.{form}?place=10008020&period=2025")
    assert answer.status_code == 200
    assert answer.content[:4] in (b"<svg", b"\x89PNG")


def test_paging_walks_every_row_once(client) -> None:
    address: str | None = "/api/v1/figures?indicator=population.total&level=township&period=2025&limit=100"
    seen: list[str] = []
    while address:
        page = json.loads(client.get(address).content)
        seen += [row["place"] for row in page["items"]]
        address = page["next"]
    assert (len(seen), len(set(seen)), page["total"]) == (368, 368, 368)


def test_map_json_holds_every_township(client) -> None:
    body = json.loads(client.get("/api/v1/maps/population.total?period=2025").content)
    assert (len(body["values"]), sum(body["values"].values())) == (368, 23_299_132)


@pytest.mark.parametrize(
    ("indicator", "place", "period", "datasets"),
    [
        ("population.total", "10008020", "2026-05", ["population.by_month"]),
        ("population.total", "10008020", "2025", ["population.by_month"]),
        ("population.total", "10008020001", "2025-12", ["population.village_bands"]),
        ("population.old_age_share", "10008020", "2025-12", ["population.by_age"]),
        ("population.old_age_share", "10008020", "2019-12", ["population.bands_by_month"]),
        ("population.net_migration", "10008020", "2025", ["population.net_migration"]),
        ("population.net_migration", "10008", "2025", ["population.migration_county"]),
        ("care.beds_per_1000", "TW", "2021-06", ["care.capacity", "population.by_month"]),
    ],
)
def test_figure_names_only_the_data_sets_that_gave_it(workspace, indicator, place, period, datasets) -> None:
    figure = workspace.data.one(indicator, place, period)
    assert figure.value is not None
    assert [one.dataset for one in provenance(figure)] == datasets
    others = set(catalogue().get(indicator).datasets) - set(datasets)
    assert not [name for name in others if f"{name} " in figure.cite("text")]
