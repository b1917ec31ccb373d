"""Automatic styles of OpenDocument files: one for each look, named in order of first use."""

from typing import Any

from difang.documents import tokens as t
from difang.documents.geometry import Para, Span
from difang.documents.measure import RAISED
from difang.text import Lang

FONT = "Noto Sans TC"
FAMILY = "'Noto Sans TC', 'Noto Sans CJK TC', 'Microsoft JhengHei', 'PingFang TC'"


class Styles:
    """Makes each automatic style once and hands it out again."""

    def __init__(self, document: Any, lang: Lang) -> None:
        self.document = document
        self.locale = ("zh", "TW") if lang == "zh" else ("en", "US")
        self.made: dict[tuple[object, ...], Any] = {}
        declare_fonts(document)

    def style(self, family: str, key: tuple[object, ...], *properties: Any, **attributes: Any) -> Any:
        """Return the style of `family` for `key`, made from `properties` at first use."""
        from odf.style import Style

        known = (family, *key)
        if known not in self.made:
            name = f"{family.replace('-', '')[:2]}{len(self.made) + 1}"
            style = Style(name=name, family=family, **attributes)
            for item in properties:
                style.addElement(item)
            self.document.automaticstyles.addElement(style)
            self.made[known] = style
        return self.made[known]

    def span(self, span: Span) -> Any:
        """Return the text style of a span."""
        from odf.style import TextProperties

        values: dict[str, str] = letters(span.size, span.color, bold=span.bold)
        language, country = self.locale
        values |= {"language": language, "country": country, "languageasian": "zh", "countryasian": "TW"}
        if span.raised:
            values["textposition"] = f"33% {RAISED:.0%}"
        if span.blank:
            values |= {"textunderlinestyle": "dash", "textunderlinewidth": "auto"}
        key = (span.size, span.color, span.bold, span.raised, span.blank)
        return self.style("text", key, TextProperties(**values))

    def para(self, para: Para) -> Any:
        """Return the paragraph style: fixed leading, alignment, no extra space between scripts."""
        from odf.style import ParagraphProperties

        properties = ParagraphProperties(
            lineheight=points(para.leading),
            textalign="end" if para.align == "right" else "start",
            margintop=points(para.before),
            marginbottom="0pt",
            textautospace="none",
            punctuationwrap="simple",
        )
        return self.style("paragraph", (para.leading, para.align, para.before), properties)


def letters(size: float, color: str, *, bold: bool = False) -> dict[str, str]:
    """Return the attributes of text in our font, for Latin and Chinese letters alike."""
    weight, height = ("bold" if bold else "normal"), points(size)
    return {
        "fontname": FONT,
        "fontnameasian": FONT,
        "fontsize": height,
        "fontsizeasian": height,
        "fontweight": weight,
        "fontweightasian": weight,
        "color": color,
    }


def declare_fonts(document: Any) -> None:
    """Declare our font with the families that may stand in for it."""
    from odf.style import FontFace

    document.fontfacedecls.addElement(FontFace(name=FONT, fontfamily=FAMILY, fontfamilygeneric="swiss"))


def points(value: float) -> str:
    """Return a length as ODF writes it."""
    return f"{value:.1f}pt"


def fill_spans(paragraph: Any, para: Para, styles: Styles) -> None:
    """Add the spans of `para` to a text:p or text:h, links and line breaks included."""
    from odf.text import A, LineBreak
    from odf.text import Span as OdfSpan

    for span in para.spans:
        for index, line in enumerate(span.text.split("\n")):
            if index:
                paragraph.addElement(LineBreak())
            element = OdfSpan(stylename=styles.span(span))
            paragraph.addElement(element)
            if span.link:  # inside the span: the other way round Impress drops the words
                link = A(type="simple", href=span.link)
                element.addElement(link)
                element = link
            add_text(element, line)


def add_text(element: Any, text: str) -> None:
    """Add text whose leading, trailing and repeated spaces survive."""
    from odf.teletype import addTextToElement

    addTextToElement(element, text)


def describe(document: Any, *, title: str, subject: str, release: str, day: str, lang: Lang) -> None:
    """Fill the document's metadata; its dates are the briefing's own, so equal trees give equal files."""
    from odf import dc, meta

    fields = (
        dc.Title(text=title),
        dc.Subject(text=subject),
        dc.Creator(text="difang"),
        dc.Date(text=f"{day}T00:00:00"),
        dc.Language(text="zh-TW" if lang == "zh" else "en"),
        meta.InitialCreator(text="difang"),
        meta.CreationDate(text=f"{day}T00:00:00"),
    )
    for field in fields:
        document.meta.addElement(field)
    document.meta.addElement(meta.UserDefined(name="release", valuetype="string", text=release))


def default_text(document: Any, lang: Lang) -> None:
    """Set font and language of everything not styled otherwise."""
    from odf.style import DefaultStyle, TextProperties

    country = {"zh": ("zh", "TW"), "en": ("en", "US")}[lang]
    for family in ("graphic", "paragraph"):
        style = DefaultStyle(family=family)
        style.addElement(
            TextProperties(
                **letters(12, t.INK),
                language=country[0],
                country=country[1],
                languageasian="zh",
                countryasian="TW",
            )
        )
        document.styles.addElement(style)
