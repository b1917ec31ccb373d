"""Resources for one place: what is known is listed, what no source says is called unknown."""

import html
import re

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


def test_every_row_names_its_source_or_says_that_there_is_none(client: Client) -> None:
    for head, unverified, none, nowhere in (
        ("", "未查證", "沒有來源", "（沒有網址）"),
        ("/en", "unverified", "no source", " (no address)"),
    ):
        page = client.get(f"{head}/resources/").content.decode()
        cells = re.findall(r'<td class="cited"[^>]*>(.*?)</td>', page, re.S)
        assert cells
        for cell in cells:
            told = "<a href=" in cell or nowhere in cell
            assert told != (unverified in cell and none in cell)
        assert sum(unverified in cell for cell in cells) == 2
        opening = page.split('class="opening"', 1)[1].split("</div>", 1)[0]
        assert unverified in opening
        assert re.search(r"\b2\b", opening)


def test_the_budgets_notes_name_their_source(client: Client) -> None:
    for head, words in (("", "行政院主計總處，"), ("/en", "Directorate-General of Budget")):
        page = client.get(f"{head}/resources/").content.decode()
        assert words in page.split("resources.budget_mentions.csv", 1)[1]


def test_an_abbreviation_is_told_in_full(client: Client) -> None:
    assert "SBTR, help for small businesses" in client.get("/en/resources/").content.decode()
    assert "SBTR 中小企業城鄉創生轉型輔導計畫" in client.get("/resources/").content.decode()
