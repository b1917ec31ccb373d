"""How an indicator is computed, in words: which data set, which column, which filter, divided by what."""

from difang.indicators import Indicator
from difang.indicators.model import PLACES_DATASET, Condition, Reference
from difang.lake import Release
from difang.text import Lang

_SIGNS = {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤", "in": "="}


def formulas(indicator: Indicator, release: Release, lang: Lang) -> list[str]:
    """Return one sentence per source, in the order they are tried; a study names itself."""
    if not indicator.sources:
        return [("由研究方法計算：" if lang == "zh" else "computed by a study: ") + str(indicator.study)]
    return [
        _formula(source.numerator, source.denominator, indicator, release, lang)
        for source in indicator.sources
    ]


def _formula(
    upper: Reference, lower: Reference | None, indicator: Indicator, release: Release, lang: Lang
) -> str:
    first = _title(upper.dataset, release, lang) + _columns(upper, lang)
    if indicator.kind == "change":
        return first + (
            f"，與 {indicator.over} 年前同期相比的增減，× 100"
            if lang == "zh"
            else f", change from the same period {indicator.over} years earlier, × 100"
        )
    if lower is None:
        return first
    same = "同一資料集" if lang == "zh" else "the same data set"
    title = same if lower.dataset == upper.dataset else _title(lower.dataset, release, lang)
    times = "" if indicator.factor == 1 else f" × {indicator.factor:,g}"
    return f"{first} ÷ {title}{_columns(lower, lang)}{times}"


def _title(dataset: str, release: Release, lang: Lang) -> str:
    if dataset == PLACES_DATASET:
        return "地方" if lang == "zh" else "Places"
    title = str(release.manifest(dataset)["title"][lang]) if dataset in release.datasets else dataset
    return f"〈{title}〉" if lang == "zh" else f"“{title}”"


def _columns(reference: Reference, lang: Lang) -> str:
    terms = "".join(
        f"{' + ' if term.sign > 0 and number else ' − ' if term.sign < 0 else ''}{term.column}"
        for number, term in enumerate(reference.terms)
    )
    limits = [_condition(each, lang) for each in reference.conditions]
    if reference.period != "same":
        limits.append(_period(reference.period, lang))
    if not limits:
        return f" {terms}"
    return f" {terms}（{'；'.join(limits)}）" if lang == "zh" else f" {terms} ({'; '.join(limits)})"


def _condition(condition: Condition, lang: Lang) -> str:
    values = ("、" if lang == "zh" else ", ").join(str(value) for value in condition.values)
    return f"{condition.column} {_SIGNS.get(condition.operator, condition.operator)} {values}"


def _period(period: str, lang: Lang) -> str:
    if period.startswith("nearest:"):
        at = period.removeprefix("nearest:")
        return f"最接近 {at} 的一期" if lang == "zh" else f"the period nearest to {at}"
    known = {"year_end": ("年底", "year end"), "mid_year": ("年中", "mid-year")}
    zh, en = known.get(period, (period, period))
    return zh if lang == "zh" else en
