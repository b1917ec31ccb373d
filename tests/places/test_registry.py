import pytest

from difang import places
from difang.errors import NotFoundError


def test_all_places_counts_townships_and_counties() -> None:
    assert (len(places.all_places()), len(places.all_places("county"))) == (368, 22)


def test_every_township_belongs_to_the_county_its_code_begins_with() -> None:
    assert all(place.code[:5] == place.county for place in places.all_places())


def test_county_members_are_all_townships_once() -> None:
    members = [code for county in places.all_places("county") for code in county.members]
    assert sorted(members) == [place.code for place in places.all_places()]


def test_types_of_townships_are_as_published() -> None:
    kinds = [place.kind for place in places.all_places()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"區": 170, "鄉": 146, "鎮": 38, "市": 14}


def test_indigenous_and_offshore_townships_are_as_many_as_documented() -> None:
    towns = places.all_places()
    kinds = [town.indigenous for town in towns]
    assert (kinds.count("mountain"), kinds.count("plain"), sum(t.offshore for t in towns)) == (30, 25, 19)


def test_priority_is_true_for_the_documented_and_never_false() -> None:
    flags = [place.priority for place in places.all_places()]
    assert (flags.count(True), flags.count(False)) == (7, 0)


def test_region_members_are_named_codes() -> None:
    (region,) = places.regions()
    assert [places.name(code, "zh") for code in region.members] == ["埔里鎮", "國姓鄉", "魚池鄉", "仁愛鄉"]


def test_code_history_of_a_twice_renamed_place_is_in_order() -> None:
    assert [change.name_before for change in places.code_history("64000380")] == ["三民鄉", "那瑪夏鄉"]


def test_neighbours_of_puli_share_a_border() -> None:
    assert [places.name(code, "zh") for code in places.neighbours("10008020")] == [
        "魚池鄉",
        "國姓鄉",
        "仁愛鄉",
    ]


def test_neighbours_of_an_island_are_none() -> None:
    assert [places.neighbours(code) for code in ("10013220", "10014110", "10014160")] == [(), (), ()]


def test_neighbours_are_mutual() -> None:
    pairs = {(a.code, b) for a in places.all_places() for b in places.neighbours(a.code)}
    assert pairs == {(b, a) for a, b in pairs}


def test_get_of_an_unknown_code_says_the_rule() -> None:
    with pytest.raises(NotFoundError, match="8 digits"):
        places.get("99999999")


def test_village_names_are_of_the_stated_edition() -> None:
    assert (places.VILLAGE_EDITION, places.village_name("09007010001")) == ("2021-09", "介壽村")
    assert places.village_name("09007010999") is None
