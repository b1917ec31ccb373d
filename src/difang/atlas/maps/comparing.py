"""Two places or two periods side by side, as numbers; no difference across a break."""

from dataclasses import dataclass

from difang.atlas.maps.asked import Asked
from difang.indicators import Figures, catalogue, comparable, period_words
from difang.indicators.numbers import number
from difang.places import Place
from difang.text import Lang


@dataclass(frozen=True)
class Line:
    """One place: its cells as shown and their difference."""

    name: str
    cells: tuple[str, ...]
    change: str
    me: bool


@dataclass(frozen=True)
class Comparison:
    """The table of a comparison; `change` says whether the differences mean anything."""

    periods: tuple[str, ...]
    rows: tuple[Line, ...]
    change: bool
    note: str


def comparison(asked: Asked, figures: Figures, lang: Lang) -> Comparison | None:
    """Return the comparison that was asked for, or None."""
    if asked.compare is None and asked.second_period is None:
        return None
    chosen = [one for one in (asked.place, asked.compare) if one is not None]
    if not chosen:
        return None
    periods = tuple(dict.fromkeys(p for p in (asked.second_period, asked.period) if p is not None))
    change = len(periods) == 2 and comparable(asked.indicator, *periods)
    note = ""
    if len(periods) == 2 and not change:
        note = "兩期定義不同，不能相減。" if lang == "zh" else "Two definitions: no difference."
    rows = tuple(_line(asked, figures, place, periods, change, lang) for place in chosen)
    return Comparison(tuple(period_words(p).get(lang) for p in periods), rows, change, note)


def _line(
    asked: Asked, figures: Figures, place: Place, periods: tuple[str, ...], change: bool, lang: Lang
) -> Line:
    cells = [figures.one(asked.indicator.id, place.code, period) for period in periods]
    words = ""
    if change:
        first, last = cells[0].value, cells[1].value
        if first is None or last is None:
            words = "—"
        else:
            shown = number(last - first, catalogue().unit(asked.indicator.unit).decimals)
            words = f"+{shown}" if last > first and shown.strip("0.") else shown
    return Line(place.full_label(lang), tuple(cell.text(lang) for cell in cells), words, place == asked.place)
