"""Concentration in the capital region, by every extent that the catalogue of goals names."""

from difang import places
from difang.indicators import Figures
from difang.indicators.numbers import number
from difang.studies.goals.model import Assessment, Carrier, Goal, Line
from difang.studies.goals.telling import caveats, newest_year, percent, signed_points, told
from difang.text import Text

POINTS = Text("個百分點", "percentage points")


def concentration(goal: Goal, figures: Figures) -> Assessment:
    """Return the share of the nation of each extent, its path and how it moved since the plan."""
    indicator, first = goal.settings["indicator"], goal.settings["since"]
    last = newest_year(figures, indicator, "county")
    lines, now, distance, evidence = [], [], [], []
    for definition in goal.settings["definitions"]:
        name, codes = Text(**definition["name"]), definition["counties"]
        share = dict(_shares(figures, indicator, codes))
        lines.append(Line(name, tuple(share.items())))
        value = percent(share[last])
        now.append((Text(value, value), Text(f"{name.zh}，{last} 年底", f"{name.en}, end of {last}")))
        distance.append(_moved(name, share[last] - share[first], first))
    counties = list(dict.fromkeys(c for d in goal.settings["definitions"] for c in d["counties"]))
    for code in [*counties, "TW"]:
        evidence += [told(figures.one(indicator, code, when)) for when in (first, last)]
    return Assessment(
        goal,
        now=tuple(now),
        distance=tuple(distance),
        says=(
            Text(
                "比較起點是計畫核定（2019 年 1 月 3 日）前的年底。兩種範圍並列，因為計畫沒有指定。",
                "Compared with the last year end before the plan (3 January 2019). Both extents are "
                "shown because the plan names none.",
            ),
        ),
        unit=Text("占全國登記人口，%", "Share of the nation's registered people, %"),
        decimals=1,
        lines=tuple(lines),
        carried=Text(
            f"{first} 年底至 {last} 年底占全國比率的增減（百分點）",
            f"Change of the share of the nation, end of {first} to end of {last} (percentage points)",
        ),
        carriers=tuple(_share_change(figures, indicator, code, first, last) for code in counties),
        evidence=tuple(evidence),
        caveats=caveats(goal),
        indicators=(indicator,),
    )


def _shares(figures: Figures, indicator: str, codes: list[str]) -> list[tuple[str, float]]:
    """Return (year, per cent of the nation) of some counties together, years with every value."""
    whole = {one.period: one.value for one in figures.series(indicator, "TW", "year")}
    parts = [{one.period: one.value for one in figures.series(indicator, code, "year")} for code in codes]
    found = []
    for year, nation in whole.items():
        values = [part.get(year) for part in parts]
        known = [value for value in values if value is not None]
        if nation and len(known) == len(codes):
            found.append((year, 100 * sum(known) / nation))
    return found


def _share_change(figures: Figures, indicator: str, code: str, first: str, last: str) -> Carrier:
    share = dict(_shares(figures, indicator, [code]))
    shown = signed_points(share[last] - share[first])
    return Carrier(places.get(code), shown, figures.one(indicator, code, last).permalink)


def _moved(name: Text, change: float, first: str) -> Text:
    more = round(change, 2) >= 0
    shown = number(abs(change), 2)
    return Text(
        f"{name.zh}比 {first} 年底{'多' if more else '少'} {shown} {POINTS.zh}",
        f"{name.en}: {shown} {POINTS.en} {'more' if more else 'less'} than at the end of {first}",
    )
