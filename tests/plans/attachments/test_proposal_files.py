"""Files of a proposal: its side attaches while it is a draft, those who see the case download."""

from typing import Any

from tests.plans.attachments.conftest import body
from tests.records import uploads

SECRET = ("隱密土地文件.txt", "隱密內容\n".encode())
SEES = {"planner", "county", "auditor"}


def _address(proposal: Any) -> str:
    from difang.records.models import File

    file = File.objects.filter(subject_type="proposal", subject_id=proposal.pk).latest("pk")
    return f"/proposals/{proposal.pk}/files/{file.pk}/"


def test_only_its_side_attaches_and_removes_and_only_in_a_draft(
    people: Any, propose: Any, send_proposal: Any, step: Any
) -> None:
    proposal = propose()
    for role, who in vars(people).items():
        answer = send_proposal(who, proposal, SECRET)
        assert answer.status_code == (302 if role == "planner" else 404), role
        assert proposal.attachments.count() == 1
    there = proposal.attachments.get()
    for role, who in vars(people).items():
        if role != "planner":
            assert send_proposal(who, proposal, remove_file=there.pk).status_code == 404, role
    assert proposal.attachments.filter(pk=there.pk).exists()
    step(people.planner, proposal, "submit")
    for sent in ({"remove_file": there.pk}, {}):
        assert send_proposal(people.planner, proposal, ("b.txt", b"b"), **sent).status_code == 403
    assert proposal.attachments.get().pk == there.pk


def test_those_who_see_the_case_have_its_files_and_nobody_else(
    people: Any, propose: Any, send_proposal: Any, step: Any, browse: Any
) -> None:
    proposal = propose()
    send_proposal(people.planner, proposal, SECRET)
    address = _address(proposal)
    for role, who in vars(people).items():
        assert browse(who).get(address).status_code == (200 if role == "planner" else 404), role
    step(people.planner, proposal, "submit")
    step(people.planner, proposal, "forward")
    for role, who in vars(people).items():
        client = browse(who)
        answer, page = client.get(address), client.get(f"/proposals/{proposal.pk}/")
        assert answer.status_code == page.status_code == (200 if role in SEES else 404), role
        assert (SECRET[0] in page.content.decode()) == (role in SEES), role
        if role in SEES:
            assert body(answer) == SECRET[1]
    answer = browse(None).get(address)
    assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]


def test_a_private_persons_draft_is_theirs_alone(
    people: Any, propose: Any, send_proposal: Any, browse: Any
) -> None:
    proposal = propose(private=True)
    assert send_proposal(people.owner, proposal, SECRET).status_code == 302
    for role, who in vars(people).items():
        assert browse(who).get(_address(proposal)).status_code == (200 if role == "owner" else 404), role
        if role != "owner":
            assert send_proposal(who, proposal, ("b.txt", b"b")).status_code == 404, role
    assert proposal.attachments.count() == 1


def test_what_is_attached_after_a_return_waits_for_the_next_version(
    people: Any, propose: Any, send_proposal: Any, step: Any, browse: Any
) -> None:
    proposal = propose()
    send_proposal(people.planner, proposal, ("first.txt", b"first"))
    first = _address(proposal)
    step(people.planner, proposal, "submit")
    step(people.planner, proposal, "forward")
    step(people.county, proposal, "return")
    send_proposal(people.planner, proposal, SECRET, remove_file=proposal.attachments.get().pk)
    county = browse(people.county)
    page = county.get(f"/proposals/{proposal.pk}/").content.decode()
    assert county.get(_address(proposal)).status_code == 404
    assert "first.txt" in page and SECRET[0] not in page
    assert body(county.get(first)) == b"first"
    proposal.refresh_from_db()
    step(people.planner, proposal, "submit")
    step(people.planner, proposal, "forward")
    assert body(county.get(_address(proposal))) == SECRET[1]
    compared = county.get(f"/proposals/{proposal.pk}/versions/").content.decode()
    assert "first.txt" in compared and SECRET[0] in compared


def test_a_refused_file_keeps_the_draft_as_typed(people: Any, propose: Any, send_proposal: Any) -> None:
    proposal = propose()
    for lang, words in (("", "SVG 圖形"), ("/en", "an SVG drawing")):
        typed = f"新的摘要{lang}"
        answer = send_proposal(
            people.planner,
            proposal,
            ("a.svg", b"<svg/>"),
            ("a.jpg", uploads.photo()),
            lang=lang,
            summary=typed,
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert words in page.split('id="file_error"')[1].split("</div>")[0]
        assert typed in page
        proposal.refresh_from_db()
        assert proposal.summary == typed
        assert f'name="revision" value="{proposal.revision}"' in page, "saving again isn't refused as stale"
    assert [one.file.name for one in proposal.attachments.all()] == ["a.jpg"]


def test_words_that_are_refused_do_not_lose_the_file(people: Any, propose: Any, send_proposal: Any) -> None:
    proposal = propose()
    answer = send_proposal(people.planner, proposal, SECRET, title="")
    assert answer.status_code == 422
    assert SECRET[0] in answer.content.decode()
    assert proposal.attachments.count() == 1
