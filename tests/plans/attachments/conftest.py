"""A store of files of the test's own, and the people and cases of the windows' tests."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.plans.windows.conftest import at, people, propose, ready, step  # noqa: F401


@pytest.fixture(autouse=True)
def store(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's files lie."""
    from difang.records.files import storing

    monkeypatch.setattr(storing, "_root", lambda: tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def send(browse: Any) -> Callable[..., Any]:
    """Return a function that posts a part's form with files as a browser without scripts does."""

    def posted(
        who: Any, plan: Any, *sent: tuple[str, bytes], part: int = 1, lang: str = "", **more: Any
    ) -> Any:
        section = plan.sections.get(part=part)
        fields = {"base": section.number, "body": section.body, "gap": section.gap, **more}
        return browse(who).post(f"{lang}/plans/{plan.pk}/{part}/", {**fields, "file": _uploads(sent)})

    return posted


@pytest.fixture
def send_proposal(browse: Any) -> Callable[..., Any]:
    """Return a function that posts a proposal's draft with files."""

    def posted(who: Any, proposal: Any, *sent: tuple[str, bytes], lang: str = "", **more: Any) -> Any:
        fields = {
            "revision": proposal.revision,
            "call": proposal.call_id,
            "title": proposal.title,
            "summary": proposal.summary,
            "path": "private" if proposal.private else "township",
            **more,
        }
        answer = browse(who).post(f"{lang}/proposals/{proposal.pk}/edit/", {**fields, "file": _uploads(sent)})
        proposal.refresh_from_db()
        return answer

    return posted


def _uploads(sent: Any) -> list[io.BytesIO]:
    found = []
    for name, content in sent:
        stream = io.BytesIO(content)
        stream.name = name
        found.append(stream)
    return found


def body(answer: Any) -> bytes:
    """Return the content of a download."""
    return b"".join(answer.streaming_content)
