"""Master, theme and the few settings PowerPoint has but its library does not reach."""

from typing import Any

from difang.documents import tokens as t
from difang.documents.tree import Briefing

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
KEPT_LAYOUT = "Title Only"
THEME_COLORS = {
    "dk1": t.INK,
    "lt1": t.PAPER,
    "dk2": t.STONE,
    "lt2": t.RICE,
    "accent1": t.GREEN,
    "accent2": t.INDIGO,
    "accent3": "#BD8B40",
    "accent4": "#816FA3",
    "accent5": "#669A76",
    "accent6": "#6C8AB6",
    "hlink": t.STONE,
    "folHlink": t.STONE,
}


def blank_deck(briefing: Briefing) -> Any:
    """Return an empty deck in our page size, theme and fonts, with one layout: a title on paper."""
    from pptx import Presentation
    from pptx.util import Pt

    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(t.PAGE_WIDTH), Pt(t.PAGE_HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name != KEPT_LAYOUT:
            deck.slide_layouts.remove(layout)
    master, layout = deck.slide_master, deck.slide_layouts[0]
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = rgb(t.PAPER)
    for holder in (master, layout):
        for shape in list(holder.placeholders):
            if shape.placeholder_format.idx == 0:
                shape.left, shape.top = Pt(t.MARGIN), Pt(t.TITLE_TOP)
                shape.width, shape.height = Pt(t.CONTENT_WIDTH), Pt(84)
            else:
                shape._element.getparent().remove(shape._element)
    retheme(master)
    return deck


def rgb(color: str) -> Any:
    """Return a colour token as PowerPoint's library takes it."""
    from pptx.dml.color import RGBColor

    make: Any = RGBColor
    return make(*bytes.fromhex(color[1:]))


def retheme(master: Any) -> None:
    """Write our colours and fonts into the theme: a family for Latin letters, one for Chinese."""
    from lxml import etree
    from pptx.opc.constants import RELATIONSHIP_TYPE

    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", "difang")
    for name, color in THEME_COLORS.items():
        slot = theme.find(f".//{{{DRAWING}}}clrScheme/{{{DRAWING}}}{name}")
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, f"{{{DRAWING}}}srgbClr", val=color[1:])
    for kind in ("majorFont", "minorFont"):
        fonts = theme.find(f".//{{{DRAWING}}}{kind}")
        for script, face in (("latin", t.FONT_OFFICE_LATIN), ("ea", t.FONT_OFFICE)):
            fonts.find(f"{{{DRAWING}}}{script}").set("typeface", face)
        for font in fonts.findall(f"{{{DRAWING}}}font[@script='Hant']"):
            font.set("typeface", t.FONT_OFFICE)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def strip_style(table: Any) -> None:
    """Take the coloured style and banding off a table, keep its header row."""
    properties = table._tbl.tblPr
    for child in list(properties):
        properties.remove(child)
    properties.set("bandRow", "0")
    properties.set("firstRow", "1")


def bottom_border(cell: Any, color: str) -> None:
    """Draw a hairline under a cell and nothing on its other sides."""
    from lxml import etree

    properties = cell._tc.get_or_add_tcPr()
    for place, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        line = etree.Element(f"{{{DRAWING}}}{side}", w="9525" if side == "lnB" else "0")
        if side == "lnB":
            fill = etree.SubElement(line, f"{{{DRAWING}}}solidFill")
            etree.SubElement(fill, f"{{{DRAWING}}}srgbClr", val=color[1:])
        else:
            etree.SubElement(line, f"{{{DRAWING}}}noFill")
        properties.insert(place, line)


def mark_decorative(shape: Any) -> None:
    """Tell screen readers to pass over a line, and take off the theme's shadow."""
    from lxml import etree
    from pptx.oxml.ns import qn

    shape._element.remove(shape._element.find(qn("p:style")))

    properties = shape._element.nvCxnSpPr.cNvPr
    extensions = etree.SubElement(properties, f"{{{DRAWING}}}extLst")
    extension = etree.SubElement(extensions, f"{{{DRAWING}}}ext", uri=DECORATIVE_URI)
    etree.SubElement(extension, f"{{{DECORATIVE}}}decorative", nsmap={"adec": DECORATIVE}, val="1")
