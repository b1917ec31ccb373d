"""The briefing's footnotes: each is an address of the site that shows the same value."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from difang import places
from difang.documents.briefing import compose
from difang.documents.tree import referenced
from difang.indicators import Figure, catalogue
from difang.indicators.numbers import number
from difang.text import Lang

CHOSEN = ("10008020", "10008090", "10014060", "09020010", "63000030", "09020060", "64000380")


def rows_of(client, permalink: str) -> list[dict]:
    """Ask the site for what a footnote cites."""
    answer = client.get(permalink, headers={"accept": "application/json"})
    assert answer.status_code == 200
    return json.loads(answer.content)["rows"]


def shown_value(client, permalink: str, lang: Lang) -> str:
    """Ask the site for the one figure a footnote cites, and show it as the paper does."""
    address = urlsplit(permalink)
    (row,) = rows_of(client, permalink)
    if "/data/" in address.path:
        return f"{number(row['planted_area'], 0)} {'公頃' if lang == 'zh' else 'hectares'}"
    assert row["place"] == parse_qs(address.query)["place"][0]
    figure = Figure(
        **{name: row[name] for name in Figure.__dataclass_fields__ if name != "release"}, release=""
    )
    assert catalogue().get(figure.indicator)
    return figure.text(lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", CHOSEN)
def test_every_footnote_resolves_to_the_same_value(client, workspace, code: str, lang: Lang) -> None:
    briefing = compose(workspace.data, places.get(code), lang)
    notes = [note for slide in briefing.slides for note in slide.footnotes]
    assert notes
    for note in notes:
        if note.value:
            assert shown_value(client, note.permalink, lang) == note.value
        else:
            # It stands behind words (a programme, an approval): each row says who wrote it down.
            assert all(row["source"] for row in rows_of(client, note.permalink))
    assert sum(bool(note.value) for note in notes) >= len(notes) / 2


@pytest.mark.parametrize("code", CHOSEN)
def test_briefing_has_six_parts_and_every_footnote_is_told(workspace, code: str) -> None:
    briefing = compose(workspace.data, places.get(code), "zh")
    assert [part for part, _ in briefing.parts()] == [1, 2, 3, 4, 5, 6]
    for slide in briefing.slides:
        assert {note.n for note in slide.footnotes} == set(referenced(slide))


def test_briefing_of_the_same_release_is_the_same(workspace) -> None:
    puli = places.get("10008020")
    assert compose(workspace.data, puli, "zh") == compose(workspace.data, puli, "zh")
