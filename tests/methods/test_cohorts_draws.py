"""Many paths: the same numbers however they're cut, quantiles of what a plain loop over draws would find."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from difang.methods import cohorts
from difang.methods.cohorts import (
    Noise,
    Shocks,
    Spread,
    normals,
    plan,
    project,
    project_draws,
    project_quantiles,
    standard_groups,
)
from difang.methods.cohorts.compiled import installed

PLACES, TIMES, AGES, DRAWS = 5, 6, 101, 70
BACKENDS = ["numpy", pytest.param("numba", marks=pytest.mark.skipif(not installed(), reason="no numba"))]
TIMINGS = ["start", "even", "end"]
QUANTILES = [0.1, 0.5, 0.975]
FLOWS = ("births", "deaths", "shortfall")


def country(places: int = PLACES) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(7)
    people = rng.uniform(0, 60, (places, 2, AGES))
    survival = np.clip(
        np.linspace(0.9995, 0.6, AGES + 1) + rng.normal(0, 0.002, (places, TIMES, 2, AGES + 1)), 0, 1
    )
    fertility = np.zeros((TIMES, AGES))
    fertility[:, 15:50] = 0.03
    return people, survival, fertility, rng.normal(0, 6, (places, TIMES, 2, AGES))


def noise() -> dict[str, Any]:
    spread = Spread(0.05, 0.03, 0.02)
    shocks = Noise(TIMES, spread, spread, Spread(0.5, 0.2, 0.4), 0.8, regions=np.array([0, 0, 1, 1, 1]))
    return {"shocks": shocks, "patterns": np.random.default_rng(8).normal(0, 1, (1, 2, AGES)), "seed": 4}


def by_hand(timing: str = "even") -> np.ndarray:
    """Project every draw alone, with its rates written out: population [draw, place, time+1, sex, age]."""
    people, survival, fertility, migration = country()
    given_ = noise()
    shocks = given_["shocks"](range(DRAWS), np.arange(PLACES), 4)
    paths = []
    for draw in range(DRAWS):
        dying = (1 - survival) * shocks.mortality[draw][..., None, None]
        births = fertility * shocks.fertility[draw][..., None]
        moves = migration + shocks.moves[draw, ..., 0][..., None, None] * given_["patterns"][0]
        paths.append(
            project(people, np.clip(1 - dying, 0, 1), births, moves, migration_timing=timing).population
        )
    return np.stack(paths)


def same(mine: dict[str, Any], other: dict[str, Any]) -> bool:
    assert mine.keys() == other.keys()
    return all(np.array_equal(mine[name], other[name]) for name in mine)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_quantiles_are_those_of_a_loop_over_draws(backend: str, timing: str) -> None:
    paths = by_hand(timing)
    kept = project_quantiles(
        *country(),
        draws=DRAWS,
        quantiles=QUANTILES,
        chunk=32,
        backend=backend,
        migration_timing=timing,
        **noise(),
    )
    for name, cells in standard_groups(AGES).items():
        sums = (paths * cells).sum(axis=(-2, -1))
        np.testing.assert_allclose(kept[name], np.quantile(sums, QUANTILES, axis=0), rtol=1e-10)
    young, work, old = (
        (paths * standard_groups(AGES)[name]).sum(axis=(-2, -1)) for name in ("0-14", "15-64", "65+")
    )
    np.testing.assert_allclose(
        kept["dependency"], np.quantile((young + old) / work, QUANTILES, axis=0), rtol=1e-10
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_quantiles_of_cells_are_those_of_a_loop_over_draws(backend: str) -> None:
    kept = project_quantiles(
        *country(), draws=DRAWS, quantiles=QUANTILES, groups="cells", backend=backend, **noise()
    )
    expected = np.quantile(by_hand(), QUANTILES, axis=0)
    np.testing.assert_allclose(kept["cells"], expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("backend", BACKENDS)
def test_one_draw_without_shocks_is_the_deterministic_path(backend: str) -> None:
    path = project(*country(), backend="numpy")
    kept = project_quantiles(*country(), draws=1, quantiles=[0.3], groups="cells", backend=backend)
    np.testing.assert_allclose(kept["cells"][0], path.population, rtol=1e-10, atol=1e-10)
    for name, part in zip(FLOWS, path[1:], strict=True):
        expected = part.reshape(PLACES, TIMES, -1).sum(axis=-1)
        np.testing.assert_allclose(kept[name][0], expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=8, deadline=None)
@given(workers=st.integers(1, 4), chunk=st.integers(1, 200))
def test_quantiles_are_the_same_to_the_bit_for_any_workers_and_chunk(
    backend: str, workers: int, chunk: int
) -> None:
    asked = {"draws": 150, "backend": backend, **noise()}
    once = project_quantiles(*country(), workers=1, **asked)
    assert same(once, project_quantiles(*country(), workers=workers, chunk=chunk, **asked))


@pytest.mark.parametrize("backend", BACKENDS)
def test_quantiles_are_the_same_when_all_times_do_not_fit(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"draws": DRAWS, "backend": backend, **noise()}
    once = project_quantiles(*country(), **asked)
    monkeypatch.setattr(plan, "KEPT_BYTES", 20_000)
    assert same(once, project_quantiles(*country(), **asked))
    with pytest.raises(ValueError, match="draws: 70 over 6 intervals exceed what is kept at once"):
        project_draws(*country(), **asked)
    monkeypatch.setattr(plan, "KEPT_BYTES", 1000)
    with pytest.raises(ValueError, match="draws: 70 of 8 values need"):
        project_quantiles(*country(), **asked)


def test_another_seed_draws_other_numbers() -> None:
    asked = {"draws": DRAWS, **noise()}
    assert not same(
        project_quantiles(*country(), **asked), project_quantiles(*country(), **asked | {"seed": 5})
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_quantiles_of_places_in_another_order_are_theirs(backend: str) -> None:
    order = np.array([3, 0, 4, 1, 2])
    people, survival, fertility, migration = country()
    factors = np.random.default_rng(3).uniform(0.5, 1.5, (DRAWS, PLACES, TIMES))
    once = project_quantiles(*country(), draws=DRAWS, shocks=Shocks(migration=factors), backend=backend)
    turned = project_quantiles(
        people[order],
        survival[order],
        fertility,
        migration[order],
        draws=DRAWS,
        shocks=Shocks(migration=factors[:, order]),
        backend=backend,
    )
    assert same({name: part[:, order] for name, part in once.items()}, turned)


@pytest.mark.parametrize("backend", BACKENDS)
def test_areas_hold_the_sums_of_their_places_draw_by_draw(backend: str) -> None:
    labels = np.array([0, 1, 0, 1, 1])
    asked = {"draws": DRAWS, "backend": backend, **noise()}
    places = [part["total"] for part in project_draws(*country(), **asked)]
    areas = [part["total"] for part in project_draws(*country(), areas=labels, workers=3, **asked)]
    np.testing.assert_allclose(areas[0], places[0] + places[2])
    np.testing.assert_allclose(areas[1], places[1] + places[3] + places[4])
    kept = project_quantiles(*country(), areas=labels, quantiles=QUANTILES, **asked)
    np.testing.assert_allclose(kept["total"], np.quantile(np.stack(areas), QUANTILES, axis=-1), rtol=1e-12)


@pytest.mark.parametrize("backend", BACKENDS)
def test_draws_keep_the_accounts_of_births_deaths_and_moves(backend: str) -> None:
    migration = country()[3].sum(axis=(-2, -1))
    for place, drawn in enumerate(project_draws(*country(), draws=DRAWS, backend=backend)):
        change = np.diff(drawn["total"], axis=0)
        expected = drawn["births"] - drawn["deaths"] + migration[place][:, None] + drawn["shortfall"]
        np.testing.assert_allclose(change, expected, atol=1e-9)


@pytest.mark.parametrize("backend", BACKENDS)
def test_launches_that_differ_by_draw_start_each_draw(backend: str) -> None:
    people, survival, fertility, migration = country()
    launches = np.random.default_rng(9).uniform(0, 9, (DRAWS, 1, 2, AGES))
    drawn = next(
        project_draws(
            people,
            survival,
            fertility,
            migration,
            draws=DRAWS,
            shocks=Shocks(population=launches),
            groups="cells",
            backend=backend,
        )
    )
    path = project(launches[66, 0], survival[0], fertility, migration[0]).population
    np.testing.assert_allclose(drawn["cells"][..., 66], path, atol=1e-10)


@pytest.mark.parametrize("backend", BACKENDS)
def test_own_groups_are_weighted_sums(backend: str) -> None:
    mean_age = np.broadcast_to(np.arange(AGES) / 100, (2, AGES))
    kept = project_quantiles(
        *country(), draws=1, quantiles=[0.5], groups={"years": mean_age}, backend=backend
    )
    assert set(kept) == {"years", *FLOWS}
    path = project(*country()).population
    np.testing.assert_allclose(kept["years"][0], (path * mean_age).sum(axis=(-2, -1)), rtol=1e-10)


@pytest.mark.parametrize("backend", BACKENDS)
def test_single_precision_keeps_five_digits(backend: str) -> None:
    asked = {"draws": DRAWS, "backend": backend, **noise()}
    double = project_quantiles(*country(), **asked)
    single = project_quantiles(*country(), dtype="float32", **asked)
    for name in ("total", "65+", "births", "deaths"):
        np.testing.assert_allclose(single[name], double[name], rtol=1e-5)


def test_dependency_of_a_place_without_workers_is_missing() -> None:
    kept = project_quantiles(
        np.zeros((2, AGES)), np.ones((1, 2, AGES + 1)), np.zeros((1, AGES)), draws=2, quantiles=[0.5]
    )
    assert np.isnan(kept["dependency"]).all()
    assert not any(np.isnan(part).any() for name, part in kept.items() if name != "dependency")


@given(
    first=st.integers(0, 150),
    count=st.integers(1, 90),
    keys=st.lists(st.integers(0, 10**6), min_size=1, max_size=4, unique=True),
)
@settings(max_examples=30, deadline=None)
def test_normals_do_not_depend_on_how_they_are_cut(first: int, count: int, keys: list[int]) -> None:
    part = normals(3, 1, range(first, first + count), np.array(keys), 4)
    assert part.shape == (count, len(keys), 4)
    last = normals(3, 1, range(first + count), np.array(keys[::-1]), 4)
    np.testing.assert_array_equal(part, last[first:, ::-1])


def test_normals_are_standard_and_differ_by_stream_key_and_draw() -> None:
    drawn = normals(1, 0, range(4000), np.array([5]), 5).ravel()
    assert abs(drawn.mean()) < 0.03
    assert abs(drawn.std() - 1) < 0.03
    one = normals(1, 0, range(2), np.array([5, 6]), 3)
    other = normals(1, 1, range(2), np.array([5, 6]), 3)
    assert len({*one.ravel().tolist(), *other.ravel().tolist()}) == 24


def test_noise_of_the_nation_is_shared_and_factors_average_one() -> None:
    shocks = Noise(3, mortality=Spread(nation=0.2), fertility=Spread(0.1, 0.1, 0.1), memory=0.5)
    drawn = shocks(range(6000), np.arange(2), 1)
    mortality, fertility = np.asarray(drawn.mortality), np.asarray(drawn.fertility)
    np.testing.assert_array_equal(mortality[:, 0], mortality[:, 1])
    np.testing.assert_allclose(mortality.mean(axis=0), 1, atol=0.02)
    np.testing.assert_allclose(np.log(fertility).std(axis=0)[:, 0], np.sqrt(0.03), rtol=0.05)
    np.testing.assert_allclose(np.log(fertility).std(axis=0)[:, 1], np.sqrt(0.03 * 1.25), rtol=0.05)
    assert np.corrcoef(np.log(fertility[:, :, 0]).T)[0, 1] == pytest.approx(2 / 3, abs=0.03)
    assert drawn.moves is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"draws": 0}, "draws: 0; must be at least 1"),
        ({"chunk": 0}, "chunk: 0; must be at least 1"),
        ({"quantiles": [0.5, 1.5]}, "quantiles: 1.5 at [1]; quantiles must lie between 0 and 1"),
        ({"dtype": "int8"}, "dtype: 'int8'; must be one of float64, float32"),
        ({"groups": "ages"}, "groups: 'ages'; must be 'cells'"),
        ({"groups": {"births": np.ones((2, AGES))}}, "groups: 'births' is the name of a result"),
        ({"groups": {"all": np.ones(AGES)}}, "groups['all']: shape (101,); must be [sex, age] = [2, 101]"),
        ({"areas": [0, 0, 2, 2, 2]}, "areas: no place belongs to 1"),
        (
            {"shocks": Shocks(mortality=np.full((2, 1, TIMES), -1))},
            "shocks.mortality: -1 at [0, 0, 0]; factors",
        ),
        ({"shocks": Shocks(fertility=np.ones((3, 1, TIMES)))}, "shocks.fertility: shape (3, 1, 6); must be"),
        ({"shocks": Shocks(migration=np.ones((2, 4, TIMES)))}, "shocks.migration: leading shape (4,); must"),
        ({"shocks": Shocks(moves=np.ones((2, 1, TIMES, 1)))}, "shocks.moves: shape (2, 1, 6, 1); must be"),
        ({"shocks": 3}, "shocks: int; must be Shocks, a function of draws, or None"),
        ({"patterns": np.ones((2, AGES))}, "patterns: shape (2, 101); must be [..., pattern, sex, age]"),
        ({"strict": True}, "must not take more people than there are"),
    ],
)
def test_quantiles_name_the_argument_that_does_not_fit(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError) as error:
        project_quantiles(*country(), **{"draws": 2} | change)
    assert words in str(error.value)


def test_without_numba_everything_runs_on_numpy() -> None:
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "import numpy as np\n"
        "from difang.methods.cohorts import project, project_quantiles\n"
        "given = np.ones((2, 70)), np.full((2, 2, 71), .9), np.full((2, 70), .01)\n"
        "print(project(*given).population.sum(), project_quantiles(*given, draws=3)['total'][2, -1])\n"
        "try: project(*given, backend='numba')\n"
        "except ValueError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    given_ = np.ones((2, 70)), np.full((2, 2, 71), 0.9), np.full((2, 70), 0.01)
    path = project(*given_).population
    first, second = done.stdout.splitlines()
    assert [float(one) for one in first.split()] == pytest.approx([path.sum(), path[-1].sum()])
    assert second == "backend: 'numba' is not installed; install the extra 'fast' or use 'numpy'"


def test_import_of_cohorts_brings_neither_numba_nor_scipy_nor_django() -> None:
    code = f"import sys, {cohorts.__name__}; print(*{{'numba', 'scipy', 'django'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
