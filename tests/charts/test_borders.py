"""Borders: the same points on both sides, counties that are the union of their townships."""

from difang import places
from difang.charts.borders import between, dissolved, rings, written
from difang.charts.drawn import area, sheet

LEFT = "M0,0L10,0L10,10L0,10Z"
RIGHT = "M10,0L20,0L20,10L10,10Z"


def test_path_written_and_read_again_keeps_its_points() -> None:
    assert written(rings("M1.5,2L3,2.5L0.2,-4.1Z")) == "M1.5,2l1.5,.5-2.8-6.6z"


def test_two_squares_that_touch_dissolve_into_one_ring() -> None:
    union = dissolved([rings(LEFT), rings(RIGHT)])
    assert [area(ring) for ring in union] == [200.0]


def test_line_between_two_groups_is_their_shared_edge() -> None:
    found = between({"a": rings(LEFT), "b": rings(RIGHT)}, {"a": "1", "b": "2"})
    assert [sorted(line) for line in found] == [[(100, 0), (100, 100)]]


def test_shapes_of_one_group_have_no_line_between_them() -> None:
    assert between({"a": rings(LEFT), "b": rings(RIGHT)}, {"a": "1", "b": "1"}) == []


def test_ring_that_the_grid_swallows_is_dropped() -> None:
    assert rings("M0,0L0.2,0L0.2,0.2Z", 1.0, 10) == []


def test_county_covers_what_its_townships_cover() -> None:
    drawn = {code: rings(path) for code, path in places.outlines("township").paths.items()}
    nantou = [shape for code, shape in drawn.items() if code[:5] == "10008"]
    (outline,) = dissolved(nantou)
    assert round(area(outline), 1) == round(sum(area(ring) for shape in nantou for ring in shape), 1)


def test_every_county_is_made_of_closed_rings() -> None:
    drawn = {code: rings(path) for code, path in places.outlines("township").paths.items()}
    for county in sorted({code[:5] for code in drawn}):
        union = dissolved([shape for code, shape in drawn.items() if code[:5] == county])
        assert [ring for ring in union if ring[0] != ring[-1]] == []


def test_sheet_of_the_nation_holds_every_township_and_county() -> None:
    assert len(sheet("township").shapes) == 368
    assert len(sheet("county").shapes) == 22


def test_open_sea_is_free_and_land_is_not() -> None:
    drawn = sheet("township")
    x, y = drawn.shapes["10015010"].centre
    assert drawn.is_free((520.0, 500.0, 560.0, 540.0))
    assert not drawn.is_free((x, y, x + 4, y + 4))
    inner = drawn.shapes["10008130"].centre  # 信義鄉, far from any border
    assert not drawn.is_free((inner[0], inner[1], inner[0] + 6, inner[1] + 6))
