"""The townships' study: identities, what a launch can't see, draws, and places of few people."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np
import pytest

from difang import places
from difang.errors import InputError, MissingDataError, NotFoundError
from difang.lake import Release
from difang.methods.cohorts import project
from difang.studies.projection import Study, outlook, study
from difang.studies.projection.bands import band, bands, weights
from difang.studies.projection.register import AGES, Register
from difang.studies.projection.stored import newest_launch
from difang.workspace import Workspace

WUQIU, PENGHU, YUCHI = "09020060", "10016", "10008090"
EVERYONE = {"all": np.ones((2, AGES)), "0-14": weights(band("0-14")), "65+": weights(band("65+"))}


@dataclass(frozen=True)
class Earlier:
    """A release as it was when `last` ended: later rows are gone, and so is what was published later."""

    release: Release
    last: str
    folder: Path
    gone: Sequence[str] = ()

    @property
    def id(self) -> str:
        """The id of the release it's cut from."""
        return self.release.id

    def path(self, dataset: str) -> Path:
        """Return the cut file of a dataset."""
        if dataset in self.gone:
            raise MissingDataError(f"沒有 {dataset}。", f"no {dataset}.")
        kept = self.folder / f"{dataset}.parquet"
        if not kept.exists():
            whole = self.release.path(dataset)
            # A national edition projects years to come; those published by then stay whole.
            when = (
                ""
                if dataset in ("population.death_probability", "population.fertility_assumptions")
                else (f" WHERE period <= '{self.last}'")
            )
            duckdb.sql(f"COPY (SELECT * FROM '{whole}'{when}) TO '{kept}' (FORMAT parquet)")
        return kept


def earlier(release: Release, folder: Path, *gone: str, last: str = "2019-10") -> Release:
    return cast("Release", Earlier(release, last, folder, gone))


@pytest.mark.parametrize("name", ["from_2019", "from_2025"])
def test_rates_and_migrants_lead_along_the_path(name: str, request: pytest.FixtureRequest) -> None:
    made: Study = request.getfixturevalue(name)
    led = project(
        made.path[:, 0],
        made.vital.survival,
        made.vital.fertility,
        made.migration,
        srb=made.vital.srb,
        migration_timing="end",
    )
    np.testing.assert_allclose(led.population, made.path, rtol=1e-9, atol=1e-6)
    assert led.shortfall.max() < 1e-6


def test_townships_add_up_to_the_medium_variant_by_sex_and_age(
    from_2025: Study, workspace: Workspace
) -> None:
    path = workspace.release.path("population.projection_national")
    rows = duckdb.sql(
        f"SELECT period, sex, age_from, population FROM '{path}' WHERE scenario = 'medium'"
    ).fetchall()
    checked = 0
    for period, sex, age, persons in rows:
        time = int(period) - 2025
        if 1 <= time <= 25:
            cells = from_2025.path[:, time, 0 if sex == "female" else 1, age : age + 5]
            assert cells.sum() == pytest.approx(persons, rel=1e-9)
            checked += 1
    assert checked == 25 * 2 * 21


def test_without_constraint_the_nation_is_not_that_of_the_medium_variant(
    from_2025: Study, workspace: Workspace
) -> None:
    free = study(workspace.release, "2025-12", 2, constraint="none")
    assert free.constraint == "none"
    assert abs(free.path[:, 2].sum() - from_2025.path[:, 2].sum()) > 1_000


def test_un_constraint_gives_the_medians_total_of_2050(workspace: Workspace) -> None:
    made = study(workspace.release, "2025-12", 3, constraint="un")
    path = workspace.release.path("population.projection_un")
    query = f"SELECT population FROM '{path}' WHERE variant = 'medium' AND period = '2028' AND population IS NOT NULL"
    ((persons,),) = duckdb.sql(query).fetchall()
    assert made.path[:, 3].sum() == pytest.approx(persons, rel=1e-9)


def test_launch_of_2019_sees_nothing_later(from_2019: Study, workspace: Workspace, tmp_path: Path) -> None:
    later = ("population.projection_national", "population.projection_un", "population.mortality_un")
    blind = study(earlier(workspace.release, tmp_path, *later), "2019-10", 7)
    for one, other in (
        (blind.path, from_2019.path),
        (blind.migration, from_2019.migration),
        (blind.vital.survival, from_2019.vital.survival),
        (blind.vital.fertility, from_2019.vital.fertility),
        (blind.patterns, from_2019.patterns),
    ):
        assert np.array_equal(one, other)
    # There was something to see: the register goes on.
    assert newest_launch(workspace.release) > "2019-10" == newest_launch(blind.register.release)


def test_draws_are_the_same_in_any_order_and_by_any_number_of_workers(from_2019: Study) -> None:
    areas = [[row] for row in range(6)]
    first = from_2019.quantiles(areas, EVERYONE, draws=130, seed=4, workers=1)
    again = from_2019.quantiles(areas[::-1], EVERYONE, draws=130, seed=4, workers=2)
    alone = from_2019.quantiles([areas[3], areas[3]], EVERYONE, draws=130, seed=4)
    for name in EVERYONE:
        assert np.array_equal(first[name], again[name][:, ::-1])
        assert np.array_equal(alone[name][:, 0], first[name][:, 3])
    other = from_2019.quantiles(areas, EVERYONE, draws=130, seed=5)
    assert not np.array_equal(first["all"], other["all"])


def test_county_draws_are_sums_of_its_townships_draws(from_2019: Study) -> None:
    rows = from_2019.rows(places.get(PENGHU).members)
    drawn = from_2019.shocks(rows)(range(40), np.arange(len(rows)), 2)
    deaths = np.asarray(drawn.mortality)[..., None, None]
    moves = np.einsum("drtk,rksa->drtsa", np.asarray(drawn.moves), from_2019.patterns[rows])
    each = project(
        np.broadcast_to(from_2019.path[rows, 0], (40, len(rows), 2, AGES)),
        np.maximum(1 - (1 - from_2019.vital.survival[rows]) * deaths, 0),
        from_2019.vital.fertility[rows] * np.asarray(drawn.fertility)[..., None],
        from_2019.migration[rows] + moves,
        srb=from_2019.vital.srb,
        migration_timing="end",
    ).population
    county = each.sum((1, 3, 4))
    found = from_2019.quantiles([rows.tolist()], EVERYONE, draws=40, seed=2, quantiles=(0.1, 0.5, 0.9))
    np.testing.assert_allclose(found["all"][:, 0], np.quantile(county, (0.1, 0.5, 0.9), axis=0), rtol=1e-6)


def test_no_cell_is_negative_and_none_is_missing(from_2019: Study, from_2025: Study) -> None:
    for made in (from_2019, from_2025):
        assert made.path.min() >= 0
        for array in (made.path, made.migration, made.vital.survival, made.vital.fertility, made.patterns):
            assert np.isfinite(array).all()


def test_places_of_few_people_have_ordered_finite_intervals(from_2025: Study) -> None:
    women = from_2025.path[:, 0, 0, 20:40].sum(-1)
    rows = sorted({*np.argsort(women)[:4].tolist(), *from_2025.rows([WUQIU]).tolist()})
    assert women[rows].max() < 250
    found = from_2025.quantiles([[row] for row in rows], EVERYONE, draws=200, seed=1)
    for name in EVERYONE:
        assert np.isfinite(found[name]).all() and found[name].min() >= 0
        assert (np.diff(found[name], axis=0) >= 0).all()
    assert (found["all"][4, :, -1] > found["all"][0, :, -1]).all()


def test_split_by_sex_keeps_the_townships_ages_and_the_countys_sexes(
    from_2025: Study, workspace: Workspace
) -> None:
    register = Register(workspace.release, "2025-12")
    people = from_2025.path[:, 0]
    np.testing.assert_allclose(people.sum(1), register.both_sexes["2025-12"], rtol=1e-12, atol=1e-9)
    county = register.county_by_sex["2025-12"]
    for number in range(len(register.counties)):
        sums = people[register.county == number].sum(0)
        assert np.abs(sums - county[number]).max() < 0.5


@pytest.mark.parametrize(
    "dataset", ["population.by_age_sex", "population.vital_by_month", "population.death_probability"]
)
def test_missing_table_is_told(dataset: str, workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match=dataset):
        study(earlier(workspace.release, tmp_path, dataset), "2019-10", 1)


@pytest.mark.parametrize(
    ("launch", "words"),
    [
        ("2014-10", "published on 2018-08-30"),
        ("2019-11", "launches up to it: 2014-10, 2015-10, 2019-10|at hand"),
    ],
)
def test_launch_that_nothing_can_start_from_is_told(launch: str, words: str, workspace: Workspace) -> None:
    with pytest.raises(MissingDataError, match=words):
        study(workspace.release, launch, 1)


def test_constraint_published_after_the_launch_is_refused(workspace: Workspace) -> None:
    for constraint in ("ndc", "un"):
        with pytest.raises(MissingDataError, match="after the launch"):
            study(workspace.release, "2019-10", 1, constraint=cast("Any", constraint))
    with pytest.raises(InputError, match="constraint 'who'"):
        study(workspace.release, "2019-10", 1, constraint=cast("Any", "who"))


def test_outlook_adds_up_over_places_sexes_and_groups(from_2019: Study) -> None:
    members = places.get(PENGHU).members
    found = outlook(from_2019, [PENGHU, *members], 2024, groups="0-14,15-64,65+", by_sex=True, draws=20)
    assert (found.periods[0], found.periods[-1]) == ("2019-10", "2024-10")
    assert (found.sexes, found.groups) == (("all", "female", "male"), ("0-14", "15-64", "65+", "all"))
    np.testing.assert_allclose(found.mean[0], found.mean[1:].sum(0))
    np.testing.assert_allclose(found.mean[:, :, 0], found.mean[:, :, 1:].sum(2))
    np.testing.assert_allclose(found.mean[..., 3], found.mean[..., :3].sum(-1))
    np.testing.assert_allclose(
        found.quantiles[:, :, 0], np.broadcast_to(found.mean[:, 0], found.quantiles[:, :, 0].shape)
    )


def test_year_has_the_same_interval_whatever_the_last_year_asked_for(from_2025: Study) -> None:
    short = outlook(from_2025, [YUCHI], 2030, groups="65+", draws=50)
    long = outlook(from_2025, [YUCHI], 2050, groups="65+", draws=50)
    assert np.array_equal(short.quantiles, long.quantiles[:, :, : len(short.periods)])


@pytest.mark.parametrize(
    "arguments",
    [
        {"until": 2019},
        {"until": 2027},
        {"until": 2022, "draws": 0},
        {"until": 2022, "seed": -1},
        {"until": 2022, "groups": "14-0"},
        {"until": 2022, "groups": "old"},
    ],
)
def test_outlook_refuses_what_makes_no_sense(arguments: dict[str, Any], from_2019: Study) -> None:
    with pytest.raises(InputError):
        outlook(from_2019, [YUCHI], **{"groups": "65+", **arguments})


def test_bands_are_each_once_and_all_is_last() -> None:
    assert bands("65+, 0-14,65+,7") == {
        "65+": slice(65, 101),
        "0-14": slice(0, 15),
        "7": slice(7, 8),
        "all": slice(0, 101),
    }


def test_row_of_no_township_is_not_found(from_2019: Study) -> None:
    with pytest.raises(NotFoundError, match="10008"):
        from_2019.rows(["10008"])
