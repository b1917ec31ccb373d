import gzip
import json
import re

import pytest
from django.test import Client

from difang import places
from difang.charts import fonts_dir

BUDGET = 600_000
UNSAFE = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=")


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_home_finding_counts_what_its_table_counts(client: Client) -> None:
    page = text(client, "/en/")
    fewer = int(re.search(r"(\d+) of 368 townships lost people from 2015 to 2025", page)[1])  # type: ignore[index]
    table = re.search(r"<tbody>(.*?)</tbody>", page, re.S)
    assert table is not None
    rows = re.findall(r'<td class="r">(\d+)</td><td class="r">(\d+)</td>', table[1])
    assert (sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)) == (fewer, 368)


def test_home_draws_the_map_once_with_a_link_for_each_township(client: Client) -> None:
    page = text(client, "/")
    drawn = re.findall(r'<a href="/places/(\d{8})/" tabindex="-1"><path', page)
    assert sorted(drawn) == [one.code for one in places.all_places("township")]


def test_home_links_all_counties(client: Client) -> None:
    names = re.search(r'id="cty-h">.*?</nav>', text(client, "/"), re.S)
    assert names is not None
    codes = re.findall(r"/places/(\d{5})/", names[0])
    assert sorted(codes) == [one.code for one in places.all_places("county")]


@pytest.mark.parametrize("address", ["/", "/en/", "/?q=中山區"])
def test_home_holds_nothing_that_the_security_policy_forbids(client: Client, address: str) -> None:
    assert UNSAFE.findall(text(client, address)) == []


def test_home_first_view_fits_its_budget(client: Client) -> None:
    page = gzip.compress(text(client, "/").encode())
    fonts = sum(path.stat().st_size for path in fonts_dir().rglob("*.woff2"))
    assert len(page) + fonts < BUDGET


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/?q=埔里", "/places/10008020/"),
        ("/?q=10008020", "/places/10008020/"),
        ("/en/?q=Puli Township, Nantou County", "/en/places/10008020/"),
    ],
)
def test_search_form_goes_to_the_place(client: Client, asked: str, goes: str) -> None:
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (302, goes)


def test_search_form_lists_every_place_of_an_unclear_name(client: Client) -> None:
    page = text(client, "/?q=中山區")
    listed = re.search(r'id="said".*?</div>', page, re.S)
    assert listed is not None
    assert re.findall(r'href="([^"]+)"', listed[0]) == ["/places/10017050/", "/places/63000040/"]


def test_search_form_shows_an_unknown_name_as_text(client: Client) -> None:
    page = text(client, "/?q=<b>x</b>")
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_type_ahead_gives_at_most_eight_places_with_people_and_address(client: Client) -> None:
    results = json.loads(client.get("/search.json", {"q": "埔"}).content)["results"]
    assert len(results) == 8
    puli = next(one for one in results if one["code"] == "10008020")
    assert (puli["name"], puli["county"], puli["url"]) == ("埔里鎮", "南投縣", "/places/10008020/")
    assert re.fullmatch(r"[\d,]+\u00a0人", puli["people"])


def test_type_ahead_in_english_stays_in_english(client: Client) -> None:
    results = json.loads(client.get("/search.json", {"q": "puli", "lang": "en"}).content)["results"]
    assert (results[0]["name"], results[0]["url"]) == ("Puli Township", "/en/places/10008020/")


def test_type_ahead_of_nothing_is_empty(client: Client) -> None:
    assert json.loads(client.get("/search.json").content)["results"] == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("/?q=埔", "11 個地方的名字裡有「埔」；請選一個："),
        ("/en/?q=埔", "11 places have &#x27;埔&#x27; in the name; choose one:"),
    ],
)
def test_search_form_lists_every_place_that_holds_a_part_of_a_name(
    client: Client, asked: str, says: str
) -> None:
    page = text(client, asked)
    listed = re.search(r'id="said".*?</div>', page, re.S)
    assert listed is not None
    assert says in listed[0]
    codes = re.findall(r"/places/(\d{8})/", listed[0])
    assert sorted(codes) == [one.code for one in places.all_places("township") if "埔" in one.name]


@pytest.mark.parametrize("asked", ["/?q=xyz", "/en/?q=xyz"])
def test_search_form_shows_no_place_for_a_name_that_nothing_is_like(client: Client, asked: str) -> None:
    page = text(client, asked)
    listed = re.search(r'id="said".*?</div>', page, re.S)
    assert listed is not None
    assert "/places/" not in listed[0]
    assert "10008020" in listed[0]
