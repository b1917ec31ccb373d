"""One stem, every form: negotiated, harmless, cited, and under a release unchanged for ever."""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from difang.indicators import Figures
from tests.indicators.fixture import FRAME, published_figures, spread, stanza

PULI = "place=10008020&period=2025"
STEM = f"/figures/population.total.json?{PULI}"
PERMANENT = "/figures/population.total.{form}?place=10008020&period=2025-12"
FORMS = ("csv", "json", "parquet", "geojson", "xlsx", "ods", "md", "metadata.json", "zip")
MEDIA = {
    "text/csv": "text/csv; charset=utf-8",
    "text/csv, */*;q=0.1": "text/csv; charset=utf-8",
    "application/json": "application/json",
    "text/html;q=0.5, application/json": "application/json",
    "application/geo+json": "application/geo+json",
    "application/vnd.apache.parquet": "application/vnd.apache.parquet",
    "text/markdown": "text/markdown; charset=utf-8",
    "application/vnd.oasis.opendocument.spreadsheet": "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
}


def rows(client, address: str) -> list[dict]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return json.loads(answer.content)["rows"]


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Figures]:
    """A home of its own with one release, in which 埔里 has 200 people."""
    people = {"by_month": spread("2025-12", [10, 20, 100, 200, 300])}
    with published_figures(tmp_path, [stanza("total")], people, FRAME) as figures:
        yield figures


@pytest.fixture
def own_client(client, first: Figures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """The client, asking that home."""
    monkeypatch.setenv("DIFANG_HOME", str(tmp_path / "home"))
    return client


@pytest.mark.parametrize("form", FORMS)
def test_permanent_address_gives_the_same_bytes_after_a_revision(
    own_client, first: Figures, tmp_path: Path, form: str
) -> None:
    newest = PERMANENT.format(form=form)
    permanent = f"/r/{first.release.id}{newest}"
    before, newest_before = own_client.get(permanent), own_client.get(newest)
    revised = {"by_month": spread("2025-12", [10, 20, 100, 201, 300])}
    with published_figures(tmp_path, [stanza("total")], revised, FRAME) as second:
        assert second.release.id != first.release.id
        after, newest_after = own_client.get(permanent), own_client.get(newest)
    assert after.content == before.content == newest_before.content
    assert (after["ETag"], after["Cache-Control"]) == (before["ETag"], before["Cache-Control"])
    assert newest_after.content != before.content
    assert newest_after["ETag"] != before["ETag"]


def test_newest_address_tells_the_revised_value(own_client, first: Figures, tmp_path: Path) -> None:
    newest = PERMANENT.format(form="json")
    assert [row["value"] for row in rows(own_client, newest)] == [200]
    revised = {"by_month": spread("2025-12", [10, 20, 100, 201, 300])}
    with published_figures(tmp_path, [stanza("total")], revised, FRAME):
        assert [row["value"] for row in rows(own_client, newest)] == [201]
        assert [row["value"] for row in rows(own_client, f"/r/{first.release.id}{newest}")] == [200]


def test_permalink_of_every_headline_figure_gives_one_row_with_its_value(client, workspace) -> None:
    from difang.indicators import catalogue

    figures = Figures(workspace.release)
    tried = 0
    for indicator in catalogue().all():
        level = figures.levels(indicator.id)[0]
        place = {"township": "10008020", "county": "10008", "nation": "TW", "village": "10008020"}[level]
        figure = figures.one(indicator.id, place)
        if figure.status == "not_published":
            continue
        answer = client.get(figure.permalink, headers={"accept": "application/json"})
        (row,) = json.loads(answer.content)["rows"]
        told = (row["indicator"], row["place"], row["period"], row["value"], row["release"])
        assert told == (figure.indicator, figure.place, figure.period, figure.value, figure.release)
        tried += 1
    assert tried > 50


def test_date_in_the_place_of_a_release_is_sent_on_to_its_id(client, workspace) -> None:
    for path in (f"/figures/population.total.csv?{PULI}", "/data/circulation.crops.csv?place=10008020"):
        answer = client.get(f"/r/2099-12-31{path}")
        assert (answer.status_code, answer["Location"]) == (302, f"/r/{workspace.release.id}{path}")
        assert answer["Cache-Control"] == "no-store"


def test_citation_of_a_release_leads_to_what_it_holds(client, workspace) -> None:
    cited = workspace.cite(workspace.release.id)
    address = f"/r/{workspace.release.id}/"
    assert cited.endswith(address)
    page = client.get(address, headers={"accept": "text/html"}).content.decode()
    for name, snapshot in workspace.release.datasets.items():
        if not name.startswith("figures"):
            assert f"<code>{snapshot}</code>" in page
            assert f'href="{address}data/{name}.csv"' in page
    english = client.get(f"{address}?lang=en").content.decode()
    assert '<html lang="en">' in english
    assert f'href="{address}" lang="zh-Hant-TW"' in english


def test_program_that_asks_for_a_release_is_sent_to_the_api(client, workspace) -> None:
    answer = client.get(f"/r/{workspace.release.id}/", headers={"accept": "application/json"})
    assert (answer.status_code, answer["Location"]) == (302, f"/api/v1/releases/{workspace.release.id}")
    by_date = client.get("/r/2099-12-31/")
    assert (by_date.status_code, by_date["Location"]) == (302, f"/r/{workspace.release.id}/")
    assert client.get("/r/20010101-000000000000/").status_code == 404


@pytest.mark.parametrize(("accept", "media"), MEDIA.items())
def test_client_gets_the_form_it_accepts(client, accept: str, media: str) -> None:
    answer = client.get(f"/figures/population.total?{PULI}", headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"], answer["Vary"]) == (200, media, "Accept")


def test_client_that_accepts_no_form_is_told_which_there_are(client) -> None:
    answer = client.get(f"/figures/population.total?lang=en&{PULI}", headers={"accept": "image/webp"})
    assert answer.status_code == 406
    detail = json.loads(answer.content)["detail"]
    assert detail.endswith("use one of: json, csv, geojson, parquet, xlsx, ods, md.")


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("place=埔里&period=2025", "/indicators/population.total/?place=10008020&period=2025"),
        ("place=埔里&lang=en", "/en/indicators/population.total/?place=10008020&period=latest"),
        ("place=埔里,魚池&period=2025", "/indicators/population.total/"),
        ("place=埔里&period=2015..2025", "/indicators/population.total/"),
        ("place=10008020001", "/indicators/population.total/?place=10008020001&period=latest"),
        ("", "/indicators/population.total/"),
    ],
)
def test_browser_is_sent_to_a_page_that_is_there(client, query: str, page: str) -> None:
    answer = client.get(f"/figures/population.total?{query}", headers={"accept": "text/html"})
    assert (answer.status_code, answer["Location"], answer["Vary"]) == (302, page, "Accept")
    assert client.get(page).status_code == 200


def test_compared_places_come_after_those_asked_for_and_are_printed(client) -> None:
    told = json.loads(
        client.get("/figures/population.total.json?place=埔里&compare=魚池,10008020&period=2025").content
    )
    assert {row["place"] for row in told["rows"]} == {"10008020", "10008090"}
    assert told["filters"] == {
        "indicator": "population.total",
        "place": "10008020",
        "compare": "10008090,10008020",
        "period": "2025",
    }


def test_members_of_a_county_come_at_once(client) -> None:
    told = rows(client, "/figures/population.total.json?place=南投縣&level=township&period=2025")
    assert len({row["place"] for row in told}) == len(told) == 13


def test_all_townships_come_at_once(client) -> None:
    assert len(rows(client, "/figures/population.total.json?level=township&period=2025")) == 368


@pytest.mark.parametrize("form", ["geojson", "xlsx", "ods"])
def test_form_that_costs_much_names_its_limit_and_a_cheaper_form(client, form: str) -> None:
    address = f"/figures/population.total.{form}?level=township&period=2010-01..2026-05&lang=en"
    answer = client.get(address)
    assert answer.status_code == 422
    assert json.loads(answer.content)["detail"].endswith("or for csv or parquet.")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_prints_release_filter_and_citation_where_it_has_room(
    client, workspace, form: str
) -> None:
    content = client.get(f"/figures/population.total.{form}?{PULI}&lang=en").content
    if form == "zip":
        content = zipfile.ZipFile(io.BytesIO(content)).read("README.md")
    elif form in ("xlsx", "ods"):
        book = zipfile.ZipFile(io.BytesIO(content))
        content = b"".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    assert workspace.release.id.encode() in content
    if form != "csv":
        assert b"Retrieved 20" in content
        assert content.count(b"2025") > 1


def test_zip_has_the_same_bytes_each_time(client) -> None:
    address = f"/figures/population.total.zip?{PULI}"
    again = "/figures/population.total.zip?period=2025&place=10008020"
    assert client.get(address).content == client.get(again).content


def test_picture_of_a_period_that_is_not_published_is_refused(client) -> None:
    for address in ("population.total.png?period=1901", "population.total.svg?period=1901&place=10008020"):
        assert client.get(f"/figures/{address}").status_code == 404


def words_of(client, address: str) -> str:
    """All words of an SVG, lines joined."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return "".join(re.findall(r">([^<>]+)</text>", answer.content.decode()))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_picture_carries_caveats_and_its_permanent_address(client, workspace, lang: str) -> None:
    from difang.indicators import catalogue

    caveat = catalogue().caveat("register_abroad_2020_2025").text.get(lang)
    told = words_of(client, f"/figures/population.net_migration_rate.svg?period=2025&lang={lang}")
    assert caveat.replace(" ", "") in html.unescape(told).replace(" ", "")
    assert f"/r/{workspace.release.id}/figures/population.net_migration_rate" in told
    assert ("，" in told) == (lang == "zh")


def test_line_chart_says_where_the_definition_breaks(client) -> None:
    from difang.indicators import catalogue

    (broken,) = [one for one in catalogue().get("circulation.mean_income").breaks if one.at == "2019"]
    told = words_of(client, "/figures/circulation.mean_income.svg?place=10008020&period=2015..2022")
    assert f"2019，{broken.why.zh}" in told


def test_months_and_villages_are_drawn_as_lines(client) -> None:
    address = "/figures/population.total.svg?place=10008020&period=2024-01..2024-12"
    steps = [path.count("L") for path in re.findall(r' d="(M[^"]+)"', client.get(address).content.decode())]
    assert max(steps) == 11
    villages = client.get("/api/v1/figures?indicator=population.total&place=10008020&level=village&limit=1")
    (row,) = json.loads(villages.content)["items"]
    address = f"/figures/population.total.svg?place={row['place']}&period={row['period']}..{row['period']}"
    assert row["name"] in words_of(client, address)


def test_picture_of_one_place_over_years_is_a_line_chart(client) -> None:
    answer = client.get("/figures/population.total.svg?place=10008020&period=2015..2025")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "埔里" in answer.content.decode()
    assert "<script" not in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [f"/figures/population.total.csv?{PULI}", "/data/circulation.crops.csv?place=10008020"],
)
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete", "options"])
def test_any_other_verb_is_refused(client, address: str, verb: str) -> None:
    answer = getattr(client, verb)(address)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("form", [*FORMS, "svg", "png"])
def test_head_and_strict_headers(client, form: str) -> None:
    address = f"/figures/population.total.{form}?{PULI}"
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])
    assert get["X-Content-Type-Options"] == "nosniff"
    assert get["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in get["Content-Security-Policy"]
    assert not get.cookies
    again = client.get(address, headers={"if-none-match": get["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("query", "status", "kind"),
    [
        ("place=中山區", 422, "ambiguous"),
        ("place=nowhere", 404, "not-found"),
        ("place=10008020999", 404, "no-data"),
        ("period=yesterday", 422, "wrong-input"),
        ("period=2025..2015", 422, "wrong-input"),
        ("level=moon", 422, "wrong-input"),
        ("include=all", 422, "wrong-input"),
        ("lang=fr", 422, "wrong-input"),
        ("colour=red", 422, "wrong-input"),
    ],
)
def test_wrong_question_says_what_would_be_right(client, query: str, status: int, kind: str) -> None:
    problem = json.loads(client.get(f"/figures/population.total.json?{query}").content)
    assert (problem["status"], problem["type"]) == (status, f"/problems/{kind}")


def test_data_set_may_be_filtered_by_several_values_in_any_spelling(client) -> None:
    told = json.loads(client.get("/data/circulation.crops.json?place=埔里,魚池&crop_class=tea").content)
    assert {row["place"] for row in told["rows"]} <= {"10008020", "10008090"}
    assert {row["crop_class"] for row in told["rows"]} == {"tea"}
    assert told["filters"] == {"place": ["10008020", "10008090"], "crop_class": ["tea"]}


def test_data_set_says_origin_licence_and_release(client, workspace) -> None:
    told = json.loads(client.get("/data/circulation.crops.json?place=10008020").content)
    manifest = workspace.release.manifest("circulation.crops")
    assert told["release"] == workspace.release.id
    assert told["snapshot"] == workspace.release.datasets["circulation.crops"]
    assert (told["licence"], told["publisher"]) == (manifest["licence"], manifest["publisher"]["zh"])


def test_data_set_in_csv_json_and_parquet_holds_the_same_rows(client) -> None:
    import pyarrow.parquet as pq

    base = "/data/circulation.crops"
    told = json.loads(client.get(f"{base}.json?place=10008020").content)["rows"]
    parquet = pq.read_table(io.BytesIO(client.get(f"{base}.parquet?place=10008020").content)).to_pylist()
    table = list(csv.DictReader(io.StringIO(client.get(f"{base}.csv?place=10008020").content.decode())))
    assert parquet == told
    areas = [row.pop("planted_area") for row in told]
    assert [float(row.pop("planted_area")) for row in table] == areas
    assert [{name: cell or "" for name, cell in row.items()} for row in told] == table


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_of_a_data_set_runs_in_no_spreadsheet(client, evil: str) -> None:
    import pyarrow as pa

    from difang.atlas.views.datasets import _write

    table = pa.table({"crop": [evil, None, "稻"], "area": [-1.5, 2.0, None]})
    (first_cell, area), *rest = list(csv.reader(io.StringIO(_write(table, "csv", {}).decode())))[1:]
    assert (first_cell, area) == ("'" + evil.replace("\r", " "), "-1.5")
    assert rest == [["", "2"], ["稻", ""]]
