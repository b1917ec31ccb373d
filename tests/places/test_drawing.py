from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from difang import places
from difang.errors import InputError, NotFoundError

CODES = {place.code for place in places.all_places()}


def test_outlines_of_the_nation_hold_every_township_and_stay_small() -> None:
    drawn = places.outlines("township")
    assert set(drawn.paths) == CODES
    assert all(path.startswith("M") and path.endswith("Z") for path in drawn.paths.values())
    assert sum(map(len, drawn.paths.values())) < 110_000


def test_outlines_of_the_nation_lie_inside_the_drawing() -> None:
    drawn = places.outlines("township")
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in drawn.centres.values())


def test_outlines_of_counties_hold_all_22() -> None:
    assert set(places.outlines("county").paths) == {place.code for place in places.all_places("county")}


def test_outlines_put_kinmen_and_lienchiang_into_their_frames() -> None:
    drawn = places.outlines("township")
    kinmen = next(frame for frame in drawn.frames if frame.label.zh == "金門縣")
    x, y = drawn.centres["09020010"]
    assert kinmen.x <= x <= kinmen.x + kinmen.width
    assert kinmen.y <= y <= kinmen.y + kinmen.height


@pytest.mark.parametrize("county", [place.code for place in places.all_places("county")])
def test_outlines_of_one_county_hold_its_townships_and_villages(county: str) -> None:
    assert set(places.outlines("township", county).paths) == set(places.get(county).members)
    villages = places.outlines("village", county).paths
    assert {code[:8] for code in villages} == set(places.get(county).members)


def test_outlines_of_all_villages_at_once_are_refused() -> None:
    with pytest.raises(NotFoundError):
        places.outlines("village")


def test_geojson_of_townships_is_in_degrees_within_taiwan() -> None:
    features = places.geojson("township")["features"]
    assert {feature["id"] for feature in features} == CODES
    shapes = [polygon for one in features for polygon in one["geometry"]["coordinates"]]
    points = [point for polygon in shapes for ring in polygon for point in ring]
    assert min(x for x, _ in points) > 116
    assert max(x for x, _ in points) < 125
    assert min(y for _, y in points) > 20
    assert max(y for _, y in points) < 27


def test_geojson_of_one_county_holds_its_villages_only() -> None:
    features = places.geojson("village", county="10008")["features"]
    assert {feature["id"][:5] for feature in features} == {"10008"}


def test_geojson_of_the_nation_is_refused_with_the_levels_there_are() -> None:
    with pytest.raises(InputError, match="township, county or village"):
        places.geojson("nation")


@pytest.mark.parametrize("county", [place.code for place in places.all_places("county")])
def test_outlines_of_a_county_put_villages_and_townships_on_equal_sheets(county: str) -> None:
    townships, villages = places.outlines("township", county), places.outlines("village", county)
    assert (townships.width, townships.height) == (villages.width, villages.height)
    assert (townships.kilometre, townships.frames) == (villages.kilometre, villages.frames)


def test_outlines_of_kinmen_keep_wuqiu_in_a_frame_and_fill_the_sheet() -> None:
    drawn = places.outlines("township", "09020")
    (frame,) = drawn.frames
    x, y = drawn.centres["09020060"]
    assert (frame.label.zh, frame.x <= x <= frame.x + frame.width) == ("烏坵鄉", True)
    assert frame.y <= y <= frame.y + frame.height
    assert max(drawn.centres[code][0] for code in drawn.centres) > 0.7 * drawn.width


def test_outlines_of_neighbours_in_the_nation_meet_without_a_gap() -> None:
    corners = {
        code: set(path.replace("M", "L").replace("Z", "").split("L")[1:])
        for code, path in places.outlines("township").paths.items()
    }
    pairs = {(a.code, b) for a in places.all_places() for b in places.neighbours(a.code)}
    apart = {pair for pair in pairs if len(corners[pair[0]] & corners[pair[1]]) < 1}
    assert apart == set()


@pytest.mark.parametrize("level", ["township", "county"])
def test_geojson_rings_run_as_rfc_7946_says(level: str) -> None:
    def turn(ring: list[list[float]]) -> float:
        return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))

    polygons = [
        rings for one in places.geojson(level)["features"] for rings in one["geometry"]["coordinates"]
    ]
    assert all(turn(rings[0]) > 0 and all(turn(hole) < 0 for hole in rings[1:]) for rings in polygons)
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for rings in polygons for ring in rings)


def test_geojson_of_counties_has_no_township_borders_inside() -> None:
    (nantou,) = places.geojson("county", county="10008")["features"]
    assert len(nantou["geometry"]["coordinates"]) == 1
    surrounded = next(one for one in places.geojson("county", codes=["10010"])["features"])
    assert max(len(rings) for rings in surrounded["geometry"]["coordinates"]) == 2


def test_data_of_the_room_stays_small() -> None:
    folder = Path(str(files("difang.places"))) / "data"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2_000_000
