"""From a specification to SVG, PNG and PDF: one renderer for page, download and deck."""

import json
import re
import threading
from functools import lru_cache
from html import escape
from typing import Any, Literal

from difang.charts.measure import check_drawable, fonts_dir

Spec = dict[str, Any]
PictureFormat = Literal["png", "pdf"]
_lock = threading.Lock()
# What the page doesn't need: inner roles and labels would be read one by one, where the finding says it all
# and a table stands beside it; the rest is noise of the renderer.
_NOISE = re.compile(
    r' (?:role|aria-roledescription|aria-label|aria-hidden|class|pointer-events)="[^"]*"'
    r'| opacity="1"|<path(?: d="(?:M0,0h0v0h0Z)?")?(?: display="none")?/>'
)
_EMPTY_GROUP = re.compile(r"<g(?: [^>]*)?></g>")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_UNSEEN = re.compile(r"<(title|desc)\b.*?</\1>", re.DOTALL)
_FONT_SIZE = re.compile(r'font-size="([\d.]+)px"')


def svg(spec: Spec, alt: str) -> str:
    """Return the chart as SVG that scales to its box; `alt` is its finding, read to who can't see it.

    Raises FaultError if the fonts lack a character of the chart.
    """
    return _svg(_written(spec), alt)


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """Return the chart as PNG, `scale` times its size in pixels; its ground is transparent."""
    return _picture(_written(spec), "png", scale)


def pdf(spec: Spec) -> bytes:
    """Return the chart as a one-page PDF with its fonts inside."""
    return _picture(_written(spec), "pdf", 1.0)


def svg_to_png(drawing: str, scale: float = 2.0) -> bytes:
    """Return any SVG of ours (a map, a legend) as PNG with the fonts that ship."""
    check_drawable(_UNSEEN.sub("", drawing))
    with _lock:
        picture: bytes = _converter().svg_to_png(drawing, scale=scale)
    return picture


def _written(spec: Spec) -> str:
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    check_drawable(text)
    return text


@lru_cache(maxsize=512)
def _svg(text: str, alt: str) -> str:
    with _lock:
        drawn: str = _converter().vegalite_to_svg(json.loads(text))
    head, rest = drawn.split(">", 1)
    (box,) = re.findall(r'viewBox="[^"]*"', head)
    rest = _NOISE.sub("", rest)
    while (shorter := _EMPTY_GROUP.sub("", rest)) != rest:
        rest = shorter
    rest = _LONG_NUMBER.sub(lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), rest)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-label="{escape(alt)}" {box}>'
        + _FONT_SIZE.sub(r'font-size="\1"', rest)
    )


@lru_cache(maxsize=64)
def _picture(text: str, form: PictureFormat, scale: float) -> bytes:
    with _lock:
        picture: bytes
        if form == "png":
            picture = _converter().vegalite_to_png(json.loads(text), scale=scale)
        else:
            picture = _converter().vegalite_to_pdf(json.loads(text), scale=scale)
    return picture


@lru_cache(maxsize=1)
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(fonts_dir()))
    return vl_convert
