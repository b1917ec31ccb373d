"""Survival and fertility of every township: national schedules, with each place's own level drawn to its county's."""

import numpy as np

from difang.methods.rates import fertility_schedule, shrink
from difang.studies.projection.register import AGES, Floats, Register
from difang.studies.projection.settings import Settings

LIFE_TABLES, LIFE_TABLES_PUBLISHED = "population.death_probability", "2018-08-30"
FERTILITY, FERTILITY_PUBLISHED = "population.fertility_assumptions", "2018-08-30"
HIGHEST_Q = 0.9
# Of those who die in their first year, most do so in its first weeks.
INFANT_SHARE_IN_CALENDAR_YEAR = 0.85
BEARING = slice(15, 50)
COUNTY_DEATHS_PRIOR, COUNTY_BIRTHS_PRIOR = 2_000.0, 2_000.0


def death_probabilities(register: Register, years: Floats, published: str = LIFE_TABLES_PUBLISHED) -> Floats:
    """Return q [year, sex, age] at fractional `years`, log-linear between the edition's years and flat outside."""
    rows = register.national(LIFE_TABLES, "period, sex, age, qx", published)
    known = sorted({int(period) for period in rows["period"]})
    table = np.full((len(known), 2, AGES), np.nan)
    table[
        np.searchsorted(known, rows["period"].astype(int)),
        np.where(rows["sex"] == "female", 0, 1),
        rows["age"],
    ] = rows["qx"]
    _filled_above(table)
    logs = np.log(np.clip(table, 1e-6, HIGHEST_Q))
    at = np.clip(years, known[0], known[-1])
    right = np.clip(np.searchsorted(known, at, side="right"), 1, len(known) - 1)
    share = (at - np.array(known)[right - 1]) / (np.array(known)[right] - np.array(known)[right - 1])
    between: Floats = np.exp(
        logs[right - 1] * (1 - share)[:, None, None] + logs[right] * share[:, None, None]
    )
    return between


def _filled_above(table: Floats) -> None:
    """Fill the oldest ages of a table that ends early (in an open group, where all die) at the level it ends on."""
    table[table >= 1] = np.nan
    table[-1, :, -1] = np.where(np.isnan(table[-1, :, -1]), table[-1, :, -2], table[-1, :, -1])
    for year in range(len(table) - 2, -1, -1):
        for sex in range(2):
            last = int(np.flatnonzero(~np.isnan(table[year, sex]))[-1])
            level = table[year, sex, last] / table[year + 1, sex, last]
            table[year, sex, last + 1 :] = table[year + 1, sex, last + 1 :] * level


def survival(q: Floats) -> Floats:
    """Return the survival ratios [..., sex, age + 1] of a year, from probabilities of dying [..., sex, age].

    People of completed age a are halfway to a + 1, so they meet half of q at a and half of q at a + 1.
    """
    q = np.clip(q, 0, HIGHEST_Q)
    birth = 1 - q[..., :1] * INFANT_SHARE_IN_CALENDAR_YEAR
    closed = 1 - (q[..., :-1] + q[..., 1:]) / 2
    result: Floats = np.concatenate([birth, closed, 1 - q[..., -1:]], axis=-1)
    return result


def mortality_level(register: Register, people: Floats, q: Floats, settings: Settings) -> Floats:
    """Return deaths over what `q` [sex, age] expects of `people` [place, sex, age], [place]."""
    months = _window(register, settings.deaths_months)
    deaths = register.last(register.deaths, months).sum(-1)
    # People are those of the launch: half the window ago the same ages held almost as many.
    expected = (people * q).sum((-1, -2)) * months / 12
    return _drawn_to_county(register, deaths, expected, COUNTY_DEATHS_PRIOR, settings.deaths_prior_place)


def fertility_pattern(register: Register, published: str = FERTILITY_PUBLISHED) -> Floats:
    """Return births per woman [age] that add up to 1, of the edition's medium variant in the launch year."""
    rows = register.national(FERTILITY, "scenario, period, age_from, births_per_1000_women", published)
    chosen = (rows["period"] == register.launch[:4]) & np.isin(rows["scenario"], ("medium", "observed"))
    starts, rates = (
        rows["age_from"][chosen].astype(float),
        rows["births_per_1000_women"][chosen].astype(float),
    )
    mean = float(((starts + 2.5) * rates).sum() / rates.sum())
    spread = float(np.sqrt(((starts + 2.5 - mean) ** 2 * rates).sum() / rates.sum()))
    return fertility_schedule(1.0, mean, spread)


def fertility_level(register: Register, people: Floats, pattern: Floats, settings: Settings) -> Floats:
    """Return children per woman [place] over the window: births over what women of the pattern would have at 1."""
    months = _window(register, settings.births_months)
    births = register.last(register.births, months).sum(-1)
    expected = (people[:, 0] * pattern).sum(-1) * months / 12
    return _drawn_to_county(register, births, expected, COUNTY_BIRTHS_PRIOR, settings.births_prior_place)


def fertility_course(register: Register, pattern: Floats, years: int, settings: Settings) -> Floats:
    """Return the factor [time] on the window's fertility: its own slope, carried on and fading.

    The slope is that of the nation's infants per woman of the pattern in the Decembers before the launch.
    """
    tables = register.county_by_sex
    months = sorted(tables)[-settings.births_trend_years :]
    levels = [tables[one][:, :, 0].sum() / (tables[one][:, 0].sum(0) * pattern).sum() for one in months]
    at = np.array([int(one[:4]) + int(one[5:7]) / 12 for one in months])
    slope = float(np.polyfit(at - at.mean(), np.log(levels), 1)[0]) if len(months) > 1 else 0.0
    fading = np.cumsum(settings.births_damping ** np.arange(1, years + 1))
    # The window's level belongs to its middle: from there to the launch the slope has gone on undamped.
    since = slope * (_window(register, settings.births_months) / 24)
    course: Floats = np.exp(since + slope * (fading - 0.5 * settings.births_damping))
    return course


def _window(register: Register, months: int) -> int:
    """Return how many of the months up to the launch are at hand; some are lacking before 2017."""
    return min(months, len(register.births))


def _drawn_to_county(
    register: Register, events: Floats, expected: Floats, prior_county: float, prior_place: float
) -> Floats:
    nation = events.sum() / expected.sum()
    ones = np.eye(len(register.counties))[register.county]
    county = shrink(events @ ones, expected @ ones, parent=nation, prior=prior_county).rate
    return shrink(events, expected, parent=county[register.county], prior=prior_place).rate


def sex_ratio_at_birth(register: Register) -> float:
    """Return boys per girl over the last five years of the register (or as many as there are)."""
    months = min(60, len(register.births))
    girls, boys = register.last(register.births, months).sum(0)
    return float(boys / girls)


def levelled(q: Floats, level: Floats) -> Floats:
    """Return q [place, year, sex, age] of places whose deaths stand at `level` [place] times the nation's q."""
    return np.clip(q[None] * level[:, None, None, None], 0, HIGHEST_Q)
