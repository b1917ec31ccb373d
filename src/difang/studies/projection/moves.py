"""Net migration by age: what became of each cohort between two tables of ages, beyond births and deaths."""

from dataclasses import dataclass

import numpy as np

from difang.studies.projection.register import AGES, Floats, Register, month, years_between
from difang.studies.projection.settings import Settings

SMOOTHING = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9
BIN_YEARS = 5


@dataclass(frozen=True)
class Moves:
    """Yearly log rates of net migration of people who are of an age at the start of a year.

    `rate` [place, sex, age + 1] begins with the newborn; `nation` [sex, age + 1] is that of all places together.
    """

    rate: Floats
    nation: Floats


def expected(
    register: Register, before: str, after: str, people: Floats, ratios: Floats
) -> tuple[Floats, Floats]:
    """Return who would be there without migration [place, sex, age] and the years each age had to move in [age].

    `ratios` [place, sex, age + 1] are a year's survival. A part of a year mixes two cohorts.
    """
    span = years_between(before, after)
    whole, part = int(span), span - int(span)
    aged = people
    for _ in range(whole):
        aged = _older(aged, ratios)
    if part:
        aged = (1 - part) * aged + part * _older(aged, ratios)
    exposed = np.full(AGES, span)
    young = int(np.ceil(span))
    for age in range(young):
        born = _born(register, after, age, before)
        survived = born * np.prod(
            [ratios[:, :, step] ** (1.0 if step <= age else 0.0) for step in range(age + 1)], axis=0
        )
        share = min(1.0, span - age) if age + 1 > span else 1.0
        kept = aged[:, :, age] if share < 1 else 0.0
        aged[:, :, age] = survived + kept
        exposed[age] = max(age + 0.5, 0.5)
    return aged, exposed


def _older(people: Floats, ratios: Floats) -> Floats:
    survivors = np.zeros_like(people)
    survivors[:, :, 1:] = people[:, :, :-1] * ratios[:, :, 1:AGES]
    survivors[:, :, -1] += people[:, :, -1] * ratios[:, :, AGES]
    return survivors


def _born(register: Register, until: str, age: int, since: str) -> Floats:
    """Return the births [place, sex] of those who are `age` at `until`, as far as they were born after `since`."""
    months = [month(until, -12 * age - back) for back in range(12)]
    zero = np.zeros((len(register.codes), 2))
    born: Floats = np.sum([register.births[one] for one in months if one > since] or [zero], axis=0)
    return born


def observed(
    register: Register,
    before: str,
    after: str,
    tables: tuple[Floats, Floats],
    ratios: Floats,
    settings: Settings,
) -> Moves:
    """Return the rates between two tables [place, sex, age], a township's own as far as its numbers allow."""
    there, exposed = expected(register, before, after, tables[0].copy(), ratios)
    found = tables[1]
    member = np.eye(len(register.counties))[register.county]
    nation = _rate(found.sum(0), there.sum(0), exposed)
    county = _smooth(_rate(_summed(found, member), _summed(there, member), exposed))[register.county]
    county = np.clip(county, -settings.moves_cap, settings.moves_cap)
    likely = there * np.exp(county * exposed)
    own = np.log((_binned(found) + settings.moves_prior) / (_binned(likely) + settings.moves_prior))
    own = own / np.maximum(_bin_mean(exposed), 1.0)
    rate = np.clip(
        county + np.repeat(own, BIN_YEARS, axis=-1)[..., :AGES],
        -2 * settings.moves_cap,
        2 * settings.moves_cap,
    )
    return Moves(_led(rate, settings.moves_lead), _led(_smooth(nation), settings.moves_lead))


def of_counties(
    register: Register,
    before: str,
    after: str,
    tables: tuple[Floats, Floats],
    ratios: Floats,
    settings: Settings,
) -> Moves:
    """Return the rates between two tables of counties [county, sex, age], alike for all townships of each."""
    span = round(years_between(before, after))
    there = tables[0]
    for _ in range(span):
        there = _older(there, ratios)
    exposed = np.full(AGES, float(span))
    nation, rate = _rate(tables[1].sum(0), there.sum(0), exposed), _rate(tables[1], there, exposed)
    # Who was born in between was not in the first table: they move as the youngest who were.
    nation[:, :span], rate[..., :span] = nation[:, span, None], rate[..., span, None]
    rate = np.clip(_smooth(rate), -settings.moves_cap, settings.moves_cap)[register.county]
    return Moves(_led(rate, settings.moves_lead), _led(_smooth(nation), settings.moves_lead))


def _summed(table: Floats, member: Floats) -> Floats:
    result: Floats = np.einsum("pc,psa->csa", member, table)
    return result


def _rate(found: Floats, there: Floats, exposed: Floats) -> Floats:
    result: Floats = np.log((found + 1) / (there + 1)) / exposed
    return result


def _smooth(rate: Floats) -> Floats:
    padded = np.concatenate([rate[..., :1]] * 2 + [rate] + [rate[..., -1:]] * 2, axis=-1)
    result: Floats = sum(weight * padded[..., at : at + AGES] for at, weight in enumerate(SMOOTHING))
    return result


def _binned(table: Floats) -> Floats:
    """Return sums over five ages [..., bin]; the last bin is 100 and over."""
    result: Floats = np.add.reduceat(table, np.arange(0, AGES, BIN_YEARS), axis=-1)
    return result


def _bin_mean(exposed: Floats) -> Floats:
    counts = np.add.reduceat(np.ones(AGES), np.arange(0, AGES, BIN_YEARS))
    return _binned(exposed) / counts


def _led(rate: Floats, lead: int) -> Floats:
    """Return the rate by age at the start of a year, newborn first.

    A rate measured on the cohort that ends at age a was at work while it was about `lead` years younger. The newborn
    have half a year, on average, to move in.
    """
    newborn = rate[..., :1] * 0.5
    at = np.minimum(np.arange(AGES) + lead, AGES - 1)
    result: Floats = np.concatenate([newborn, rate[..., at]], axis=-1)
    return result
