"""A site whose files are damaged says so, gives no wrong number, and serves again once they are mended."""

import shutil
from pathlib import Path

import pytest

from difang.lake import Lake
from difang.workspace import publish_bundled

PAGES = ("/", "/places/10008020/", "/en/places/10008020/", "/maps/population/?period=2024")
DATA = (
    "/figures/population.total.csv?place=10008020&period=2016",
    "/api/v1/figures?indicator=population.total&period=2016",
    "/api/v1/maps/population.total?period=2017",
    "/search.json?q=埔里",
)


@pytest.fixture
def own(client, published_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, not yet asked for."""
    from difang.atlas import evidence

    home = tmp_path / "home"
    shutil.copytree(published_home / "lake", home / "lake")
    monkeypatch.setenv("DIFANG_HOME", str(home))
    monkeypatch.setattr(evidence, "AGAIN_SECONDS", 0.0)
    return home


def flip(home: Path, *datasets: str) -> Path:
    for name in datasets:
        file = Lake(home).current().part(name)
        content = bytearray(file.read_bytes())
        content[len(content) // 3] ^= 1
        file.write_bytes(content)
    return file


ALL = ("figures", "figures_by_place", "figures_periods")


@pytest.mark.parametrize("running", [False, True])
def test_damage_is_answered_503_with_the_file_and_mended_without_a_restart(
    client, own: Path, published_home: Path, running: bool, caplog: pytest.LogCaptureFixture
) -> None:
    if running:
        assert client.get("/healthz").status_code == 200
    flip(own, *ALL)
    for address in (*PAGES, *DATA):
        answer = client.get(address)
        said = answer.content.decode()
        assert answer.status_code == 503, address
        assert "part-0.parquet" in said and "difang lake publish bundled" in said
        assert str(own) not in said and "Traceback" not in said
        assert (answer["Cache-Control"], answer["Retry-After"]) == ("no-store", "60")
    health = client.get("/healthz")
    assert (health.status_code, health["Cache-Control"]) == (503, "no-store")
    assert "part-0.parquet" in health.content.decode()
    assert client.get("/robots.txt").status_code == client.get("/problems/damaged").status_code == 200
    assert not any(record.exc_info for record in caplog.records)
    if running:
        shutil.copytree(published_home / "lake", own / "lake", dirs_exist_ok=True)
    else:
        publish_bundled(Lake(own))
    for address in ("/healthz", *PAGES, *DATA):
        assert client.get(address).status_code == 200, address


def test_what_needs_no_damaged_file_is_served(client, own: Path) -> None:
    file = flip(own, "figures_village")
    assert client.get("/places/10008020/").status_code == 200
    assert client.get("/healthz").status_code == 503
    villages = client.get("/figures/population.total.csv?place=10008020&level=village")
    assert villages.status_code == 503 and file.parent.name in villages.content.decode()


def test_damage_while_serving_is_noticed_by_the_probe(client, own: Path) -> None:
    assert client.get("/healthz").content.decode() == Lake(own).current().id
    flip(own, "figures")
    assert client.get("/healthz").status_code == 503


def test_an_older_whole_release_is_served_instead(client, own: Path) -> None:
    old = Lake(own).current()
    with Lake(own).publication() as publication:
        publication.drop("tourism.hotels")
        new = publication.commit(old.catalogue, "9.9.9")
    assert client.get("/healthz").content.decode() == new.id
    (own / "lake" / "releases" / f"{new.id}.json").write_text("{}", "utf-8")
    (own / "lake" / "current").touch()
    assert client.get("/healthz").content.decode() == old.id
    assert client.get("/places/10008020/").status_code == 200


@pytest.mark.parametrize("running", [False, True])
def test_lost_pointer_is_no_lost_site(client, own: Path, running: bool) -> None:
    release = Lake(own).current().id
    if running:
        assert client.get("/healthz").content.decode() == release
    (own / "lake" / "current").unlink()
    assert client.get("/healthz").content.decode() == release
    for address in ("/places/10008030/", "/data/", f"/r/{release}/", "/api/v1/releases", *DATA):
        assert client.get(address).status_code == 200, address


def test_home_without_any_release_is_503(client, own: Path) -> None:
    shutil.rmtree(own / "lake")
    for address in ("/", "/healthz", "/api/v1/releases", *DATA):
        answer = client.get(address)
        assert answer.status_code == 503, address
        assert (
            "difang lake publish bundled" in answer.content.decode()
            and str(own) not in answer.content.decode()
        )
