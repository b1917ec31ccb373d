"""From a specification to SVG and PNG: one renderer for page, download and deck."""

import json
import re
import threading
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

Spec = dict[str, Any]
_lock = threading.Lock()
_FONT_SIZE = re.compile(r'font-size="([\d.]+)px"')


def fonts_dir() -> Path:
    """Return the folder of the fonts that ship: Noto Sans TC, regular and bold."""
    return Path(__file__).parent / "fonts"


def svg(spec: Spec, alt: str) -> str:
    """Return the chart as SVG that scales to its box; `alt` is its finding, read to who can't see it."""
    return _svg(json.dumps(spec, sort_keys=True, ensure_ascii=False), alt)


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """Return the chart as PNG on paper, `scale` times its size in pixels."""
    return _png(json.dumps(spec, sort_keys=True, ensure_ascii=False), scale)


def svg_to_png(drawing: str, scale: float = 2.0) -> bytes:
    """Return any SVG of ours (a map) as PNG with the fonts that ship."""
    with _lock:
        picture: bytes = _converter().svg_to_png(drawing, scale=scale)
    return picture


@lru_cache(maxsize=512)
def _svg(text: str, alt: str) -> str:
    with _lock:
        drawn: str = _converter().vegalite_to_svg(json.loads(text))
    drawn = re.sub(r' width="[\d.]+" height="[\d.]+"', "", drawn, count=1)
    drawn = drawn.replace(' class="marks"', f' class="chart" role="img" aria-label="{escape(alt)}"', 1)
    # Inner roles and labels would be read one by one; the finding says it all and a table stands beside it.
    head, rest = drawn.split(">", 1)
    rest = re.sub(r' (role|aria-roledescription|aria-label|aria-hidden|class)="[^"]*"', "", rest)
    return _FONT_SIZE.sub(r'font-size="\1"', f"{head}>{rest}")


@lru_cache(maxsize=64)
def _png(text: str, scale: float) -> bytes:
    with _lock:
        picture: bytes = _converter().vegalite_to_png(json.loads(text), scale=scale)
    return picture


@lru_cache(maxsize=1)
def _converter() -> Any:
    import vl_convert

    vl_convert.register_font_directory(str(fonts_dir()))
    return vl_convert
