"""One stanza of TOML into one frozen object."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from difang.indicators.grammar import parse_filter, parse_measure
from difang.indicators.model import (
    DIRECTIONS,
    KINDS,
    LEVELS,
    STATISTICS,
    Break,
    Caveat,
    Indicator,
    Reference,
    Source,
    Unit,
)
from difang.indicators.periods import is_period
from difang.text import Text

VALUE_STATUSES = ("observed", "estimated", "projected", "told")
_REFERENCE_KEYS = {"dataset", "measure", "filter", "period", "rolls"}
_PERIOD_RULES = ("same", "year_end", "mid_year", "nearest:YYYY-MM")
_WITH_DENOMINATOR = ("share", "rate_per", "index")
_USUAL_STATISTIC = {"share": "ratio", "rate_per": "ratio", "index": "ratio", "change": "change"}
_REQUIRED = ("name", "question", "definition", "kind", "unit", "measure", "direction", "levels")
_OPTIONAL = (
    "numerator", "denominator", "per", "aggregate", "breaks", "caveats", "sensitive", "sensitive_group",
    "scale", "middle", "sdg", "order", "headline", "over", "study", "datasets", "outside", "status", "also",
    "statistic",
)  # fmt: skip


class RuleError(Exception):
    """A key that breaks a rule; the caller adds file and stanza."""

    def __init__(self, key: str, rule: str) -> None:
        super().__init__(f"{key}: {rule}")
        self.key = key
        self.rule = rule


class Stanza(NamedTuple):
    """A table of TOML with where it stands."""

    file: str
    name: str
    table: Mapping[str, Any]


def unit(one: Stanza) -> Unit:
    """Build a unit from {zh, en, sdmx, decimals, en_one?}."""
    _known(one.table, ("zh", "en", "sdmx", "decimals"), ("en_one",))
    return Unit(
        one.name,
        _text(one.table, "zh/en", inner=one.table),
        _typed(one.table, "sdmx", str),
        _typed(one.table, "decimals", int),
        one.table.get("en_one"),
    )


def caveat(one: Stanza) -> Caveat:
    """Build a caveat from {zh, en, periods?}; `periods` is one span or a list of them."""
    _known(one.table, ("zh", "en"), ("periods",))
    periods = one.table.get("periods")
    return Caveat(
        one.name, _text(one.table, "zh/en", inner=one.table), None if periods is None else _spans(periods)
    )


def _spans(periods: Any) -> tuple[tuple[str, str], ...]:
    spans = periods if periods and all(isinstance(span, list) for span in periods) else [periods]
    if not all(len(span) == 2 and all(is_period(str(p)) for p in span) for span in spans):
        raise RuleError(
            f"periods = {periods!r}", '["2020", "2025"], ["2020-01", "2025-12"] or a list of such spans'
        )
    return tuple((first, last) for first, last in spans)


def indicator(one: Stanza, units: Mapping[str, Unit], caveats: Mapping[str, Caveat]) -> Indicator:
    """Build an indicator; RuleError names the key and the rule."""
    table = one.table
    _known(table, _REQUIRED, _OPTIONAL)
    kind = _choice(table, "kind", KINDS)
    measure = _choice(table, "measure", ("stock", "flow"))
    _declared(table["unit"], units, "unit")
    for name in table.get("caveats", ()):
        _declared(name, caveats, "caveats")
    if kind == "study" and not table.get("study"):
        raise RuleError("study", "kind = study needs study = the name of a study")
    return Indicator(
        id=one.name,
        map=one.name.split(".")[0],
        name=_text(table, "name"),
        question=_text(table, "question"),
        definition=_text(table, "definition"),
        kind=kind,
        sources=() if kind == "study" else tuple(_sources(table, kind, measure)),
        unit=table["unit"],
        measure=measure,
        direction=_choice(table, "direction", DIRECTIONS),
        levels=_levels(table),
        breaks=tuple(_break(each) for each in table.get("breaks", ())),
        caveats=tuple(table.get("caveats", ())),
        study_datasets=tuple(table.get("datasets", ())),
        outside=tuple(table.get("outside", ())),
        statistic=_choice(table, "statistic", STATISTICS, _USUAL_STATISTIC.get(kind, "total")),
        **_options(table),
    )


def _options(table: Mapping[str, Any]) -> dict[str, Any]:
    status = table.get("status")
    if status is not None and status not in VALUE_STATUSES:
        raise RuleError(f"status = {status!r}", " | ".join(VALUE_STATUSES))
    middle = _typed(table, "middle", int | float, None)
    return {
        "per": float(_typed(table, "per", int | float, 1)),
        "aggregate": _choice(table, "aggregate", ("sum", "none"), "sum"),
        "sensitive": _typed(table, "sensitive", bool, False),
        "sensitive_group": _typed(table, "sensitive_group", str, None),
        "scale": _choice(table, "scale", ("sequential", "diverging"), "sequential"),
        "middle": None if middle is None else float(middle),
        "sdg": _typed(table, "sdg", str, None),
        "order": _typed(table, "order", int, 1000),
        "headline": _typed(table, "headline", bool, False),
        "over": _typed(table, "over", int, 1),
        "study": _typed(table, "study", str, None),
        "status": status,
    }


def _sources(table: Mapping[str, Any], kind: str, measure: str) -> Iterable[Source]:
    for place, part in [("", table), *((f"also[{i}].", p) for i, p in enumerate(table.get("also", ())))]:
        if place:
            _known(part, ("numerator",), ("denominator",), place)
        if "numerator" not in part:
            raise RuleError(f"{place}numerator", f"kind = {kind} needs one")
        if (kind in _WITH_DENOMINATOR) > ("denominator" in part) or (
            kind == "direct" and "denominator" in part
        ):
            raise RuleError(f"{place}denominator", f"{' | '.join(_WITH_DENOMINATOR)} need one, direct none")
        numerator = _reference(part["numerator"], f"{place}numerator", measure)
        under = part.get("denominator")
        yield Source(numerator, _reference(under, f"{place}denominator", measure) if under else None)


def _reference(table: Any, key: str, measure: str) -> Reference:
    if not isinstance(table, Mapping):
        raise RuleError(key, "{dataset=, measure=, filter=, period=}")
    _known(table, ("dataset", "measure"), tuple(_REFERENCE_KEYS), f"{key}.")
    period = table.get("period", "same")
    nearest = period.removeprefix("nearest:")
    if period not in _PERIOD_RULES[:3] and not (nearest != period and is_period(nearest)):
        raise RuleError(f"{key}.period = {period!r}", " | ".join(_PERIOD_RULES))
    try:
        terms = parse_measure(table["measure"])
        conditions = parse_filter(table["filter"]) if table.get("filter") else ()
    except ValueError as fault:
        raise RuleError(
            f"{key}: {fault}", "measure: a + b - c; filter: a == 1 and b in ('x', 'y')"
        ) from fault
    # A population that a flow is divided by at a year's end is a stock whatever the flow is.
    usual = measure if period == "same" else "stock"
    return Reference(
        table["dataset"], terms, conditions, period, _choice(table, "rolls", ("stock", "flow"), usual)
    )


def _break(table: Any) -> Break:
    if not isinstance(table, Mapping) or not is_period(str(table.get("at"))):
        raise RuleError(f"breaks = {table!r}", '{at = "2019", why = {zh=, en=}}')
    return Break(str(table["at"]), _text(table, "why"))


def _levels(table: Mapping[str, Any]) -> Any:
    levels = table["levels"]
    if not isinstance(levels, list) or not levels or set(levels) - set(LEVELS):
        raise RuleError(f"levels = {levels!r}", f"a list of {' | '.join(LEVELS)}")
    return tuple(level for level in LEVELS if level in levels)


def _known(table: Mapping[str, Any], required: Iterable[str], optional: Iterable[str], at: str = "") -> None:
    for key in required:
        if key not in table:
            raise RuleError(f"{at}{key}", "required")
    unknown = sorted(set(table) - set(required) - set(optional))
    if unknown:
        allowed = ", ".join([*required, *sorted(set(optional) - set(required))])
        raise RuleError(f"{at}{unknown[0]}", f"unknown key; known: {allowed}")


def _text(table: Mapping[str, Any], key: str, inner: Any = None) -> Text:
    words: Any = table.get(key) if inner is None else inner
    for lang in ("zh", "en"):
        if not isinstance(words, Mapping) or not isinstance(words.get(lang), str) or not words[lang].strip():
            raise RuleError(f"{key}.{lang}", "words in both languages: {zh=, en=}")
    return Text(words["zh"].strip(), words["en"].strip())


def _choice(table: Mapping[str, Any], key: str, allowed: Iterable[str], default: str | None = None) -> Any:
    value = table.get(key, default)
    if value not in tuple(allowed):
        raise RuleError(f"{key} = {value!r}", " | ".join(allowed))
    return value


def _typed(table: Mapping[str, Any], key: str, kind: Any, *default: Any) -> Any:
    if key not in table and default:
        return default[0]
    value = table.get(key)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise RuleError(f"{key} = {value!r}", f"must be {getattr(kind, '__name__', kind)}")
    return value


def _declared(name: Any, known: Mapping[str, Any], key: str) -> None:
    if name not in known:
        raise RuleError(f"{key} = {name!r}", f"declared: {', '.join(sorted(known))}")
