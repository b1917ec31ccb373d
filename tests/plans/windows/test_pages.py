"""Every address × role × verb; what one may not see leaks nowhere; refusals keep what was typed."""

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest

SEES = {"planner", "county", "auditor"}  # of a proposal and a plan that came to the county
SECRETS = ("隱密提案標題", "隱密計畫標題", "隱密理由")
EVERYONE = {
    "planner", "county", "centre", "nation", "auditor", "operator", "other_planner", "other_county",
    "other_centre", "owner", "stranger", "lead", "member", "ex_member", "other_member",
}  # fmt: skip
# address -> (who gets a page, what the rest get); visitors are asked to sign in, or see public pages.
ADDRESSES = {
    "/desk/": (EVERYONE, None),
    "/desk/cases/": (EVERYONE, None),
    "/desk/cases/?kind=proposal&q=隱密": (EVERYONE, None),
    "/desk/cases/?kind=plan&q=隱密": (EVERYONE, None),
    "/desk/cases/?kind=plan&late=on&state=with_county": (EVERYONE, None),
    "/desk/export.ods": (EVERYONE, None),
    "/desk/export.ods?kind=proposal&q=隱密": (EVERYONE, None),
    "/proposals/new/": (EVERYONE, None),
    "/proposals/new/?venture={venture}&place=埔里": (EVERYONE, None),
    "/proposals/{proposal}/": (SEES, 404),
    "/proposals/{proposal}/decide/": (SEES, 404),
    "/proposals/{proposal}/versions/": (SEES, 404),
    "/proposals/{proposal}/versions/?a=1&b=1": (SEES, 404),
    "/proposals/{proposal}/edit/": (set(), 404),
    "/plans/{plan}/decide/": (SEES, 404),
    "/calls/new/": ({"nation"}, 404),
}
PUBLIC = ("/calls/", "/status/", "/status/proposal/{proposal}/", "/status/plan/{plan}/")
POSTS = ("/proposals/{proposal}/letters/", "/plans/{plan}/letters/")


OF_ITS_ORGANISATION = {"lead", "member"}
# What its members alone may read or write while it is a draft; the auditor reads all.
OF_A_DRAFT = {
    "/proposals/{proposal}/": OF_ITS_ORGANISATION | {"auditor"},
    "/proposals/{proposal}/decide/": OF_ITS_ORGANISATION | {"auditor"},
    "/proposals/{proposal}/edit/": OF_ITS_ORGANISATION,
}


@pytest.fixture
def sent(at: Any, people: Any, step: Any, ready: Any) -> dict[str, int]:
    """A proposal and a plan with their county, late, with a reason that must not leak."""
    from difang.records.models import Clock

    proposal = at("proposal", "draft")
    step(people.planner, proposal, "submit")
    step(people.planner, proposal, "forward", "隱密理由")
    step(people.planner, ready, "submit")
    Clock.objects.filter(stopped_at=None).update(due_on="2026-01-05")
    return {"proposal": proposal.pk, "plan": ready.pk, "venture": proposal.venture_id}


def _text(answer: Any) -> str:
    """Return an answer's words, those inside a spreadsheet too."""
    if answer.get("Content-Type", "").endswith("spreadsheet"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            return archive.read("content.xml").decode()
    return answer.content.decode()


@pytest.mark.parametrize("lang", ["", "/en"])
def test_every_address_for_every_role(lang: str, sent: Any, people: Any, browse: Any) -> None:
    for role, who in vars(people).items():
        client = browse(who)
        for address, (pages, otherwise) in ADDRESSES.items():
            answer = client.get(lang + address.format(**sent))
            assert answer.status_code == (200 if role in pages else otherwise), (role, address)
            assert answer["Cache-Control"] in ("private, no-store", "no-store")
            if role not in SEES:
                assert not [one for one in SECRETS if one in _text(answer)], (role, address)


@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_draft_of_an_organisation_is_its_members_alone(
    lang: str, of_organisation: Any, people: Any, browse: Any
) -> None:
    """Not its owner's either, who left; not another organisation's; not the township's."""
    pk = of_organisation().pk
    words = (*SECRETS, "隱密茭白筍社")
    for role, who in vars(people).items():
        client = browse(who)
        for address, pages in OF_A_DRAFT.items():
            answer = client.get(lang + address.format(proposal=pk))
            assert answer.status_code == (200 if role in pages else 404), (role, address)
            if role not in pages:
                assert not [one for one in words if one in answer.content.decode()], (role, address)
        if role not in OF_ITS_ORGANISATION:
            data = {"event": "submit", "reason": "理由", "revision": 0, "title": "改", "path": "township"}
            for act in ("decide", "edit", "letters"):
                answer = client.post(f"{lang}/proposals/{pk}/{act}/", data)
                refused = (403, 422) if role == "auditor" else (404,)
                assert answer.status_code in (*refused, 404), (role, act)
        lists = "".join(
            _text(client.get(lang + address))
            for address in (
                "/desk/",
                "/desk/cases/?kind=proposal",
                "/desk/export.ods?kind=proposal",
                "/search/?q=提案",
            )
        )
        assert ("隱密提案標題" in lists) is (role in OF_ITS_ORGANISATION | {"auditor"}), role


def test_the_case_names_the_organisation_to_whoever_reads_it(
    of_organisation: Any, people: Any, step: Any, browse: Any
) -> None:
    proposal = of_organisation()
    step(people.member, proposal, "submit")
    for role in ("planner", "auditor", "lead", "member"):
        page = browse(getattr(people, role)).get(f"/proposals/{proposal.pk}/").content.decode()
        assert "提案組織：隱密茭白筍社" in page and "隱密茭白筍社（社團，南投縣埔里鎮）" in page, role
    for role in ("ex_member", "other_member", "county"):
        assert browse(getattr(people, role)).get(f"/proposals/{proposal.pk}/").status_code == 404


def test_those_who_may_see_find_it_everywhere(sent: Any, people: Any, browse: Any) -> None:
    """There is something to leak: the same words reach those who may read them."""
    for role in SEES:
        client = browse(getattr(people, role))
        for address in ("/desk/cases/?kind=proposal&q=隱密", "/desk/export.ods?kind=proposal&q=隱密"):
            assert "隱密提案標題" in _text(client.get(address)), (role, address)
        assert "隱密理由" in _text(client.get(f"/proposals/{sent['proposal']}/"))
        assert "隱密計畫標題" in _text(client.get("/desk/")), role


def test_counts_tell_nothing_of_what_one_may_not_see(sent: Any, people: Any, browse: Any) -> None:
    for role in EVERYONE:
        client = browse(getattr(people, role))
        for kind in ("plan", "proposal"):
            page = client.get(f"/en/desk/cases/?kind={kind}").content.decode()
            assert re.search(rf"<h1>{int(role in SEES)} {kind}s</h1>", page), (role, kind)


def test_visitors_are_asked_to_sign_in_or_see_public_pages(sent: Any, browse: Any) -> None:
    visitor = browse(None)
    for address in ADDRESSES:
        answer = visitor.get(address.format(**sent))
        assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True), address
    for address in PUBLIC:
        answer = visitor.get(address.format(**sent))
        assert answer.status_code == 200, address
        assert not [one for one in (*SECRETS, "planner", "county") if f">{one}" in answer.content.decode()]
        assert not [one for one in SECRETS if one in answer.content.decode()], address


def test_wrong_verbs_are_refused(sent: Any, people: Any, browse: Any) -> None:
    client, visitor = browse(people.planner), browse(None)
    for verb in ("put", "patch", "delete"):
        for address in (*ADDRESSES, *POSTS, *PUBLIC, "/desk/read/"):
            assert getattr(client, verb)(address.format(**sent)).status_code == 405, (verb, address)
            assert getattr(visitor, verb)(address.format(**sent)).status_code in (302, 405)
    for address in (*POSTS, "/desk/read/"):
        assert client.get(address.format(**sent)).status_code == 405
    for address in ("/desk/", "/desk/export.ods", "/proposals/{proposal}/", *PUBLIC):
        assert client.post(address.format(**sent)).status_code == 405


def test_writing_addresses_are_not_there_for_others(sent: Any, people: Any, browse: Any) -> None:
    data = {
        "event": "return",
        "reason": "意見",
        "revision": 2,
        "number": "1",
        "dated": "2026-01-05",
        "sender": "x",
    }
    addresses = [
        *POSTS,
        "/proposals/{proposal}/decide/",
        "/plans/{plan}/decide/",
        "/proposals/{proposal}/edit/",
    ]
    for role in EVERYONE - SEES:
        for address in addresses:
            answer = browse(getattr(people, role)).post(address.format(**sent), data)
            assert answer.status_code == 404, (role, address)
            assert not [one for one in SECRETS if one in answer.content.decode()]
    for address in addresses:
        assert browse(None).post(address.format(**sent), data).status_code == 302


def test_posts_need_a_token_of_the_site(sent: Any, people: Any) -> None:
    from django.test import Client

    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    client.force_login(people.county)
    data = {"event": "return", "reason": "意見", "revision": 1}
    for address in ("/plans/{plan}/decide/", *POSTS, "/proposals/new/", "/calls/new/", "/desk/read/"):
        assert client.post(address.format(**sent), data).status_code == 403, address


def test_the_auditor_reads_and_changes_nothing(sent: Any, people: Any, browse: Any) -> None:
    client = browse(people.auditor)
    data = {"event": "return", "reason": "意見", "revision": 2}
    refused = client.post(f"/proposals/{sent['proposal']}/decide/", data)
    assert refused.status_code == 403 and "意見</textarea>" in refused.content.decode()
    letter = {"number": "1", "dated": "2026-01-05", "sender": "稽核"}
    assert client.post(f"/proposals/{sent['proposal']}/letters/", letter).status_code == 403


def test_a_missing_reason_is_said_and_the_choice_kept(sent: Any, people: Any, browse: Any) -> None:
    data = {"event": "return", "reason": " ", "revision": 2}
    answer = browse(people.county).post(f"/proposals/{sent['proposal']}/decide/", data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "請寫理由" in page
    assert re.search(r'value="return" required checked', page)


def test_a_stale_form_decides_nothing_and_keeps_the_words(sent: Any, people: Any, browse: Any) -> None:
    from difang.plans.models import Proposal

    data = {"event": "return", "reason": "寫了很久的意見", "revision": 1}
    answer = browse(people.county).post(f"/en/proposals/{sent['proposal']}/decide/", data)
    page = answer.content.decode()
    assert answer.status_code == 409 and "someone acted while you were reading" in page
    assert "寫了很久的意見</textarea>" in page
    assert Proposal.objects.get(pk=sent["proposal"]).state == "with_county"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"event": "return"},
        {"event": "return", "revision": "x", "reason": "意見"},
        {"event": "無", "revision": 2},
    ],
)
def test_a_form_that_lacks_its_fields_decides_nothing(data: Any, sent: Any, people: Any, browse: Any) -> None:
    answer = browse(people.county).post(f"/proposals/{sent['proposal']}/decide/", data)
    assert answer.status_code == 422 and "請選一個要做的決定" in answer.content.decode()


def test_a_reason_too_long_is_said_and_kept(sent: Any, people: Any, browse: Any) -> None:
    data = {"event": "return", "reason": "字" * 200_000, "revision": 2}
    answer = browse(people.county).post(f"/proposals/{sent['proposal']}/decide/", data)
    assert answer.status_code == 422 and "最多 5,000 個字" in answer.content.decode()
    assert answer.content.decode().count("字" * 200_000) == 1


def test_words_with_markup_are_shown_as_words(at: Any, people: Any, step: Any, browse: Any) -> None:
    proposal = at("proposal", "with_county")
    step(people.county, proposal, "return", "<script>alert(1)</script>")
    page = browse(people.planner).get(f"/proposals/{proposal.pk}/").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_late_by_a_minute_is_late_in_words_and_the_draft_is_kept(
    propose: Any, people: Any, browse: Any
) -> None:
    from django.utils import timezone

    from difang.plans.models import Call

    proposal = propose()
    Call.objects.update(closes_at=timezone.now() - timedelta(seconds=61))
    client, address = browse(people.planner), f"/proposals/{proposal.pk}/"
    data = {"event": "submit", "reason": "請通融", "revision": proposal.revision}
    answer = client.post(f"{address}decide/", data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "晚了 1 分鐘" in page and "請通融</textarea>" in page
    proposal.refresh_from_db()
    assert (proposal.state, proposal.versions.count()) == ("draft", 0)

    from tests.plans.windows.conftest import open_call

    later = open_call(people.nation, title="下一次")
    fields = {"call": later.pk, "title": proposal.title, "summary": "摘要", "path": "township"}
    moved = client.post(f"{address}edit/", {**fields, "revision": proposal.revision})
    assert moved.status_code == 302
    proposal.refresh_from_db()
    sent = client.post(f"{address}decide/", {**data, "revision": proposal.revision})
    assert sent.status_code == 302


def test_what_was_returned_may_come_back_after_the_end(at: Any, people: Any, step: Any) -> None:
    from django.utils import timezone

    from difang.plans.models import Call
    from difang.records.errors import NotReadyError

    proposal = at("proposal", "with_county")
    Call.objects.update(closes_at=timezone.now() - timedelta(days=3))
    step(people.county, proposal, "return")
    step(people.planner, proposal, "submit")
    step(people.planner, proposal, "withdraw")
    step(people.planner, proposal, "reopen")
    with pytest.raises(NotReadyError):
        step(people.planner, proposal, "submit")


def test_an_edit_from_two_tabs_loses_nothing(propose: Any, people: Any, browse: Any) -> None:
    proposal = propose()
    client, address = browse(people.planner), f"/proposals/{proposal.pk}/edit/"
    fields = {"call": proposal.call_id, "title": "甲", "summary": "第一頁", "path": "township", "revision": 0}
    assert client.post(address, fields).status_code == 302
    stale = client.post(address, {**fields, "summary": "第二頁寫的"})
    assert stale.status_code == 409 and "第二頁寫的" in stale.content.decode()
    proposal.refresh_from_db()
    assert proposal.summary == "第一頁"


def test_a_draft_that_lacks_its_title_is_said_beside_the_field(people: Any, ready: Any, browse: Any) -> None:
    client = browse(people.planner)
    page = client.post("/proposals/new/", {"summary": "打了很多字", "path": "township"}).content.decode()
    assert (
        "請填寫「提案名稱」。" in page and "打了很多字</textarea>" in page and 'aria-invalid="true"' in page
    )


def test_a_venture_of_a_hidden_plan_cannot_be_put_forward(people: Any, ready: Any, browse: Any) -> None:
    from difang.plans.models import Proposal
    from tests.plans.windows.conftest import open_call

    venture = ready.ventures.get()
    data = {"venture": venture.pk, "call": open_call(people.nation).pk, "title": "搶先", "path": "private"}
    answer = browse(people.owner).post("/proposals/new/", data)
    assert answer.status_code == 422 and venture.name not in answer.content.decode()
    assert Proposal.objects.count() == 0


def test_letters_are_entered_by_offices_and_kept_in_the_record(sent: Any, people: Any, browse: Any) -> None:
    from difang.records import chain
    from difang.records.models import Event

    address = f"/proposals/{sent['proposal']}/letters/"
    data = {
        "number": "府計企字第 1150123456 號",
        "dated": "2026-03-02",
        "sender": "南投縣政府",
        "about": "轉送",
    }
    assert browse(people.county).post(address, data).status_code == 302
    page = browse(people.planner).get(f"/proposals/{sent['proposal']}/").content.decode()
    assert page.count("府計企字第 1150123456 號") == 3  # the table, the record, the hint
    assert Event.objects.filter(kind="letter_added").count() == 1 and chain.verify().faults == ()


def test_a_letter_is_dated_between_the_programmes_beginning_and_tomorrow(
    sent: Any, people: Any, browse: Any
) -> None:
    from datetime import date, timedelta

    from django.utils import timezone

    from difang.plans.models import Letter

    address, county = f"/proposals/{sent['proposal']}/letters/", browse(people.county)
    tomorrow = timezone.localdate() + timedelta(days=1)

    def enter(dated: date) -> int:
        data = {"number": "府計企字第 1150123456 號", "dated": dated.isoformat(), "sender": "南投縣政府"}
        answer = county.post(address, data)
        if answer.status_code == 422:
            page = answer.content.decode()
            assert 'id="id_dated_error"' in page and "2019-01-01" in page and tomorrow.isoformat() in page
        return answer.status_code

    days = (date(1, 1, 1), date(2018, 12, 31), date(2019, 1, 1), tomorrow, tomorrow + timedelta(days=1))
    assert [enter(day) for day in days] == [422, 422, 302, 302, 422]
    assert Letter.objects.count() == 2


def test_calls_are_opened_by_the_nation_alone(people: Any, browse: Any) -> None:
    from difang.plans.models import Call
    from difang.plans.windows import services
    from difang.records.errors import ForbiddenError
    from tests.plans.windows.conftest import open_call

    data = {
        "title": "徵案甲",
        "opens_at": "2026-01-01T09:00",
        "closes_at": "2099-12-31T17:00",
        "scope": "範圍",
    }
    client = browse(people.nation)
    wrong = client.post("/calls/new/", {**data, "closes_at": "2020-01-01T09:00"})
    assert wrong.status_code == 422 and "徵案甲" in wrong.content.decode()
    assert client.post("/calls/new/", data).status_code == 302
    call = Call.objects.get()
    assert (call.closes_at.isoformat(), call.private_path) == ("2099-12-31T09:00:00+00:00", False)
    assert "徵案甲" in browse(None).get("/calls/").content.decode()
    for role in EVERYONE - {"nation"}:
        with pytest.raises(ForbiddenError):
            open_call(getattr(people, role))
    assert services.Call.objects.count() == 1


def test_status_is_public_for_submitted_cases_only(
    at: Any, ready: Any, people: Any, step: Any, browse: Any
) -> None:
    visitor, proposal = browse(None), at("proposal", "draft")
    for address in (f"/status/proposal/{proposal.pk}/", f"/status/plan/{ready.pk}/", "/status/plan/99999/",
                    "/status/call/1/", "/status/plan/99999999999999999999/"):  # fmt: skip
        assert visitor.get(address).status_code == 404, address
    step(people.planner, ready, "submit")
    page = visitor.get(f"/status/plan/{ready.pk}/").content.decode()
    assert "縣市檢視中" in page and "剩 10 個工作天" in page and "南投縣埔里鎮" in page
    assert "隱密" not in page and ">planner" not in page


def test_the_head_of_the_chain_is_public(sent: Any, browse: Any) -> None:
    from difang.records import chain

    number, hash_ = chain.head()
    page = browse(None).get("/status/").content.decode()
    assert f"第 {number} 筆" in page and hash_ in page
    found = browse(None).get(f"/status/?kind=plan&number={sent['plan']}")
    assert found["Location"] == f"/status/plan/{sent['plan']}/"
    assert "編號是數字" in browse(None).get("/status/?kind=plan&number=abc").content.decode()


CJK = re.compile(r"[\u3400-\u9fff]+")


def test_english_pages_hold_no_chinese_but_what_people_wrote(sent: Any, people: Any, browse: Any) -> None:
    client = browse(people.county)
    written = (
        *("隱密計畫標題", "隱密提案標題", "隱密理由", "一一六年第一次徵案", "茭白筍次級品再利用", "範圍"),
        *(
            "摘要",
            "做飼料",
            "產銷班集貨",
            "處理設備",
            "就業",
            "人",
            "府計企字第",
            "號",
            "隱密",
            "埔里",
            "理由",
        ),
    )
    pages = [address for address, (who, _) in ADDRESSES.items() if "county" in who and ".ods" not in address]
    for address in (*pages, *PUBLIC):
        page = client.get(f"/en{address.format(**sent)}").content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        for words in sorted(written, key=len, reverse=True):
            main = main.replace(words, "")
        assert CJK.findall(main) == [], address
