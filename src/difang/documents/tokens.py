"""Colours and sizes of the papers, in points; the same tokens as the site."""

from difang.charts.theme import FONT, GREEN, INDIGO, INK, LINE, PAPER, RICE, STONE

PAGE_WIDTH, PAGE_HEIGHT = 960.0, 540.0  # 13.333 × 7.5 inches
MARGIN = 44.0
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN
KICKER_TOP, KICKER_SIZE = 30.0, 13.0
RULE_TOP = 54.0
TITLE_TOP = 64.0
FOOT_BOTTOM = PAGE_HEIGHT - 22.0

ONE_LINE_TITLE_SIZES = (32.0, 30.0, 28.0, 26.0)
TITLE_SIZES = (28.0, 26.0, 24.0, 22.0)  # on two lines
SUBTITLE_SIZE = 14.0
BODY_SIZE = 17.0
LEDE_SIZE = 20.0
MUTED_SIZE = 14.0
SMALL_SIZE = 11.5  # what must be read with a figure
FIGURE_SIZE = 30.0
LABEL_SIZE = 15.5
TABLE_SIZE = 15.5
HEAD_SIZE = 12.5
CAPTION_SIZE = 14.0
NOTE_SIZES = (10.5, 10.0, 9.5, 9.0)
SCALES = (1.0, 0.94, 0.88, 0.82, 0.76)  # to keep a slide on one page
DENSE_SCALES = (0.82, 0.76, 0.7)  # the list of sources
BLANK_AIR = (1.7, 1.35)  # room between lines to write on, where the page has it
LEGIBLE_SCALE = 0.88  # a slide that goes on overleaf is set no smaller
LEADING = 1.5
TIGHT = 1.3

FONT_PDF = (FONT, "Noto Sans CJK TC")
FONT_OFFICE = "Microsoft JhengHei"
FONT_OFFICE_LATIN = "Arial"  # every office program has it, or letters of the same widths
FONT_CSS = "'Noto Sans TC','Noto Sans CJK TC','Microsoft JhengHei','PingFang TC',sans-serif"

__all__ = ["FONT", "GREEN", "INDIGO", "INK", "LINE", "PAPER", "RICE", "STONE"]
