"""Changes over years: which two dates are compared and why these, and one set of classes for all of them."""

from collections.abc import Collection

from difang.charts import Classes, diverging, sequential
from difang.indicators import Figures, Indicator, catalogue, period_words
from difang.indicators.periods import years_back
from difang.text import Text

YEAR_DIGITS = 4
# The indicator that a change is the change of.
CHANGE_OF = {"population.change_10y": "population.total"}


def classes_for(figures: Figures, indicator: Indicator, level: str, known: Collection[float]) -> Classes:
    """Return the classes that values are drawn in; diverging only round a meaningful middle.

    A change has the classes of its newest year on every page and for every period, so that one colour is one
    range wherever it is seen.
    """
    decimals = catalogue().unit(indicator.unit).decimals
    if indicator.scale != "diverging":
        return sequential(list(known), decimals)
    years = [one for one in figures.periods(indicator.id, level) if len(one) == YEAR_DIGITS]
    if indicator.kind == "change" and years:
        newest = figures.map_values(indicator.id, level, max(years))
        known = [value for value in newest.values() if value is not None]
    return diverging(list(known), indicator.middle or 0.0, decimals)


def compared(figures: Figures, indicator: Indicator, level: str, period: str) -> Text:
    """Name the two dates that a change compares, and why a newer month has none; empty for what is no change."""
    if indicator.kind != "change":
        return Text("", "")
    then, now = _date(years_back(period, indicator.over)), _date(period)
    zh, en = f"比較 {then.zh}與 {now.zh}。", f"Compares {then.en} with {now.en}."
    if len(period) == YEAR_DIGITS:
        return Text(zh, en)
    missing = _missing(figures, indicator, level, period)
    if missing:
        newer, gone = period_words(missing), period_words(years_back(missing, indicator.over))
        zh += f"{newer.zh}不能比，因為沒有 {gone.zh}的數字。"
        en += f" {newer.en} cannot be compared: there is no figure for {gone.en}."
    return Text(
        zh + "首頁與折線比的是年底，所以數字不同。",
        en + " The first page and the path compare ends of years, so their figures differ.",
    )


def _missing(figures: Figures, indicator: Indicator, level: str, period: str) -> str:
    """Return the newest month of what changes if it is newer than `period` and its month then is absent."""
    source = CHANGE_OF.get(indicator.id)
    if source is None or period != figures.latest(indicator.id, level):
        return ""
    months = figures.periods(source, level)
    newest = max((one for one in months if len(one) > YEAR_DIGITS), default="")
    return newest if newest > period and years_back(newest, indicator.over) not in months else ""


def _date(period: str) -> Text:
    words = period_words(period)
    return Text(f"{words.zh}底", f"the end of {words.en}") if len(period) == YEAR_DIGITS else words
