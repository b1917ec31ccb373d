"""A floor under the nation's people: now, the path with the official projection, the counties behind it."""

from difang import places
from difang.indicators import Figure, Figures, catalogue
from difang.indicators.numbers import number
from difang.studies.goals.model import Assessment, Carrier, Goal, Line
from difang.studies.goals.telling import caveats, newest_year, signed, told, when_words
from difang.text import Text

SHOWN = 5
NO_PROJECTION = Text(
    "全國推估不在這一版資料裡，所以這裡不說哪一年會低於目標。",
    "The national projection is not in this release, so no year of falling below is given.",
)


def floor(goal: Goal, figures: Figures) -> Assessment:
    """Hold the newest number of people against the target, with the official projection where there is one."""
    indicator, value = goal.settings["indicator"], float(goal.settings["value"])
    latest = figures.one(indicator, places.get("TW").code)
    years = figures.series(indicator, "TW", "year")
    now = float(latest.value or 0)
    gap = number(abs(now - value), 0)
    above = now >= value
    distance = Text(
        f"比 2,000 萬人{'多' if above else '少'} {gap} 人",
        f"{gap} {'above' if above else 'below'} 20 million",
    )
    lines = [Line(Text("登記人口", "Registered"), tuple((f.period, _wan(f.value)) for f in years))]
    says, future = _peak(years), _projected(goal, figures)
    missed, below = _below(future, value)
    if future:
        points = tuple((one.period, _wan(one.value)) for one in future)
        lines.append(Line(Text("中推估", "Medium projection"), points, projected=True))
    else:
        says += (NO_PROJECTION,)
    first, last = goal.settings["since"], newest_year(figures, indicator, "county")
    return Assessment(
        goal,
        now=((Text(latest.text("zh", prose=True), latest.text("en")), when_words(latest)),),
        distance=(distance,),
        says=says,
        missed=missed,
        unit=Text("萬人", "ten thousand people"),
        lines=tuple(lines),
        floor=value / 10_000,
        carried=Text(
            f"{first} 年底至 {last} 年底登記人口增減最多的縣市",
            f"Counties with the largest change of registered people, end of {first} to end of {last}",
        ),
        carriers=_changes(figures, indicator, first, last),
        evidence=tuple(told(one) for one in (latest, max(years, key=_value), *below)),
        caveats=caveats(goal),
        indicators=(indicator, *((goal.settings["projection"],) if future else ())),
    )


def _peak(years: tuple[Figure, ...]) -> tuple[Text, ...]:
    top = max(years, key=_value)
    if top.period == years[-1].period:
        return ()
    return (
        Text(
            f"年底人口最多的是 {top.period} 年，{top.text('zh')}。",
            f"The most at any year's end was {top.text('en')}, in {top.period}.",
        ),
    )


def _projected(goal: Goal, figures: Figures) -> tuple[Figure, ...]:
    """Return the medium scenario by year, empty if the release holds no projection."""
    indicator = goal.settings["projection"]
    if indicator not in catalogue().indicators or "nation" not in figures.levels(indicator):
        return ()
    return tuple(one for one in figures.series(indicator, "TW", "year") if one.value is not None)


def _below(future: tuple[Figure, ...], value: float) -> tuple[Text | None, tuple[Figure, ...]]:
    """Return the sentence about the first year under the target, with its figure."""
    first = next((one for one in future if _value(one) < value), None)
    if first is None:
        return None, ()
    words = Text(
        f"依國發會中推估，{first.period} 年底低於 2,000 萬人（{first.text('zh')}）。",
        f"The official medium projection falls below 20 million at the end of {first.period} "
        f"({first.text('en')}).",
    )
    return words, (first,)


def _changes(figures: Figures, indicator: str, first: str, last: str) -> tuple[Carrier, ...]:
    """Return the counties that gained and lost most, the largest loss first."""
    start, end = (figures.map_values(indicator, "county", when) for when in (first, last))
    change = {
        code: float(end[code] or 0) - float(value) for code, value in start.items() if value and end.get(code)
    }
    order = sorted(change, key=lambda code: change[code])
    chosen = [*[c for c in order[:SHOWN] if change[c] < 0], *[c for c in order[-SHOWN:] if change[c] > 0]]
    return tuple(
        Carrier(places.get(code), signed(change[code]), figures.one(indicator, code, last).permalink)
        for code in chosen
    )


def _value(figure: Figure) -> float:
    return figure.value or 0.0


def _wan(value: float | None) -> float | None:
    return None if value is None else value / 10_000
