"""The map: what a reader, a screen reader, a keyboard and a strict security policy meet."""

import re
from collections.abc import Mapping

import pytest
from lxml import etree

from difang import places
from difang.charts import Classes, Marked, choropleth, sequential, thumbnail
from difang.charts.drawn import sheet
from difang.charts.theme import DIVERGING
from difang.errors import NotFoundError

CLASSES = sequential([float(i) for i in range(368)])
VALUES: Mapping[str, float | None] = {
    place.code: float(number) for number, place in enumerate(places.all_places())
}
NS = {"s": "http://www.w3.org/2000/svg"}
PULI = "10008020"


def drawing(**changes: object) -> str:
    asked: dict[str, object] = {"level": "township", "lang": "zh", "title": "地圖", "desc": "一句話"}
    values = changes.pop("values", VALUES)
    return choropleth(values, CLASSES, **{**asked, **changes})  # type: ignore[arg-type]


def fill(svg: str, code: str) -> str:
    (path,) = etree.fromstring(svg).xpath(f"//s:path[@data-code='{code}']", namespaces=NS)
    return str(path.xpath("ancestor::s:g[1]/@fill", namespaces=NS)[0])


def test_every_township_is_drawn_once() -> None:
    codes = re.findall(r'data-code="(\d+)"', drawing())
    assert sorted(codes) == sorted(VALUES)


def test_zero_is_a_colour_and_no_data_is_hatched() -> None:
    svg = drawing(values={**VALUES, PULI: None, "10008010": 0.0})
    assert fill(svg, PULI).startswith("url(#")
    assert fill(svg, "10008010") == CLASSES.colour(0.0)


def test_place_absent_from_values_is_hatched() -> None:
    svg = drawing(values={"10008010": 1.0})
    assert fill(svg, PULI).startswith("url(#")


def test_county_values_stand_on_county_shapes() -> None:
    svg = drawing(level="county", values={"10008": 5.0})
    codes = re.findall(r'data-code="(\d+)"', svg)
    assert sorted(codes) == sorted(place.code for place in places.all_places("county"))


def test_county_map_draws_only_its_townships() -> None:
    codes = re.findall(r'data-code="(\d+)"', drawing(county="10008"))
    assert sorted(codes) == sorted(place.code for place in places.all_places("township", "10008"))


def test_villages_of_a_county_are_drawn() -> None:
    svg = drawing(level="village", county="10008", values={})
    assert {code[:5] for code in re.findall(r'data-code="(\d+)"', svg)} == {"10008"}


def test_unknown_level_is_named() -> None:
    with pytest.raises(NotFoundError):
        drawing(level="planet")


def test_title_and_description_name_the_map() -> None:
    root = etree.fromstring(drawing(title="a<b", desc="c&d"))
    names = root.get("aria-labelledby").split()
    assert [root.xpath(f"//*[@id='{name}']")[0].text for name in names] == ["a<b", "c&d"]
    assert root.get("role") == "img"


def test_links_say_their_place_and_are_not_hidden_by_the_role() -> None:
    root = etree.fromstring(
        drawing(link=lambda code: f"/places/{code}/?a=1&b=2", says=lambda code: f"名{code}")
    )
    (link,) = root.xpath(f"//s:a[s:path/@data-code='{PULI}']", namespaces=NS)
    assert link.get("href") == f"/places/{PULI}/?a=1&b=2"
    assert link.xpath("string(.//s:title)", namespaces=NS) == f"名{PULI}"
    assert root.get("role") == "group"


def test_nothing_needs_an_inline_style() -> None:
    svg = drawing(marked=Marked(PULI, ("埔里鎮", "1")), standalone=True)
    assert re.findall(r"<style|style=|<script|onload", svg) == []


def test_two_maps_of_one_page_share_no_id() -> None:
    first = set(re.findall(r' id="([^"]+)"', drawing(title="2015")))
    second = set(re.findall(r' id="([^"]+)"', drawing(title="2025")))
    same_words = set(re.findall(r' id="([^"]+)"', drawing(title="2025", ids="other")))
    assert first & second == set()
    assert second & same_words == set()


def test_national_map_with_links_and_words_weighs_little() -> None:
    svg = drawing(
        says=lambda code: f"{places.get(code).full_name} −12.3 ‰",
        link=lambda code: f"/places/{code}/",
        marked=Marked(PULI, ("埔里鎮", "−1.5 ‰", "第 153 位")),
    )
    assert len(svg.encode()) < 130_000


def test_thumbnail_weighs_little_and_marks_its_place() -> None:
    svg = thumbnail(VALUES, CLASSES, county="10008", title="人口", desc="一句話", marked=[PULI])
    assert len(svg.encode()) < 12_500
    assert svg.count('stroke-width="2.2"') == 1


@pytest.mark.parametrize("county", [place.code for place in places.all_places("county")])
def test_name_of_a_marked_place_stands_in_the_open_sea(county: str) -> None:
    code = places.all_places("township", county)[0].code
    root = etree.fromstring(drawing(marked=Marked(code, ("那個地方", "−1.5 ‰"))))
    (name,) = root.xpath("//s:text[text()='那個地方']", namespaces=NS)
    left, bottom = float(name.get("x")), float(name.get("y"))
    assert sheet("township").is_free((left, bottom - 13, left + 52, bottom + 18))


def test_frames_and_scale_speak_the_language() -> None:
    texts = etree.fromstring(drawing(lang="en")).xpath("//s:text/text()", namespaces=NS)
    assert [text for text in texts if text in ("Kinmen", "50 km", "金門縣", "50 公里")] == ["Kinmen", "50 km"]


def test_diverging_classes_keep_their_colours_on_the_map() -> None:
    classes = Classes((-12.0, -6.0, -1.0, 1.0, 6.0, 12.0), DIVERGING)
    svg = choropleth({PULI: -13.0}, classes, level="township", lang="zh", title="t", desc="d")
    assert fill(svg, PULI) == "#96380A"
