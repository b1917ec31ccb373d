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
