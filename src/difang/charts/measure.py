"""Widths of words and coverage of letters, from the fonts that ship."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from difang.errors import FaultError

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

EM_UNITS = 100
NOT_A_CHARACTER = "\uffff"


def fonts_dir() -> Path:
    """Return the folder of the fonts that ship: Noto Sans TC, regular and bold."""
    return Path(__file__).parent / "fonts"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of `text`, in the unit of `size`."""
    return sum(_advance(character, bold) for character in text) * size


def undrawable(text: str) -> str:
    """Return the characters of `text` that the fonts have no glyph for, each once."""
    return "".join(sorted({one for one in text if not one.isascii() and not _is_drawn(one)}))


def check_drawable(text: str) -> None:
    """Raise FaultError if `text` would come out with empty boxes."""
    missing = undrawable(text)
    if missing:
        raise FaultError(
            f"字型：沒有「{missing}」的字形；圖上不可出現空格框；請換字，或重做字型（tools/build_fonts.py）。",
            f"font: no glyph for '{missing}'; a chart must not show empty boxes; "
            f"use another character, or make the fonts again (tools/build_fonts.py).",
        )


@lru_cache(maxsize=2)
def _face(bold: bool) -> "FreeTypeFont":
    from PIL import ImageFont

    path = fonts_dir() / f"NotoSansTC-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(path), EM_UNITS, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=20_000)
def _advance(character: str, bold: bool) -> float:
    return float(_face(bold).getlength(character)) / EM_UNITS


@lru_cache(maxsize=20_000)
def _is_drawn(character: str) -> bool:
    if character.isspace():
        return True
    drawn, missing = (_face(False).getmask(one, mode="1") for one in (character, NOT_A_CHARACTER))
    return drawn.size != missing.size or bytes(drawn) != bytes(missing)
