"""Project every township from a launch month, with intervals: the study behind pages, commands and papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from difang.errors import NotFoundError
from difang.lake import Release
from difang.methods.cohorts import project_quantiles
from difang.studies.projection import constraint as holding
from difang.studies.projection import paths, uncertainty
from difang.studies.projection.model import Paths, mean_paths
from difang.studies.projection.register import AGES, Floats, Register, month
from difang.studies.projection.settings import FROZEN, Settings

QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True)
class Study:
    """The townships' future from one launch: rates that lead along the mean path, and what isn't known of them.

    `path` [place, time + 1, sex, age] is the average of the members held to the constraint. `vital` and `migration`
    [place, time, sex, age] lead along it exactly: net migrants are what the path needs beyond births and deaths,
    so they carry the constraint and the averaging too.
    """

    register: Register
    constraint: holding.Constraint
    members: Paths
    path: Floats
    vital: paths.Vital
    migration: Floats
    spread: uncertainty.Spread = uncertainty.FROZEN_SPREAD

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the townships, in the order of the place axis."""
        return self.register.codes

    @property
    def periods(self) -> tuple[str, ...]:
        """The launch month and the same month of each year after it."""
        return tuple(month(self.register.launch, 12 * time) for time in range(self.path.shape[1]))

    def rows(self, codes: Sequence[str]) -> NDArray[np.int64]:
        """Return the rows of townships in the arrays; NotFoundError for a code that is none."""
        numbers = {code: row for row, code in enumerate(self.codes)}
        unknown = [code for code in codes if code not in numbers]
        if unknown:
            raise NotFoundError(
                f"推計裡沒有鄉鎮市區「{unknown[0]}」。", f"the projection has no township '{unknown[0]}'."
            )
        return np.array([numbers[code] for code in codes], np.int64)

    @cached_property
    def patterns(self) -> Floats:
        """Net migrants [place, pattern, sex, age] of a shock of 1."""
        return uncertainty.patterns(self.path[:, 0], paths.mobility(self.members.moves))

    def shocks(self, rows: NDArray[np.int64]) -> uncertainty.Uncertainty:
        """Return the source of shocks of the given places; a place meets the same whatever else is drawn."""
        path = self.path[rows]
        births = (path[:, :-1, 0] * self.vital.fertility[rows]).sum(-1)
        return uncertainty.Uncertainty(
            self.spread,
            self.register.county[rows],
            rows,
            path[:, 0].sum((-1, -2)),
            births,
            uncertainty.remaining(path, self.patterns[rows]),
        )

    def quantiles(
        self,
        areas: Sequence[Sequence[int]],
        groups: Mapping[str, Floats],
        *,
        draws: int,
        seed: int = 0,
        quantiles: Sequence[float] = QUANTILES,
        workers: int | None = None,
    ) -> dict[str, Floats]:
        """Return quantiles [quantile, area, time + 1] of each group's persons in each area.

        An area is a list of rows of places; its draws are the sums of its places' draws, so that a county's interval
        knows what its townships share.
        """
        rows = [row for area in areas for row in area]
        if len(set(rows)) == len(rows):
            return self._drawn(areas, groups, draws, seed, quantiles, workers)
        found = [self._drawn([area], groups, draws, seed, quantiles, workers) for area in areas]
        return {name: np.concatenate([one[name] for one in found], axis=1) for name in groups}

    def _drawn(
        self,
        areas: Sequence[Sequence[int]],
        groups: Mapping[str, Floats],
        draws: int,
        seed: int,
        quantiles: Sequence[float],
        workers: int | None,
    ) -> dict[str, Floats]:
        rows = np.concatenate([np.asarray(one, np.int64) for one in areas])
        found = project_quantiles(
            self.path[rows, 0],
            self.vital.survival[rows],
            self.vital.fertility[rows],
            self.migration[rows],
            draws=draws,
            quantiles=quantiles,
            shocks=self.shocks(rows),
            patterns=self.patterns[rows],
            groups=groups,
            areas=np.repeat(np.arange(len(areas)), [len(one) for one in areas]),
            seed=seed,
            srb=self.vital.srb,
            migration_timing="end",
            workers=workers,
        )
        return {name: found[name] for name in groups}


def study(
    release: Release,
    launch: str,
    years: int,
    *,
    constraint: holding.Constraint | None = None,
    settings: Settings = FROZEN,
    borrows: bool = False,
) -> Study:
    """Return the townships' future for `years` years from the launch month, on what was known by then.

    Parameters
    ----------
    constraint : "ndc", "un" or "none"; None is "ndc" from that edition's base month on, else "none".
    borrows : let national editions published later serve an earlier launch (to choose settings; never a result).

    Raises
    ------
    MissingDataError
        For a launch without single ages, or with too few months of births and deaths before it.
    InputError
        For an unknown constraint.
    """
    register = Register(release, launch, borrows)
    members = mean_paths(register, years, settings)
    chosen = constraint or holding.usual(register)
    path = holding.held(members.mean, register, chosen)
    vital, migration = leading_along(path, members.vital)
    return Study(register, chosen, members, path, vital, migration)


def leading_along(path: Floats, vital: paths.Vital) -> tuple[paths.Vital, Floats]:
    """Return the rates and net migrants that lead along a path exactly.

    Fertility is raised or lowered until the infants are those of the path; what is left of each cohort beyond its
    survivors is net migration, which also holds what averaging and constraint changed.
    """
    infants = path[:, 1:, :, 0].sum(-1)
    mothers = (path[:, :-1, 0] * vital.fertility).sum(-1)
    boys = vital.srb / (1 + vital.srb)
    alive = mothers * ((1 - boys) * vital.survival[:, :, 0, 0] + boys * vital.survival[:, :, 1, 0])
    factor = np.divide(infants, alive, out=np.ones_like(infants), where=alive > 0)
    fitted = paths.Vital(vital.survival, vital.fertility * factor[..., None], vital.srb)
    return fitted, path[:, 1:] - stayed(path[:, :-1], fitted)


def stayed(path: Floats, vital: paths.Vital) -> Floats:
    """Return who would be there at the end of each year without migration [place, time, sex, age].

    Births are counted as `cohorts.project` counts them with migrants at the end: on the mean of the women there at
    the start and those who survived to the end.
    """
    survivors = np.zeros_like(path)
    survivors[..., 1:] = path[..., :-1] * vital.survival[..., 1:AGES]
    survivors[..., -1] += path[..., -1] * vital.survival[..., AGES]
    women = (path[:, :, 0] + survivors[:, :, 0]) / 2
    births = (women * vital.fertility).sum(-1)
    boys = vital.srb / (1 + vital.srb)
    for sex, share in enumerate((1 - boys, boys)):
        survivors[:, :, sex, 0] = births * share * vital.survival[:, :, sex, 0]
    return survivors
