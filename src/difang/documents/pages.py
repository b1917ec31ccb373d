"""From the tree to pages: cover, slides with their continuations, and the closing sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from difang.documents import tokens as t
from difang.documents.dates import both_eras
from difang.documents.flow import Frame, place, text_box
from difang.documents.geometry import Box, Page, Para, PictureBox, Rule, Span, TextBox
from difang.documents.measure import count_lines, full_width, para_height, span_width
from difang.documents.setting import Setting, footnote_spans, number_span, plain, raised, split_text
from difang.documents.tree import (
    Block,
    Briefing,
    Cell,
    Footnote,
    Paragraph,
    Run,
    Slide,
    Table,
    block_references,
    part_label,
)
from difang.text import Text

SOURCES_TITLE = Text("資料來源", "Sources")
SOURCES_HEAD = (
    Text("機關", "Publisher"),
    Text("資料集", "Data set"),
    Text("期間", "Period"),
    Text("授權", "Licence"),
)
IN_NOTES = Text(
    "每一個數字都能回到來源；完整出處見各頁備忘稿。",
    "Every figure leads back to its source; full citations are in the notes.",
)
IN_APPENDIX = Text(
    "每一個數字都能回到來源；完整出處逐註列在次頁起的「出處」。",
    "Every figure leads back to its source; full citations, note by note, follow under Citations.",
)
APPENDIX_TITLE = Text("出處", "Citations")
CAVEATS = Text("注意", "caveats")
APPENDIX_HEAD = (
    Text("頁．註", "page.note"),
    Text("數值", "figure"),
    Text("完整出處與固定網址", "citation and permanent address"),
)
MORE = Text("其餘出處見次頁", "further sources overleaf")
RELEASE = Text("資料版本", "Release")
CONTINUED = Text("（續）", " (continued)")
NOTES_TITLE = Text("（出處）", " (sources)")
NOTES_LINES = 8
NOTE_LEADING = 1.4
TITLE_SLACK = 0.98
FILLS = (0.55, 0.65, 0.75, 0.85, 0.9, 0.95)  # of a page, tried in turn where a table goes on overleaf
AIR = 34  # above and below the blocks, together
BETWEEN_NOTES = "   "  # spaces of the kind that a line may end with


@dataclass(frozen=True, slots=True)
class Sheet:
    """What becomes one page or several: a slide, or the list of sources."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    footnotes: tuple[Footnote, ...] = ()
    title_note: int | None = None
    notes: str = ""
    dense: bool = False


def paginate(briefing: Briefing, *, appendix: bool = False) -> tuple[Page, ...]:
    """Return every page of the deck in order, numbered from 1.

    With `appendix`, for formats without speaker's notes, every footnote's whole citation is listed at the end.
    """
    pages = [cover(briefing)]
    begins: list[int] = []
    for slide in briefing.slides:
        begins.append(len(pages) + 1)
        pages += sheet_pages(slide_sheet(slide, briefing), briefing, len(pages) + 1)
    closing = [sources_sheet(briefing, appendix=appendix)] if briefing.sources else []
    if appendix and any(slide.footnotes for slide in briefing.slides):
        closing.append(appendix_sheet(briefing, begins))
    for sheet in closing:
        pages += sheet_pages(sheet, briefing, len(pages) + 1)
    return tuple(pages)


def slide_sheet(slide: Slide, briefing: Briefing) -> Sheet:
    """Return a slide as a sheet."""
    return Sheet(
        part_label(slide.part, briefing.lang),
        slide.title,
        slide.blocks,
        slide.subtitle,
        slide.footnotes,
        slide.title_note,
        speaker_notes(slide, briefing),
    )


def sources_sheet(briefing: Briefing, *, appendix: bool) -> Sheet:
    """Return the list of sources, which says where the whole citations are."""
    title = SOURCES_TITLE.get(briefing.lang)
    words = (IN_APPENDIX if appendix else IN_NOTES).get(briefing.lang)
    return Sheet(title, title, (sources_table(briefing),), words, notes=stamp(briefing), dense=True)


def appendix_sheet(briefing: Briefing, begins: Sequence[int]) -> Sheet:
    """Return caveats and every footnote with value, whole citation and address, by its slide's first page."""
    rows: list[tuple[Cell, ...]] = []
    for page, slide in zip(begins, briefing.slides, strict=True):
        for block in small(slide.blocks):
            words = "".join(run.text for run in block.runs)
            rows.append((Cell(f"{page}"), Cell(CAVEATS.get(briefing.lang)), Cell(words)))
        rows += [
            (Cell(f"{page}.{note.n}"), Cell(note.value), Cell(whole(note, briefing), link=note.permalink))
            for note in slide.footnotes
        ]
    title = APPENDIX_TITLE.get(briefing.lang)
    head = tuple(each.get(briefing.lang) for each in APPENDIX_HEAD)
    table = Table(head, tuple(rows), ("left", "left", "left"), weights=(2, 5, 25))
    return Sheet(title, title, (table,), notes=stamp(briefing), dense=True)


def whole(note: Footnote, briefing: Briefing) -> str:
    """Return the whole citation of a footnote, with its address at the end."""
    address, citation = briefing.link(note.permalink) or note.permalink, briefing.cited(note)
    return citation if address in citation else f"{citation}　{address}".strip()


def sources_table(briefing: Briefing) -> Table:
    """Return the sources as a table, each data set linked to its page."""
    rows = tuple(
        (Cell(s.publisher, bold=True), Cell(s.dataset, link=s.permalink), Cell(s.period), Cell(s.licence))
        for s in briefing.sources
    )
    return Table(tuple(h.get(briefing.lang) for h in SOURCES_HEAD), rows, ("left",) * 4)


def stamp(briefing: Briefing) -> str:
    """Return the line that dates the paper: both eras and the release."""
    colon = "：" if briefing.lang == "zh" else ": "
    release = f"{RELEASE.get(briefing.lang)}{colon}{briefing.release}"
    return f"{both_eras(briefing.date, briefing.lang)}　{release}"


def speaker_notes(slide: Slide, briefing: Briefing) -> str:
    """Return the speaker's notes: extra words, what stands in small letters, then every footnote in full."""
    lines = [slide.notes] if slide.notes else []
    lines += ["".join(run.text for run in block.runs) for block in small(slide.blocks)]
    for note in slide.footnotes:
        words = (note.value, whole(note, briefing))
        lines.append(f"{note.n}. " + "　".join(word for word in words if word))
    return "\n".join([*lines, stamp(briefing)])


def small(blocks: Sequence[Block]) -> list[Paragraph]:
    """Return the paragraphs in small letters: what must be read with the figures."""
    return [block for block in blocks if isinstance(block, Paragraph) and block.tone == "small"]


def cover(briefing: Briefing) -> Page:
    """Return the cover: place name large, title, subtitle, picture, date and release."""
    lang = briefing.lang
    width = t.CONTENT_WIDTH * (0.52 if briefing.cover else 1.0)
    place_name = briefing.place.get(lang)
    size = next((s for s in (60.0, 52.0, 44.0, 38.0, 32.0) if span_width(place_name, s, True) <= width), 28.0)
    title = TextBox(
        t.MARGIN, 150, width, 0, (
            plain(place_name, size, bold=True),
            replace(plain(briefing.title.get(lang), 26.0, t.GREEN, bold=True), before=8.0),
        ), "title",
    )  # fmt: skip
    title = replace(title, h=round(sum(para_height(p, width) for p in title.paras), 1))
    boxes: list[Box] = [Rule(t.MARGIN, 132, 96, t.GREEN, 3.0)]
    if briefing.subtitle:
        below = Frame(t.MARGIN, title.y + title.h + 16, width, 120)
        boxes.append(
            replace(
                text_box(below, plain(briefing.subtitle, 17.0, t.STONE, leading=t.LEADING)), role="subtitle"
            )
        )
    if briefing.cover:
        boxes.append(cover_picture(briefing, t.MARGIN + width + 40, t.CONTENT_WIDTH - width - 40))
    boxes.append(Rule(t.MARGIN, 470, t.CONTENT_WIDTH, t.INK))
    boxes.append(text_box(Frame(t.MARGIN, 478, t.CONTENT_WIDTH, 30), plain(stamp(briefing), 13.0, t.STONE)))
    return Page(1, title, tuple(boxes), stamp(briefing), cover=True)


def cover_picture(briefing: Briefing, x: float, width: float) -> PictureBox:
    """Return the cover's map in the right half, as large as the page allows."""
    assert briefing.cover is not None
    height = min(width / briefing.cover.aspect, 410.0)
    w = height * briefing.cover.aspect
    return PictureBox(
        round(x + width - w, 1),
        round(40 + (410 - height) / 2, 1),
        round(w, 1),
        round(height, 1),
        briefing.cover,
    )


def sheet_pages(sheet: Sheet, briefing: Briefing, number: int) -> list[Page]:
    """Return the pages of one sheet; its last small letters stay in the notes alone where they need a page more."""
    pages = fewest_pages(sheet, briefing, number)
    last = small(sheet.blocks)[-1:]
    if len(pages) > 1 and last:
        blocks = tuple(block for block in sheet.blocks if block not in last)
        without = sheet_pages(replace(sheet, blocks=blocks), briefing, number)
        return without if len(without) < len(pages) else pages
    return pages


def fewest_pages(sheet: Sheet, briefing: Briefing, number: int) -> list[Page]:
    """Return the largest type that needs the fewest pages, a cut table shared out evenly."""
    best: list[Page] = []
    chosen = Setting(1.0, briefing.lang, briefing.link)
    for scale in t.DENSE_SCALES if sheet.dense else t.SCALES:
        setting = Setting(scale, briefing.lang, briefing.link)
        pages = list(flowed(sheet, briefing, setting, number))
        if (
            not best
            or len(pages) == 1
            or (len(pages) < len(best) and (sheet.dense or scale >= t.LEGIBLE_SCALE))
        ):
            best, chosen = pages, setting
        if len(best) == 1:
            break
    if len(best) > 1 and all(isinstance(block, Table | Paragraph) for block in sheet.blocks):
        for fill in FILLS:
            pages = list(flowed(sheet, briefing, replace(chosen, fill=fill), number))
            if len(pages) == len(best):
                return pages
    for air in t.BLANK_AIR:
        pages = list(flowed(sheet, briefing, replace(chosen, air=air), number))
        if len(pages) == len(best):
            return pages
    return best


def flowed(sheet: Sheet, briefing: Briefing, setting: Setting, number: int) -> Iterator[Page]:
    """Yield the pages `sheet` takes at one scale; footnotes stand on the page that refers to them."""
    sheet = eased(sheet, setting)
    blocks, left, first = sheet.blocks, list(sheet.footnotes), True
    while blocks:
        title, top, y = heading(sheet, briefing, setting, first=first)
        height = foot_height(sheet.footnotes, setting)
        room = (t.FOOT_BOTTOM - height - y - AIR) * setting.fill
        frame = Frame(t.MARGIN, y + 14, t.CONTENT_WIDTH, room)
        placed = place(blocks, frame, setting)
        here = cited(sheet, blocks, placed.rest, left, first=first)
        left = [note for note in left if note not in here]
        foot, overflow = footer(here, setting, number)
        yield Page(number, title, (*top, *placed.boxes, *foot), sheet.notes)
        number, blocks, first = number + 1, placed.rest, False
        if overflow:
            for page in overflow_pages(sheet, overflow, briefing, setting, number):
                yield page
                number += 1


def eased(sheet: Sheet, setting: Setting) -> Sheet:
    """Return the sheet with words too long for title or subtitle repeated, or moved, into the body."""
    blocks = sheet.blocks
    subtitle = plain(sheet.subtitle, t.SUBTITLE_SIZE, t.STONE)
    if count_lines(subtitle.spans, t.CONTENT_WIDTH) > 2:
        blocks = (Paragraph((Run(sheet.subtitle),), "muted"), *blocks)
        sheet = replace(sheet, subtitle="")
    if fit_title(sheet.title, "")[1]:
        blocks = (Paragraph((Run(sheet.title),), "lede"), *blocks)
    return replace(sheet, blocks=blocks)


def heading(
    sheet: Sheet, briefing: Briefing, setting: Setting, *, first: bool
) -> tuple[TextBox, list[Box], float]:
    """Return title, the boxes around it, and where they end."""
    ending = "" if first else CONTINUED.get(setting.lang)
    title = title_box(fit_title(sheet.title, ending)[0], sheet.title_note if first else None)
    top = list(kicker(sheet, briefing))
    bottom = title.y + title.h + 6
    if sheet.subtitle and first:
        words = plain(sheet.subtitle, t.SUBTITLE_SIZE, t.STONE)
        subtitle = text_box(Frame(t.MARGIN, bottom, t.CONTENT_WIDTH, 60), words)
        top.append(replace(subtitle, role="subtitle"))
        bottom += subtitle.h
    return title, top, bottom


def cited(
    sheet: Sheet, before: Sequence[Block], rest: Sequence[Block], left: list[Footnote], *, first: bool
) -> list[Footnote]:
    """Return the footnotes for this page: what it refers to, and on the first what nothing refers to."""
    remaining = block_references(rest)
    counted = block_references(before)
    numbers = set(counted) - set(remaining) | {n for n in counted if counted.count(n) > remaining.count(n)}
    if first:
        slide = {sheet.title_note} if sheet.title_note is not None else set()
        numbers |= slide | {note.n for note in left if note.n not in counted}
    return [note for note in sheet.footnotes if note.n in numbers]


def kicker(sheet: Sheet, briefing: Briefing) -> Iterator[Box]:
    """Yield the line above the title: the paper on the left, the part on the right."""
    half = t.CONTENT_WIDTH / 2
    left = plain(briefing.title.get(briefing.lang), t.KICKER_SIZE, t.STONE)
    right = replace(plain(sheet.label, t.KICKER_SIZE, t.STONE), align="right")
    if full_width(left.spans) > half:
        left = plain(briefing.place.get(briefing.lang), t.KICKER_SIZE, t.STONE)
    for x, para in ((t.MARGIN, left), (t.MARGIN + half, right)):
        yield replace(text_box(Frame(x, t.KICKER_TOP, half, 20), para), role="kicker")
    yield Rule(t.MARGIN, t.RULE_TOP, t.CONTENT_WIDTH, t.INK)


def fit_title(title: str, ending: str) -> tuple[str, bool]:
    """Return a title of at most two lines at the smallest size, and whether it had to be cut."""

    def fits(text: str) -> bool:
        span = Span(text + ending, t.TITLE_SIZES[-1], bold=True)
        return count_lines((span,), t.CONTENT_WIDTH * TITLE_SLACK - 12) <= 2

    if fits(title):
        return title + ending, False
    at = split_text(title, lambda text: fits(text + "…"))
    return title[:at] + "…" + ending, True


def title_box(text: str, note: int | None) -> TextBox:
    """Return the title on one line if a large size allows it, else on two."""
    sizes = [(size, 1) for size in t.ONE_LINE_TITLE_SIZES] + [(size, 2) for size in t.TITLE_SIZES]
    para = Para((), 0)
    for size, allowed in sizes:
        mark = tuple(replace(span, size=size * 0.7) for span in raised(note, size))
        para = Para((Span(text, size, bold=True), *mark), round(size * t.TIGHT, 1))
        if count_lines(para.spans, t.CONTENT_WIDTH * TITLE_SLACK) <= allowed:
            break
    box = text_box(Frame(t.MARGIN, t.TITLE_TOP, t.CONTENT_WIDTH, 90), para)
    return replace(box, role="title")


def footer(
    notes: Sequence[Footnote], setting: Setting, number: int
) -> tuple[list[Box], tuple[Footnote, ...]]:
    """Return hairline, footnotes and page number, and the footnotes that found no room."""
    kept = len(notes)
    while kept and not fits_foot(notes[:kept], setting, cut=kept < len(notes)):
        kept -= 1
    para = foot_para(notes[:kept], setting, cut=kept < len(notes))
    height = max(para_height(para, foot_width()), t.NOTE_SIZES[0] * NOTE_LEADING)
    y = round(t.FOOT_BOTTOM - height, 1)
    boxes: list[Box] = [Rule(t.MARGIN, y - 6, t.CONTENT_WIDTH, t.LINE)]
    if kept:
        boxes.append(replace(text_box(Frame(t.MARGIN, y, foot_width(), height), para), role="notes"))
    mark = replace(plain(f"difang　{number}", t.NOTE_SIZES[0], t.STONE, leading=NOTE_LEADING), align="right")
    boxes.append(replace(text_box(Frame(t.MARGIN + foot_width() + 10, y, 100, 20), mark), role="number"))
    return boxes, tuple(notes[kept:])


def foot_width() -> float:
    """Return the width of the footnotes beside the page number."""
    return t.CONTENT_WIDTH - 110


def fits_foot(notes: Sequence[Footnote], setting: Setting, *, cut: bool) -> bool:
    """True if the footnotes take no more than `NOTES_LINES` lines at some allowed size."""
    return count_lines(foot_para(notes, setting, cut=cut).spans, foot_width()) <= NOTES_LINES


def foot_para(notes: Sequence[Footnote], setting: Setting, *, cut: bool = False) -> Para:
    """Return the footnotes run on in one paragraph, two lines if a smaller size allows it.

    Neighbours from the same source stand before its name together, each number linked to its own figure.
    """
    para = Para((), 0)
    for size in t.NOTE_SIZES:
        spans: list[Span] = []
        for note, following in zip_longest(notes, notes[1:]):
            if following is not None and following.text == note.text:
                spans += (number_span(note, size, setting), Span("\u00a0", size, t.STONE))
                continue
            spans += footnote_spans(note, size, setting)
            spans += [Span(BETWEEN_NOTES, size, t.STONE)] if following is not None or cut else []
        if cut:
            spans.append(Span(MORE.get(setting.lang), size, t.STONE))
        para = Para(tuple(spans), round(size * NOTE_LEADING, 1))
        if count_lines(para.spans, foot_width()) <= 2:
            break
    return para


def foot_height(notes: Sequence[Footnote], setting: Setting) -> float:
    """Return the height to keep free for the footnotes of a sheet."""
    para = foot_para(notes, setting)
    return min(count_lines(para.spans, foot_width()), NOTES_LINES) * max(para.leading, 12.6)


def overflow_pages(
    sheet: Sheet, notes: Sequence[Footnote], briefing: Briefing, setting: Setting, number: int
) -> Iterator[Page]:
    """Yield pages of the footnotes that found no room under their slide."""
    shown, _ = fit_title(sheet.title, NOTES_TITLE.get(setting.lang))
    title = title_box(shown, None)
    frame = Frame(t.MARGIN, title.y + title.h + 16, t.CONTENT_WIDTH, t.FOOT_BOTTOM - title.y - title.h - 40)
    waiting = [Para(footnote_spans(note, 12.0, setting), 19.0) for note in notes]
    while waiting:
        kept = 1
        while kept < len(waiting) and text_box(frame, *waiting[: kept + 1]).h <= frame.h:
            kept += 1
        foot, _ = footer((), setting, number)
        yield Page(
            number, title, (*kicker(sheet, briefing), text_box(frame, *waiting[:kept]), *foot), sheet.notes
        )
        waiting, number = waiting[kept:], number + 1
