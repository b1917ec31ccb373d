"""The one tree every paper is written from: a briefing of six parts, slides, blocks and footnotes.

Nothing here reads, writes or measures. Words inside slides are in the briefing's own language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias
from urllib.parse import urljoin

from difang.text import Lang, Text

Align = Literal["left", "right"]
Tone = Literal["body", "lede", "muted", "small"]

PART_TITLES: tuple[Text, ...] = (
    Text("我的DNA", "Our DNA"),
    Text("利害關係人", "Stakeholders"),
    Text("願景與共識", "Vision and consensus"),
    Text("創生事業構想", "Ventures"),
    Text("資源需求", "Resources needed"),
    Text("KPI", "KPI"),
)
NUMERALS = ("一", "二", "三", "四", "五", "六")
TO_FILL = Text("待填", "to be filled in")


def part_label(part: int, lang: Lang) -> str:
    """Return "一　我的DNA" or "1  Our DNA" for part 1 … 6."""
    title = PART_TITLES[part - 1].get(lang)
    return f"{NUMERALS[part - 1]}　{title}" if lang == "zh" else f"{part}  {title}"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `note` is the number of the footnote that stands behind its figure."""

    text: str
    note: int | None = None
    bold: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two."""

    runs: tuple[Run, ...]
    tone: Tone = "body"


@dataclass(frozen=True, slots=True)
class FigureNumber:
    """One large number with its unit, and a line that says what it is."""

    value: str
    label: str
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: SVG for print and page, PNG for office formats.

    `aspect` is width over height; `alt` is the finding as a sentence, read aloud in place of the picture.
    """

    svg: str
    png: bytes
    alt: str
    aspect: float
    caption: str = ""
    note: int | None = None

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a chart without alternative text")
        if not self.aspect > 0:
            raise ValueError(f"chart aspect {self.aspect}: must be positive")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. `blank` cells wait for people: they print 待填, never 0."""

    text: str = ""
    note: int | None = None
    bold: bool = False
    blank: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. `mark` holds the indices of rows about this place (rice-coloured).

    `weights` are relative column widths; None lets the contents decide.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    align: tuple[Align, ...]
    caption: str = ""
    note: str = ""
    mark: frozenset[int] = frozenset()
    weights: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        wide = len(self.header)
        if len(self.align) != wide or any(len(row) != wide for row in self.rows):
            raise ValueError(f"table {self.header}: every row needs {wide} cells")
        if self.weights is not None and len(self.weights) != wide:
            raise ValueError(f"table {self.header}: needs {wide} weights")


@dataclass(frozen=True, slots=True)
class Blank:
    """What only people can say: a prompt, and `lines` empty lines to write on."""

    prompt: str
    lines: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Two or three columns side by side; `weights` are relative widths, equal if None."""

    columns: tuple[tuple["Block", ...], ...]
    weights: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if not 2 <= len(self.columns) <= 3:
            raise ValueError(f"{len(self.columns)} columns: two or three")
        if self.weights is not None and len(self.weights) != len(self.columns):
            raise ValueError("columns and weights differ in number")


Block: TypeAlias = Paragraph | FigureNumber | Chart | Table | Blank | Columns


@dataclass(frozen=True, slots=True)
class Footnote:
    """Where a figure comes from: short `text` for the slide, `citation` in full for the speaker's notes."""

    n: int
    text: str
    permalink: str = ""
    value: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One finding. `title` is the finding itself, `notes` are extra words for the speaker."""

    part: int
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    footnotes: tuple[Footnote, ...] = ()
    title_note: int | None = None
    notes: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.part <= len(PART_TITLES):
            raise ValueError(f"slide {self.title!r}: part {self.part} is not one of 1 to 6")
        if not self.title.strip() or not self.blocks:
            raise ValueError(f"slide {self.title!r}: needs a title and at least one block")
        numbers = [footnote.n for footnote in self.footnotes]
        if len(set(numbers)) != len(numbers):
            raise ValueError(f"slide {self.title!r}: footnote numbers repeat: {numbers}")
        unknown = sorted(set(referenced(self)) - set(numbers))
        if unknown:
            raise ValueError(f"slide {self.title!r}: no footnote for {unknown}")

    def footnote(self, n: int) -> Footnote:
        """Return footnote `n`; every referenced number exists."""
        return next(footnote for footnote in self.footnotes if footnote.n == n)


@dataclass(frozen=True, slots=True)
class Source:
    """One line of the closing list of sources."""

    publisher: str
    dataset: str
    period: str
    licence: str = ""
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class Briefing:
    """A six-part briefing on one place, ready to be written in any format.

    `site` is the address permalinks are relative to; without it a relative permalink is printed, not linked.
    """

    title: Text
    place: Text
    lang: Lang
    slides: tuple[Slide, ...]
    release: str
    date: date
    sources: tuple[Source, ...] = ()
    subtitle: str = ""
    cover: Chart | None = None
    site: str = ""

    def __post_init__(self) -> None:
        order = [slide.part for slide in self.slides]
        if order != sorted(order):
            raise ValueError(f"slides out of order: parts {order}")

    def parts(self) -> Iterator[tuple[int, tuple[Slide, ...]]]:
        """Yield each part that has slides, in order, with its slides."""
        for part in range(1, len(PART_TITLES) + 1):
            slides = tuple(slide for slide in self.slides if slide.part == part)
            if slides:
                yield part, slides

    def link(self, permalink: str) -> str:
        """Return an absolute address, or "" where there is none to follow."""
        address = urljoin(self.site, permalink) if self.site and permalink else permalink
        return address if address.startswith(("https://", "http://")) else ""

    def cited(self, note: Footnote) -> str:
        """Return the citation of a footnote with its whole address in place of the relative one."""
        words = note.citation or note.text
        address = self.link(note.permalink)
        if not address or address in words:
            return words
        return words.replace(note.permalink, address)


def referenced(slide: Slide) -> list[int]:
    """Return the footnote numbers a slide refers to, in reading order, each once."""
    found = [] if slide.title_note is None else [slide.title_note]
    found += block_references(slide.blocks)
    return list(dict.fromkeys(found))


def block_references(blocks: Sequence[Block]) -> list[int]:
    """Return the footnote numbers used in `blocks`, in reading order, with repeats."""
    found: list[int | None] = []
    for block in blocks:
        match block:
            case Paragraph():
                found += [run.note for run in block.runs]
            case FigureNumber() | Chart():
                found.append(block.note)
            case Table():
                found += [cell.note for row in block.rows for cell in row]
            case Columns():
                found += [n for column in block.columns for n in block_references(column)]
    return [n for n in found if n is not None]
