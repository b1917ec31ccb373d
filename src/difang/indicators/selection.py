"""Which rows a request means: indicators × places × level × period."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from difang.errors import InputError, MissingDataError
from difang.indicators import regional
from difang.indicators.loading import catalogue
from difang.indicators.model import LEVELS
from difang.indicators.periods import Span, order, parse_span
from difang.indicators.store import FIELDS
from difang.text import Lang

if TYPE_CHECKING:
    import pyarrow as pa

    from difang.indicators.figures import Figures

ASKED_LEVELS = ("village", "township", "region", "county", "nation")
_RISE = {"village": 0, "township": 1, "region": 2, "county": 3, "nation": 4}
_TEXTS = ("indicator", "place", "name", "level", "period", "unit", "status", "reason", "release")
COLUMNS = (
    "indicator",
    "place",
    "name",
    "level",
    "period",
    "value",
    "unit",
    "status",
    "reason",
    "low",
    "high",
    "release",
)
_VILLAGE_DIGITS = 11
_TOWNSHIP_DIGITS = 8


def level_of_place(place: str) -> str:
    """Return the level of a code; NotFoundError for one that names no place."""
    from difang import places

    if len(place) == _VILLAGE_DIGITS and place.isdigit():
        places.get(place[:_TOWNSHIP_DIGITS])
        return "village"
    level: str = places.get(place).level
    return level


def select(
    figures: "Figures",
    indicators: Sequence[str],
    places: Sequence[str] | None,
    level: str | None,
    period: str,
    include_estimated: bool,
    lang: Lang,
) -> "pa.Table":
    """See `Figures.select`."""
    import pyarrow as pa

    if level is not None and level not in ASKED_LEVELS:
        raise InputError(
            f"沒有這個層級：{level}；層級是 {'、'.join(ASKED_LEVELS)}。",
            f"level: {level}; it must be one of {', '.join(ASKED_LEVELS)}.",
        )
    span = parse_span(period)
    parts: list[pa.Table] = []
    for indicator in indicators:
        for at, codes in _targets(figures, indicator, places, level).items():
            parts.extend(_parts(figures, indicator, at, codes, span, include_estimated))
    if not parts:
        raise no_period(figures, indicators, period)
    return _finished(pa.concat_tables(parts), figures.release.id, lang)


def _targets(
    figures: "Figures", indicator: str, places: Sequence[str] | None, level: str | None
) -> dict[str, list[str] | None]:
    """Return {level: codes, or None for all of them}."""
    from difang import places as gazetteer

    if places is None:
        at = level or _usual_level(figures, indicator)
        return {at: [region.code for region in gazetteer.regions()] if at == "region" else None}
    found: dict[str, list[str]] = {}
    for place in places:
        own = level_of_place(place)
        codes = [place] if level in (None, own) else _at_level(place, own, str(level))
        listed = found.setdefault(level or own, [])
        listed.extend(code for code in codes if code not in listed)
    return dict(found)


def _usual_level(figures: "Figures", indicator: str) -> str:
    catalogue().get(indicator)
    levels = figures.levels(indicator)
    return next((one for one in LEVELS[1:] if one in levels), "township")


def _at_level(place: str, own: str, level: str) -> list[str]:
    """Return the members of a place below it, or the whole above it that it is part of."""
    from difang import places

    if _RISE[level] > _RISE[own]:
        whole = {"township": place[:8], "county": place[:5], "nation": "TW"}.get(level)
        if whole is not None and own != "region":
            return [whole]
    elif level == "township":
        return list(places.get(place).members)
    elif level == "county" and own == "nation":
        return [county.code for county in places.all_places("county")]
    elif level == "village" and own in ("township", "county"):
        return [f"{place}*"]
    raise InputError(
        f"{place} 沒有 {level} 層級的對應地方；可用它本身、其下的鄉鎮或所屬縣市；請改 level 或 place。",
        f"{place} has no places at level {level}; ask for itself, its townships or its county; "
        "change level or place.",
    )


def _parts(
    figures: "Figures",
    indicator: str,
    level: str,
    codes: list[str] | None,
    span: Span,
    include_estimated: bool,
) -> Iterable["pa.Table"]:
    if level == "region":
        return _region_parts(figures, indicator, codes or [], span, include_estimated)
    periods = chosen_periods(figures, indicator, level, span, include_estimated)
    return [_chosen(figures.store.rows(indicator, level, periods), codes)] if periods else []


def chosen_periods(
    figures: "Figures", indicator: str, level: str, span: Span, include_estimated: bool
) -> tuple[str, ...]:
    """Return the published periods that a span means at a level.

    Estimates newer than the newest observed period are among them only if asked for.
    """
    if span.latest:
        return (figures.latest(indicator, level, include_estimated=include_estimated),)
    counts = figures.counts(indicator, level)
    observed = [count.period for count in counts if count.observed]
    if include_estimated or not observed:
        usable = [count.period for count in counts]
    else:
        newest = order(observed[-1])
        usable = [count.period for count in counts if order(count.period) <= newest]
    return span.choose(usable)


def _chosen(rows: "pa.Table", codes: list[str] | None) -> "pa.Table":
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = rows.select(list(FIELDS[:10]))
    if codes is None:
        return rows
    if codes and codes[0].endswith("*"):
        within = [pc.starts_with(rows["place"], code[:-1]) for code in codes]
        mask = within[0]
        for more in within[1:]:
            mask = pc.or_(mask, more)
        return rows.filter(mask)
    return rows.filter(pc.is_in(rows["place"], value_set=pa.array(codes, pa.string())))


def _region_parts(
    figures: "Figures", indicator: str, codes: list[str], span: Span, include_estimated: bool
) -> list["pa.Table"]:
    import pyarrow as pa

    names = FIELDS[:10]
    rows = [
        regional.figure(figures, indicator, code, period)
        for period in chosen_periods(figures, indicator, "township", span, include_estimated)
        for code in codes
    ]
    kinds = {name: pa.string() if name in _TEXTS else pa.float64() for name in names}
    arrays = [pa.array([getattr(row, name) for row in rows], kinds[name]) for name in names]
    return [pa.table(arrays, names=names)] if rows else []


def _finished(rows: "pa.Table", release: str, lang: Lang) -> "pa.Table":
    """Add names and release, and put the columns in their contracted order."""
    import pyarrow as pa

    codes = rows["place"].to_pylist()
    names = {code: place_name(code, lang) for code in set(codes)}
    rows = rows.append_column("name", pa.array([names[code] for code in codes], pa.string()))
    rows = rows.append_column("release", pa.array([release] * rows.num_rows, pa.string()))
    return rows.select(list(COLUMNS)).combine_chunks()


def place_name(code: str, lang: Lang) -> str:
    """Return a place's full name; for a village, with its township's."""
    from difang import places

    if len(code) == _VILLAGE_DIGITS:
        township = places.get(code[:_TOWNSHIP_DIGITS]).full_label(lang)
        village = places.village_name(code) or code
        return f"{township}{village}" if lang == "zh" else f"{village}, {township}"
    label: str = places.get(code).full_label(lang)
    return label


def no_period(figures: "Figures", indicators: Sequence[str], period: str) -> MissingDataError:
    """Return the error that names the span of what is published."""
    indicator = indicators[0] if indicators else "—"
    known = figures.periods(indicator, _usual_level(figures, indicator)) if indicators else ()
    span = f"{known[0]}..{known[-1]}" if known else "—"
    return MissingDataError(
        f"指標 {indicator} 沒有這個期間：{period}；公布的期間在 {span} 之內；請改期間。",
        f"indicator {indicator} has no period: {period}; what is published lies in {span}; "
        "ask for a period in it.",
    )
