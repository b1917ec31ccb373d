"""Parts two to six: what is known, and clear blanks for what people must say."""

from difang.documents.briefing import resources
from difang.documents.briefing.beside import settled
from difang.documents.briefing.notes import Notes
from difang.documents.tree import Blank, Block, Cell, Paragraph, Run, Slide, Table
from difang.indicators import Figures, catalogue
from difang.places import Place
from difang.text import COMMA, Lang, Text

KPI_BASELINES = (
    "population.total",
    "population.births",
    "population.net_migration",
    "population.old_age_share",
)
STAKEHOLDERS = (
    Text("公所、里長、村里組織：誰來牽頭？", "Township office and village heads: who leads?"),
    Text(
        "農會、合作社、社區發展協會、廟宇：誰已經在做？",
        "Farmers' association, co-operatives, temples: who is active?",
    ),
    Text(
        "學校、青年、新住民、族人：還沒被聽見的是誰？",
        "Schools, young people, newcomers: who has not been heard?",
    ),
)
VISION = (
    Text("開過哪些會、多少人、有哪些不同意見？", "Which meetings, how many people, which disagreements?"),
    Text(
        "十年後，我們希望這裡是什麼樣子？（一句話）",
        "In ten years, what shall this place be like? (one sentence)",
    ),
)
VENTURE_COLUMNS = Text("事業|誰來做|地點|時程|需要什麼", "venture|who|where|when|what it needs")


def slides(figures: Figures, place: Place, lang: Lang) -> list[Slide]:
    """Return the slides of parts two to six."""
    return [
        _questions(2, Text("誰和這件事有關？", "Whom does this concern?"), STAKEHOLDERS, lang),
        _questions(3, Text("怎麼凝聚共識，願景是什麼？", "How was the vision agreed?"), VISION, lang),
        _grid(
            4,
            Text("哪些創生事業，何時、何地、怎麼做？", "Which ventures, when, where and how?"),
            VENTURE_COLUMNS,
            4,
            lang,
        ),
        *resources.slides(figures, place, lang),
        _kpi(figures, place, lang),
    ]


def _questions(part: int, title: Text, prompts: tuple[Text, ...], lang: Lang) -> Slide:
    blocks: tuple[Block, ...] = tuple(Blank(prompt.get(lang), lines=2) for prompt in prompts)
    return Slide(part, title.get(lang), blocks, subtitle=_by_people(lang))


def _grid(part: int, title: Text, columns: Text, count: int, lang: Lang) -> Slide:
    header = tuple(columns.get(lang).split("|"))
    rows = tuple(tuple(Cell(blank=True) for _ in header) for _ in range(count))
    table = Table(header, rows, tuple("left" for _ in header))
    return Slide(part, title.get(lang), (table,), subtitle=_by_people(lang))


def _kpi(figures: Figures, place: Place, lang: Lang) -> Slide:
    notes = Notes(lang)
    header = (
        ("KPI", "基期", "2027 目標", "2030 目標")
        if lang == "zh"
        else ("KPI", "baseline", "target 2027", "target 2030")
    )
    rows = [
        (
            Cell(f"{catalogue().get(one).name.get(lang)}{COMMA.get(lang)}{figure.period_words.get(lang)}"),
            notes.cell(figure, bold=True),
            Cell(blank=True),
            Cell(blank=True),
        )
        for one in KPI_BASELINES
        if (figure := settled(figures, one, place)).value is not None
    ]
    rows.append((Cell(blank=True), Cell(blank=True), Cell(blank=True), Cell(blank=True)))
    caveat = catalogue().caveat("register_abroad_2020_2025").text.get(lang)
    title = "用什麼衡量，從哪裡算起？" if lang == "zh" else "What will be measured, and from where?"
    table = Table(header, tuple(rows), ("left", "right", "right", "right"), weights=(5, 3, 3, 3))
    return Slide(
        6,
        title,
        (table, Paragraph((Run(caveat),), "muted")),
        footnotes=notes.listed(),
        subtitle=_by_people(lang),
    )


def _by_people(lang: Lang) -> str:
    return "待地方的人填寫；空白不是 0" if lang == "zh" else "For people to fill in; a blank is not zero"
