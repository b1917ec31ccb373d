import numpy as np
import pytest

from difang.studies.dna.departures import Departure, Family, departures, redealt


def family(counts: list[list[int]], totals: list[int]) -> Family:
    places = tuple(f"p{row}" for row in range(len(totals)))
    categories = tuple(f"c{column}" for column in range(len(counts[0])))
    return Family("f", places, categories, categories, np.array(counts), np.array(totals))


def test_departures_finds_the_place_that_stands_out() -> None:
    found = departures([family([[300, 100], [100, 100], [100, 100], [100, 100]], [1000] * 4)])
    first = found[0]
    assert (first.place, first.category, first.more) == ("p0", "c0", True)
    assert (first.count, first.total, first.ratio) == (300, 1000, pytest.approx(2.0))
    assert first.low < first.ratio < first.high


def test_departures_keeps_silent_on_small_counts_however_large_the_ratio() -> None:
    assert departures([family([[9, 0], [0, 0]], [9, 100_000])]) == []


def test_departures_keeps_silent_on_sure_but_small_differences() -> None:
    assert departures([family([[110_000], [100_000]], [1_000_000] * 2)]) == []


def test_departures_of_places_without_any_count_are_none() -> None:
    assert departures([family([[0], [0]], [0, 0])]) == []


def test_departures_corrects_for_every_comparison_tried_in_all_families() -> None:
    one = family([[60], [400]], [300, 3000])
    many = family([[50] * 40] * 50, [3000] * 50)
    assert [found.family for found in departures([one])] == ["f"]
    assert departures([one, many]) == []


def test_redealt_keeps_totals_and_never_deals_more_than_there_is() -> None:
    dealt = redealt(family([[300, 100], [0, 50]], [1000, 100]), np.random.default_rng(0))
    assert dealt.totals.tolist() == [1000, 100]
    assert (dealt.counts.sum(axis=1) <= dealt.totals).all()


def test_departures_weigh_a_sure_large_gap_above_an_unsure_one() -> None:
    sure = Departure("f", "c", "i", "p", 500, 1000, 0.5, 0.25, 2.0, 1.9, 2.1)
    unsure = Departure("f", "c", "i", "p", 50, 100, 0.5, 0.25, 2.0, 1.1, 3.0)
    assert sure.weight > unsure.weight
