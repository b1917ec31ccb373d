import html
import re

import pytest
from django.test import Client

from difang.text import Lang
from difang.workspace import Workspace

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


@pytest.mark.parametrize(("head", "lang"), [("", "zh"), ("/en", "en")])
def test_goals_of_a_place_show_its_figures_and_judge_none(
    client: Client, workspace: Workspace, head: str, lang: Lang
) -> None:
    plain = client.get(f"{head}/goals/").content.decode()
    page = client.get(f"{head}/goals/?place=10008020").content.decode()
    here = re.findall(r'class="carriers here">(.*?)</ul>', page, re.S)
    own = html.unescape("".join(here))
    for indicator, whose in (
        ("population.total", "10008020"),
        ("population.change_10y", "10008020"),
        ("population.net_migration_internal", "10008"),
    ):
        found = [one for one in workspace.data.series(indicator, whose, "year") if one.permalink in own]
        assert len(found) == 1, indicator
        assert found[0].text(lang) in own
    assert page.count('class="off"') == plain.count('class="off"')
    assert 'class="carriers here"' not in plain


def test_goals_of_an_unknown_place_say_so(client: Client) -> None:
    assert client.get("/goals/?place=xyz").status_code == 404
