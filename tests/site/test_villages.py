"""A village's figure has a page, or the page says which levels there are."""

import html

from django.test import Client

from difang.indicators import Figures
from difang.lake import Lake

DONGMEN = "10008020001"


def test_page_of_an_indicator_cites_a_village(client: Client, published_home) -> None:
    figure = Figures(Lake(published_home).current()).one("population.total", DONGMEN)
    page = html.unescape(client.get(f"/indicators/population.total/?place={DONGMEN}").content.decode())
    assert f"南投縣埔里鎮東門里，2025 年 12 月：{figure.text('zh')}" in page
    assert figure.permalink in page
    english = html.unescape(client.get(f"/en/indicators/population.total/?place={DONGMEN}").content.decode())
    assert figure.permalink in english


def test_indicator_without_villages_says_which_levels_there_are(client: Client) -> None:
    answer = client.get(f"/indicators/population.births/?place={DONGMEN}")
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 404
    assert "沒有村里的數字；有的層級是鄉鎮市區、縣市、全國" in text
    assert "?place=10008020" in text


def test_code_of_no_village_is_answered_with_where_the_codes_are(client: Client) -> None:
    answer = client.get("/indicators/population.total/?place=10008020999")
    assert answer.status_code == 404
    assert "level=village" in html.unescape(answer.content.decode())


def test_stem_of_a_village_leads_a_reader_to_its_page(client: Client) -> None:
    answer = client.get(f"/figures/population.total?place={DONGMEN}", headers={"accept": "text/html"})
    assert answer.status_code == 302
    assert f"place={DONGMEN}" in answer["Location"]
    assert client.get(answer["Location"]).status_code == 200
