"""The deck as one self-contained page: no script, no request, pictures inline, one slide a printed page."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

from difang.documents import tokens as t
from difang.documents.geometry import Box, Page, Para, PictureBox, RowBox, Rule, Span, TableBox, TextBox
from difang.documents.measure import RAISED
from difang.documents.tree import Briefing

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = f"""
@page {{ size: 13.333in 7.5in; margin: 0 }}
* {{ box-sizing: border-box }}
html {{ -webkit-text-size-adjust: 100% }}
body {{ margin: 0; background: {t.PAPER}; color: {t.INK}; font-family: {t.FONT_CSS};
  font-variant-numeric: tabular-nums; --u: calc(min(100vw - 32px, 1280px) / {t.PAGE_WIDTH:.0f}) }}
main {{ padding: 16px }}
.slide {{ position: relative; width: calc(var(--u) * {t.PAGE_WIDTH:.0f});
  height: calc(var(--u) * {t.PAGE_HEIGHT:.0f});
  margin: 0 auto 24px; background: {t.PAPER}; border: 1px solid {t.INK}; overflow: hidden }}
.b {{ position: absolute; left: calc(var(--u) * var(--x)); top: calc(var(--u) * var(--y));
  width: calc(var(--u) * var(--w)) }}
h1, h2, p, figure {{ margin: 0; font-weight: 400 }}
.p {{ display: block; white-space: pre-wrap; font-size: calc(var(--u) * var(--s));
  line-height: calc(var(--u) * var(--l)); padding-top: calc(var(--u) * var(--a)) }}
.s {{ font-size: calc(var(--u) * var(--f)); color: var(--c) }}
.right {{ text-align: right }} b {{ font-weight: 700 }}
sup {{ vertical-align: 0.45em; line-height: 0 }}
a.s {{ text-decoration-thickness: 1px; text-decoration-color: {t.LINE}; text-underline-offset: 0.2em }}
a:focus-visible {{ outline: 3px solid {t.INDIGO}; outline-offset: 2px }}
.blank {{ border-bottom: 1px dashed {t.STONE} }}
img {{ display: block; width: 100%; height: auto }}
hr {{ margin: 0; border: 0; border-top: 1px solid var(--c) }} hr.dash {{ border-top-style: dashed }}
hr.bold {{ border-top-width: 3px }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100% }}
tr {{ height: calc(var(--u) * var(--h)) }}
th, td {{ padding: calc(var(--u) * var(--v)) calc(var(--u) * 7) calc(var(--u) * var(--v) - 1px);
  text-align: left; vertical-align: top; font-weight: 400; border-bottom: 1px solid {t.LINE} }}
th {{ vertical-align: bottom; border-color: {t.INK} }}
th:first-child, td:first-child {{ padding-left: 0 }} th:last-child, td:last-child {{ padding-right: 0 }}
tr.me td {{ background: {t.RICE} }} tr.me td:first-child {{ padding-left: 6px }}
@media screen and (max-width: 760px) {{
  body {{ --u: 1px }} main {{ padding: 12px }} tr {{ height: auto }}
  .slide {{ width: auto; height: auto; padding: 16px; overflow: visible }}
  .b {{ position: static; width: auto; margin-top: 12px }} .b.right {{ text-align: left }}
  .s {{ font-size: max(13px, calc(1px * var(--f))) }} .p {{ line-height: 1.5 }}
  h1 .s, h2 .s {{ font-size: min(calc(1px * var(--f)), 28px) }}
  .scroll {{ overflow-x: auto }} table {{ min-width: 560px; table-layout: auto }}
  col {{ width: auto !important }} .kicker .right {{ text-align: left }}
}}
@media print {{
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact }}
  body {{ --u: calc(13.333in / {t.PAGE_WIDTH:.0f}) }} main {{ padding: 0 }}
  .slide {{ margin: 0; border: 0; break-after: page;
    break-inside: avoid }}
  .slide:last-child {{ break-after: auto }}
}}
"""


def render(briefing: Briefing, pages: Sequence[Page]) -> bytes:
    """Return the deck as the bytes of one HTML file."""
    lang = "zh-Hant-TW" if briefing.lang == "zh" else "en"
    title = escape(briefing.title.get(briefing.lang))
    body = "\n".join(slide(page) for page in pages)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f'<meta name="generator" content="difang">\n'
        f'<meta name="release" content="{escape(briefing.release)}">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
    ).encode()


def slide(page: Page) -> str:
    """Return one slide as a section named by its title."""
    level = "h1" if page.cover else "h2"
    name = f"t{page.number}"
    lines = "".join(para_tag(para, "span") for para in page.title.paras)
    head = f'<{level} class="b" id="{name}" style="{place(page.title)}">{lines}</{level}>'
    boxes = "\n".join(box_tag(box) for box in page.boxes)
    return f'<section class="slide" aria-labelledby="{name}">\n{head}\n{boxes}\n</section>'


def place(box: Box) -> str:
    """Return the place of a box as custom properties."""
    return f"--x:{box.x:.1f};--y:{box.y:.1f};--w:{box.w:.1f}"


def box_tag(box: Box) -> str:
    """Return the tag of one box."""
    match box:
        case TextBox():
            lines = "".join(para_tag(para, "p") for para in box.paras)
            return f'<div class="b {box.role}" style="{place(box)}">{lines}</div>'
        case TableBox():
            return table_tag(box)
        case PictureBox():
            image = f'<img src="{data_uri(box)}" alt="{escape(box.chart.alt)}">'
            return f'<figure class="b" style="{place(box)}">{image}</figure>'
        case Rule():
            kind = " dash" if box.dashed else " bold" if box.weight > 2 else ""
            return f'<hr class="b{kind}" aria-hidden="true" style="{place(box)};--c:{box.color}">'


def para_tag(para: Para, tag: str) -> str:
    """Return one paragraph."""
    side = " right" if para.align == "right" else ""
    size = max((span.size for span in para.spans), default=12.0)
    style = f"--s:{size};--l:{para.leading};--a:{para.before}"
    return f'<{tag} class="p{side}" style="{style}">{"".join(map(span_tag, para.spans))}</{tag}>'


def span_tag(span: Span) -> str:
    """Return one span: bold, raised, blank or linked."""
    words = escape(span.text).replace("\n", "<br>")
    size = round(span.size * RAISED, 1) if span.raised else span.size
    tag = "sup" if span.raised else "b" if span.bold else "a" if span.link else "span"
    kind = "s blank" if span.blank else "s"
    address = f' href="{escape(span.link)}" rel="noopener"' if tag == "a" else ""
    return f'<{tag} class="{kind}"{address} style="--f:{size};--c:{span.color}">{words}</{tag}>'


def table_tag(box: TableBox) -> str:
    """Return a table with header cells."""
    columns = "".join(f'<col style="width:{100 * width / box.w:.2f}%">' for width in box.widths)
    rows = [row_tag(row, box.pad[1]) for row in box.rows]
    body = f"<thead>{rows[0]}</thead><tbody>{''.join(rows[1:])}</tbody>"
    name = f'tabindex="0" role="group" aria-label="{escape(box.label)}"'
    table = f"<table><colgroup>{columns}</colgroup>{body}</table>"
    return f'<div class="b scroll" style="{place(box)}" {name}>{table}</div>'


def row_tag(row: RowBox, pad: float) -> str:
    """Return one row."""
    tag, scope = ("th", ' scope="col"') if row.head else ("td", "")
    pad = pad * 0.6 if row.head else pad
    cells = "".join(
        f'<{tag}{scope} style="--v:{pad:.2f}">{para_tag(para, "span")}</{tag}>' for para in row.cells
    )
    marked = ' class="me"' if row.marked else ""
    return f'<tr{marked} style="--h:{row.h}">{cells}</tr>'


def data_uri(box: PictureBox) -> str:
    """Return the picture inline, SVG where there is one, with the families that may stand in for our font."""
    svg = box.chart.svg.replace(f'font-family="{t.FONT}"', f'font-family="{t.FONT_CSS}"')
    content, kind = (svg.encode(), "svg+xml") if svg else (box.chart.png, "png")
    return f"data:image/{kind};base64,{b64encode(content).decode()}"
