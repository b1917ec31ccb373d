"""Resources for one place: what is known is listed, what no source says is called unknown."""

import html

from django.test import Client

PULI, EMEI, BAOSHAN = "10008020", "10004110", "10004100"


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_every_programme_is_unknown_for_a_place_and_the_count_of_37_stays(client: Client) -> None:
    everywhere, here = _page(client, "/resources/"), _page(client, f"/resources/?place={PULI}")
    heading = everywhere.split("<h1>")[1].split("</h1>")[0]
    assert heading.startswith("37 項部會計畫") and heading in here
    assert here.count("不知道：請問") == 21
    assert "不知道：請問" not in everywhere
    assert "unknown: ask the agency" in _page(client, f"/en/resources/?place={PULI}")


def test_approvals_are_those_of_the_place_then_of_its_county(client: Client) -> None:
    page = _page(client, f"/resources/?place={EMEI}")
    assert "新竹縣峨眉鄉有 3 案，同縣市別處有 7 案。" in page
    assert page.index("共享峨眉") < page.index("寶山鄉地方創生計畫")
    assert "信義鄉濁水溪線" not in page
    assert "信義鄉濁水溪線" in _page(client, f"/resources/?place={PULI}")


def test_place_without_known_approvals_is_not_said_to_have_none(client: Client) -> None:
    assert "不能說就沒有" in _page(client, "/resources/?place=10014010")
    assert "報導點名臺南市鹽水區是其中之一" in _page(client, "/resources/?place=67000020")


def test_place_may_be_named_and_a_wrong_name_is_answered_with_what_is_near(client: Client) -> None:
    assert "不知道：請問" in _page(client, "/resources/?place=埔里")
    assert client.get("/resources/?place=沒有這裡").status_code in (400, 404)
