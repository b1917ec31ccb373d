"""Docs drawn from the declarations are those of today, and no personal field is without its reason."""

import pytest

from tools import write_walk


@pytest.fixture(autouse=True)
def set_up(site: None) -> None:
    """Django, so that tables and models can be read."""


@pytest.mark.parametrize(("page", "made"), [("stages.md", "stages_page"), ("privacy.md", "privacy_page")])
def test_pages_are_those_the_declarations_give(page: str, made: str) -> None:
    written = (write_walk.DOCS / page).read_text(encoding="utf-8")
    assert written == getattr(write_walk, made)(), "run: python -m tools.write_walk"


def test_every_model_with_personal_fields_says_why_and_how_long() -> None:
    silent = [
        f"{model.__name__}: {write_walk.personal(model)}"
        for model in write_walk.models()
        if write_walk.personal(model) and not write_walk.PURPOSE.search(model.__doc__ or "")
    ]
    assert silent == []


def test_every_move_of_every_table_stands_on_the_page() -> None:
    from difang.plans.stages import MACHINES

    page = write_walk.stages_page()
    for machine in MACHINES:
        for move in machine.moves:
            assert f"| `{move.id}` {move.label.zh} |" in page
