"""Every address: what it answers to, its headers, its verbs."""

import io
import json

import pytest

PAGES = [
    "/",
    "/en/",
    "/places/10008020/",
    "/en/places/10008020/",
    "/places/10008/",
    "/places/TW/",
    "/maps/population/",
    "/en/maps/population/?place=10008020",
    "/maps/circulation/",
    "/maps/finance/",
    "/goals/",
    "/en/goals/",
    "/indicators/",
    "/indicators/population.total/",
    "/policy/",
    "/en/policy/",
    "/resources/",
    "/data/",
    "/en/data/",
    "/api/v1/docs",
]
DATA = [
    "/api/v1/places",
    "/api/v1/indicators",
    "/api/v1/figures?indicator=population.total&place=10008020",
    "/api/v1/maps/population.total",
    "/api/v1/releases",
    "/api/v1/openapi.json",
    "/figures/population.total.csv?place=10008020",
    "/data/circulation.crops.json?place=10008020",
    "/search.json?q=%E5%9F%94",
]
WRONG = {
    "/nothing/": 404,
    "/maps/nothing/": 404,
    "/maps/population/?period=1800": 422,
    "/maps/population/?indicator=population.nothing": 404,
    "/maps/population/?colour=red": 422,
    **{f"{page.partition('?')[0]}?colour=red": 422 for page in PAGES},
    **{f"{page.partition('?')[0]}?lang=xx": 422 for page in PAGES},
    "/policy/?lang=en": 422,
    "/search.json?q=a&lang=xx": 422,
    "/search.json?q=a&colour=red": 422,
    "/data/circulation.crops.json?lang=xx": 422,
    "/api/v1/places?lang=xx": 422,
    "/figures/population.total.csv?lang=xx": 422,
    f"/policy/?{'&'.join(f'a{n}=1' for n in range(1_500))}": 400,
    f"/api/v1/places?{'&'.join(f'a{n}=1' for n in range(1_500))}": 400,
    "/maps/population/?all=zz": 422,
    "/maps/population/?from=zz": 422,
    "/figures/population.total.": 404,
    "/figures/population.total.csv.": 404,
    "/places/99999999/": 404,
    "/indicators/population.nothing/": 404,
    "/api/v1/places/%E4%B8%AD%E5%B1%B1%E5%8D%80": 422,
    "/api/v1/places/nowhere": 404,
    "/api/v1/figures": 422,
    "/api/v1/figures?indicator=population.total&limit=0": 422,
    "/api/v1/figures?indicator=population.total&period=2025-13": 422,
    "/api/v1/figures?indicator=population.total&colour=red": 422,
    "/api/v1/releases/nothing": 422,
    "/figures/population.total.docx": 422,
    "/figures/population.total.csv?place=%E5%A4%A7%E5%AE%89": 422,
    "/r/20010101-000000000000/figures/population.total.csv": 404,
    "/data/nothing.csv": 404,
    "/data/circulation.crops.csv?colour=red": 422,
}


@pytest.mark.parametrize("address", PAGES)
def test_page_answers_with_strict_headers_and_no_cookie(client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert not answer.cookies


@pytest.mark.parametrize("address", PAGES)
def test_page_holds_nothing_its_policy_forbids_and_nothing_from_elsewhere(client, address: str) -> None:
    html = client.get(address).content.decode()
    for forbidden in (' style="', "<style", " onclick=", "javascript:", "<script>"):
        assert forbidden not in html, forbidden
    assert 'src="http' not in html
    assert '<link rel="stylesheet" href="http' not in html


@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_a_language_and_a_twin(client, address: str) -> None:
    html = client.get(address).content.decode()
    assert html.count("<h1") == 1
    assert f'<html lang="{"en" if address.startswith("/en/") else "zh-Hant-TW"}">' in html
    assert 'hreflang="en"' in html


@pytest.mark.parametrize("address", [*PAGES, *DATA])
def test_address_answers_304_to_its_own_tag(client, address: str) -> None:
    first = client.get(address)
    assert first.status_code == 200
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("address", "status"), WRONG.items())
def test_wrong_address_says_what_would_be_right_without_a_trace(client, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    text = answer.content.decode()
    assert "Traceback" not in text
    assert answer["Cache-Control"] == "no-store"
    if address.startswith("/api/") or "." in address.rsplit("/", 1)[-1].split("?")[0]:
        problem = json.loads(text)
        assert answer["Content-Type"] == "application/problem+json"
        assert (problem["status"], bool(problem["detail"])) == (status, True)


@pytest.mark.parametrize("tracker", ["fbclid=x", "utm_source=a&utm_medium=b"])
def test_page_answers_whoever_follows_a_shared_link(client, tracker: str) -> None:
    assert client.get(f"/places/10008020/?{tracker}").status_code == 200
    assert client.get(f"/maps/population/?{tracker}&period=2025").status_code == 200


def test_page_with_a_language_in_its_query_says_where_the_language_is(client) -> None:
    assert "以 /en/ 開頭" in client.get("/maps/population/?lang=zh").content.decode()
    assert "English begins with /en/" in client.get("/en/policy/?lang=en").content.decode()


@pytest.mark.parametrize("address", ["/api/v1/places", "/api/v1/figures", "/api/v1/releases"])
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_api_is_read_only(client, address: str, verb: str) -> None:
    assert getattr(client, verb)(address).status_code == 405


@pytest.mark.parametrize("address", ["/", "/en/", "/nothing/", "/api/v1/places"])
def test_foreign_host_is_refused_with_a_sentence_and_strict_headers(client, address: str) -> None:
    answer = client.get(address, headers={"host": "evil.example"})
    assert (answer.status_code, answer["Cache-Control"]) == (400, "no-store")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    text = answer.content.decode()
    assert "DIFANG_ALLOWED_HOSTS" in text and "evil.example" not in text
    if address.startswith("/api/"):
        problem = json.loads(text)
        assert (problem["type"], problem["status"]) == ("/problems/foreign-host", 400)


def test_foreign_host_is_one_warning_line_in_the_log(client) -> None:
    """The handler of the site's settings, writing to a page of ours instead of the error output."""
    import logging

    (handler,) = [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]
    written = io.StringIO()
    before = handler.setStream(written)
    try:
        client.get("/", headers={"host": "evil.example"})
    finally:
        handler.setStream(before)
    (line,) = written.getvalue().splitlines()
    assert " WARNING django.security.DisallowedHost Invalid HTTP_HOST header: 'evil.example'." in line


def test_health_names_the_release(client, workspace) -> None:
    assert client.get("/healthz").content.decode() == workspace.release.id


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/en/places/10008020/",
        "/maps/population/",
        "/embed/maps/population/",
        "/search.json",
        "/centres.json",
        "/healthz",
        "/robots.txt",
        "/figures/population.total.csv",
        "/api/v1/docs",
        "/problems/fault",
    ],
)
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete", "options"])
def test_every_address_is_read_only_and_says_so(client, address: str, verb: str) -> None:
    answer = getattr(client, verb)(address)
    assert (answer.status_code, answer["Cache-Control"]) == (405, "no-store")
    assert {"GET", "HEAD"} == set(answer["Allow"].split(", "))
    assert verb.upper() in answer.content.decode()
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", ["/?q=10008020", "/figures/population.total", "/r/2099-01-01/"])
def test_redirect_may_not_be_kept(client, address: str) -> None:
    answer = client.get(address, headers={"accept": "text/html"})
    assert (answer.status_code, answer["Cache-Control"]) == (302, "no-store")


def test_any_tag_is_answered_304(client) -> None:
    assert client.get("/goals/", headers={"if-none-match": "*"}).status_code == 304


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/figures/population.total.csv?place=10008020&period=2024&period=2025", "period"),
        ("/figures/population.total.csv?level=county&level=township", "level"),
        ("/figures/population.total.csv?place=10008020&lang=zh&lang=en", "lang"),
        ("/api/v1/figures?indicator=population.total&limit=1&limit=2", "limit"),
        ("/api/v1/figures?indicator=population.total&period=2024&period=2025", "period"),
        ("/api/v1/maps/population.total?level=county&level=township", "level"),
        ("/api/v1/releases?offset=0&offset=1", "offset"),
        ("/data/circulation.crops.json?place=10008020&lang=zh&lang=en", "lang"),
        ("/maps/population/?indicator=population.total&indicator=population.births", "indicator"),
        ("/en/maps/population/?place=10008020&place=10008030", "place"),
        ("/search.json?q=a&q=b", "q"),
    ],
)
def test_parameter_of_one_value_given_twice_is_refused(client, address: str, name: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert name in text and ("寫了 2 次" in text or "given 2 times" in text)
