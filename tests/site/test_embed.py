"""A map may stand in another site's frame; no other page may."""

import html
import re

from django.test import Client

VIEW = "population/?indicator=population.total&place=10008020&period=2025"


def test_only_the_embedded_map_may_be_framed(client: Client) -> None:
    bare = client.get(f"/embed/maps/{VIEW}")
    assert bare.status_code == 200
    assert "frame-ancestors *" in bare["Content-Security-Policy"]
    assert "script-src 'self'" in bare["Content-Security-Policy"]
    assert "X-Frame-Options" not in bare
    unchanged = client.get(f"/embed/maps/{VIEW}", headers={"if-none-match": bare["ETag"]})
    assert unchanged.status_code == 304
    assert unchanged["Content-Security-Policy"] == bare["Content-Security-Policy"]
    assert "X-Frame-Options" not in unchanged
    for other in (f"/maps/{VIEW}", "/", "/places/10008020/", "/en/goals/"):
        answer = client.get(other)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_embedded_map_has_title_map_legend_source_and_the_way_back(client: Client) -> None:
    for prefix in ("", "/en"):
        full = html.unescape(client.get(f"{prefix}/maps/{VIEW}").content.decode())
        bare = html.unescape(client.get(f"{prefix}/embed/maps/{VIEW}").content.decode())
        (title,) = re.findall(r"<h1>(.*?)</h1>", full)
        assert f"<h1>{title}</h1>" in bare
        assert bare.count("data-code=") == 368
        assert re.search(r'class="src".*href="' + re.escape(f"{prefix}/maps/population/?"), bare)
        assert "<nav" not in bare and "<form" not in bare and "<script" not in bare


def test_map_page_offers_the_frame_of_the_same_view(client: Client) -> None:
    page = html.unescape(client.get(f"/maps/{VIEW}").content.decode())
    (address,) = re.findall(r'<iframe src="http://localhost(/embed/maps/[^"]*)"', page)
    assert (
        address
        == "/embed/maps/population/?indicator=population.total&place=10008020&period=2025&level=township"
    )
    assert client.get(address).status_code == 200


def test_embedded_map_refuses_what_the_map_refuses(client: Client) -> None:
    assert client.get("/embed/maps/weather/").status_code == 404
    assert client.get("/embed/maps/population/?colour=red").status_code == 422
