"""How a number is shown; rounding happens here and nowhere else."""

import math

from difang.indicators.model import Unit
from difang.text import Lang, Text

MINUS = "−"
NO_BREAK_SPACE = "\u00a0"
WAN = 10_000
FEWEST_IN_WAN = 100_000
_TIGHT = ("%", "‰", "°")

NO_VALUE = {
    "not_published": Text("未公布", "not published"),
    "not_applicable": Text("不適用", "not applicable"),
    "suppressed": Text("不公開", "withheld"),
}
VALUE_STATUS = {
    "observed": Text("", ""),
    "estimated": Text("推估", "estimated"),
    "projected": Text("推計", "projected"),
    "told": Text("自填", "as told"),
}
REASONS = {
    "incomplete": Text("有成員缺值，合計不公布", "a member's value is missing, so no sum"),
    "too_few": Text("人數太少", "too few people"),
    "complement": Text("保護其他小的人數", "to keep another small count hidden"),
    "no_population": Text("沒有人口", "nobody lives there"),
    "no_cases": Text("分母為零", "nothing to divide by"),
    "break": Text("定義不同，不能比較", "the definition changed in between"),
    "not_covered": Text("來源不含此地", "outside what the source covers"),
    "source_fault": Text("來源有誤", "the source is at fault"),
    "not_additive": Text("不能由成員加總", "cannot be had from its members"),
    "no_access": Text("到不了", "out of reach"),
    "no_neighbours": Text("沒有相鄰鄉鎮", "no neighbours"),
    "level": Text("這個層級不公布", "not published at this level"),
}


def number(value: float, decimals: int) -> str:
    """Return `value` rounded, with thousands separators and a true minus sign."""
    shown = f"{value:,.{decimals}f}"
    if shown.startswith("-"):
        # What rounds to zero has no sign.
        shown = MINUS + shown[1:] if shown.strip("-0.,") else shown[1:]
    return shown


def significant(value: float, digits: int = 2) -> str:
    """Return `value` rounded to so many significant digits (0.20 beside 0.070 and 0.41)."""
    rounded = float(f"{value:.{digits - 1}e}")
    whole = math.floor(math.log10(abs(rounded))) if rounded else 0
    return number(rounded, max(0, digits - 1 - whole))


def with_unit(shown: str, unit: Unit, lang: Lang, *, one: bool = False) -> str:
    """Join a shown number and its unit with a no-break space, or none before % and ‰."""
    name = unit.en_one if one and lang == "en" and unit.en_one else unit.name.get(lang)
    return f"{shown}{name}" if name.startswith(_TIGHT) else f"{shown}{NO_BREAK_SPACE}{name}"


def in_prose(value: float, unit: Unit, lang: Lang) -> str:
    """Return a value as a sentence says it: in Chinese, whole numbers from 100,000 on are told in 萬."""
    if lang == "zh" and unit.decimals == 0 and abs(value) >= FEWEST_IN_WAN:
        return f"{number(value / WAN, 1)}{NO_BREAK_SPACE}萬{unit.name.zh}"
    return with_unit(number(value, unit.decimals), unit, lang, one=value == 1)
