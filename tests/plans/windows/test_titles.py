"""A title changed after a return is its writers'; offices know the one they were sent."""

import io
import zipfile
from typing import Any

import pytest

NEW = "改寫後的祕名"


@pytest.fixture
def retitled(at: Any, people: Any, step: Any) -> Any:
    """A proposal that the nation returned and its writer gave another title."""
    from difang.plans.windows.services import edit

    proposal = at("proposal", "intake")
    step(people.nation, proposal, "return")
    edit(
        by=people.planner,
        proposal=proposal,
        call=proposal.call,
        title=NEW,
        summary="摘要",
        private=False,
        seen=proposal.revision,
    )
    proposal.refresh_from_db()
    return proposal


def _pages(client: Any, pk: int) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(client.get("/desk/export.ods?kind=proposal").content)) as archive:
        sheet = archive.read("content.xml").decode()
    asked = ("/desk/", "/desk/cases/?kind=proposal", f"/proposals/{pk}/", f"/proposals/{pk}/versions/")
    found = {address: client.get(address).content.decode() for address in (*asked, "/search/?q=提案標題")}
    return {**found, "sheet": sheet, "status": client.get(f"/status/proposal/{pk}/").content.decode()}


def test_offices_see_the_title_they_were_sent(retitled: Any, people: Any, browse: Any) -> None:
    for who in (people.county, people.nation, people.auditor):
        pages = _pages(browse(who), retitled.pk)
        assert not [address for address, page in pages.items() if NEW in page], who
        for address in ("/desk/cases/?kind=proposal", f"/proposals/{retitled.pk}/", "sheet"):
            assert "隱密提案標題" in pages[address], (who, address)


def test_its_writer_sees_the_drafts_title(retitled: Any, people: Any, browse: Any) -> None:
    pages = _pages(browse(people.planner), retitled.pk)
    assert NEW in pages["/desk/"] and NEW in pages[f"/proposals/{retitled.pk}/"]
    assert NEW in pages["/desk/cases/?kind=proposal"]


def test_search_and_notices_know_the_new_title_by_its_writers_only(
    retitled: Any, people: Any, step: Any
) -> None:
    from difang.records.models import Notice
    from tests.plans.windows.test_finding import found

    assert found(people.planner, NEW) == {("proposal", retitled.pk)}
    assert not [who for who in (people.county, people.nation, people.auditor) if found(who, NEW)]
    assert found(people.nation, "隱密提案標題") == {("proposal", retitled.pk)}
    step(people.planner, retitled, "withdraw")
    told = Notice.objects.filter(person__in=(people.county, people.nation), zh__contains="撤回")
    assert told.count() == 2 and not told.filter(zh__contains=NEW).exists()
    step(people.planner, retitled, "reopen")
    step(people.planner, retitled, "submit")
    assert found(people.nation, NEW) == {("proposal", retitled.pk)}, "it is sent now"
