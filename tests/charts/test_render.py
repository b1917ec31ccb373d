"""Rendering: letters are letters, the same from every thread, fit for a strict page."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from lxml import etree
from PIL import Image

from difang.charts import choropleth, legend, poster, render, sequential, specs
from difang.charts.poster import wrapped
from difang.charts.specs.base import themed, words_at
from difang.errors import FaultError
from tests.charts.drawings import every_chart

NAMES = sorted(every_chart())


def picture(words: str) -> Image.Image:
    """Return words drawn large, black on white."""
    spec = themed(120, 60, layer=[words_at(words, 10, 30)])
    spec["config"]["text"]["fontSize"] = 40
    drawn = Image.open(BytesIO(render.png(spec, 1.0))).convert("RGBA")
    ground = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(ground, drawn).convert("L")


def ink(image: Image.Image) -> int:
    """Return the number of dark pixels."""
    return sum(image.histogram()[:128])


def test_chinese_letters_are_drawn_and_not_boxes() -> None:
    first, second = picture("埔"), picture("里")
    assert first.tobytes() != second.tobytes()  # boxes would be alike
    assert ink(first) > ink(second) > 150


def test_bold_is_heavier_than_regular() -> None:
    plain, bold = (
        themed(120, 60, layer=[words_at("埔里鎮", 10, 30, bold=weight)]) for weight in (False, True)
    )
    images = [Image.open(BytesIO(render.png(spec, 4.0))).getchannel("A") for spec in (plain, bold)]
    assert sum(images[1].histogram()[128:]) > 1.2 * sum(images[0].histogram()[128:])


def test_character_that_the_fonts_lack_is_an_error_that_names_it() -> None:
    spec = specs.ranking([("𪛖村", 1.0, True)])
    with pytest.raises(FaultError) as caught:
        render.svg(spec, "x")
    assert "「𪛖」" in caught.value.message("zh")
    assert "'𪛖'" in caught.value.message("en")


def test_drawing_with_a_character_that_the_fonts_lack_is_refused() -> None:
    with pytest.raises(FaultError):
        render.svg_to_png(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>𪛖</text></svg>'
        )


def test_words_that_are_only_read_aloud_need_no_letters() -> None:
    plain = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    assert render.svg_to_png(plain.replace("></svg>", "><title>𪛖</title></svg>")) == render.svg_to_png(plain)


@pytest.mark.parametrize("name", NAMES)
def test_page_svg_is_fit_for_a_strict_security_policy(name: str) -> None:
    svg = render.svg(every_chart()[name], "發現")
    assert re.findall(r"<style|style=|<script|<image|href=|\son\w+=|url\(", svg) == []
    assert re.findall(r'\sid="', svg) == []


@pytest.mark.parametrize("name", NAMES)
def test_page_svg_is_one_image_with_its_finding(name: str) -> None:
    root = etree.fromstring(render.svg(every_chart()[name], '埔里少了 7,408 人 <"&>'))
    assert (root.get("role"), root.get("aria-label")) == ("img", '埔里少了 7,408 人 <"&>')
    assert (root.get("width"), root.get("height")) == (None, None)
    assert root.xpath("//*[@role or @aria-label]") == [root]


def test_threads_draw_the_same_as_one() -> None:
    alone = {name: render.svg(spec, "x") for name, spec in every_chart(500).items()}
    render._svg.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda pair: (pair[0], render.svg(pair[1], "x")), list(every_chart(500).items()) * 4)
        )
    assert found == list(alone.items()) * 4


def test_png_has_twice_the_pixels_of_its_drawing() -> None:
    picture_file = Image.open(BytesIO(render.png(every_chart(400)["bars"], 2.0)))
    assert picture_file.width == 800


def test_pdf_carries_its_font() -> None:
    from pypdf import PdfReader

    page = PdfReader(BytesIO(render.pdf(every_chart()["ranking"]))).pages[0]
    assert page.extract_text().count("埔里鎮") == 1


def test_poster_carries_title_legend_map_and_source() -> None:
    classes = sequential([1.0, 2.0, 3.0])
    drawn = choropleth({"10008020": 2.0}, classes, level="township", lang="zh", title="t", desc="d")
    sheet = poster(
        drawn,
        title="標題",
        subtitle="單位",
        source="來源",
        legend=legend(classes, classes.counts([2.0]), lang="zh"),
    )
    root = etree.fromstring(sheet)
    own = root.xpath("./*[local-name()='text']/text()")
    assert [str(one) for one in own] == ["標題", "單位", "來源"]
    assert len(root.xpath("./*[local-name()='svg']")) == 2
    assert Image.open(BytesIO(render.svg_to_png(sheet, 1.0))).width == 720


def test_wrapped_lines_keep_numbers_whole_and_begin_with_no_comma() -> None:
    lines = list(wrapped("人口少了 7,408 人，其中，自然減少", 60.0, 13.0))
    assert "".join(lines).replace(" ", "") == "人口少了7,408人，其中，自然減少"
    assert [line for line in lines if line[0] in "，,"] == []
    assert len([line for line in lines if "7,408" in line]) == 1
