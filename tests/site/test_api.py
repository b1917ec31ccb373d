"""The API endpoint by endpoint: what it answers, what it refuses, and that it can only be read."""

import json

import pytest

from difang.indicators.selection import COLUMNS

FIGURES = "/api/v1/figures?indicator=population.total&period=2025"
LISTS = {
    "/api/v1/places?limit=97": 368,
    "/api/v1/places?level=county&limit=5": 22,
    "/api/v1/indicators?map=population&limit=7": None,
    "/api/v1/releases?limit=1": 1,
    f"{FIGURES}&level=township&limit=150": 368,
    f"{FIGURES}&level=county&limit=22": 22,
}
ENDPOINTS = {
    "/api/v1/places": ("q", "level", "county", "lang", "limit", "offset"),
    "/api/v1/places/10008020": ("lang",),
    "/api/v1/indicators": ("map", "lang", "limit", "offset"),
    "/api/v1/indicators/population.total": ("lang",),
    "/api/v1/figures?indicator=population.total": (
        *("indicator", "place", "level", "period", "include", "as_of", "lang", "limit", "offset"),
    ),
    "/api/v1/maps/population.total": ("level", "period", "include", "as_of", "lang"),
    "/api/v1/releases": ("lang", "limit", "offset"),
    "/api/v1/docs": ("lang",),
}


def body(client, address: str, status: int = 200) -> dict:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()
    return json.loads(answer.content)


def test_rows_have_the_columns_of_the_command(client, workspace) -> None:
    (row,) = body(client, f"{FIGURES}&place=埔里鎮")["items"]
    assert tuple(row) == COLUMNS
    (wanted,) = workspace.figures("population.total", "埔里鎮", period="2025").to_pylist()
    assert row == wanted


@pytest.mark.parametrize(
    "places",
    [
        "place=10008020&place=10008090",
        "place=10008020,10008090",
        "place=埔里,魚池",
        "place=Puli Township, Nantou County&place=魚池鄉",
        "place=10008020,10008020&place=魚池",
    ],
)
def test_places_may_be_repeated_or_listed_in_any_spelling(client, places: str) -> None:
    rows = body(client, f"{FIGURES}&{places}")["items"]
    assert [row["place"] for row in rows] == ["10008020", "10008090"]


def test_indicators_may_be_repeated_or_listed(client) -> None:
    repeated = body(client, "/api/v1/figures?indicator=population.total&indicator=population.births&place=TW")
    comma = body(client, "/api/v1/figures?indicator=population.total,population.births&place=TW")
    assert [row["indicator"] for row in comma["items"]] == ["population.total", "population.births"]
    assert comma["items"] == repeated["items"]


def test_names_come_in_the_language_asked_for(client) -> None:
    names = [
        body(client, f"{FIGURES}&place=10008020&lang={lang}")["items"][0]["name"] for lang in ("zh", "en")
    ]
    assert names == ["南投縣埔里鎮", "Puli Township, Nantou County"]


def test_errors_come_in_the_language_asked_for(client) -> None:
    details = [
        body(client, f"/api/v1/indicators/population.totl?lang={lang}", 404)["detail"]
        for lang in ("zh", "en")
    ]
    assert details[0].startswith("沒有這個指標：population.totl")
    assert details[1].startswith("unknown indicator: population.totl")


def test_unknown_indicator_names_the_nearest(client) -> None:
    assert "population.total" in body(client, "/api/v1/figures?indicator=population.totl", 404)["suggestions"]


def test_ambiguous_place_lists_every_candidate(client) -> None:
    problem = body(client, f"{FIGURES}&place=中山區", 422)
    assert (problem["type"], problem["status"]) == ("/problems/ambiguous", 422)
    assert problem["suggestions"] == ["基隆市中山區 (10017050)", "臺北市中山區 (63000040)"]


@pytest.mark.parametrize("as_of", ["20010101-000000000000", "2001-01-01"])
def test_release_that_is_not_there_answers_404(client, as_of: str) -> None:
    assert body(client, f"{FIGURES}&as_of={as_of}", 404)["type"] == "/problems/not-found"


def test_as_of_release_or_date_gives_the_same_rows(client, workspace) -> None:
    newest = body(client, f"{FIGURES}&place=TW")["items"]
    for as_of in (workspace.release.id, "2099-12-31"):
        assert body(client, f"{FIGURES}&place=TW&as_of={as_of}")["items"] == newest


def test_level_that_is_not_published_names_those_that_are(client) -> None:
    problem = body(client, "/api/v1/figures?indicator=population.births&level=village&lang=en", 404)
    assert problem["type"] == "/problems/no-data"
    assert "township, county, nation" in problem["detail"]


@pytest.mark.parametrize(("address", "names"), ENDPOINTS.items())
def test_unknown_parameter_is_refused_with_the_known_ones(client, address: str, names: tuple) -> None:
    joiner = "&" if "?" in address else "?"
    problem = body(client, f"{address}{joiner}colour=red&lang=en", 422)
    assert problem["detail"] == f"unknown parameter 'colour'; use: {', '.join(names)}."


@pytest.mark.parametrize(("address", "total"), LISTS.items())
def test_next_walks_every_row_once_and_previous_walks_back(client, address: str, total: int | None) -> None:
    pages = [body(client, address)]
    while pages[-1]["next"]:
        pages.append(body(client, pages[-1]["next"]))
    rows = [json.dumps(row) for page in pages for row in page["items"]]
    assert len(rows) == len(set(rows)) == pages[0]["total"]
    assert total in (None, len(rows))
    back = pages[-1]
    for page in reversed(pages[:-1]):
        back = body(client, back["previous"])
        assert back["items"] == page["items"]
    assert back["previous"] is None


def test_pages_from_an_odd_offset_reach_the_first_row(client) -> None:
    page = body(client, f"{FIGURES}&level=county&limit=5&offset=3")
    assert "offset=0" in page["previous"]


def test_map_leaves_out_plainly_observed_statuses(client) -> None:
    told = body(client, "/api/v1/maps/population.total?period=2025")
    assert list(told) == ["indicator", "level", "period", "unit", "release", "values", "statuses"]
    assert (told["period"], told["unit"], told["statuses"]) == ("2025", "persons", {})


def test_map_gives_null_and_status_where_there_is_no_value(client, workspace) -> None:
    told = body(client, "/api/v1/maps/circulation.median_income?period=2018")
    empty = {place for place, value in told["values"].items() if value is None}
    assert empty <= set(told["statuses"])
    rows = workspace.figures("circulation.median_income", level="township", period="2018").to_pylist()
    assert told["values"] == {row["place"]: row["value"] for row in rows}


def test_map_of_a_span_is_refused(client) -> None:
    detail = body(client, "/api/v1/maps/population.total?period=2020..2025&lang=en", 422)["detail"]
    assert detail == "a map has one period: 2020..2025; write 2025, or use /api/v1/figures."


@pytest.mark.parametrize("address", [*ENDPOINTS, "/api/v1/openapi.json"])
def test_head_has_the_headers_of_get_and_no_body(client, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Cache-Control", "Content-Length"):
        assert head[name] == get[name]


@pytest.mark.parametrize("address", [*ENDPOINTS, "/api/v1/openapi.json"])
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete", "options"])
def test_any_other_verb_is_refused_as_a_problem(client, address: str, verb: str) -> None:
    answer = getattr(client, verb)(address)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 405


def test_too_many_requests_are_told_when_to_ask_again(client, monkeypatch: pytest.MonkeyPatch) -> None:
    from difang.api.v1 import throttle  # only once Django is set up

    def status(offset: int, **sender: str) -> int:
        return client.get(f"/api/v1/places?offset={offset}", **sender).status_code

    monkeypatch.setattr(throttle, "most", 2)
    monkeypatch.setattr(throttle, "clock", lambda: 1_020.0 * 60 + 40)
    assert [status(n, REMOTE_ADDR="192.0.2.7") for n in (401, 402)] == [200, 200]
    answer = client.get("/api/v1/places?offset=403", REMOTE_ADDR="192.0.2.7")
    assert (answer.status_code, answer["Retry-After"]) == (429, "20")
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["type"] == "/problems/too-many-requests"
    assert status(404, REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="192.0.2.9") == 429
    assert status(404, REMOTE_ADDR="192.0.2.8") == 200
    monkeypatch.setattr(throttle, "clock", lambda: 1_021.0 * 60)
    assert status(405, REMOTE_ADDR="192.0.2.7") == 200


@pytest.mark.parametrize(
    ("https", "forwarded", "address"),
    [
        (False, "192.0.2.9", "192.0.2.7"),
        (True, "192.0.2.9", "192.0.2.9"),
        (True, "10.0.0.1, 192.0.2.9", "192.0.2.9"),
        (True, "", "192.0.2.7"),
    ],
)
def test_only_the_declared_proxy_is_believed(client, https: bool, forwarded: str, address: str) -> None:
    from django.test import RequestFactory, override_settings

    from difang.api.limits import address_of

    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(HTTPS=https):
        assert address_of(request) == address


def test_docs_name_every_address_and_parameter_of_the_schema(client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    for path, verbs in body(client, "/api/v1/openapi.json")["paths"].items():
        assert f"<code>GET {path}</code>" in page
        for parameter in verbs["get"].get("parameters", ()):
            assert f"<code>{parameter['name']}</code>" in page


def test_docs_begin_with_questions_that_are_answered(client) -> None:
    from django.utils.encoding import iri_to_uri

    from difang.api.docs import EXAMPLES, SUMMARIES

    schema = body(client, "/api/v1/openapi.json")["paths"]
    assert {path: verbs["get"]["summary"] for path, verbs in schema.items()} == {
        path: words.en for path, words in SUMMARIES.items()
    }
    page = client.get("/api/v1/docs").content.decode()
    for address in EXAMPLES.values():
        assert f'href="{iri_to_uri(address)}"'.replace("&", "&amp;") in page
        assert body(client, address)


def test_docs_lead_to_their_twin_in_the_other_language(client) -> None:
    assert 'href="/api/v1/docs?lang=en" lang="en"' in client.get("/api/v1/docs").content.decode()
    english = client.get("/api/v1/docs?lang=en").content.decode()
    assert '<html lang="en">' in english
    assert 'href="/api/v1/docs" lang="zh-Hant-TW"' in english


def test_schema_describes_problems_of_every_operation(client) -> None:
    schema = body(client, "/api/v1/openapi.json")
    for verbs in schema["paths"].values():
        assert list(verbs) == ["get"]
        assert set(verbs["get"]["responses"]) == {"200", "404", "422", "429"}
        assert list(verbs["get"]["responses"]["404"]["content"]) == ["application/problem+json"]
