"""The desk by role; its lists, pages and export; the number of queries stays the same with ten times the plans."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest

from tests.plans.conftest import NANTOU, PULI

QUERIES_AT_MOST = 30


def _town(n: int) -> str:
    """Return a township of the county for the nth plan; every other is 埔里鎮's."""
    from difang import places

    towns = [place.code for place in places.all_places("township") if place.code.startswith(NANTOU)]
    return PULI if n % 2 else towns[n % len(towns)]


def many(count: int, first: int, state: str = "with_county") -> None:
    """Put down plans of many townships, each with its clock."""
    from django.db import connection
    from django.utils import timezone

    from difang.plans.models import Plan
    from difang.records.models import Clock

    now = timezone.now()
    made = Plan.objects.bulk_create(
        Plan(
            place=_town(n),
            term=f"{2000 + n // 100}-{n % 100:04}",
            title=f"計畫 {n}",
            state=state,
            release="r",
            created_at=now,
            changed_at=now,
        )
        for n in range(first, first + count)
    )
    Clock.objects.bulk_create(
        Clock(
            subject_type="plan",
            subject_id=plan.pk,
            stage=state,
            started_at=now,
            days=10,
            due_on=date(2026, 1, 5),
        )
        for plan in made
    )
    # A server does so by itself, soon after many rows came in; here they come in a transaction that never ends.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize(
    "address", ["/desk/", "/desk/cases/?kind=plan", "/desk/export.ods", "/desk/cases/?q=埔里"]
)
@pytest.mark.parametrize("role", ["planner", "county", "nation", "auditor"])
def test_queries_are_few_and_flat(address: str, role: str, people: Any, browse: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = browse(getattr(people, role))
    counts, first = [], 0
    for more in (100, 9_900):
        many(more, first, "with_nation" if role == "nation" else "with_county")
        first += more
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= QUERIES_AT_MOST


def test_each_role_finds_what_waits_for_it(at: Any, people: Any, step: Any, ready: Any, browse: Any) -> None:
    from difang.plans.windows.selectors import waiting

    proposal = at("proposal", "draft")

    def waits() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for role, who in vars(people).items():
            who.__dict__.pop("_posts_held", None)
            kinds = {kind for kind in ("plan", "proposal") if waiting(who, kind).exists()}
            if kinds:
                found[role] = kinds
        return found

    assert waits() == {}
    step(people.planner, proposal, "submit")
    assert waits() == {"planner": {"proposal"}}
    step(people.planner, proposal, "forward")
    step(people.planner, ready, "submit")
    assert waits() == {"county": {"plan", "proposal"}}
    step(people.county, proposal, "forward")
    step(people.county, ready, "return")
    assert waits() == {"nation": {"proposal"}, "planner": {"plan"}}
    step(people.nation, proposal, "return")
    assert waits() == {"planner": {"plan", "proposal"}}
    page = browse(people.planner).get("/desk/").content.decode()
    assert "計畫 1 件" in page and "提案 1 件" in page


def test_notices_are_marked_read_up_to_what_was_seen(at: Any, people: Any, step: Any, browse: Any) -> None:
    from difang.records.models import Notice

    proposal = at("proposal", "with_township")
    step(people.planner, proposal, "forward")
    client = browse(people.county)
    page = client.get("/desk/").content.decode()
    upto = int(re.search(r'name="upto" value="(\d+)"', page)[1])
    assert "1 則還沒有讀" in page
    other = Notice.objects.create(
        person=people.nation, at=proposal.changed_at, zh="別人的", en="another's", address="/"
    )
    newer = Notice.objects.create(
        person=people.county, at=proposal.changed_at, zh="新的", en="newer", address="/en/desk/"
    )
    assert client.post("/desk/read/", {"upto": upto}).status_code == 302
    unread = set(Notice.objects.filter(read_at=None).values_list("pk", flat=True))
    assert {other.pk, newer.pk} <= unread and upto not in unread
    page = client.get("/desk/").content.decode()
    assert 'href="/desk/">新的' in page  # an address written in English leads to the reader's language


def test_empty_desks_teach(people: Any, browse: Any) -> None:
    for role, words in {
        "planner": "開始一份計畫",
        "county": "並附上剩下的工作天",
        "stranger": "承辦由縣市窗口邀請",
        "nation": "開徵案",
    }.items():
        assert words in browse(getattr(people, role)).get("/desk/").content.decode(), role


def test_lists_are_filtered_and_paged(people: Any, browse: Any) -> None:
    many(60, 0)
    client = browse(people.county)
    page = client.get("/desk/cases/?kind=plan&page=2").content.decode()
    assert "計畫 60 件" in page and "第 2 頁，共 3 頁" in page and page.count("<tr>") == 26
    town = client.get(f"/desk/cases/?kind=plan&place={PULI}").content.decode()
    assert f"計畫 {sum(_town(n) == PULI for n in range(60))} 件" in town
    assert "沒有符合的案件" in client.get("/desk/cases/?state=accepted").content.decode()
    assert "計畫 60 件" in client.get("/desk/cases/?late=on&page=9999").content.decode()
    for odd in ("?place=66000290", "?state=%00", "?q=%00", "?page=x", "?kind=call", "?q=" + "字" * 90):
        assert client.get(f"/desk/cases/{odd}").status_code == 200, odd


def _cells(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist()[0] == "mimetype"
        return re.findall(r"<text:p>(.*?)</text:p>", archive.read("content.xml").decode())


def test_an_export_holds_exactly_what_one_may_see_and_no_formula(people: Any, browse: Any) -> None:
    from difang.plans.models import Plan

    many(60, 0)
    many(3, 60, "drafting")
    hostile = Plan.objects.get(title="計畫 7")
    Plan.objects.filter(pk=hostile.pk).update(title='=HYPERLINK("http://x","點我")')
    answer = browse(people.county).get("/desk/export.ods")
    assert answer["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    cells = _cells(answer.content)
    assert sum(cell.startswith("計畫 ") for cell in cells) == 59
    assert '\'=HYPERLINK("http://x","點我")' in cells and not [cell for cell in cells if cell.startswith("=")]
    assert not {"計畫 60", "計畫 61", "計畫 62"} & set(cells)
    others = _cells(browse(people.other_county).get("/desk/export.ods").content)
    assert not [cell for cell in others if cell.startswith(("計畫 ", "'="))]


def test_late_cases_are_told_once_to_those_concerned(at: Any, people: Any, browse: Any) -> None:
    from difang.records import clocks, telling
    from difang.records.models import Clock, Notice

    at("plan", "with_county")
    Clock.objects.filter(stopped_at=None).update(due_on="2026-01-05")
    Notice.objects.all().delete()
    assert clocks.expire(telling.overdue) == 1 and clocks.expire(telling.overdue) == 0
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"county", "planner"}
    page = browse(people.county).get("/desk/").content.decode()
    assert "逾期 " in page and "個工作天" in page


def test_a_county_sees_which_of_its_townships_have_no_planner(people: Any, browse: Any) -> None:
    from difang import places
    from tests.plans.conftest import YUCHI, person

    def listed(who: Any, address: str = "/desk/") -> str:
        page = browse(who).get(address).content.decode()
        head = "沒有承辦的鄉鎮市區"
        return page.split(head, 1)[1].split("</section>")[0] if head in page else ""

    for address in ("/desk/", "/people/office/"):
        shown = listed(people.county, address)
        assert "魚池鄉" in shown and "埔里鎮" not in shown and "和平區" not in shown
        assert listed(people.planner, address) == ""
    person("late", ("planner", YUCHI))
    assert "魚池鄉" not in listed(people.county)
    for place in places.all_places("township", NANTOU):
        if place.code not in (PULI, YUCHI):
            person(place.code, ("planner", place.code))
    assert listed(people.county) == "" and listed(people.county, "/people/office/") == ""
