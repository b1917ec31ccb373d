"""What a study says of places, groups and sexes: mean and quantiles with names on every axis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from difang import places
from difang.errors import InputError
from difang.studies.projection.bands import bands, weights
from difang.studies.projection.paths import Vital
from difang.studies.projection.register import Floats
from difang.studies.projection.study import QUANTILES, Study

SEXES: Mapping[str, int | None] = {"all": None, "female": 0, "male": 1}
HORIZON_YEARS = 50
# Draws are made over the first of these spans that holds the years asked for: the same year then has the same
# interval whatever the last year asked for.
SPANS = (25, HORIZON_YEARS)
MOST_DRAWS = 100_000


@dataclass(frozen=True)
class Outlook:
    """Persons: `mean` [place, period, sex, group] and `quantiles` [quantile, place, period, sex, group]."""

    places: tuple[str, ...]
    periods: tuple[str, ...]
    sexes: tuple[str, ...]
    groups: tuple[str, ...]
    mean: Floats
    quantiles: Floats


def outlook(
    study: Study,
    codes: Sequence[str],
    until: int,
    *,
    groups: str,
    by_sex: bool = False,
    draws: int = 1000,
    seed: int = 0,
) -> Outlook:
    """Return the population of places to the launch month of `until`.

    The mean is the study's path: it adds up over places, groups and sexes. Quantiles are of sums of the same draws.

    Raises
    ------
    InputError
        For an unknown group, an `until` outside the study, draws or a seed out of range.
    """
    years = _years(study, until)
    refuse_draws(draws, seed)
    chosen = bands(groups)
    sexes = tuple(SEXES) if by_sex else ("all",)
    cells = {(sex, name): weights(ages, SEXES[sex]) for sex in sexes for name, ages in chosen.items()}
    areas = [study.rows(places.get(code).members).tolist() for code in codes]
    span = next(one for one in SPANS if one >= years)
    drawn = first_years(study, span).quantiles(
        areas, {"/".join(key): table for key, table in cells.items()}, draws=draws, seed=seed
    )
    shape = (len(codes), years + 1, len(sexes), len(chosen))
    mean = np.stack([_mean(study.path[rows, : years + 1], [*cells.values()]) for rows in areas]).reshape(
        shape
    )
    quantiles = np.stack([drawn["/".join(key)][..., : years + 1] for key in cells], axis=-1)
    return Outlook(
        tuple(codes),
        study.periods[: years + 1],
        sexes,
        tuple(chosen),
        mean,
        quantiles.reshape(len(QUANTILES), *shape),
    )


def first_years(study: Study, years: int) -> Study:
    """Return the same study of its first `years` years only."""
    if years >= len(study.periods) - 1:
        return study
    vital = Vital(study.vital.survival[:, :years], study.vital.fertility[:, :years], study.vital.srb)
    return replace(study, path=study.path[:, : years + 1], vital=vital, migration=study.migration[:, :years])


def refuse_draws(draws: int, seed: int, most: int = MOST_DRAWS) -> None:
    """Raise InputError for a number of draws or a seed out of range."""
    if not 1 <= draws <= most:
        raise InputError(
            f"--draws {draws}；抽樣次數要在 1 到 {most} 之間。",
            f"--draws {draws}; name a number of draws from 1 to {most}.",
        )
    if not 0 <= seed < 2**63:
        raise InputError(
            f"--seed {seed}；種子要是 0 以上的整數。", f"--seed {seed}; a seed is a whole number from 0 up."
        )


def _mean(path: Floats, cells: Sequence[Floats]) -> Floats:
    total = path.sum(0)
    return np.stack([(total * table).sum((-1, -2)) for table in cells], axis=-1)


def _years(study: Study, until: int) -> int:
    first = int(study.periods[0][:4])
    last = int(study.periods[-1][:4])
    if not first < until <= last:
        raise InputError(
            f"--until {until}；從 {study.periods[0]} 起可以推計到 {first + 1} 至 {last} 年。",
            f"--until {until}; from {study.periods[0]} on, name a year from {first + 1} to {last}.",
        )
    return until - first
