"""What the register and the national editions said by a launch month, as arrays; nothing later is read."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from difang import places
from difang.errors import MissingDataError
from difang.lake import Release, cursor

Floats = NDArray[np.float64]
AGES, SEXES = 101, ("female", "male")


@dataclass(frozen=True)
class Register:
    """The figures of 368 townships up to and including the month `launch`, from one release.

    `borrows` lets a launch read national editions that were published after it: for choosing settings on the
    launches of 2014 and 2015 alone, before which no edition is at hand.
    """

    release: Release
    launch: str
    borrows: bool = False

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Codes of the townships, in the order of every array's place axis."""
        return tuple(sorted(place.code for place in places.all_places("township")))

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """Codes of the counties, in order."""
        return tuple(sorted({code[:5] for code in self.codes}))

    @cached_property
    def county(self) -> NDArray[np.int64]:
        """[place] the number of each township's county."""
        return np.array([self.counties.index(code[:5]) for code in self.codes])

    @cached_property
    def by_sex(self) -> dict[str, Floats]:
        """Persons [place, sex, age] of each month in which single ages by sex are observed."""
        return self._ages("population.by_age_sex", self.codes)

    @cached_property
    def both_sexes(self) -> dict[str, Floats]:
        """Persons [place, age] of each month in which single ages are observed."""
        rows = self._rows("population.by_age", "place, period, age, population")
        result: dict[str, Floats] = {}
        for period in np.unique(rows["period"]):
            chosen = rows["period"] == period
            table = np.zeros((len(self.codes), AGES))
            table[self._at(rows["place"][chosen], self.codes), rows["age"][chosen]] = rows["population"][
                chosen
            ]
            result[str(period)] = table
        return result

    @cached_property
    def county_by_sex(self) -> dict[str, Floats]:
        """Persons [county, sex, age] of each month in which the counties' ages are observed."""
        return self._ages("population.county_age_sex", self.counties)

    @cached_property
    def totals(self) -> dict[str, Floats]:
        """Persons [place] at the end of each month."""
        return self._monthly("population.by_month", "population")

    @cached_property
    def births(self) -> dict[str, Floats]:
        """Registered births [place, sex] of each month."""
        return self._monthly("population.vital_by_month", "births_female", "births_male")

    @cached_property
    def deaths(self) -> dict[str, Floats]:
        """Registered deaths [place, sex] of each month."""
        return self._monthly("population.vital_by_month", "deaths_female", "deaths_male")

    @cached_property
    def abroad(self) -> dict[str, Floats]:
        """Net registrations from abroad [county] of each month."""
        path = self.release.path("population.migration_county")
        query = f"SELECT place, period, moved_in - moved_out AS net FROM '{path}' WHERE kind = 'abroad' AND period <= ?"
        rows = cursor().execute(query, [self.launch]).fetchnumpy()
        result: dict[str, Floats] = {}
        for place, period, net in zip(rows["place"], rows["period"], rows["net"], strict=True):
            if place in self.counties:
                table = result.setdefault(str(period), np.zeros(len(self.counties)))
                table[self.counties.index(place)] = net
        return result

    def national(self, dataset: str, columns: str, published: str) -> dict[str, NDArray[np.generic]]:
        """Return columns of a national edition; MissingDataError if it was published after the launch month."""
        if published[:7] > self.launch and not self.borrows:
            raise MissingDataError(
                f"{dataset} 在 {published} 才發布，{self.launch} 的推計不能使用；請改用較晚的起始月。",
                f"{dataset} was published on {published}, after the launch {self.launch}; choose a later launch.",
            )
        path = self.release.path(dataset)
        found: dict[str, NDArray[np.generic]] = (
            cursor().execute(f"SELECT {columns} FROM '{path}'").fetchnumpy()
        )
        return found

    def last(self, flows: dict[str, Floats], months: int) -> Floats:
        """Return the sum of the `months` months up to the launch; MissingDataError if one is not there."""
        wanted = [month(self.launch, -back) for back in range(months)]
        missing = [one for one in wanted if one not in flows]
        if missing:
            raise MissingDataError(
                f"{missing[-1]} 的出生死亡登記不在資料裡，{self.launch} 的推計算不出來；請改用較晚的起始月。",
                f"births and deaths of {missing[-1]} are not at hand, so nothing starts from {self.launch}; "
                "choose a later launch.",
            )
        total: Floats = np.sum([flows[one] for one in wanted], axis=0)
        return total

    def _rows(self, dataset: str, columns: str) -> dict[str, NDArray[np.generic]]:
        path = self.release.path(dataset)
        query = f"SELECT {columns} FROM '{path}' WHERE period <= ? ORDER BY period, place"
        found: dict[str, NDArray[np.generic]] = cursor().execute(query, [self.launch]).fetchnumpy()
        return found

    def _ages(self, dataset: str, codes: tuple[str, ...]) -> dict[str, Floats]:
        rows = self._rows(dataset, "place, period, sex, age, population")
        result: dict[str, Floats] = {}
        for period in np.unique(rows["period"]):
            chosen = rows["period"] == period
            table = np.zeros((len(codes), 2, AGES))
            sex = np.where(rows["sex"][chosen] == "female", 0, 1)
            table[self._at(rows["place"][chosen], codes), sex, rows["age"][chosen]] = rows["population"][
                chosen
            ]
            result[str(period)] = table
        return result

    def _monthly(self, dataset: str, *measures: str) -> dict[str, Floats]:
        rows = self._rows(dataset, f"place, period, {', '.join(measures)}")
        columns = np.stack([rows[name].astype(np.float64) for name in measures], axis=-1)
        result: dict[str, Floats] = {}
        starts = np.flatnonzero(np.r_[True, rows["period"][1:] != rows["period"][:-1]])
        for begin, end in zip(starts, [*starts[1:], len(rows["period"])], strict=True):
            table = np.full((len(self.codes), len(measures)), np.nan)
            table[self._at(rows["place"][begin:end], self.codes)] = columns[begin:end]
            if not np.isnan(table).any():
                result[str(rows["period"][begin])] = table if len(measures) > 1 else table[:, 0]
        return result

    def _at(self, found: NDArray[np.generic], codes: tuple[str, ...]) -> NDArray[np.int64]:
        return np.searchsorted(np.array(codes), found.astype(str))


def month(period: str, by: int) -> str:
    """Return the month `by` months after `period`.

    >>> month("2019-10", -12)
    '2018-10'
    """
    number = int(period[:4]) * 12 + int(period[5:7]) - 1 + by
    return f"{number // 12}-{number % 12 + 1:02}"


def years_between(first: str, last: str) -> float:
    """Return the years from one month to another.

    >>> years_between("2014-10", "2019-10")
    5.0
    """
    return (int(last[:4]) - int(first[:4])) + (int(last[5:7]) - int(first[5:7])) / 12
