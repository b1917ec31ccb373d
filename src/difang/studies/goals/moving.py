"""Moves in against moves out, place by place, and goals that have no number or no target."""

from difang import places
from difang.indicators import Figures, catalogue
from difang.studies.goals.model import Assessment, Carrier, Goal, Line
from difang.studies.goals.telling import (
    caveats,
    counted,
    held_places,
    losing,
    map_link,
    newest_year,
    out_of,
    signed,
    told,
)
from difang.text import Text

SHOWN = 5


def balance(goal: Goal, figures: Figures) -> Assessment:
    """Answer on internal moves where they are published, else on what may be shown without them."""
    indicator = goal.settings["indicator"]
    if indicator in catalogue().indicators and "county" in figures.levels(indicator):
        return _internal(goal, figures, indicator)
    return _residual(goal, figures)


def _internal(goal: Goal, figures: Figures, indicator: str) -> Assessment:
    """Answer on internal moves by county."""
    asked = goal.settings["year"]
    last = newest_year(figures, indicator, "county")
    years = [one for one in figures.periods(indicator, "county") if len(one) == 4]
    held = {year: held_places(figures, indicator, "county", year) for year in years}
    of = len(places.all_places("county"))
    now = [
        (
            out_of(len(held[last]), of),
            Text(f"{last} 年，移入不少於移出的縣市", f"counties in balance or gaining, {last}"),
        )
    ]
    short = of - len(held[asked])
    return Assessment(
        goal,
        now=tuple(now),
        distance=(
            Text(
                f"目標年 {asked} 年有 {len(held[asked])} 個縣市達成，{short} 個未達成",
                f"In the target year {asked}, {len(held[asked])} counties reached it, {short} did not",
            ),
        ),
        says=(
            Text(
                "只算國內遷徙，不含跨國遷徙與初設戶籍。",
                "Internal moves only, without moves from and to abroad and first registrations.",
            ),
        ),
        unit=Text("移入不少於移出的縣市數", "Counties where moves in are at least moves out"),
        lines=(
            Line(Text("縣市", "Counties"), _every_year({year: float(len(held[year])) for year in years})),
        ),
        carried=Text(
            f"{last} 年移入不少於移出的縣市", f"Counties where moves in were at least moves out, {last}"
        ),
        carriers=tuple(
            Carrier(places.get(code), signed(value), figures.one(indicator, code, last).permalink)
            for code, value in sorted(held[last].items(), key=lambda pair: -pair[1])
        ),
        evidence=tuple(
            counted(figures, indicator, "county", year, len(held[year]), of)
            for year in dict.fromkeys((asked, last))
        ),
        caveats=caveats(goal),
        indicators=(indicator,),
    )


def _residual(goal: Goal, figures: Figures) -> Assessment:
    """Without internal moves the target year has no answer; later years may be shown with their caveat."""
    indicator, first = goal.settings["residual"], goal.settings["residual_from"]
    years = [one for one in figures.periods(indicator, "township") if len(one) == 4 and one >= first]
    of = len(places.all_places("township"))
    held = {year: held_places(figures, indicator, "township", year) for year in years}
    says = (
        Text("目標年 2022 年要看國內遷徙，但國內與跨國遷徙的拆分不在這一版資料裡，所以不下判斷。",
             "The target year 2022 is read on internal moves, but their split from moves abroad is not in "
             "this release, so no verdict is given."),
        Text("社會增減在 2020–2023 年含大量跨國登記，不用來檢視目標；2024 年起列出供參考。",
             "Net migration of 2020–2023 holds many registrations from and to abroad and is not used; from "
             "2024 on it is shown for reference."),
    )  # fmt: skip
    if not years:
        return Assessment(goal, says=says)
    last = years[-1]
    by_county = sorted(
        places.all_places("county"),
        key=lambda county: (-sum(code in held[last] for code in county.members), county.code),
    )
    return Assessment(
        goal,
        says=says,
        now=tuple(
            (
                out_of(len(held[year]), of),
                Text(
                    f"{year} 年，社會增減不為負的鄉鎮市區（參考）",
                    f"townships with net migration of zero or more, {year} (for reference)",
                ),
            )
            for year in reversed(years)
        ),
        carried=Text(
            f"{last} 年社會增減不為負的鄉鎮市區最多的縣市",
            f"Counties with most townships at zero or more, {last}",
        ),
        carriers=tuple(
            Carrier(
                one,
                out_of(sum(code in held[last] for code in one.members), len(one.members)),
                map_link(figures, indicator, "township", last),
            )
            for one in by_county[:SHOWN]
        ),
        evidence=tuple(counted(figures, indicator, "township", year, len(held[year]), of) for year in years),
        caveats=caveats(goal, "residual_caveats"),
        indicators=(indicator,),
    )


def no_figure(goal: Goal, _figures: Figures) -> Assessment:
    """Say why there is no number and what it would take."""
    return Assessment(goal, says=(Text(**goal.settings["why"]), Text(**goal.settings["needs"])))


def untargeted(goal: Goal, figures: Figures) -> Assessment:
    """Describe without a target: how many townships have fewer people than ten years before."""
    indicator = goal.settings["indicator"]
    last = newest_year(figures, indicator, "township")
    fewer, of = losing(figures, indicator, last)
    return Assessment(
        goal,
        now=(
            (
                out_of(fewer, of),
                Text(
                    f"{last} 年底，人口比十年前少的鄉鎮市區",
                    f"townships with fewer people than ten years before, end of {last}",
                ),
            ),
        ),
        says=(
            Text(
                "沒有目標，因此不算距離；這個數字只說明分布。",
                "Without a target there is no distance; the number only describes.",
            ),
        ),
        evidence=(counted(figures, indicator, "township", last, fewer, of),),
        caveats=caveats(goal),
        indicators=(indicator,),
    )


def sustainable(goal: Goal, figures: Figures) -> Assessment:
    """List the nation's newest figures of indicators that carry a sustainable-development number."""
    marked = [one for one in catalogue().all() if one.sdg and "nation" in figures.levels(one.id)]
    return Assessment(
        goal,
        says=(
            Text(
                "計畫只要求一致，沒有指定哪些指標；以下是目錄中標有永續發展目標編號的全國數字。"
                if marked
                else "計畫只要求一致，沒有指定哪些指標；目錄中目前沒有標永續發展目標編號的全國指標。",
                "The plan asks for being in step and names no indicators; these are the nation's figures "
                "of indicators with an SDG number."
                if marked
                else "The plan asks for being in step and names no indicators; none in the catalogue carries "
                "an SDG number for the nation yet.",
            ),
        ),
        evidence=tuple(told(figures.one(one.id, "TW")) for one in marked),
        indicators=tuple(one.id for one in marked),
    )


def _every_year(counts: dict[str, float]) -> tuple[tuple[str, float | None], ...]:
    """Return all years from first to last; None for one that is not published, so that a line breaks."""
    years = range(int(min(counts)), int(max(counts)) + 1)
    return tuple((str(year), counts.get(str(year))) for year in years)
