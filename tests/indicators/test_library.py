"""The library says in words what it cannot read: no TypeError of Python's reaches whoever asks."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import difang
from difang.errors import InputError
from difang.workspace import Workspace

TOTAL = "population.total"


def test_a_year_may_be_a_number_and_digits_full_width(workspace: Workspace) -> None:
    told = workspace.figures(TOTAL, "埔里", period="2024")
    for year in (2024, "２０２４", " 2024 "):
        assert workspace.figures(TOTAL, "埔里", period=year) == told
    assert workspace.figure(TOTAL, "埔里", 2024) == workspace.figure(TOTAL, "埔里", "2024")
    assert workspace.as_of(date(2099, 1, 1)).release == workspace.release  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asked",
    [
        {"period": None},
        {"period": 2024.5},
        {"period": True},
        {"period": ["2024"]},
        {"place": []},
        {"place": 10008020},
        {"place": [None]},
        {"level": 3},
        {"indicator": None},
        {"indicator": []},
        {"indicator": [TOTAL, 1]},
    ],
)
def test_figures_refuse_what_is_no_text(workspace: Workspace, asked: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refusal:
        workspace.figures(**{"indicator": TOTAL, **asked})
    assert refusal.value.message("zh") != refusal.value.message("en")


@pytest.mark.parametrize("wrong", [None, 10008020, ["埔里"], b"x"])
def test_other_questions_refuse_what_is_no_text(workspace: Workspace, wrong: Any, tmp_path: Path) -> None:
    asks = (
        lambda: workspace.place(wrong),
        lambda: workspace.figure(TOTAL, wrong),
        lambda: workspace.figure(wrong, "埔里"),
        lambda: workspace.cite(wrong),
        lambda: workspace.as_of(wrong),
        lambda: workspace.brief(wrong, tmp_path),
        lambda: workspace.brief("埔里", wrong if wrong != b"x" else 1),
    )
    for ask in asks:
        with pytest.raises(InputError):
            ask()
    with pytest.raises(InputError):
        difang.open(10008020)  # type: ignore[arg-type]


def test_briefing_into_a_file_or_in_no_format_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    for out in (file, file / "below"):
        with pytest.raises(InputError, match="is a file, not a folder"):
            workspace.brief("埔里", out)
    for formats in ([], ["docx"], "docx", None):
        with pytest.raises(InputError):
            workspace.brief("埔里", tmp_path / "out", formats=formats)  # type: ignore[arg-type]
    assert file.read_text("utf-8") == "mine" and not (tmp_path / "out").exists()


def test_format_asked_for_twice_is_written_once(workspace: Workspace, tmp_path: Path) -> None:
    assert len(workspace.brief("埔里", tmp_path, formats=["html", "html"])) == 1
    assert len(workspace.brief("埔里", tmp_path, formats="html")) == 1
