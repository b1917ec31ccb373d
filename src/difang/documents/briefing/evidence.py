"""Part one, drafted from figures: what sets the place apart, its people, the six maps."""

from difang import places
from difang.documents.briefing.beside import caveats, marked, old_words, settled
from difang.documents.briefing.notes import Notes
from difang.documents.briefing.pictures import change_chart, record_chart
from difang.documents.tree import Block, Cell, Columns, FigureNumber, Paragraph, Run, Slide, Table
from difang.indicators import MAPS, Figure, Figures, Indicator, catalogue
from difang.places import Place
from difang.studies import dna, findings
from difang.studies.dna import Claim
from difang.text import COMMA, SEMICOLON, Lang

SHOWN_CLAIMS = 5
MAP_ROWS = 2


def slides(figures: Figures, place: Place, lang: Lang) -> list[Slide]:
    """Return the slides of part one; a slide without anything to tell is left out."""
    made = [_dna(figures, place, lang), _people(figures, place, lang), *_maps(figures, place, lang)]
    return [slide for slide in made if slide is not None]


def _dna(figures: Figures, place: Place, lang: Lang) -> Slide:
    claims = dna.claims(figures, place.code)
    notes = Notes(lang)
    if not claims:
        words = dna.no_claim(place).get(lang)
        return Slide(1, words, (Paragraph((Run(words),)),))
    first = claims[0]
    title_note = notes.of(first.evidence[0])
    shown = claims[:SHOWN_CLAIMS]
    table = _claims_table(figures, shown, notes, lang)
    told = [one.evidence[0] for one in shown if isinstance(one.evidence[0], Figure)]
    old = old_words(told, figures, lang)
    blocks: tuple[Block, ...] = (table,)
    if first.kind == "record":
        blocks = (
            Columns(
                ((record_chart(figures, first, place, lang, title_note),), (table,)),
                (5, 6) if lang == "zh" else (4, 10),
            ),
        )
    return Slide(
        1,
        first.sentence.get(lang),
        (*blocks, *caveats(told, lang)),
        subtitle=SEMICOLON.get(lang).join(words for words in (_confirm(lang), old) if words),
        footnotes=notes.listed(),
        title_note=title_note,
    )


def _confirm(lang: Lang) -> str:
    if lang == "zh":
        return "從統計找出的不同；待地方的人確認、補上故事"
    return "What statistics set apart, for the people of the place to confirm and tell"


def _claims_table(figures: Figures, claims: tuple[Claim, ...], notes: Notes, lang: Lang) -> Table:
    header = ("說法", "依據") if lang == "zh" else ("claim", "basis")
    rows = tuple(
        (Cell(claim.sentence.get(lang), notes.of(claim.evidence[0])), Cell(_basis(figures, claim, lang)))
        for claim in claims
    )
    return Table(header, rows, ("left", "left"), weights=(5, 4))


def _basis(figures: Figures, claim: Claim, lang: Lang) -> str:
    """Return a claim's basis; where a statistic was tested, with its period."""
    basis, evidence = claim.basis.get(lang), claim.evidence[0]
    if not isinstance(evidence, Figure):
        return basis
    when = f"{evidence.period_words.get(lang)}{marked(figures, evidence, lang)}"
    return f"{when}；{basis}" if lang == "zh" else f"{when}; {basis}"


def _people(figures: Figures, place: Place, lang: Lang) -> Slide | None:
    finding = findings.of_people(figures, place)
    if finding is None:
        return None
    notes = Notes(lang)
    note = notes.of(finding.figures[1])
    numbers = [
        FigureNumber(
            figure.text(lang), _label(figure.indicator, figure.period_words.get(lang), lang), notes.of(figure)
        )
        for indicator in (
            "population.total",
            "population.old_age_share",
            "population.births",
            "population.deaths",
        )
        if (figure := settled(figures, indicator, place)).value is not None
    ]
    chart = change_chart(figures, place, lang)
    blocks: tuple[Block, ...] = tuple(numbers)
    if chart is not None:
        blocks = (Columns(((chart,), tuple(numbers)), (2, 1)),)
    told, _, also = finding.sentence.get(lang).partition("；" if lang == "zh" else "; ")
    return Slide(
        1,
        told,
        blocks,
        subtitle=_sentences(also, catalogue().caveat("registered_not_resident").text.get(lang), lang),
        footnotes=notes.listed(),
        title_note=note,
    )


def _sentences(first: str, second: str, lang: Lang) -> str:
    if not first:
        return second
    return f"{first}。{second}" if lang == "zh" else f"{first[0].upper()}{first[1:]}. {second}"


def _label(indicator: str, period: str, lang: Lang) -> str:
    return f"{catalogue().get(indicator).name.get(lang)}{COMMA.get(lang)}{period}"


def _maps(figures: Figures, place: Place, lang: Lang) -> list[Slide]:
    """Two slides: the first three maps and the last three, each with its first indicators."""
    made = []
    for half in (MAPS[:3], MAPS[3:]):
        notes = Notes(lang)
        found = [one for name in half for one in _map_rows(figures, place, name, notes, lang)]
        if not found:
            continue
        rows = [row for _, row in found]
        heads = (
            ("統計", "數值", "全國", "名次（由高到低）")
            if lang == "zh"
            else ("figure", "value", "nation", "rank from the highest")
        )
        title = (
            f"{place.name}在六張地圖上：{'人口、經濟循環、財政' if half == MAPS[:3] else '照護、多樣性、觀光'}"
            if lang == "zh"
            else f"{place.name_en} on the six maps: {', '.join(half)}"
        )
        table = Table(heads, tuple(rows), ("left", "right", "right", "right"), weights=(6, 3, 3, 3))
        shown = [figure for figure, _ in found]
        made.append(
            Slide(
                1,
                title,
                (table, *caveats(shown, lang)),
                subtitle=old_words(shown, figures, lang),
                footnotes=notes.listed(),
            )
        )
    return made


def _map_rows(
    figures: Figures, place: Place, map_id: str, notes: Notes, lang: Lang
) -> list[tuple[Figure, tuple[Cell, ...]]]:
    """The headline indicators of one map; a county's figure is a row of the county, and says so."""
    chosen = sorted(catalogue().all(map_id), key=lambda one: (not one.headline, one.order))
    rows = []
    for indicator in chosen:
        row = _row(figures, place, indicator, notes, lang)
        if row is not None:
            rows.append(row)
        if len(rows) == MAP_ROWS:
            break
    return rows


def _row(
    figures: Figures, place: Place, indicator: Indicator, notes: Notes, lang: Lang
) -> tuple[Figure, tuple[Cell, ...]] | None:
    levels = figures.levels(indicator.id)
    level = "township" if "township" in levels else "county" if "county" in levels else None
    if level is None:
        return None
    whose = place if level == "township" else places.get(place.code[:5])
    period = figures.latest(indicator.id, level)
    figure = figures.one(indicator.id, whose.code, period)
    if figure.value is None:
        return None
    name = f"{indicator.name.get(lang)}{COMMA.get(lang)}{figure.period_words.get(lang)}"
    if level == "county":
        name = f"{name}（{whose.name}）" if lang == "zh" else f"{name} ({whose.name_en})"
    name += marked(figures, figure, lang)
    return figure, (
        Cell(name),
        notes.cell(figure, bold=True),
        _nation(figures, indicator, period, notes),
        _rank(figures, indicator, whose, period, lang),
    )


def _nation(figures: Figures, indicator: Indicator, period: str, notes: Notes) -> Cell:
    if indicator.additive or "nation" not in figures.levels(indicator.id):
        return Cell("—")
    nation = figures.one(indicator.id, "TW", period)
    return notes.cell(nation) if nation.value is not None else Cell("—")


def _rank(figures: Figures, indicator: Indicator, whose: Place, period: str, lang: Lang) -> Cell:
    rank = figures.rank(indicator.id, whose.code, period) if findings.ranked(indicator, period) else None
    if rank is None:
        return Cell("—")
    if lang == "zh":
        return Cell(f"{'並列' if rank.ties > 1 else ''}第 {rank.position}／{rank.of}")
    return Cell(f"{'joint ' if rank.ties > 1 else ''}{rank.position} of {rank.of}")
