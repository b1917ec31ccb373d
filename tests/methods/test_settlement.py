"""Families a year, checked by projecting them in; the change of women 20–39 and its boundary."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from difang.methods.cohorts import project, standard_groups
from difang.methods.settlement import disappearing, families_needed

AGES, TIMES = 101, 20
CELLS = {
    "total": standard_groups(AGES)["total"],
    "children": standard_groups(AGES)["0-14"],
    "women20_39": standard_groups(AGES)["women20_39"],
}


def household() -> np.ndarray:
    kinds = np.zeros((3, 2, AGES))
    kinds[0, :, 22] = 1  # a young couple
    kinds[1, :, 32] = 1  # a couple with a small child
    kinds[1, :, 3] = 0.5
    kinds[2, 0, 27] = 1  # a single woman
    return kinds


MIX = np.array([0.3, 0.5, 0.2])


def village(outflow: float = 0.6, draws: int | None = None) -> dict[str, Any]:
    """A place that loses people of 18–24, with few births."""
    people = np.full((2, AGES), 12.0)
    people[:, 80:] = 3
    survival = np.broadcast_to(np.linspace(0.9995, 0.7, AGES + 1), (TIMES, 2, AGES + 1)).copy()
    fertility = np.zeros((TIMES, AGES))
    fertility[:, 20:40] = 0.05
    migration = np.zeros((TIMES, 2, AGES))
    migration[..., 18:25] = -outflow
    given_: dict[str, Any] = {
        "population": people,
        "survival": survival,
        "fertility": fertility,
        "migration": migration,
    }
    if draws is not None:
        factors = np.random.default_rng(0).uniform(0.6, 1.4, (draws, 1, 1))
        given_["fertility"] = fertility * factors
        given_["migration"] = migration * factors[..., None]
    return given_


def outcome(families: int, target: str, until: int, timing: str, kept: list[float], **given_: Any) -> float:
    """Project families in wave by wave, thin each wave by those who left, and add them to the place."""
    persons = families * np.einsum("k,ksa->sa", MIX, household())
    waves = np.zeros((until, TIMES, 2, AGES))
    for wave in range(until):
        waves[wave, wave] = persons
    rates = given_["survival"], given_["fertility"]
    grown = project(np.zeros((2, AGES)), *rates, waves, migration_timing=timing).population[:, until]
    own = project(**given_, migration_timing=timing).population[until]
    shares = [kept[min(until - 1 - wave, len(kept) - 1)] for wave in range(until)]
    return float(((own + np.einsum("w,wsa->sa", shares, grown)) * CELLS[target]).sum())


@settings(max_examples=25, deadline=None)
@given(
    target=st.sampled_from(sorted(CELLS)),
    until=st.integers(1, TIMES),
    timing=st.sampled_from(["start", "even", "end"]),
    kept=st.sampled_from([[1.0], [0.9, 0.8, 0.7], [0.95, 0.5]]),
    outflow=st.floats(0, 1),
)
def test_families_needed_is_the_least_number_that_a_projection_of_them_confirms(
    target: str, until: int, timing: str, kept: list[float], outflow: float
) -> None:
    given_ = village(outflow)
    answer = families_needed(
        **given_, household=household(), mix=MIX, retention=kept, until=until, target=target,
        migration_timing=timing,
    )  # fmt: skip
    goal = float((given_["population"] * CELLS[target]).sum())
    assert answer.reachable
    attained = outcome(answer.number, target, until, timing, kept, **given_)
    assert answer.best == pytest.approx(attained, rel=1e-9)
    assert attained >= goal - 1e-6
    if answer.number:
        assert outcome(answer.number - 1, target, until, timing, kept, **given_) < goal
    assert answer.low == answer.number == answer.high


def test_families_needed_without_retention_of_its_own_is_migration() -> None:
    given_ = village()
    answer = families_needed(
        **given_, household=household(), mix=MIX, retention=[1], until=TIMES, target="total"
    )
    arrivals = answer.number * np.einsum("k,ksa->sa", MIX, household())
    joined = project(**given_ | {"migration": given_["migration"] + arrivals}).population
    assert answer.best == pytest.approx(joined[TIMES].sum(), rel=1e-9)


def moves(families: int, kept: list[float], until: int, **given_: Any) -> float:
    """Count arrivals and leavers of the last five years by projecting each wave."""
    persons = np.einsum("k,ksa->sa", MIX, household())
    waves = np.zeros((TIMES, TIMES, 2, AGES))
    for wave in range(TIMES):
        waves[wave, wave] = persons
    rates = given_["survival"], given_["fertility"]
    size = project(np.zeros((2, AGES)), *rates, waves).population.sum(axis=(-2, -1))
    share = lambda since: 1.0 if since < 0 else kept[min(since, len(kept) - 1)]  # noqa: E731
    net = []
    for year in range(until - 5, until):
        left = sum(
            (share(year - wave - 1) - share(year - wave)) * size[wave, year + 1] for wave in range(year + 1)
        )
        net.append(given_["migration"][year].sum() + families * (persons.sum() - left))
    return float(np.mean(net))


def test_families_needed_for_moves_in_and_out_balances_the_last_five_years() -> None:
    given_, kept = village(), [0.9, 0.8, 0.75]
    answer = families_needed(
        **given_, household=household(), mix=MIX, retention=kept, until=12, target="in_out"
    )
    assert answer.reachable
    assert answer.best == pytest.approx(moves(answer.number, kept, 12, **given_), rel=1e-9)
    assert answer.best >= 0 > moves(answer.number - 1, kept, 12, **given_)


def test_families_needed_for_moves_takes_internal_moves_where_they_are_known() -> None:
    asked: dict[str, Any] = {
        "household": household(),
        "mix": MIX,
        "retention": [1],
        "until": 12,
        "target": "in_out",
    }
    persons = float(np.einsum("k,ksa->", MIX, household()))
    internal = np.zeros(TIMES)
    internal[7:12] = -persons * 3.5
    answer = families_needed(**village(), **asked, internal=internal)
    assert answer.number == 4
    assert answer.best == pytest.approx(persons / 2)


def test_families_needed_of_draws_bounds_their_own_numbers_and_holds_on_their_mean() -> None:
    given_ = village(draws=40)
    asked: dict[str, Any] = {
        "household": household(),
        "mix": MIX,
        "retention": [0.9, 0.8],
        "until": TIMES,
        "target": "total",
    }
    answer = families_needed(**given_, **asked)
    each = [
        families_needed(
            given_["population"], given_["survival"], given_["fertility"][draw], given_["migration"][draw], **asked
        )
        for draw in range(40)
    ]  # fmt: skip
    numbers = sorted(one.number for one in each)
    assert (answer.low, answer.high) == (numbers[3], numbers[35])
    assert answer.low < answer.number < answer.high
    goal = given_["population"].sum()
    mean = np.mean([
        outcome(answer.number, "total", TIMES, "even", [0.9, 0.8], **given_ | {
            "fertility": given_["fertility"][draw], "migration": given_["migration"][draw]
        })
        for draw in range(40)
    ])  # fmt: skip
    assert answer.best == pytest.approx(mean, rel=1e-9)
    assert mean >= goal


def test_families_needed_of_one_draw_is_the_answer_without_draws() -> None:
    asked: dict[str, Any] = {
        "household": household(),
        "mix": MIX,
        "retention": [0.9],
        "until": 9,
        "target": "children",
    }
    one = village() | {"population": village()["population"][None]}
    assert families_needed(**one, **asked) == families_needed(**village(), **asked)


def test_families_needed_in_steps_of_five_years_counts_families_a_year() -> None:
    people, none = np.full((2, 21), 50.0), np.zeros((4, 21))
    asked: dict[str, Any] = {"mix": [1], "retention": [1], "until": 4, "target": "total", "interval": 5}
    kinds = np.zeros((1, 2, 21))
    kinds[0, :, 5] = 1
    leaves = np.zeros((4, 2, 21))
    leaves[:, :, 10] = -20  # 160 in four steps; a couple a year for 20 years are 40
    answer = families_needed(people, np.ones((4, 2, 22)), none, leaves, household=kinds, **asked)
    assert (answer.number, answer.best) == (4, 2100.0)


def test_families_needed_out_of_reach_says_the_best_that_is_attained() -> None:
    childless = np.zeros((1, 2, AGES))
    childless[0, :, 70] = 1
    asked: dict[str, Any] = {"household": childless, "mix": [1], "retention": [1], "until": TIMES}
    given_ = village()
    answer = families_needed(**given_, **asked, target="children")
    assert answer == (
        0,
        0,
        10_000,
        False,
        pytest.approx(outcome(0, "children", TIMES, "even", [1], **given_)),
    )
    few = families_needed(**given_, **asked, target="total", limit=1)
    assert (few.number, few.high, few.reachable) == (1, 1, False)


def test_families_needed_where_nobody_lives_or_nothing_is_lost_is_none() -> None:
    asked: dict[str, Any] = {
        "household": household(),
        "mix": MIX,
        "retention": [1],
        "until": 3,
        "target": "total",
    }
    empty = village(0) | {"population": np.zeros((2, AGES))}
    assert families_needed(**empty, **asked)[:4] == (0, 0, 0, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"household": -household()},
            "household: -1 at [0, 0, 22]; persons in a family must be finite and ≥ 0",
        ),
        ({"household": household()[0]}, "household: shape (2, 101); must be [kind, sex, age]"),
        ({"mix": [0.5, 0.4, 0.2]}, "mix: adds up to 1.1; shares must add up to 1"),
        ({"mix": [1]}, "mix: shape (1,); must be [kind] = [3]"),
        ({"retention": [0.8, 0.9]}, "retention: 0.9 at [1]; who has left does not come back"),
        ({"retention": [1.1]}, "retention: 1.1 at [0]; shares of families left must lie between 0 and 1"),
        ({"retention": []}, "retention: shape (0,)"),
        ({"until": 21}, "until: 21; must be an interval from 1 to 20"),
        ({"target": "jobs"}, "target: 'jobs'; must be one of total, children, women20_39, in_out"),
        ({"target": "in_out", "internal": [1, 2]}, "internal: shape (2,); must be [..., time]"),
        ({"level": 1}, "level: 1; must lie between 0 and 1"),
        ({"limit": 0}, "limit: 0; must be at least 1"),
        ({"population": np.ones((2, 3, 2, AGES))}, "population: leading shape (2, 3); must be one place"),
    ],
)
def test_families_needed_names_the_argument_that_does_not_fit(change: dict[str, Any], words: str) -> None:
    asked: dict[str, Any] = {
        "household": household(),
        "mix": MIX,
        "retention": [1],
        "until": 5,
        "target": "total",
    }
    with pytest.raises(ValueError) as error:
        families_needed(**village() | asked | change)
    assert words in str(error.value)


def women(*numbers: float) -> np.ndarray:
    path = np.zeros((len(numbers), 2, AGES))
    path[:, 0, 30], path[:, 1, 30], path[:, 0, 19], path[:, 0, 40] = numbers, 99, 99, 99
    return path


@pytest.mark.parametrize(
    ("start", "end", "change", "fallen"),
    [
        (100, 50, -0.5, True),
        (100, 51, -0.49, False),
        (1, 0, -1, True),
        (0.3, 0.15, -0.5, True),
        (10, 30, 2, False),
    ],
)
def test_disappearing_counts_a_fall_by_exactly_half(
    start: float, end: float, change: float, fallen: bool
) -> None:
    found = disappearing(women(start, *[0] * 29, end))
    assert (found.start, found.end) == (start, end)
    assert found.change == pytest.approx(change)
    assert found.disappearing == fallen
    assert found.natural is None and found.migration is None


def test_disappearing_of_a_place_without_women_has_no_change() -> None:
    found = disappearing(np.stack([women(0, 5), women(4, 1)]), years=1)
    assert np.isnan(found.change[0])
    assert found.disappearing.tolist() == [False, True]


def test_disappearing_splits_the_change_into_natural_and_migration() -> None:
    found = disappearing(women(100, 40), closed=women(100, 90), years=1)
    assert found.natural == pytest.approx(-0.1)
    assert found.migration == pytest.approx(-0.5)


def test_disappearing_in_steps_of_five_years_looks_thirty_years_ahead() -> None:
    path = np.zeros((8, 2, 21))
    path[:, 0, 4:8] = np.array([10, 9, 8, 7, 6, 5, 4, 3.0])[:, None]
    assert disappearing(path, interval=5).change == pytest.approx(-0.6)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"population": women(1, 2)}, "population: 1 intervals; 30 years need 30"),
        (
            {"population": women(1, -2), "years": 1},
            "population: -2 at [1, 0, 30]; persons must be finite and ≥ 0",
        ),
        (
            {"population": women(1, 2), "years": 7, "interval": 5},
            "years: 7; must be a multiple of interval, 5",
        ),
        ({"population": women(1, 2), "closed": women(1), "years": 1}, "closed: 0 intervals; 1 years need 1"),
    ],
)
def test_disappearing_names_the_argument_that_does_not_fit(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError) as error:
        disappearing(**arguments)
    assert words in str(error.value)
