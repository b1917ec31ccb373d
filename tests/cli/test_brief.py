"""`difang brief`: what it says on stderr of footnotes that are not links yet."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(("lang", "words"), [("zh", "註腳還點不開"), ("en", "Footnotes are not links yet")])
def test_brief_says_once_how_footnotes_become_links(
    difang: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    asked = ("--lang", lang, "brief", "埔里鎮", "--format", "odt,html", "--out", str(tmp_path))
    monkeypatch.delenv("DIFANG_SITE_URL", raising=False)
    told = difang(*asked).stderr
    assert (told.count(words), "DIFANG_SITE_URL=https://" in told) == (1, True)
    monkeypatch.setenv("DIFANG_SITE_URL", "https://difang.example")
    assert words not in difang(*asked).stderr
