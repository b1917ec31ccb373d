"""The public address is taken from the environment, and only where it is one."""

from pathlib import Path

import pytest

from difang.errors import InputError
from difang.indicators.address import site_url
from difang.indicators.citation import cite_release
from difang.workspace import Workspace

BASE = "https://difang.example"


@pytest.mark.parametrize(
    ("value", "told"),
    [("", ""), (BASE, BASE), (f"{BASE}/", BASE), ("http://localhost:8000", "http://localhost:8000")],
)
def test_site_url_is_the_setting_without_its_last_slash(
    value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIFANG_SITE_URL", value)
    assert site_url() == told


def test_site_url_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "address"
    file.write_text(f"{BASE}\n", encoding="utf-8")
    monkeypatch.setenv("DIFANG_SITE_URL_FILE", str(file))
    assert site_url() == BASE
    monkeypatch.setenv("DIFANG_SITE_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(InputError, match="cannot be read"):
        site_url()


@pytest.mark.parametrize(
    "value", ["difang.example", "ftp://difang.example", f"{BASE}/path", "javascript:alert(1)"]
)
def test_site_url_that_is_none_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIFANG_SITE_URL", value)
    with pytest.raises(InputError, match="without a path"):
        site_url()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_release_in_bibtex_and_ris_has_no_empty_field(workspace: Workspace, lang) -> None:
    bibtex = cite_release(workspace.release, "bibtex", lang, base=BASE)
    assert f"howpublished = {{\\url{{{BASE}/r/{workspace.release.id}/}}}}" in bibtex
    assert "note" not in bibtex
    assert "{}" not in bibtex
    ris = cite_release(workspace.release, "ris", lang, base=BASE)
    assert [line for line in ris.split("\r\n")[:-2] if line.endswith("- ")] == []
    assert ris.endswith("ER  - \r\n")


def test_workspace_cites_with_the_public_address(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = workspace.figure("population.total", "埔里鎮", "2024")
    monkeypatch.setenv("DIFANG_SITE_URL", BASE)
    assert f"\\url{{{BASE}{figure.permalink}}}" in workspace.cite(figure.permalink, "bibtex")
    assert workspace.cite(workspace.release.id).endswith(f"{BASE}/r/{workspace.release.id}/")
