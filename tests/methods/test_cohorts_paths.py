"""One path: published projections, Leslie powers, the accounts of every cohort, refusals."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from difang.methods.cohorts import Projection, project, standard_groups
from difang.methods.cohorts.compiled import WORTH_LOADING_CELLS, chosen, installed
from difang.methods.cohorts.inputs import TIMINGS

AGES, TIMES = 8, 4
BACKENDS = ["numpy", pytest.param("numba", marks=pytest.mark.skipif(not installed(), reason="no numba"))]
few = settings(max_examples=40, deadline=None)


def shaped(*shape: int, low: float = 0, high: float = 1) -> st.SearchStrategy[np.ndarray]:
    return arrays(np.float64, shape, elements=st.floats(low, high, allow_subnormal=False))


people = shaped(3, 2, AGES, high=500)
survivors = shaped(3, TIMES, 2, AGES + 1)
rates = shaped(TIMES, AGES, high=0.5)
movers = shaped(3, TIMES, 2, AGES, low=-200, high=200)
timings = st.sampled_from(sorted(TIMINGS))


# Preston, Heuveline and Guillot (2001), Box 6.1: women of Sweden in 1993, five-year steps, boys per girl 1.05.
WOMEN_1993 = (
    "293395 248369 240012 261346 285209 314388 281290 286923 304108 324946 247613 211351 215140 221764 223506 "
    "183654 141990 112424"
)
YEARS_LIVED = (
    "497487 497138 496901 496531 495902 495168 494213 492760 490447 486613 480665 471786 457852 436153 402775 "
    "350358 271512 291707"
)
RATES = [0, 0, 0, 0.0120, 0.0908, 0.1499, 0.1125, 0.0441, 0.0074, 0.0003, *[0] * 8]


def sweden(backend: str | None = None) -> Projection:
    lived = np.array(YEARS_LIVED.split(), float)
    old = lived[-1] / lived[-2:].sum()
    ratios = np.array([lived[0] / 500_000, *(lived[1:-1] / lived[:-2]), old, old])
    women = np.array(WOMEN_1993.split(), float)
    return project(
        [women, np.zeros(18)], [[ratios] * 2] * 2, [RATES] * 2, srb=1.05, interval=5, backend=backend
    )


@pytest.mark.parametrize("backend", BACKENDS)
def test_project_reproduces_the_swedish_women_of_the_textbook(backend: str) -> None:
    women = sweden(backend).population[:, 0].round()
    assert women[1, :6].tolist() == [293574, 293189, 248251, 239833, 261015, 284787]
    assert women[2, 0] == 280121


@pytest.mark.parametrize("backend", BACKENDS)
def test_project_of_women_alone_is_a_power_of_their_leslie_matrix(backend: str) -> None:
    rng = np.random.default_rng(5)
    ratios, births = rng.uniform(0.3, 1, AGES + 1), rng.uniform(0, 0.4, AGES)
    girls = 1 / 2.05
    leslie = np.diag(ratios[1:AGES], -1)
    leslie[-1, -1] = ratios[AGES]
    leslie[0] = ratios[0] * girls / 2 * (births + np.append(births[1:], births[-1]) * ratios[1:])
    start = rng.uniform(0, 100, AGES)
    path = project(
        [start, np.zeros(AGES)], [[ratios, ratios]] * TIMES, [births] * TIMES, srb=1.05, backend=backend
    )
    expected = np.linalg.matrix_power(leslie, TIMES) @ start
    np.testing.assert_allclose(path.population[TIMES, 0], expected, rtol=1e-12)


def test_project_for_long_grows_by_the_dominant_eigenvalue() -> None:
    ratios, births = np.array([0.99, *[0.98] * (AGES - 1), 0.5]), np.array([0, 0.1, 0.6, 0.7, 0.3, 0, 0, 0])
    girls = 1 / 2.05
    leslie = np.diag(ratios[1:AGES], -1)
    leslie[-1, -1] = ratios[AGES]
    leslie[0] = ratios[0] * girls / 2 * (births + np.append(births[1:], births[-1]) * ratios[1:])
    root = np.abs(np.linalg.eigvals(leslie)).max()
    women = project(np.ones((2, AGES)), [[ratios] * 2] * 300, [births] * 300).population[:, 0].sum(axis=-1)
    assert women[-1] / women[-2] == pytest.approx(root, rel=1e-9)


@pytest.mark.parametrize(
    ("timing", "aged", "babies"),
    [
        # Ten women of 1, ten more move in at 1; half of all survive; rate .2 at 1 and .4 at 2.
        ("start", 10.0, 0.2 * 20 / 2 + 0.4 * 10 / 2),
        ("even", 7.5, 0.2 * (15 + 5) / 2 + 0.4 * 7.5 / 2),
        ("end", 5.0, 0.2 * 10 / 2 + 0.4 * 5 / 2),
    ],
)
@pytest.mark.parametrize("backend", BACKENDS)
def test_project_adds_migrants_when_the_timing_says(
    backend: str, timing: str, aged: float, babies: float
) -> None:
    start, net = np.zeros((2, 4)), np.zeros((1, 2, 4))
    start[0, 1] = net[0, 0, 1] = 10
    path = project(
        start,
        np.full((1, 2, 5), 0.5),
        [[0, 0.2, 0.4, 0]],
        net,
        srb=1,
        migration_timing=timing,
        backend=backend,
    )
    assert path.population[1, 0, 2] == pytest.approx(aged)
    assert path.births[0].tolist() == pytest.approx([babies / 2, babies / 2])
    assert path.population[1, :, 0].tolist() == pytest.approx([babies / 4, babies / 4])


@pytest.mark.parametrize("backend", BACKENDS)
@few
@given(people, survivors, rates, movers, timings)
def test_project_keeps_the_accounts_of_every_cohort(
    backend: str, start: np.ndarray, ratios: np.ndarray, births: np.ndarray, net: np.ndarray, timing: str
) -> None:
    path = project(start, ratios, births, net, migration_timing=timing, backend=backend)
    before, after, died = path.population[:, :-1], path.population[:, 1:], path.deaths
    at_start = net * TIMINGS[timing].start
    cut_at_start = np.maximum(-before - at_start, 0)
    left = before + at_start + cut_at_start
    arrived = net * TIMINGS[timing].end + path.shortfall - cut_at_start
    expected = np.concatenate([path.births[..., None], left[..., :-1]], axis=-1) - died[..., :-1] + arrived
    expected[..., -1] += left[..., -1] - died[..., -1]
    np.testing.assert_allclose(after, expected, atol=1e-9, rtol=1e-9)
    assert (path.population >= 0).all()
    assert (died >= -1e-9).all()
    assert (path.shortfall >= 0).all()
    total = lambda part: part.sum(axis=tuple(range(2, part.ndim)))  # noqa: E731
    change = total(path.births) - total(died) + total(net) + total(path.shortfall)
    np.testing.assert_allclose(total(after) - total(before), change, atol=1e-8)


@few
@given(people, survivors, rates, movers, timings, st.sampled_from([1, 5]))
@pytest.mark.skipif(not installed(), reason="no numba")
def test_project_compiled_agrees_with_numpy(
    start: np.ndarray, ratios: np.ndarray, births: np.ndarray, net: np.ndarray, timing: str, interval: int
) -> None:
    both = [
        project(start, ratios, births, net, migration_timing=timing, interval=interval, backend=name)
        for name in ("numpy", "numba")
    ]
    for mine, other in zip(*both, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-10, atol=1e-10)


@few
@given(people, survivors, rates, shaped(3, TIMES, 2, AGES, high=50), timings)
def test_project_is_linear_in_migration(
    start: np.ndarray, ratios: np.ndarray, births: np.ndarray, net: np.ndarray, timing: str
) -> None:
    none, once, twice = (
        project(start, ratios, births, net * times, migration_timing=timing).population for times in (0, 1, 2)
    )
    np.testing.assert_allclose(twice - once, once - none, atol=1e-7)


@pytest.mark.parametrize("backend", BACKENDS)
def test_project_of_all_townships_at_once_is_each_alone_in_any_order(backend: str) -> None:
    rng = np.random.default_rng(1)
    start, net = rng.uniform(0, 900, (368, 2, 101)), rng.normal(0, 5, (368, 50, 2, 101))
    ratios, births = rng.uniform(0.9, 1, (50, 2, 102)), rng.uniform(0, 0.1, (50, 101))
    srb = rng.uniform(1, 1.1, (368, 50))
    path = project(start, ratios, births, net, srb=srb, backend=backend, workers=2)
    assert [part.shape for part in path] == [(368, 51, 2, 101), (368, 50, 2), (368, 50, 2, 102), net.shape]
    order = rng.permutation(368)
    turned = project(start[order], ratios, births, net[order], srb=srb[order], backend=backend, workers=3)
    for mine, other in zip(path, turned, strict=True):
        np.testing.assert_array_equal(mine[order], other)
    for place in (0, 367):
        alone = project(start[place], ratios, births, net[place], srb=srb[place], backend=backend)
        np.testing.assert_allclose(path.population[place], alone.population, rtol=1e-12)


@pytest.mark.parametrize("backend", BACKENDS)
def test_project_without_rates_of_their_own_broadcasts_draws_over_places(backend: str) -> None:
    rng = np.random.default_rng(2)
    start, ratios = rng.uniform(0, 9, (4, 2, AGES)), rng.uniform(0, 1, (3, 1, TIMES, 2, AGES + 1))
    path = project(start, ratios, np.zeros((TIMES, AGES)), backend=backend)
    assert path.population.shape == (3, 4, TIMES + 1, 2, AGES)
    alone = project(start[3], ratios[2, 0], np.zeros((TIMES, AGES)), backend=backend)
    np.testing.assert_allclose(path.population[2, 3], alone.population)


@pytest.mark.parametrize("backend", BACKENDS)
def test_project_cuts_what_emigration_asks_in_vain_and_strict_refuses_it(backend: str) -> None:
    start, net = np.full((2, 4), 3.0), np.zeros((1, 2, 4))
    net[0, 1, 2] = -10
    ratios, none = np.ones((1, 2, 5)), np.zeros((1, 4))
    path = project(start, ratios, none, net, migration_timing="start", backend=backend)
    assert path.shortfall[0, 1].tolist() == [0, 0, 7, 0]
    assert path.population[1, 1].tolist() == [0, 3, 3, 3]
    with pytest.raises(ValueError) as error:
        project(start, ratios, none, net, migration_timing="start", strict=True, backend=backend)
    assert (
        str(error.value) == "migration: -10 at [0, 1, 2]; must not take more people than there are (strict)"
    )


def test_project_of_nobody_is_nobody() -> None:
    path = project(np.zeros((2, AGES)), np.full((2, 2, AGES + 1), 0.9), np.full((2, AGES), 0.1))
    assert path.population.sum() == 0


@pytest.mark.skipif(not installed(), reason="no numba")
def test_backend_is_compiled_only_where_the_work_outweighs_loading_it() -> None:
    small, large = WORTH_LOADING_CELLS - 1, WORTH_LOADING_CELLS
    assert [chosen(None, small), chosen(None, large), chosen("numba", small)] == ["numpy", "numba", "numba"]


def good() -> dict[str, Any]:
    return {
        "population": np.ones((2, AGES)),
        "survival": np.full((TIMES, 2, AGES + 1), 0.9),
        "fertility": np.full((TIMES, AGES), 0.1),
        "migration": np.zeros((TIMES, 2, AGES)),
    }


@pytest.mark.parametrize(
    ("name", "cell", "value", "words"),
    [
        ("population", (1, 2), -1, "population: -1 at [1, 2]; persons must be finite and ≥ 0"),
        ("population", (0, 0), np.nan, "population: nan at [0, 0]; persons must be finite and ≥ 0"),
        ("survival", (0, 1, 3), 1.2, "survival: 1.2 at [0, 1, 3]; survival must lie between 0 and 1"),
        (
            "fertility",
            (1, 3),
            -0.1,
            "fertility: -0.1 at [1, 3]; births per woman-year must lie between 0 and 10",
        ),
        ("fertility", (1, 3), 45, "fertility: 45 at [1, 3]; births per woman-year must lie between 0 and 10"),
        ("migration", (0, 0, 7), np.inf, "migration: inf at [0, 0, 7]; net migrants must be finite"),
    ],
)
def test_project_names_the_first_wrong_cell(name: str, cell: Any, value: float, words: str) -> None:
    given_ = good()
    given_[name][cell] = value
    with pytest.raises(ValueError) as error:
        project(**given_)
    assert str(error.value) == words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"population": np.ones((3, AGES))}, "population: shape (3, 8); must be [..., sex, age]"),
        (
            {"survival": np.ones((TIMES, 2, AGES))},
            "survival: shape (4, 2, 8); must be [..., time, sex, age+1]",
        ),
        ({"fertility": np.ones((TIMES, AGES - 1))}, "fertility: shape (4, 7); must be [..., time, age]"),
        ({"migration": np.ones((2, AGES))}, "migration: shape (2, 8); must be [..., time, sex, age]"),
        ({"srb": 0}, "srb: 0; male per female births"),
        ({"srb": [1.05, 1.06]}, "srb: shape (2,); must be a number or [..., time]"),
        ({"interval": 10}, "interval: 10; must be 1 or 5"),
        ({"migration_timing": "late"}, "migration_timing: 'late'; must be one of start, even, end"),
        ({"backend": "fortran"}, "backend: 'fortran'; must be one of numba, numpy"),
        ({"workers": 0}, "workers: 0; must be at least 1"),
        (
            {"population": np.ones((3, 2, AGES)), "migration": np.zeros((2, TIMES, 2, AGES))},
            "migration: leading shape (2,); must broadcast with (3,)",
        ),
    ],
)
def test_project_names_the_argument_that_does_not_fit(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError) as error:
        project(**good() | change)
    assert words in str(error.value)


def test_standard_groups_of_five_year_ages_cut_where_single_years_do() -> None:
    wide, single = standard_groups(21, 5), standard_groups(101)
    for name, cells in wide.items():
        ages = np.flatnonzero(single[name][0]) // 5
        assert np.flatnonzero(cells[0]).tolist() == sorted(set(ages.tolist()))
    assert not wide["women20_39"][1].any()
