"""Life tables from death rates, by single years or in the abridged form of the United Nations."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from difang.methods.checks import Floats, axis, numbers, refuse, together

Sex = Literal["female", "male"]

INFANT_LIMIT = 0.107  # infant death rate above which the regressions of Coale and Demeny are constant
# At and above the limit: years lived by those who die at 0 and at 1–4; below it: (intercept, slope on m0) of each.
HIGH = {"female": (0.350, 1.361), "male": (0.330, 1.352)}
LOW = {"female": ((0.053, 2.800), (1.522, -1.518)), "male": ((0.045, 2.684), (1.651, -2.816))}
GREVILLE_FROM_AGE = 15
LEAST_YEARS_OF_FIVE = 0.97  # what a constant hazard of 1 a year gives; the United Nations' bound
STEEPEST_SLOPE = 0.15  # of log m, a year; mortality of adults rises by about 0.1


class LifeTable(NamedTuple):
    """Columns of a period life table, each [..., age]; `survival` is [..., group + 1]."""

    mx: Floats
    ax: Floats
    qx: Floats
    lx: Floats
    dx: Floats
    Lx: Floats
    Tx: Floats
    ex: Floats
    survival: Floats


def life_table(
    mx: ArrayLike,
    *,
    ages: Sequence[int] | None = None,
    ax: ArrayLike | None = None,
    sex: Sex | None = None,
    radix: float = 1.0,
) -> LifeTable:
    """Return the period life table of a schedule of death rates.

    Parameters
    ----------
    mx : [..., age] deaths per person-year, ≥ 0, the last above 0 and open-ended.
    ages : starts of the groups. Default single years 0, 1, …; (0, 1, 5, 10, …) is the abridged form; groups of
        another equal width from 0 need `ax`.
    ax : [..., age] years lived in the group by those who die in it, between 0 and its width; broadcasts with `mx`.
        The last cell is not read: in the open group it is 1 / m. Default: Coale–Demeny West at 0 and 1–4; elsewhere
        0.5 for single years; abridged 2.5 at 5–14 and Greville's from 15, kept within 0.97 … 4.03.
    sex : whose Coale–Demeny regression is used; None takes the mean of both.
    radix : births the columns lx, dx, Lx, Tx refer to.

    Returns
    -------
    LifeTable. `ex[..., 0]` is life expectancy at birth in years. `survival` is what `cohorts.project` takes: birth
    → first group, group to group, last closed → open, within the open group; the last two are equal, as in the
    tables of the United Nations (the stationary population at the oldest ages). The abridged form joins 0 and 1–4,
    so its groups are all of five years. An age nobody reaches (q = 1 before it) keeps its own ex and survival.

    Raises
    ------
    ValueError
        For a rate that is negative or not finite, a last rate of 0, a rate so high that more would die than live
        (m · a > 1), ages of no known form, a shape that does not fit, an unknown sex, radix ≤ 0.

    Source: Preston, Heuveline and Guillot (2001), *Demography*, ch. 3 (table 3.3 for 0 and 1–4); Greville (1943);
    United Nations (1982), *Model Life Tables for Developing Countries*, ch. I, for the bound and the oldest groups.
    """
    rates = numbers("mx", mx, "rates must be finite and ≥ 0", low=0)
    widths = _widths(ages, rates.shape[-1])
    refuse("mx", rates, _last(rates, rates <= 0), "the rate of the open group must be above 0")
    if not radix > 0:
        raise ValueError(f"radix: {radix}; must be above 0")
    lived = _default_ax(rates, widths, sex) if ax is None else _given_ax(ax, rates, widths)
    rates, lived = (array.copy() for array in np.broadcast_arrays(rates, lived))
    lived[..., -1] = 1 / rates[..., -1]
    refuse(
        "mx",
        rates,
        rates * lived > 1 + 1e-12,
        "more would die than live; m · a must not exceed 1 (shrink it first)",
    )
    return _columns(rates, lived, widths, radix)


def rates_from_probabilities(
    qx: ArrayLike,
    open_ex: ArrayLike,
    *,
    ages: Sequence[int] | None = None,
    ax: ArrayLike | None = None,
    sex: Sex | None = None,
) -> Floats:
    """Return the death rates whose life table has the probabilities of dying `qx`.

    Parameters
    ----------
    qx : [..., age] probabilities, 0 … 1; the last, of the open group, must be 1.
    open_ex : [...] life expectancy at the start of the open group in years, above 0.
    ages, ax, sex : as in `life_table`; the default a, which depends on the rates, is found by iteration.

    Returns
    -------
    [..., age] deaths per person-year, for `life_table` with the same ages, ax and sex.

    Raises
    ------
    ValueError
        For a probability outside 0 … 1, a last one below 1, an expectancy ≤ 0, ages of no known form.

    Source: Preston, Heuveline and Guillot (2001), *Demography*, eq. 3.1 solved for the rate.
    """
    dying = numbers("qx", qx, "probabilities must lie in 0 … 1", low=0, high=1)
    refuse(
        "qx", dying, _last(dying, dying < 1), "everybody dies in the open group; its probability must be 1"
    )
    widths = _widths(ages, dying.shape[-1])
    positive = "an expectancy must be above 0"
    oldest = numbers("open_ex", open_ex, positive, low=np.nextafter(0, 1), scalar=True)
    together(open_ex=oldest, qx=dying[..., -1])
    dying = np.broadcast_to(dying, (*np.broadcast_shapes(dying.shape[:-1], oldest.shape), dying.shape[-1]))
    lived = np.broadcast_to(widths / 2, dying.shape) if ax is None else _given_ax(ax, dying, widths)
    for _ in range(100):
        rates = dying / (widths - (widths - lived) * dying)
        rates[..., -1] = 1 / oldest
        following = lived if ax is not None else _default_ax(rates, widths, sex)
        settled = np.allclose(following[..., :-1], lived[..., :-1], rtol=0, atol=1e-13)
        lived = following
        if settled:
            break
    return rates


def _widths(ages: Sequence[int] | None, size: int) -> Floats:
    """Return [age] years of each group, the open one as wide as the last closed."""
    starts = np.arange(size) if ages is None else np.asarray(ages)
    if starts.shape != (size,) or size < 2:
        raise ValueError(
            f"ages: shape {starts.shape}; must be one start for each of the {size} groups, two at least"
        )
    steps = np.diff(starts).astype(np.float64)
    regular = steps[0] > 0 and bool((steps == steps[0]).all())
    if starts[0] != 0 or not (regular or _is_abridged(steps)):
        raise ValueError(f"ages: {starts.tolist()}; must start at 0 in equal steps, or be 0, 1, 5, 10, …")
    return np.append(steps, steps[-1])


def _is_abridged(widths: Floats) -> bool:
    return len(widths) > 1 and widths[0] == 1 and widths[1] == 4 and bool((widths[2:] == 5).all())


def _given_ax(ax: ArrayLike, rates: Floats, widths: Floats) -> Floats:
    lived = numbers("ax", ax, "years lived must be finite and ≥ 0", low=0)
    axis("ax", lived, len(widths), "[..., age]")
    together(mx=rates, ax=lived)
    beyond = lived > widths
    beyond[..., -1] = False
    refuse("ax", lived, beyond, "years lived must not exceed the width of the group")
    return lived


def _default_ax(rates: Floats, widths: Floats, sex: Sex | None) -> Floats:
    abridged = _is_abridged(widths[:-1])
    if not abridged and widths[0] != 1:
        raise ValueError(f"ax: none given; groups of {widths[0]:g} years from age 0 have no default")
    years = np.broadcast_to(widths / 2, rates.shape).copy()
    infant, child = _coale_demeny(rates[..., 0], sex)
    years[..., 0] = infant
    if abridged:
        years[..., 1] = child
        starts = np.concatenate([[0], np.cumsum(widths[:-1])])
        _greville(years, rates, int(np.searchsorted(starts, GREVILLE_FROM_AGE)))
    return years


def _coale_demeny(infant_rate: Floats, sex: Sex | None) -> tuple[Floats, Floats]:
    """Return the years lived at 0 and at 1–4 by those who die there, model West."""
    if sex not in ("female", "male", None):
        raise ValueError(f"sex: {sex!r}; must be 'female', 'male' or None")
    sexes = [sex] if sex else ["female", "male"]
    pairs = []
    for one in sexes:
        (a, b), (c, d) = LOW[one]
        high = infant_rate >= INFANT_LIMIT
        infant = np.where(high, HIGH[one][0], a + b * infant_rate)
        pairs.append((infant, np.where(high, HIGH[one][1], c + d * infant_rate)))
    infants, children = (np.mean([pair[i] for pair in pairs], axis=0) for i in (0, 1))
    return infants, children


def _greville(years: Floats, rates: Floats, first: int) -> None:
    """Write Greville's a into the closed groups from `first` on; 2.5 stays where a neighbour has no deaths."""
    last = rates.shape[-1] - 2
    if first > last:
        return
    below, above = rates[..., first - 1 : last], rates[..., first + 1 : last + 2]
    known = (below > 0) & (above > 0)
    slope = np.log(np.where(known, above, 1) / np.where(known, below, 1)) / 10
    if last > first:  # the open group's rate is not that of five years: the group before it borrows the slope
        slope[..., -1], known[..., -1] = slope[..., -2], known[..., -2]
    own = rates[..., first : last + 1]
    value = _greville_years(own, slope)
    # Where rates leap from group to group the formula would have more die than live.
    value = np.where(own * value > 1, _greville_years(own, np.minimum(slope, STEEPEST_SLOPE)), value)
    years[..., first : last + 1] = np.where(known, value, 2.5)


def _greville_years(rates: Floats, slope: Floats) -> Floats:
    value: Floats = np.clip(2.5 - 25 / 12 * (rates - slope), LEAST_YEARS_OF_FIVE, 5 - LEAST_YEARS_OF_FIVE)
    return value


def _columns(mx: Floats, ax: Floats, widths: Floats, radix: float) -> LifeTable:
    qx = np.minimum(widths * mx / (1 + (widths - ax) * mx), 1)
    qx[..., -1] = 1
    staying = 1 - qx
    entrants = np.cumprod(staying[..., :-1], axis=-1)
    lx = radix * np.concatenate([np.ones((*mx.shape[:-1], 1)), entrants], axis=-1)
    lived = widths * staying + ax * qx  # by one who enters the group
    ex = lived.copy()
    for age in range(mx.shape[-1] - 2, -1, -1):
        ex[..., age] += staying[..., age] * ex[..., age + 1]
    survival = _survival(staying, lived, ex, widths)
    return LifeTable(mx, ax, qx, lx, lx * qx, lx * lived, lx * ex, ex, survival)


def _survival(staying: Floats, lived: Floats, ex: Floats, widths: Floats) -> Floats:
    """Return [..., group + 1]; from what one entrant lives, so that an age nobody reaches has its ratio too."""
    width = widths[-1]
    if _is_abridged(widths[:-1]):
        first = lived[..., :1] + staying[..., :1] * lived[..., 1:2]
        lived = np.concatenate([first, lived[..., 2:]], axis=-1)
        staying = np.concatenate([staying[..., :1] * staying[..., 1:2], staying[..., 2:]], axis=-1)
    closed = staying[..., :-2] * lived[..., 1:-1] / lived[..., :-2]
    into_open = staying[..., -2:-1] * ex[..., -1:]
    oldest = into_open / (lived[..., -2:-1] + into_open)
    return np.concatenate([lived[..., :1] / width, closed, oldest, oldest], axis=-1)


def _last(array: Floats, wrong: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return `wrong` for the open group only."""
    only = np.zeros(array.shape, dtype=np.bool_)
    only[..., -1] = wrong[..., -1]
    return only
