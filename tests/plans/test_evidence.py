"""Evidence beside a part, and where ventures lie: a township's own, and a region's with whose each is."""

from typing import Any

import pytest

from tests.plans.conftest import PULI


def region() -> Any:
    from difang import places

    return next(one for one in places.regions() if PULI in one.members)


@pytest.fixture
def regional(planner: Any) -> Any:
    """A plan of a region that 埔里鎮 leads."""
    from difang.plans.editor.beginning import begin

    return begin(by=planner, place=region().code, term="2027-2030")


def test_every_figure_that_fits_a_part_exists_and_is_published_for_townships(site: None) -> None:
    from difang.atlas.evidence import figures
    from difang.plans.editor.evidence import FITTING

    assert set(FITTING) == {1, 2, 3, 4, 5, 6}
    missing = [
        name for names in FITTING.values() for name in names if "township" not in figures().levels(name)
    ]
    assert missing == []


def test_a_regions_evidence_is_its_own_or_every_members_by_name(regional: Any) -> None:
    from difang import places
    from difang.plans.editor.evidence import suggestions

    found = suggestions(regional, 3, "")
    births = [one for one in found if one.indicator.id == "population.births"]
    assert [one.figure.place for one in births] == [region().code]
    members = suggestions(regional, 4, "median_income")
    income = [one for one in members if one.indicator.id == "circulation.median_income"]
    assert {one.figure.place for one in income} == set(region().members)
    assert {one.place.zh for one in income} == {
        places.get(code).full_label("zh") for code in region().members
    }


def test_the_page_says_whose_a_figure_is_and_a_regions_can_be_kept(
    regional: Any, planner: Any, browse: Any
) -> None:
    from difang import places

    client = browse(planner)
    page = client.get(f"/plans/{regional.pk}/4/").content.decode()
    for code in region().members:
        assert places.get(code).full_label("zh") in page
    address = f"/figures/population.births?place={region().code}&period=2025"
    sent = {"address": address, "plan": regional.pk, "part": 3}
    assert client.post("/plans/pin/", sent).status_code == 302
    (kept,) = regional.pins.all()
    assert (kept.level, kept.place) == ("region", region().code)
    assert region().full_label("zh") in kept.zh


def venture(**place: Any) -> dict[str, Any]:
    return {"name": "加工場", **place}


@pytest.mark.parametrize(
    ("spot", "words"),
    [((120.966, 23.966), ""), ((120.915, 23.865), "魚池鄉"), ((121.5654, 25.0330), "信義區"), ((120.0, 22.5), "海上")],
)  # fmt: skip
def test_a_point_outside_the_township_is_refused_beside_the_field_with_where_it_lies(
    plan: Any, planner: Any, browse: Any, spot: tuple[float, float], words: str
) -> None:
    sent = venture(longitude=spot[0], latitude=spot[1])
    answer = browse(planner).post(f"/plans/{plan.pk}/ventures/add/", sent)
    assert answer.status_code == (422 if words else 302)
    assert plan.ventures.count() == (0 if words else 1)
    if words:
        error = answer.content.decode().split('id="id_longitude_error"')[1].split("</p>")[0]
        assert words in error


def test_a_point_just_over_the_border_is_taken() -> None:
    from difang.plans.editor.sites import lies_in, township_at

    west = min(x for polygon in _shape() for x, _ in polygon[0])
    y = next(y for polygon in _shape() for x, y in polygon[0] if x == west)
    for metres, taken in ((1500, True), (2500, False)):
        spot = (west - metres / 1000 / (111.2 * 0.9157), y)
        assert township_at(spot) != PULI
        assert lies_in([PULI], spot) is taken


def _shape() -> Any:
    from difang.places.shapes import polygons

    return polygons("townships")[PULI]


def test_a_regions_map_shows_all_members_and_takes_points_in_any(
    regional: Any, planner: Any, browse: Any
) -> None:
    client = browse(planner)
    page = client.get(f"/plans/{regional.pk}/ventures/add/").content.decode()
    assert page.count('class="own"') == len(region().members)
    other = next(code for code in region().members if code != PULI)
    from difang.places.shapes import centres

    longitude, latitude = centres()[other]
    sent = venture(longitude=longitude, latitude=latitude)
    assert client.post(f"/plans/{regional.pk}/ventures/add/", sent).status_code == 302


def test_a_township_plan_shows_its_own_figures_only(plan: Any) -> None:
    from difang.plans.editor.evidence import suggestions

    assert {one.figure.place for one in suggestions(plan, 1, "")} == {PULI}
