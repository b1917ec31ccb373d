"""What a map page is asked for: the address, read and checked."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from difang import places
from difang.errors import InputError, NotFoundError
from difang.indicators import MAPS, Catalogue, Figures, Indicator
from difang.places import Place
from difang.text import Text

MAP_NAMES = {
    "population": Text("人口", "Population"),
    "circulation": Text("地區經濟循環", "Economic circulation"),
    "finance": Text("地方財政", "Local finance"),
    "care": Text("醫療福利", "Care"),
    "diversity": Text("多樣性", "Diversity"),
    "tourism": Text("觀光", "Tourism"),
}
PARAMETERS = ("indicator", "place", "period", "level", "compare", "with", "all", "from")
DRAWN_LEVELS = ("township", "county")


@dataclass(frozen=True)
class Asked:
    """One view of one map. `place` and `compare` are at `level`; `second_period` is the other year."""

    map_id: str
    indicator: Indicator
    level: str
    period: str
    place: Place | None
    compare: Place | None
    second_period: str | None
    all_rows: bool

    def query(self, **changes: object) -> str:
        """Return the query string of this view, with some of its fields changed."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        pairs = {
            "indicator": other.indicator.id,
            "place": other.place.code if other.place else "",
            "period": other.period,
            "level": other.level,
            "compare": other.compare.code if other.compare else "",
            "with": other.second_period or "",
            "all": "1" if other.all_rows else "",
        }
        return urlencode({name: value for name, value in pairs.items() if value})


def read(map_id: str, query: QueryDict, catalogue: Catalogue, figures: Figures) -> Asked:
    """Return the view an address asks for; every wrong word is refused with what would be right."""
    if map_id not in MAPS:
        raise NotFoundError(
            f"沒有「{map_id}」這張地圖；六張地圖是：{'、'.join(MAPS)}。",
            f"there is no map '{map_id}'; the six are: {', '.join(MAPS)}.",
        )
    indicator = _indicator(map_id, query.get("indicator", ""), catalogue)
    place = places.resolve(query["place"]) if query.get("place") else None
    # `from` is the indicator a form was sent from: the period and level chosen there may not exist here.
    moved = _sender(query.get("from") or indicator.id, catalogue) != indicator.id
    if query.get("all", "") not in ("", "1"):
        raise InputError(
            f"all：{query['all']}；只能是 1（列出全部），或不寫。",
            f"all: {query['all']}; it can only be 1 (list every row), or be left out.",
        )
    level = _level(indicator, "" if moved else query.get("level", ""))
    second = query.get("with") or None
    return Asked(
        map_id,
        indicator,
        level,
        _period(indicator, level, "" if moved else query.get("period", ""), figures),
        _at_level(place, level),
        _at_level(places.resolve(query["compare"]) if query.get("compare") else None, level),
        _period(indicator, level, second, figures) if second else None,
        query.get("all") == "1",
    )


def _sender(asked: str, catalogue: Catalogue) -> str:
    try:
        return catalogue.get(asked).id
    except NotFoundError as unknown:
        raise InputError(
            f"from：{asked}；只能是表單原先的指標代號，或不寫。",
            f"from: {asked}; it can only be the id of the indicator that the form showed, or be left out.",
            suggestions=unknown.suggestions,
        ) from unknown


def _indicator(map_id: str, asked: str, catalogue: Catalogue) -> Indicator:
    if not asked:
        drawn = [one for one in catalogue.all(map_id) if _drawn_levels(one)]
        return min(drawn, key=lambda one: (not one.headline, one.order, one.id))
    indicator = catalogue.get(asked)
    if indicator.map != map_id:
        raise InputError(
            f"{indicator.name.zh}在「{MAP_NAMES[indicator.map].zh}」地圖：/maps/{indicator.map}/?indicator={asked}。",
            f"{asked} is on the map '{indicator.map}': /maps/{indicator.map}/?indicator={asked}.",
        )
    if not _drawn_levels(indicator):
        raise InputError(
            f"{indicator.name.zh}只有全國數字，畫不成地圖；見 /indicators/{asked}/。",
            f"{asked} is published for the nation only and cannot be drawn; see /indicators/{asked}/.",
        )
    return indicator


def _drawn_levels(indicator: Indicator) -> list[str]:
    return [level for level in DRAWN_LEVELS if level in indicator.levels]


def _level(indicator: Indicator, asked: str) -> str:
    levels = _drawn_levels(indicator)
    if not asked:
        return levels[0]
    if asked not in levels:
        raise InputError(
            f"{indicator.name.zh}沒有「{asked}」層級的地圖；可用：{'、'.join(levels)}。",
            f"{indicator.id} has no map at level '{asked}'; use: {', '.join(levels)}.",
        )
    return asked


def _period(indicator: Indicator, level: str, asked: str, figures: Figures) -> str:
    if not asked or asked == "latest":
        return figures.latest(indicator.id, level)
    periods = figures.periods(indicator.id, level)
    if asked not in periods:
        raise InputError(
            f"{indicator.name.zh}沒有 {asked} 這一期；有 {periods[0]} 到 {periods[-1]}。",
            f"{indicator.id} has no period {asked}; there are {periods[0]} to {periods[-1]}.",
        )
    return asked


def _at_level(place: Place | None, level: str) -> Place | None:
    """A township on a county map stands for its county; a county on a township map marks nothing."""
    if place is None or place.level == level:
        return place
    if place.level == "township" and level == "county" and place.county:
        return places.get(place.county)
    return None
