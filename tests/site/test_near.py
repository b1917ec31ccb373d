"""Near me: the middles of all townships ship, the position is asked of the browser and never of us."""

import json

from django.test import Client

from difang import places


def test_every_township_has_a_middle_near_itself(client: Client) -> None:
    told = json.loads(client.get("/centres.json?lang=en").content)["places"]
    assert len(told) == 368
    assert {one["url"] for one in told} == {f"/en/places/{p.code}/" for p in places.all_places("township")}
    for code, (lon, lat) in places.centres().items():
        corners = [c for part in places.geojson("township", [code])["features"] for c in _corners(part)]
        assert min(x for x, _ in corners) < lon < max(x for x, _ in corners)
        assert min(y for _, y in corners) < lat < max(y for _, y in corners)


def _corners(feature: dict) -> list[list[float]]:
    return [point for part in feature["geometry"]["coordinates"] for ring in part for point in ring]


def test_only_our_own_pages_may_ask_for_the_position(client: Client) -> None:
    for address in ("/", "/en/goals/", "/healthz", "/nothing-here/"):
        assert client.get(address)["Permissions-Policy"].startswith("geolocation=(self)")


def test_button_is_hidden_until_the_script_shows_it(client: Client) -> None:
    for address in ("/", "/en/"):
        assert 'id="near" hidden' in client.get(address).content.decode()
