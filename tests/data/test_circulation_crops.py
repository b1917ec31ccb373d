"""The rules that hold planted areas back, on small made-up neighbourhoods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.build_bundled.circulation_crops import implausible_classes, implausible_crops

LAND = {"a": 1000.0, "b": 1000.0, "c": 1000.0, "island": 1000.0}
NEAR = {"a": ("b", "c"), "b": ("a",), "c": ("a",), "island": ()}


def held_crops(
    crops: dict[tuple[str, str, str], float], classes: dict[tuple[str, str], float]
) -> set[object]:
    return set(implausible_crops(crops, classes, LAND, NEAR.__getitem__))


def test_crop_alone_among_its_neighbours_is_held_back() -> None:
    crops = {("a", "vegetable", "草莓"): 100.0, ("b", "vegetable", "竹筍"): 5.0}
    assert held_crops(crops, {("b", "vegetable"): 50.0}) == {("a", "vegetable", "草莓")}


@pytest.mark.parametrize(
    ("crops", "classes"),
    [
        pytest.param({("a", "vegetable", "草莓"): 80.0}, {}, id="at eight per cent of the land"),
        pytest.param(
            {("a", "vegetable", "草莓"): 100.0, ("b", "vegetable", "草莓"): 1.0},
            {},
            id="a neighbour lists it",
        ),
        pytest.param(
            {("a", "vegetable", "草莓"): 100.0},
            {("b", "vegetable"): 150.0, ("c", "vegetable"): 50.0},
            id="neighbours plant as much of the class",
        ),
        pytest.param({("island", "vegetable", "草莓"): 500.0}, {}, id="an island has no neighbours"),
    ],
)
def test_crop_with_a_reason_stays(
    crops: dict[tuple[str, str, str], float], classes: dict[tuple[str, str], float]
) -> None:
    assert held_crops(crops, classes) == set()


def test_vegetables_over_half_of_the_land_need_a_neighbour_with_half_of_that() -> None:
    explained = {("a", "vegetable"): 2000.0, ("b", "vegetable"): 1000.0, ("c", "vegetable"): 0.0}
    assert implausible_classes(explained, LAND, NEAR.__getitem__, set()) == set()
    alone = {("a", "vegetable"): 2000.0, ("b", "vegetable"): 400.0}
    assert implausible_classes(alone, LAND, NEAR.__getitem__, set()) == {("a", "vegetable")}


def test_trees_cannot_stand_on_more_than_half_of_the_land() -> None:
    classes = {("a", "fruit"): 510.0, ("b", "fruit"): 510.0, ("c", "fruit"): 500.0}
    assert implausible_classes(classes, LAND, NEAR.__getitem__, set()) == {("a", "fruit"), ("b", "fruit")}


def test_total_that_holds_a_crop_held_back_is_held_back() -> None:
    held = implausible_classes({("a", "tea"): 100.0}, LAND, NEAR.__getitem__, {("a", "tea", "茶")})
    assert held == {("a", "tea")}


@given(st.floats(min_value=0, max_value=5000), st.floats(min_value=0, max_value=5000))
def test_more_of_the_same_class_next_door_never_holds_more_back(own: float, more: float) -> None:
    crops = {("a", "vegetable", "草莓"): own}
    few = held_crops(crops, {})
    assert held_crops(crops, {("b", "vegetable"): more}) <= few
