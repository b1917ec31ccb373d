"""One-sentence findings, made from the very figures that stand beside them."""

from dataclasses import dataclass

from difang import places
from difang.indicators import Figure, Figures, Indicator, catalogue
from difang.indicators.numbers import number
from difang.places import Place
from difang.text import Text

LEVEL_WORDS = {
    "township": Text("個鄉鎮市區", "townships"),
    "county": Text("個縣市", "counties"),
}
# In these years the register struck off and re-registered people abroad: no rank rests on them alone.
UNRANKED = {"register_abroad_2020_2025": ("2020", "2023")}


@dataclass(frozen=True)
class Finding:
    """A sentence in both languages and every figure it tells a number of."""

    sentence: Text
    figures: tuple[Figure, ...]


def ranked(indicator: Indicator, period: str) -> bool:
    """Say whether places may be ranked by this indicator in this period."""
    for caveat, (first, last) in UNRANKED.items():
        if caveat in indicator.caveats and first <= period[:4] <= last:
            return False
    return True


def of_map(figures: Figures, indicator: Indicator, level: str, period: str, place: Place | None) -> Finding:
    """Return what a map says: of one place its value and rank, else the highest and the lowest."""
    if place is not None:
        return of_place(figures, indicator, place, period)
    values = figures.map_values(indicator.id, level, period)
    known = {code: value for code, value in values.items() if value is not None}
    if len(known) < 2 or not ranked(indicator, period):
        return _counted(indicator, level, period, len(known), len(values))
    return _extremes(figures, indicator, period, known)


def of_place(figures: Figures, indicator: Indicator, place: Place, period: str) -> Finding:
    """Return a place's value, with its rank among its level and the nation's value where they exist."""
    figure = figures.one(indicator.id, place.code, period)
    when, name = figure.period_words, indicator.name
    if figure.value is None:
        words = figure.status_words
        return Finding(
            Text(
                f"{when.zh}，{place.full_name}的{name.zh}{words.zh}",
                f"{place.full_name_en}, {when.en}: {name.en} — {words.en}",
            ),
            (figure,),
        )
    zh = f"{when.zh}，{place.full_name}的{name.zh}是 {figure.text('zh')}"
    en = f"{name.en} in {place.full_name_en}, {when.en}: {figure.text('en')}"
    rank = figures.rank(indicator.id, place.code, period) if ranked(indicator, period) else None
    if rank is not None and rank.of > 1:
        level = LEVEL_WORDS[place.level]
        tied = Text("並列", "joint ") if rank.ties > 1 else Text("", "")
        zh += f"，在 {rank.of} {level.zh}中由高到低{tied.zh}第 {rank.position}"
        en += f", {tied.en}number {rank.position} of {rank.of} {level.en} from the highest"
    return _with_nation(figures, indicator, figure, zh, en)


def _with_nation(figures: Figures, indicator: Indicator, figure: Figure, zh: str, en: str) -> Finding:
    """Append the nation's value where it can be held against the place's (shares and rates, not counts)."""
    if figure.place == "TW" or indicator.additive or "nation" not in figures.levels(indicator.id):
        return Finding(Text(zh, en), (figure,))
    nation = figures.one(indicator.id, "TW", figure.period)
    if nation.value is None or figure.value is None:
        return Finding(Text(zh, en), (figure,))
    zh += f"；全國 {nation.text('zh')}"
    en += f"; nation {nation.text('en')}"
    return Finding(Text(zh, en), (figure, nation))


def of_people(figures: Figures, place: Place, first: str = "2015", last: str = "2025") -> Finding | None:
    """Return how many people a place gained or lost between two year ends, with births and deaths.

    None where a figure is missing. Migration is what remains; it holds the register's moves from and to
    abroad of 2020–2025, so it is not told as a finding.
    """
    start = figures.one("population.total", place.code, first)
    end = figures.one("population.total", place.code, last)
    years = [str(year) for year in range(int(first) + 1, int(last) + 1)]
    births = [figures.one("population.births", place.code, year) for year in years]
    deaths = [figures.one("population.deaths", place.code, year) for year in years]
    born, died = _total(births), _total(deaths)
    if start.value is None or end.value is None or born is None or died is None:
        return None
    change = end.value - start.value
    moved = Text(
        "不變" if change == 0 else f"{'多了' if change > 0 else '少了'} {number(abs(change), 0)} 人",
        "unchanged" if change == 0 else f"{number(abs(change), 0)} {'more' if change > 0 else 'fewer'}",
    )
    zh = (
        f"{first} 年底到 {last} 年底，{place.name}的登記人口由 {number(start.value, 0)} 人"
        f"到 {number(end.value, 0)} 人，{moved.zh}；其間出生 {number(born, 0)} 人，死亡 {number(died, 0)} 人"
    )
    en = (
        f"From the end of {first} to the end of {last}, registered people in {place.name_en} went from "
        f"{number(start.value, 0)} to {number(end.value, 0)}, {moved.en}; {number(born, 0)} were born and "
        f"{number(died, 0)} died"
    )
    return Finding(Text(zh, en), (start, end, *births, *deaths))


def _total(parts: list[Figure]) -> float | None:
    values = [part.value for part in parts]
    return None if None in values else sum(value for value in values if value is not None)


def _counted(indicator: Indicator, level: str, period: str, known: int, of: int) -> Finding:
    words = LEVEL_WORDS[level]
    unranked = Text("", "")
    if not ranked(indicator, period):
        unranked = Text(
            "；這一年含大量跨國遷徙登記，不排名次",
            "; this year holds many moves from and to abroad, so places are not ranked",
        )
    return Finding(
        Text(
            f"{period}，{of} {words.zh}中 {known} 個有{indicator.name.zh}{unranked.zh}",
            f"{indicator.name.en}, {period}: figures for {known} of {of} {words.en}{unranked.en}",
        ),
        (),
    )


def _extremes(figures: Figures, indicator: Indicator, period: str, known: dict[str, float]) -> Finding:
    most, least = max(known.values()), min(known.values())
    if most == least:
        code = min(known)
        figure = figures.one(indicator.id, code, period)
        words, when = LEVEL_WORDS[figure.level], figure.period_words
        zh = f"{when.zh}，{len(known)} {words.zh}的{indicator.name.zh}都是 {figure.text('zh')}"
        en = f"{indicator.name.en}, {when.en}: {figure.text('en')} in all {len(known)} {words.en}"
        return Finding(Text(zh, en), (figure,))
    top, top_place = _end(figures, indicator, period, known, most)
    bottom, bottom_place = _end(figures, indicator, period, known, least)
    when = top.period_words
    return Finding(
        Text(
            f"{when.zh}，{indicator.name.zh}最高的是{top_place.zh}（{top.text('zh')}），"
            f"最低的是{bottom_place.zh}（{bottom.text('zh')}）",
            f"{indicator.name.en}, {when.en}: highest in {top_place.en} ({top.text('en')}), "
            f"lowest in {bottom_place.en} ({bottom.text('en')})",
        ),
        (top, bottom),
    )


def _end(
    figures: Figures, indicator: Indicator, period: str, known: dict[str, float], value: float
) -> tuple[Figure, Text]:
    """Return one end of the ranking; several places that share it are counted, not hidden."""
    codes = sorted(code for code, own in known.items() if own == value)
    place = places.get(codes[0])
    names = Text(place.full_name, place.full_name_en)
    if len(codes) > 1:
        names = Text(f"{names.zh}等 {len(codes)} 處", f"{names.en} and {len(codes) - 1} more")
    return figures.one(indicator.id, codes[0], period), names


def headline(map_id: str) -> Indicator:
    """Return the indicator that a map shows first."""
    drawn = [one for one in catalogue().all(map_id) if "township" in one.levels or "county" in one.levels]
    return min(drawn, key=lambda one: (not one.headline, one.order, one.id))
