"""What stands beside figures: year ends as baselines, caveats, the mark of old ones."""

from collections.abc import Iterable

from difang.documents.tree import Paragraph, Run
from difang.indicators import Figure, Figures, catalogue
from difang.indicators.age import is_old
from difang.places import Place
from difang.text import Lang, Text

ELECTION = "election_registration"
OLD_MARK = Text("〔舊〕", " [old]")
OLD_WORDS = Text("〔舊〕：三年內沒有更新的數字", "[old]: no newer figure in three years")


def settled(figures: Figures, indicator: str, place: Place) -> Figure:
    """Return the newest figure; of a stock with months, the newest that stands at the end of a year."""
    newest = figures.one(indicator, place.code)
    if catalogue().get(indicator).measure == "flow" or len(newest.period) == 4:
        return newest
    if newest.period.endswith("-12"):
        return newest
    december = f"{int(newest.period[:4]) - 1}-12"
    known = december in figures.periods(indicator, place.level)
    return figures.one(indicator, place.code, december) if known else newest


def marked(figures: Figures, figure: Figure, lang: Lang) -> str:
    """Return the mark behind an old figure's period, or nothing."""
    return OLD_MARK.get(lang) if is_old(figures.release, figure.period) else ""


def caveats(shown: Iterable[Figure], lang: Lang) -> tuple[Paragraph, ...]:
    """Return what must be read with figures, in small letters: each one's first caveat, once.

    Months of an election year have the caveat of elections too, and before the others.
    """
    told: dict[str, list[str]] = {}
    known = catalogue()
    for figure in shown:
        held = figure.caveats
        for caveat in (*held[:1], *(one for one in held[1:] if one.id == ELECTION)):
            told.setdefault(caveat.id, []).append(known.get(figure.indicator).name.get(lang))
    first = {one: names for one, names in told.items() if one == ELECTION}
    rest = {one: names for one, names in told.items() if one != ELECTION}
    return tuple(_small(some, lang) for some in (first, rest) if some)


def _small(told: dict[str, list[str]], lang: Lang) -> Paragraph:
    comma, colon, gap = ("、", "：", "　") if lang == "zh" else ("; ", ": ", "  ")
    runs: list[Run] = []
    for one, names in told.items():
        runs.append(Run(f"{gap if runs else ''}{comma.join(dict.fromkeys(names))}", bold=True))
        runs.append(Run(f"{colon}{catalogue().caveat(one).text.get(lang)}"))
    return Paragraph(tuple(runs), "small")


def old_words(shown: Iterable[Figure], figures: Figures, lang: Lang) -> str:
    """Return what the mark of old figures means, if any of these has it."""
    return OLD_WORDS.get(lang) if any(is_old(figures.release, one.period) for one in shown) else ""
