"""Who was there in the launch month, by sex and single age: observed where the register says so, else estimated."""

import numpy as np

from difang.errors import MissingDataError
from difang.studies.projection.register import AGES, Floats, Register, years_between

RAKING_ROUNDS = 60


def people_at(register: Register) -> Floats:
    """Return persons [place, sex, age] in the launch month; MissingDataError where no ages are observed then."""
    if register.launch in register.by_sex:
        return register.by_sex[register.launch]
    if register.launch in register.both_sexes:
        return split_by_sex(register)
    known = "、".join(sorted({*register.by_sex, *register.both_sexes})) or "—"
    raise MissingDataError(
        f"{register.launch} 沒有鄉鎮市區的單一年齡人口，不能從這個月開始推計；可用：{known}。",
        f"single ages of townships are not at hand for {register.launch}; launches up to it: {known}.",
    )


def split_by_sex(register: Register) -> Floats:
    """Return the launch's people by sex: each cohort's last observed split, raked to the county's ages by sex.

    Rows are the townships' observed single ages, columns the county's observed ages by sex; both hold exactly.
    """
    both = register.both_sexes[register.launch]
    before = max(register.by_sex)
    share = _carried(register.by_sex[before], years_between(before, register.launch))
    split = np.stack([both * share, both * (1 - share)], axis=1)
    county = register.county_by_sex.get(register.launch)
    if county is None:
        return split
    member = np.eye(len(register.counties))[register.county]
    for _ in range(RAKING_ROUNDS):
        sums = np.einsum("pc,psa->csa", member, split)
        factor = np.divide(county, sums, out=np.ones_like(county), where=sums > 0)
        split *= factor[register.county]
        rows = split.sum(1)
        split *= np.divide(both, rows, out=np.ones_like(both), where=rows > 0)[:, None]
    return split


def _carried(people: Floats, years: float) -> Floats:
    """Return the share of women [place, age] among those who are `years` older now; children split as the youngest."""
    whole, part = int(years), years - int(years)
    female, male = people[:, 0] + 0.5, people[:, 1] + 0.5
    share = female / (female + male)
    aged = np.empty_like(share)
    for age in range(AGES):
        near, far = max(age - whole, 0), max(age - whole - 1, 0)
        aged[:, age] = (1 - part) * share[:, near] + part * share[:, far]
    young = share[:, :5].mean(1, keepdims=True)
    aged[:, : whole + 1] = young
    return aged
