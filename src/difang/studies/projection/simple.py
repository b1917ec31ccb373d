"""What anybody could do with two tables of ages: the methods the model has to beat, in the same run."""

import numpy as np

from difang.errors import MissingDataError
from difang.methods.migration import hamilton_perry
from difang.studies.projection.register import Floats, Register, month

BASE_YEARS = 5


def simple_paths(register: Register, years: int) -> dict[str, Floats]:
    """Return yearly paths [place, time + 1, sex, age] by method; MissingDataError without a table five years back.

    The base is the same for all: the five years before the launch. `linear` and `exponential` carry each cell of sex
    and age on, `share_of_growth` gives each place its share of the nation's linear growth of the base, cell by cell.
    """
    tables = register.by_sex
    first = month(register.launch, -12 * BASE_YEARS)
    if first not in tables or register.launch not in tables:
        raise MissingDataError(
            f"比較用的簡單方法需要 {first} 與 {register.launch} 按性別的單一年齡人口，資料裡沒有；請用 2019-10。",
            f"the simple methods need single ages by sex of {first} and {register.launch}, which are not at hand; "
            "use 2019-10.",
        )
    before, after = tables[first], tables[register.launch]
    times = np.arange(years + 1)[None, :, None, None]
    growth = (after - before)[:, None] / BASE_YEARS
    rate = np.log((after + 1) / (before + 1))[:, None] / BASE_YEARS
    ratios = hamilton_perry(before, after, BASE_YEARS, years, sexes=True).population
    return {
        "constant": np.repeat(after[:, None], years + 1, axis=1),
        "linear": np.maximum(after[:, None] + growth * times, 0),
        "exponential": np.maximum((after[:, None] + 1) * np.exp(rate * times) - 1, 0),
        "share_of_growth": _share_of_growth(before, after, years),
        "hamilton_perry": ratios,
        "hamilton_perry_county": _held_to_county(register, (before, after), ratios, years),
    }


def simple_totals(register: Register, years: int) -> dict[str, Floats]:
    """Return totals [place, time + 1] of the methods that carry the total itself on, not the ages."""
    first = month(register.launch, -12 * BASE_YEARS)
    before, after = register.totals[first], register.totals[register.launch]
    times = np.arange(years + 1)
    growth = (after - before)[:, None] / BASE_YEARS
    nation = growth.sum()
    share = growth / nation if nation else np.zeros_like(growth)
    return {
        "constant": np.repeat(after[:, None], years + 1, axis=1),
        "linear": np.maximum(after[:, None] + growth * times, 0),
        "exponential": after[:, None] * np.exp(np.log(after / before)[:, None] / BASE_YEARS * times),
        "share_of_growth": np.maximum(after[:, None] + share * nation * times, 0),
    }


def _share_of_growth(before: Floats, after: Floats, years: int) -> Floats:
    nation = (after - before).sum(0)
    share = np.divide(after - before, nation, out=np.zeros_like(after), where=nation != 0)
    times = np.arange(years + 1)[None, :, None, None]
    result: Floats = np.maximum(after[:, None] + share[:, None] * nation / BASE_YEARS * times, 0)
    return result


def _held_to_county(register: Register, tables: tuple[Floats, Floats], path: Floats, years: int) -> Floats:
    member = np.eye(len(register.counties))[register.county]
    summed = [np.einsum("pc,psa->csa", member, table) for table in tables]
    county = hamilton_perry(summed[0], summed[1], BASE_YEARS, years, sexes=True).population
    sums = np.einsum("pc,ptsa->ctsa", member, path)
    factor = np.divide(county, sums, out=np.ones_like(county), where=sums > 0)
    result: Floats = path * factor[register.county]
    return result
