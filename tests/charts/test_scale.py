"""Classes: every value in exactly one, breaks rising and readable, whatever the data."""

from hypothesis import given
from hypothesis import strategies as st

from difang.charts import Classes, diverging, sequential
from difang.charts.theme import DIVERGING, SEQUENTIAL

values = st.lists(st.floats(-1e7, 1e7, allow_nan=False), max_size=60)
decimals = st.integers(0, 3)


def holds(classes: Classes, value: float) -> list[int]:
    """Return every class whose bounds hold the value."""
    edges = [float("-inf"), *classes.breaks, float("inf")]
    return [i for i in range(len(edges) - 1) if edges[i] <= value < edges[i + 1]]


@given(values, decimals)
def test_sequential_puts_every_value_in_exactly_one_class(some: list[float], places: int) -> None:
    classes = sequential(some, places)
    assert [holds(classes, value) for value in some] == [[classes.of(value)] for value in some]
    assert sum(classes.counts(some)) == len(some)
    assert len(classes.colours) == len(classes.breaks) + 1


@given(values, decimals)
def test_sequential_breaks_rise_strictly(some: list[float], places: int) -> None:
    breaks = sequential(some, places).breaks
    assert list(breaks) == sorted(set(breaks))


@given(values, decimals)
def test_diverging_is_symmetric_round_its_middle_band(some: list[float], places: int) -> None:
    classes = diverging(some, 0.0, places)
    assert [-one for one in reversed(classes.breaks)] == list(classes.breaks)
    assert list(classes.breaks) == sorted(set(classes.breaks))
    assert classes.of(0.0) == 3
    assert classes.colours == DIVERGING
    assert sum(classes.counts(some)) == len(some)


def test_sequential_with_all_values_equal_is_one_class() -> None:
    assert sequential([7.0] * 30) == Classes((), (SEQUENTIAL[2],))


def test_sequential_without_values_is_one_class() -> None:
    assert sequential([]) == Classes((), (SEQUENTIAL[2],))


def test_sequential_with_two_distinct_values_has_two_classes() -> None:
    classes = sequential([1.0] * 10 + [9.0] * 10)
    assert classes.counts([1.0] * 10 + [9.0] * 10) == (10, 10)


def test_sequential_holds_about_as_many_places_in_each_class() -> None:
    some = [float(i) for i in range(1, 369)]
    classes = sequential(some)
    assert classes.breaks == (70.0, 150.0, 220.0, 300.0)
    assert classes.counts(some) == (69, 80, 70, 80, 69)


def test_sequential_one_giant_does_not_coarsen_the_breaks() -> None:
    some = [float(i) for i in range(100)] + [5_000_000.0]
    assert sequential(some).breaks == sequential([*some[:-1], 100.0]).breaks


def test_zero_has_a_colour_of_its_own_class() -> None:
    classes = sequential([0.0] * 5 + [10.0, 20.0, 30.0, 40.0, 50.0])
    assert classes.colour(0.0) == SEQUENTIAL[0]
