"""What browsers and search engines ask for by habit."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from difang import places
from difang.indicators import catalogue

PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_favicon_is_the_mark(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"].endswith("/difang/mark.svg")) == (302, True)


@pytest.mark.parametrize("site", ["", "https://difang.example"])
def test_sitemap_lists_every_page_in_both_languages_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, site: str
) -> None:
    monkeypatch.setenv("DIFANG_SITE_URL", site)
    base = site or "http://localhost"
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    found = [one.text or "" for one in ElementTree.fromstring(answer.content).iter(PLACE)]  # our own
    assert len(found) == len(set(found))
    assert all(one.startswith(f"{base}/") for one in found)
    paths = {one.removeprefix(base) for one in found}
    zh = {path for path in paths if not path.startswith("/en/")}
    assert {f"/en{path}" for path in zh} == paths - zh
    assert {f"/places/{one.code}/" for one in (*places.all_places(), *places.all_places("county"))} <= zh
    assert {f"/indicators/{one}/" for one in catalogue().indicators} <= zh
    for path in sorted(zh)[::40]:
        assert client.get(path).status_code == 200, path


def test_robots_name_the_sitemap_and_spare_briefings(client: Client) -> None:
    told = client.get("/robots.txt").content.decode()
    assert re.search(r"^Sitemap: http://localhost/sitemap.xml$", told, re.M)
    assert "Disallow: /*/brief." in told
