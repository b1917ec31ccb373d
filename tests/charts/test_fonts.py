"""Fonts: every character we write has a glyph in what pictures and what pages are set with."""

from pathlib import Path

import pytest
from PIL import ImageFont

from difang.charts import fonts_dir, text_width, undrawable
from tools import build_fonts

# The source font (Noto Sans TC as published) has no glyph for these; they occur in names of villages only.
WITHOUT_GLYPH = "嵵欍獇硘磜"
REMEDY = "run: python -m tools.build_fonts FOLDER_OF_@expo-google-fonts/noto-sans-tc"


def lacking(path: Path, characters: set[str]) -> str:
    """Return the characters that a font file draws as its box of a missing glyph."""
    face = ImageFont.truetype(str(path), 40, layout_engine=ImageFont.Layout.BASIC)
    missing = face.getmask("\uffff", mode="1")
    found = []
    for one in characters:
        drawn = face.getmask(one, mode="1")
        if not one.isspace() and drawn.size == missing.size and bytes(drawn) == bytes(missing):
            found.append(one)
    return "".join(sorted(found))


def test_pictures_can_draw_everything_that_ships() -> None:
    shipped = build_fonts.written() | build_fonts.shipped()
    assert undrawable("".join(shipped - set(WITHOUT_GLYPH))) == "", REMEDY


def test_pictures_can_draw_big5() -> None:
    characters = {one for one in build_fonts.big5() if "一" <= one <= "\u9fff"}
    assert len(characters) == 13_061
    assert undrawable("".join(characters)) == ""


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_pages_can_draw_everything_that_templates_catalogue_and_names_hold(weight: str) -> None:
    assert lacking(fonts_dir() / f"NotoSansTC-{weight}.woff2", build_fonts.written()) == "", REMEDY


def test_a_character_outside_the_fonts_is_found() -> None:
    assert undrawable("埔里𪛖") == "𪛖"
    assert lacking(fonts_dir() / "NotoSansTC-Regular.woff2", {"𪛖", "埔"}) == "𪛖"


@pytest.mark.parametrize(("name", "limit"), [("*.woff2", 240_000), ("*.ttf", 5_000_000)])
def test_fonts_are_light(name: str, limit: int) -> None:
    sizes = [path.stat().st_size for path in fonts_dir().glob(name)]
    assert len(sizes) == 2
    assert max(sizes) < limit


def test_licence_stands_beside_the_fonts() -> None:
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts_dir() / "OFL.txt").read_text(encoding="utf-8")


def test_width_of_chinese_is_an_em_and_digits_are_narrower() -> None:
    assert text_width("埔里", 10) == 20.0
    assert text_width("12", 10) == 2 * text_width("1", 10)
