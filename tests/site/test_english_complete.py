"""English is complete: no Chinese stands on a page under /en/ but a name that is marked as Chinese."""

import pytest

from difang.indicators import MAPS, catalogue
from tests.english import chinese

PLACES = ("10008020", "10008030", "09020060", "10008090", "10014060", "10008", "63000", "10015010", "TW")


def read(client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return chinese(answer.content.decode())


def test_reader_finds_chinese_that_is_unmarked_or_stands_alone() -> None:
    assert chinese("<p>Puli（埔里） <b lang=zh-Hant>埔里</b><br>more</p><img alt=圖>") == [
        "Puli（埔里）",
        "alt=圖",
    ]
    assert chinese("<td><b lang=zh-Hant>茶</b></td><td>tea <b lang=zh-Hant>茶</b></td>") == ["茶"]


@pytest.mark.parametrize("page", ["", "goals/", "indicators/", "policy/", "resources/", "data/"])
def test_english_page_holds_no_chinese_but_marked_names(client, page: str) -> None:
    assert read(client, f"/en/{page}") == []


@pytest.mark.parametrize("place", PLACES)
def test_english_place_holds_no_chinese_but_marked_names(client, place: str) -> None:
    assert read(client, f"/en/places/{place}/") == []


@pytest.mark.parametrize("map_id", MAPS)
def test_english_maps_hold_no_chinese_but_marked_names(client, map_id: str) -> None:
    told = [one.id for one in catalogue().all(map_id) if set(one.levels) - {"nation"}]
    asked = [f"?indicator={one}" for one in (*told[:3], *told[-3:])]
    found = {query: read(client, f"/en/maps/{map_id}/{query}") for query in ("", *asked)}
    assert {query: words for query, words in found.items() if words} == {}


@pytest.mark.parametrize("map_id", MAPS)
def test_english_indicators_hold_no_chinese_but_marked_names(client, map_id: str) -> None:
    found = {one.id: read(client, f"/en/indicators/{one.id}/") for one in catalogue().all(map_id)}
    assert {name: words for name, words in found.items() if words} == {}


def test_english_figure_and_release_hold_no_chinese_but_marked_names(client, workspace) -> None:
    release = workspace.release.id
    for address in ("/en/indicators/population.total/?place=10008020", f"/r/{release}/?lang=en"):
        assert read(client, address) == []


def test_english_error_holds_no_chinese_but_marked_names(client) -> None:
    answer = client.get("/en/places/99999999/")
    assert answer.status_code == 404
    assert chinese(answer.content.decode()) == []
