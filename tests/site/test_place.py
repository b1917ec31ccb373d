"""A place's page: its figures are those of the release, gaps are told, addresses lead where they say."""

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from difang import places
from difang.indicators import Figures
from difang.lake import Lake
from difang.studies import dna, findings
from difang.studies.peers import peers

PULI, NANTOU, KINMEN_TOWN = "10008020", "10008", "09020010"
REGION = "region:puli-guoxing-yuchi-renai"


@pytest.fixture
def figures(published_home: Path) -> Figures:
    return Figures(Lake(published_home).current())


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def _section(page: str, title: str) -> str:
    (found,) = re.findall(
        rf'<section class="sec[^"]*"><div class="side"><h2>{title}</h2>.*?</section>', page, re.S
    )
    return str(found)


def test_head_names_the_place_in_both_languages_with_code_and_villages(client: Client) -> None:
    page = _page(client, f"/places/{PULI}/")
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["埔里鎮"]
    assert (
        '<span lang="en">Puli Township</span>　代碼 10008020　33 個村里（2021-09 版）　162.22 平方公里'
        in page
    )


def test_lede_is_the_finding_of_people(client: Client, figures: Figures) -> None:
    finding = findings.of_people(figures, places.get(PULI))
    assert finding is not None
    assert f'<p class="lede">{finding.sentence.zh}。</p>' in _page(client, f"/places/{PULI}/")
    assert f'<p class="lede">{finding.sentence.en}.</p>' in _page(client, f"/en/places/{PULI}/")


def test_key_figures_of_an_election_year_carry_its_caveat(client: Client, figures: Figures) -> None:
    total, moved = (figures.one(one, PULI) for one in ("population.total", "population.in_registrations"))
    assert total.period >= "2026-04"
    assert moved.period >= "2026-04"
    for prefix, words in (
        ("", "選舉年（2014、2018、2022、2026）4 月起"),
        ("/en", "In years of local elections"),
    ):
        page = _page(client, f"{prefix}/places/{PULI}/")
        strip = page.index('<dl class="kf">')
        assert words in page[strip : page.index('<section class="sec"', strip)]


def test_key_figures_are_those_of_the_release_and_link_to_themselves(
    client: Client, figures: Figures
) -> None:
    page = _page(client, f"/places/{PULI}/")
    (box,) = re.findall(r'<dl class="kf">.*?</dl>', page, re.S)
    total, old = (figures.one(one, PULI) for one in ("population.total", "population.old_age_share"))
    pairs = [
        figures.one(f"population.{one}", PULI)
        for one in ("births", "deaths", "in_registrations", "out_registrations")
    ]
    expected = [(total.permalink, total.text()), (old.permalink, old.text())]
    expected += [(one.permalink, one.number()) for one in pairs]
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>', box) == expected
    assert "截至 2026 年 9 月的十二個月，含縣市內遷徙" in box
    assert "未推估" in box


def test_locator_marks_the_place_and_its_neighbours(client: Client) -> None:
    page = _page(client, f"/places/{PULI}/")
    (drawing,) = re.findall(r'<div class="rr locator">(.*?)</div>', page, re.S)
    groups = dict(re.findall(r'<g fill="(#[0-9A-F]{6})"[^>]*>(.*?)</g>', drawing, re.S))
    coded = {colour: set(re.findall(r'data-code="(\d+)"', shapes)) for colour, shapes in groups.items()}
    assert coded["#2F6B4F"] == {PULI}
    assert coded["#E9DFC7"] == set(places.neighbours(PULI))
    assert ">埔里</text>" in drawing


def test_every_claim_is_shown_with_its_basis_and_evidence(client: Client, figures: Figures) -> None:
    claims = dna.claims(figures, PULI)
    section = _section(_page(client, f"/places/{PULI}/"), "我的 DNA")
    assert re.findall(r"<h3>(.*?)</h3>", section) == [claim.sentence.zh for claim in claims]
    assert re.findall(r'<p class="note">(.*?)</p>', section) == [claim.basis.zh for claim in claims]
    cited = re.findall(r'<a href="([^"]*)">引用這個數字</a>', section)
    assert cited == [claim.evidence[0].permalink for claim in claims]
    assert section.count("待鎮民確認") == len(claims)


def test_change_chart_has_its_numbers_in_the_table(client: Client, figures: Figures) -> None:
    section = _section(_page(client, f"/places/{PULI}/"), "現在的人")
    natural = figures.one("population.natural_change", PULI, "2025")
    moved = figures.one("population.net_migration", PULI, "2025")
    row = f'<th scope="row">2025</th><td class="r">{natural.number()}</td><td class="r">{moved.number()}</td>'
    assert row in section
    assert "不等於地方的遷徙" in section


def test_county_figure_is_called_so_on_a_township_page(client: Client, figures: Figures) -> None:
    indicator = findings.headline("finance")
    assert "township" not in figures.levels(indicator.id)
    section = _section(_page(client, f"/places/{PULI}/"), "六張地圖")
    (article,) = [one for one in section.split("<article") if "/maps/finance/" in one]
    assert "縣級數字：南投縣" in article
    assert figures.one(indicator.id, NANTOU).text() in article
    assert "data-code=" not in article


def test_peers_table_lists_the_place_and_its_peers(client: Client, figures: Figures) -> None:
    section = _section(_page(client, f"/places/{PULI}/"), "相像的地方")
    listed = re.findall(r'<th scope="row"><a href="/places/(\d+)/">', section)
    assert listed == [PULI, *(peer.place for peer in peers(figures, PULI))]
    assert figures.one("population.density", listed[1]).permalink in section


def test_township_outside_a_source_has_no_peers_section(client: Client) -> None:
    assert "<h2>相像的地方</h2>" not in _page(client, f"/places/{KINMEN_TOWN}/")


@pytest.mark.parametrize("code", [NANTOU, "TW", REGION])
def test_larger_place_lists_what_lies_within(client: Client, figures: Figures, code: str) -> None:
    page = _page(client, f"/places/{quote(code)}/")
    section = _section(page, "裡面的地方")
    within = (
        [county.code for county in places.all_places("county")] if code == "TW" else places.get(code).members
    )
    assert re.findall(r'href="/places/(\d+)/"', section) == list(within)
    assert figures.one("population.total", code).text() in page
    assert "<h2>我的 DNA</h2>" not in page


def test_ages_of_a_county_are_cited_by_rows_that_exist(client: Client) -> None:
    section = _section(_page(client, f"/places/{NANTOU}/"), "現在的人")
    (address,) = re.findall(r'href="(/r/[^"]*/data/population\.by_age[^"]*)"', section)
    rows = client.get(address).json()["rows"]
    members = places.get(NANTOU).members
    total = sum(row["population"] for row in rows if row["place"] in members and row["age"] >= 100)
    assert f'<th scope="row">100+</th><td class="r">{total:,}</td>' in section


@pytest.mark.parametrize("name", ["埔里", "埔里鎮", "Puli", "南投縣埔里鎮"])
def test_name_leads_to_the_code(client: Client, name: str) -> None:
    answer = client.get(f"/en/places/{quote(name)}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/en/places/{PULI}/")


@pytest.mark.parametrize("code", ["99999999", "10008020001", "region:nowhere"])
def test_unknown_code_is_not_found(client: Client, code: str) -> None:
    assert client.get(f"/places/{code}/").status_code == 404


@pytest.mark.parametrize("code", [PULI, NANTOU, "TW", KINMEN_TOWN])
@pytest.mark.parametrize("lang", ["", "/en"])
def test_page_keeps_the_content_policy(client: Client, code: str, lang: str) -> None:
    page = _page(client, f"{lang}/places/{code}/")
    assert re.findall(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]*src=)', page) == []


def test_ids_are_unique(client: Client) -> None:
    found = re.findall(r'\sid="([^"]*)"', _page(client, f"/places/{PULI}/"))
    assert len(found) == len(set(found))


def test_old_figure_is_marked_with_its_period_in_both_languages(client: Client) -> None:
    zh = client.get(f"/places/{PULI}/").content.decode()
    en = client.get(f"/en/places/{PULI}/").content.decode()
    assert "舊：這裡最新只到 2014 年" in zh
    assert "Old: the newest published here is 2014" in en
    assert "舊：這裡最新只到 2026" not in zh
    assert zh.count('class="old"') == en.count('class="old"')


def test_region_tells_what_its_townships_have_together_and_what_not(client: Client, figures: Figures) -> None:
    text = client.get(f"/places/{REGION}/").content.decode()
    assert "133,632 人到 120,967 人" in text
    assert "十年人口增減率不能由各鄉鎮的數字合計或加權" in text
    assert "只公布到縣市，這幾個鄉鎮合起來沒有數字" in text
    beds = figures.one("care.beds_per_1000", REGION)
    assert beds.text("zh") in text
    assert text.count('<article class="sm">') == 6


def test_tiny_place_is_drawn_again_enlarged(client: Client) -> None:
    text = client.get("/places/09020060/").content.decode()
    assert text.count("放大 3 倍") == 5
    assert "放大" not in client.get(f"/places/{PULI}/").content.decode()
