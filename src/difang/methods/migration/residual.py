"""Net migration as what births, deaths and ageing leave unexplained between two populations."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from difang.methods.checks import Floats, axis, numbers, together


class NetMigration(NamedTuple):
    """Net migrants by the age they have at the end, and who would be there without them; each [..., sex, age]."""

    net: Floats
    survivors: Floats


def net_migration_total(before: ArrayLike, after: ArrayLike, births: ArrayLike, deaths: ArrayLike) -> Floats:
    """Return net migrants by the balancing equation: after − before − births + deaths.

    Parameters
    ----------
    before, after, births, deaths : arrays that broadcast, ≥ 0: persons at the two dates, events between them. By
        cohort when all four are.

    Returns
    -------
    Net migrants, with all errors of the four: a late registration or a correction counts as a move.

    Raises
    ------
    ValueError
        For a negative or not finite cell, or shapes that don't broadcast.

    Source: United Nations (1970), Manual VI, *Methods of Measuring Internal Migration*, ch. II.
    """
    given = {"before": before, "after": after, "births": births, "deaths": deaths}
    cells = {name: numbers(name, x, "counts must be ≥ 0", low=0, scalar=True) for name, x in given.items()}
    together(**cells)
    return cells["after"] - cells["before"] - cells["births"] + cells["deaths"]


def net_migration(
    before: ArrayLike,
    after: ArrayLike,
    births: ArrayLike,
    survival: ArrayLike,
    *,
    method: Literal["forward", "reverse", "average"] = "average",
) -> NetMigration:
    """Return net migrants by age: the later population less the survivors of the earlier one.

    Parameters
    ----------
    before, after : [..., sex, age] persons, ≥ 0; the last age is open-ended.
    births : [..., time, sex] in each step between the two dates, ≥ 0; a step is as long as an age group is wide.
    survival : [..., time, sex, age + 1] as in `cohorts.project`, above 0 and at most 1; one time serves all steps.
    method : when the migrants came: "forward" at the end of the interval (none of them died in it), "reverse" at
        its start (they were exposed throughout), "average" the mean of both.

    Returns
    -------
    NetMigration. With "forward", survivors + net = after, exactly.

    Raises
    ------
    ValueError
        For a negative or not finite cell, survival outside (0, 1], shapes that don't fit, an unknown method.

    Source: United Nations (1970), Manual VI, ch. II; Siegel and Hamilton (1952) for the mean of the two.
    """
    if method not in ("forward", "reverse", "average"):
        raise ValueError(f"method: {method!r}; must be 'forward', 'reverse' or 'average'")
    start, end, born, ratio = _checked(before, after, births, survival)
    people, alike = start, np.ones_like(start)
    staying = alike
    for time in range(born.shape[-2]):
        step = ratio[..., min(time, ratio.shape[-3] - 1), :, :]
        whole = np.ones_like(step)
        people, start = _age(people, born[..., time, :], step), _age(start, born[..., time, :], whole)
        newborn = np.ones(born.shape[-1])
        staying, alike = _age(staying, newborn, step), _age(alike, newborn, whole)
    net = end - people
    if method == "forward":
        return NetMigration(net, people)
    # Nobody there at the start: the survival of the ages that meet in the cell, equally weighted.
    lived = np.divide(
        people, start, out=np.broadcast_to(staying / alike, people.shape).copy(), where=start > 0
    )
    reverse = net / lived
    return NetMigration(reverse if method == "reverse" else (net + reverse) / 2, people)


def _checked(
    before: ArrayLike, after: ArrayLike, births: ArrayLike, survival: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    start, end = (
        numbers(name, x, "persons must be ≥ 0", low=0) for name, x in (("before", before), ("after", after))
    )
    if start.ndim < 2 or start.shape[-1] < 2:
        raise ValueError(f"before: shape {start.shape}; must be [..., sex, age] with two ages at least")
    axis("after", end, start.shape[-1], "[..., sex, age]")
    born = numbers("births", births, "births must be ≥ 0", low=0)
    ratio = numbers("survival", survival, "survival must lie in (0, 1]", low=np.nextafter(0, 1), high=1)
    axis("survival", ratio, start.shape[-1] + 1, "[..., time, sex, age + 1]")
    if born.ndim < 2 or ratio.ndim < 3:
        raise ValueError(
            f"births: shape {born.shape}; must be [..., time, sex], and survival [..., time, sex, age + 1]"
        )
    if ratio.shape[-3] not in (1, born.shape[-2]):
        raise ValueError(
            f"survival: {ratio.shape[-3]} times; must be 1 or as many as births, {born.shape[-2]}"
        )
    together(before=start, after=end, births=born[..., 0, :, None], survival=ratio[..., 0, :, :1])
    return start, end, born, ratio


def _age(people: Floats, born: Floats, survival: Floats) -> Floats:
    """Return the population one step older, [..., sex, age]."""
    moving = people * survival[..., 1:]
    oldest = moving[..., -2:].sum(axis=-1, keepdims=True)
    newborn = (born * survival[..., 0])[..., None]
    shape = np.broadcast_shapes(moving.shape[:-1], newborn.shape[:-1])
    parts = (newborn, moving[..., :-2], oldest)
    return np.concatenate([np.broadcast_to(part, (*shape, part.shape[-1])) for part in parts], axis=-1)
