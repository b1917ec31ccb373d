"""Similar places: the stated recipe, done again by hand on the published figures."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from difang import places
from difang.indicators import Figures
from difang.lake import Lake
from difang.studies.peers import COUNT, INDICATORS, LOGARITHMIC, peers, used

PULI = "10008020"
TOWNSHIPS = [town.code for town in places.all_places("township")]


@pytest.fixture(scope="module")
def figures(published_home: Path) -> Figures:
    return Figures(Lake(published_home).current())


def _standardised(figures: Figures) -> dict[str, list[float]]:
    columns = []
    for name in INDICATORS:
        raw = figures.map_values(name, "township")
        take = math.log if name in LOGARITHMIC else float
        columns.append({code: take(value) for code, value in raw.items() if value is not None})
    codes = set.intersection(*(set(column) for column in columns))
    table: dict[str, list[float]] = {code: [] for code in codes}
    for column in columns:
        mean = sum(column[code] for code in codes) / len(codes)
        spread = math.sqrt(sum((column[code] - mean) ** 2 for code in codes) / len(codes))
        for code in codes:
            table[code].append((column[code] - mean) / spread)
    return table


def test_all_indicators_are_published_by_township(figures: Figures) -> None:
    assert used(figures) == INDICATORS


def test_peers_of_puli_are_the_nearest_by_the_stated_distance(figures: Figures) -> None:
    table = _standardised(figures)
    own = table.pop(PULI)
    distance = {
        code: math.sqrt(sum((a - b) ** 2 for a, b in zip(own, row, strict=True)) / len(own))
        for code, row in table.items()
    }
    expected = sorted(distance, key=lambda code: (distance[code], code))[:COUNT]
    found = peers(figures, PULI)
    assert [peer.place for peer in found] == expected
    assert [peer.distance for peer in found] == pytest.approx([distance[code] for code in expected])


def test_place_without_a_figure_has_no_peers(figures: Figures) -> None:
    # Businesses of Kinmen and Lienchiang are outside the source.
    assert peers(figures, "09007010") == ()


def test_county_has_no_peers(figures: Figures) -> None:
    assert peers(figures, "10008") == ()


@given(place=st.sampled_from(TOWNSHIPS))
@settings(max_examples=25, deadline=None)
def test_peers_are_others_in_order_and_fewer_asked_are_the_first(published_home: Path, place: str) -> None:
    figures = Figures(Lake(published_home).current())
    found = peers(figures, place)
    distances = [peer.distance for peer in found]
    assert place not in [peer.place for peer in found]
    assert distances == sorted(distances)
    assert peers(figures, place, 2) == found[:2]
