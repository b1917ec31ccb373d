import re

import pytest
from django.test import Client

UNSAFE = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=")


def article(client: Client, address: str, goal: str) -> str:
    page = client.get(address).content.decode()
    found = re.search(rf'<article class="goal" id="goal-{goal}">.*?</article>', page, re.S)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("address", ["/goals/", "/en/goals/"])
def test_goals_page_has_one_heading_and_six_goals(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert (page.count("<h1"), page.count('<article class="goal"')) == (1, 6)
    assert UNSAFE.findall(page) == []


def test_home_shows_the_first_four_goals_of_the_page(client: Client) -> None:
    first = re.findall(r'id="goal-(\w+)"', client.get("/").content.decode())
    every = re.findall(r'id="goal-(\w+)"', client.get("/goals/").content.decode())
    assert first == every[:4]


def test_total_population_names_the_year_and_cites_the_projection(client: Client) -> None:
    shown = article(client, "/goals/", "total_population")
    assert "2045 年底低於 2,000 萬人" in shown
    assert re.search(r'href="/r/[^"]+/figures/population\.projected_total\?place=TW&amp;period=2045"', shown)


def test_return_says_why_there_is_no_number(client: Client) -> None:
    shown = article(client, "/goals/", "return")
    assert "尚無數字" in shown
    assert "戶籍統計分不出「回流」與「移入」" in shown
    assert "<svg" not in shown


def test_path_has_a_table_with_a_row_for_each_year(client: Client) -> None:
    shown = article(client, "/en/goals/", "capital_share")
    years = re.findall(r'<th scope="row">(\d{4})</th>', shown)
    assert years == [str(year) for year in range(2008, 2026)]


def test_carriers_lead_to_their_pages_in_the_language_of_the_page(client: Client) -> None:
    shown = article(client, "/en/goals/", "capital_share")
    counties = re.findall(r'href="(/[^"]*places/\d{5}/)"', shown)
    assert counties == [f"/en/places/{code}/" for code in ("63000", "65000", "10017", "68000")]
