"""The briefing from a place's page: every form, one at a time, in the path's language."""

import io
import re
import zipfile

import pytest
from django.test import Client

OPENS = {"pptx": b"PK", "odp": b"PK", "odt": b"PK", "pdf": b"%PDF-", "html": b"<!doctype html>"}


@pytest.mark.parametrize("form", OPENS)
def test_every_form_is_downloaded_as_a_file_of_the_place(client: Client, form: str) -> None:
    response = client.get(f"/places/10008020/brief.{form}")
    assert response.status_code == 200
    assert response.content[:15].lower().startswith(OPENS[form].lower())
    told = response["Content-Disposition"]
    assert told.startswith("attachment;")
    assert f"10008020-%E5%9F%94%E9%87%8C%E9%8E%AE.{form}" in told
    kept = client.get(f"/places/10008020/brief.{form}")
    assert kept.content == response.content


def test_page_links_every_form_and_shows_no_command(client: Client) -> None:
    for head in ("", "/en"):
        page = client.get(f"{head}/places/10008020/").content.decode()
        found = re.findall(rf'href="{head}/places/10008020/brief\.(\w+)"', page)
        assert found == list(OPENS)
        assert "<code>difang" not in page


def test_english_path_gives_the_english_briefing(client: Client) -> None:
    response = client.get("/en/places/10008020/brief.odt")
    assert '10008020-Puli-Township.odt"' in response["Content-Disposition"]
    words = zipfile.ZipFile(io.BytesIO(response.content)).read("content.xml").decode()
    assert "Regional revitalisation plan of Puli Township" in words


def test_while_one_is_written_another_is_asked_to_wait(client: Client) -> None:
    from difang.atlas.views import brief

    with brief._writing:
        response = client.get("/en/places/10008010/brief.odt")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Cache-Control"] == "no-store"
    assert "ask again in 5 seconds" in response.content.decode()
    assert client.get("/en/places/10008010/brief.odt").status_code == 200


def test_few_finished_ones_are_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from difang.atlas.views import brief

    monkeypatch.setattr(brief, "render", lambda *_: b"x")
    monkeypatch.setattr(brief, "compose", lambda *_, **__: None)
    monkeypatch.setattr(brief, "_finished", type(brief._finished)())
    for code in range(10008010, 10008130, 10):
        for form in ("odt", "html"):
            client.get(f"/places/{code}/brief.{form}")
    assert len(brief._finished) == brief.KEPT


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/places/10008/brief.pdf", 422),
        ("/places/TW/brief.pdf", 422),
        ("/places/10008020/brief.docx", 404),
        ("/places/99999999/brief.pdf", 404),
        ("/places/10008020/brief.pdf?x=1", 422),
    ],
)
def test_what_has_no_briefing_is_refused(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_only_get_writes_one(client: Client) -> None:
    assert client.post("/places/10008020/brief.pdf").status_code == 405
    assert client.head("/places/10008020/brief.pdf").status_code == 405
