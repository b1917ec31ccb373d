"""What a laid-out page is made of: boxes at fixed places, in points from the top left corner."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from difang.documents.tokens import INK
from difang.documents.tree import Align, Chart

Role = Literal["title", "subtitle", "body", "figure", "kicker", "notes", "number"]


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style. `raised` spans are footnote numbers; `link` is an absolute address or ""."""

    text: str
    size: float
    color: str = INK
    bold: bool = False
    raised: bool = False
    link: str = ""
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph; `leading` is the distance between baselines, `before` the space above it."""

    spans: tuple[Span, ...]
    leading: float
    align: Align = "left"
    before: float = 0.0

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class TextBox:
    """A box of paragraphs; its height is the measured one."""

    x: float
    y: float
    w: float
    h: float
    paras: tuple[Para, ...]
    role: Role = "body"


@dataclass(frozen=True, slots=True)
class RowBox:
    """One table row: height and one paragraph a cell."""

    h: float
    cells: tuple[Para, ...]
    head: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class TableBox:
    """A native table; `widths` are the column widths."""

    x: float
    y: float
    widths: tuple[float, ...]
    rows: tuple[RowBox, ...]
    pad: tuple[float, float]
    label: str

    def sides(self, column: int) -> tuple[float, float]:
        """Return left and right padding; the outer edges align with the text above unless a row is filled."""
        filled = any(row.marked for row in self.rows)
        left = 0.0 if column == 0 and not filled else self.pad[0]
        right = 0.0 if column == len(self.widths) - 1 and not filled else self.pad[0]
        return left, right

    @property
    def w(self) -> float:
        """Total width."""
        return sum(self.widths)

    @property
    def h(self) -> float:
        """Total height."""
        return sum(row.h for row in self.rows)


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A chart at its own aspect."""

    x: float
    y: float
    w: float
    h: float
    chart: Chart


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    x: float
    y: float
    w: float
    color: str
    weight: float = 0.75
    dashed: bool = False

    @property
    def h(self) -> float:
        """No height of its own."""
        return 0.0


Box: TypeAlias = TextBox | TableBox | PictureBox | Rule


@dataclass(frozen=True, slots=True)
class Page:
    """One slide: exactly one title box, then the boxes in reading order, and the speaker's notes."""

    number: int
    title: TextBox
    boxes: tuple[Box, ...]
    notes: str = ""
    cover: bool = field(default=False)
