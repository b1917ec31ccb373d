"""The English briefing is English: every word, label and footnote of it."""

import pytest

from difang import places
from difang.documents import render
from difang.documents.briefing import compose
from difang.workspace import Workspace
from tests.english import chinese

# With a record, approvals of its own, none, an island of few, the sample of the papers.
PLACES = ("10008020", "10004110", "10008090", "10014060", "09020060")


@pytest.mark.parametrize("place", PLACES)
def test_english_briefing_holds_no_chinese(workspace: Workspace, place: str) -> None:
    briefing = compose(workspace.data, places.get(place), "en")
    assert chinese(render(briefing, "html").decode()) == []


def test_chinese_briefing_would_be_found(workspace: Workspace) -> None:
    page = render(compose(workspace.data, places.get("10008020"), "zh"), "html").decode()
    assert chinese(page.replace('lang="zh-Hant-TW"', 'lang="en"')) != []
