"""Files of a plan: who attaches, removes and downloads them; what is refused; what versions keep."""

import hashlib
import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.plans.attachments.conftest import body
from tests.records import uploads

SECRET = ("隱密會議紀錄.txt", "隱密內容\n".encode())
ROLES = (
    "planner", "county", "centre", "nation", "auditor", "operator", "other_planner", "other_county",
    "other_centre", "owner", "stranger",
)  # fmt: skip
OFFICES = {"planner", "county", "auditor"}


def _file(plan: Any) -> Any:
    from difang.records.models import File

    return File.objects.filter(subject_type="plan", subject_id=plan.pk).latest("pk")


def _draft(plan: Any, file: Any) -> str:
    return f"/plans/{plan.pk}/files/{file.pk}/"


def _frozen(plan: Any, file: Any, number: int = 1) -> str:
    return f"/plans/{plan.pk}/versions/{number}/files/{file.pk}/"


def test_who_attaches_to_a_draft(people: Any, ready: Any, send: Any) -> None:
    for role in ROLES:
        status = send(getattr(people, role), ready, SECRET).status_code
        assert status == (302 if role == "planner" else 404), role
        assert ready.attachments.count() == 1, "the first, and only the planner, attached"
    answer = send(None, ready, ("b.txt", b"b"))
    assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]
    assert ready.attachments.count() == 1


def test_who_removes_from_a_draft(people: Any, ready: Any, send: Any) -> None:
    send(people.planner, ready, SECRET)
    there = ready.attachments.get()
    for role in (*ROLES[1:], None):
        answer = send(getattr(people, role) if role else None, ready, remove_file=there.pk)
        assert answer.status_code == (404 if role else 302), role
        assert ready.attachments.filter(pk=there.pk).exists(), role
    assert send(people.planner, ready, remove_file=there.pk).status_code == 302
    assert not ready.attachments.exists()


def test_nothing_of_another_plan_is_removed(people: Any, ready: Any, send: Any) -> None:
    from difang.plans.editor.beginning import begin

    send(people.planner, ready, SECRET)
    other = begin(by=people.planner, place="10008020", term="2031-2034")
    send(people.planner, other, remove_file=ready.attachments.get().pk)
    assert ready.attachments.count() == 1


def test_who_has_a_drafts_file_and_who_a_versions(
    people: Any, ready: Any, send: Any, step: Any, browse: Any
) -> None:
    send(people.planner, ready, SECRET)
    file = _file(ready)
    for role in ROLES:
        answer = browse(getattr(people, role)).get(_draft(ready, file))
        assert answer.status_code == (200 if role == "planner" else 404), role
        assert browse(getattr(people, role)).get(_frozen(ready, file)).status_code == 404, role
    assert browse(None).get(_draft(ready, file)).status_code == 302
    assert browse(None).get(_frozen(ready, file)).status_code == 404
    step(people.planner, ready, "submit")
    for role in (*ROLES, None):
        client = browse(getattr(people, role) if role else None)
        answer, page = client.get(_frozen(ready, file)), client.get(f"/plans/{ready.pk}/versions/1/")
        assert answer.status_code == page.status_code == (200 if role in OFFICES else 404), role
        assert ("隱密會議紀錄" in page.content.decode()) == (role in OFFICES), role
        if role in OFFICES:
            assert body(answer) == SECRET[1]
            assert answer["Content-Disposition"].startswith("attachment")
            assert "sandbox" in answer["Content-Security-Policy"]
            assert "private, no-store" in answer["Cache-Control"]


def test_what_is_attached_after_a_return_is_not_the_countys(
    people: Any, ready: Any, send: Any, step: Any, browse: Any
) -> None:
    step(people.planner, ready, "submit")
    step(people.county, ready, "return")
    send(people.planner, ready, SECRET)
    file = _file(ready)
    for who in (people.county, people.auditor):
        client = browse(who)
        assert client.get(_draft(ready, file)).status_code == 404
        assert client.get(_frozen(ready, file)).status_code == 404
        for page in (f"/plans/{ready.pk}/versions/1/", f"/plans/{ready.pk}/decide/"):
            answer = client.get(page)
            assert answer.status_code == 200
            assert "隱密會議紀錄" not in answer.content.decode(), page
    assert "附上檔案" in browse(people.county).get(f"/plans/{ready.pk}/decide/").content.decode()


def test_the_public_has_the_accepted_versions_files_and_no_others(
    people: Any, ready: Any, send: Any, step: Any, browse: Any
) -> None:
    send(people.planner, ready, ("old.txt", b"old"))
    old = _file(ready)
    step(people.planner, ready, "submit")
    step(people.county, ready, "return")
    send(people.planner, ready, ("new.txt", b"new"), remove_file=ready.attachments.get().pk)
    new = _file(ready)
    step(people.planner, ready, "submit")
    step(people.county, ready, "forward")
    visitor = browse(None)
    assert visitor.get(_frozen(ready, new, 2)).status_code == 404
    step(people.nation, ready, "accept")
    assert body(visitor.get(_frozen(ready, new, 2))) == b"new"
    page = visitor.get(f"/plans/{ready.pk}/versions/2/").content.decode()
    assert "new.txt" in page and "未掃毒" in page and "old.txt" not in page
    assert "planner" not in page, "who uploaded a file is not published"
    for number, file in ((1, old), (2, old), (1, new), (3, new)):
        assert visitor.get(_frozen(ready, file, number)).status_code == 404
    assert body(browse(people.county).get(_frozen(ready, old, 1))) == b"old"


def test_a_version_keeps_a_file_that_the_draft_loses(
    people: Any, ready: Any, send: Any, step: Any, browse: Any, store: Path
) -> None:
    from difang.plans.editor.versions import fingerprint
    from difang.records import chain, files

    send(people.planner, ready, SECRET)
    file = _file(ready)
    step(people.planner, ready, "submit")
    (named,) = ready.versions.get().content["files"]
    assert (named["id"], named["name"]) == (file.pk, SECRET[0])
    assert named["sha256"] == hashlib.sha256(SECRET[1]).hexdigest()
    step(people.county, ready, "return")
    send(people.planner, ready, ("unsent.txt", b"never submitted"))
    unsent = _file(ready)
    for one in list(ready.attachments.all()):
        assert send(people.planner, ready, remove_file=one.pk).status_code == 302
    assert browse(people.planner).get(_draft(ready, file)).status_code == 404
    for path in store.glob("*/*"):
        os.utime(path, (1, 1))
    assert files.sweep(time.time()) == 1
    assert files.path_of(file.sha256).exists()
    assert not files.path_of(unsent.sha256).exists(), "what no version names goes"
    assert body(browse(people.county).get(_frozen(ready, file))) == SECRET[1]
    version = ready.versions.get()
    assert version.sha256 == fingerprint(version.content)
    assert chain.verify().faults == ()


def test_a_submitted_plan_takes_and_loses_nothing(people: Any, ready: Any, send: Any, step: Any) -> None:
    send(people.planner, ready, SECRET)
    step(people.planner, ready, "submit")
    for sent in ({"remove_file": ready.attachments.get().pk}, {}):
        answer = send(people.planner, ready, ("b.txt", b"b"), **sent)
        assert answer.status_code == 403
        assert ready.attachments.get().file.name == SECRET[0]


def test_a_downloaded_photo_knows_no_place(people: Any, ready: Any, send: Any, browse: Any) -> None:
    photo = uploads.photo()
    with Image.open(io.BytesIO(photo)) as before:
        assert before.getexif().get_ifd(0x8825)
    send(people.planner, ready, ("廟埕.jpg", photo), part=3)
    content = body(browse(people.planner).get(_draft(ready, _file(ready))))
    with Image.open(io.BytesIO(content)) as after:
        assert (after.size, dict(after.getexif())) == ((640, 480), {})
    assert b"SpyCam" not in content and b"Exif" not in content


REFUSED = {
    "logo.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG 圖形", "an SVG drawing"),
    "macro.docx": (uploads.docx({"word/vbaProject.bin": b"\0"}), "巨集", "macros"),
    "bomb.docx": (uploads.bomb(), "壓縮炸彈", "a zip bomb"),
    "large.txt": (b"a" * 20_000_001, "超過 20 MB", "over 20 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_refusal_stands_beside_the_field_and_nothing_typed_is_lost(
    people: Any, ready: Any, send: Any, name: str, lang: str
) -> None:
    content, zh, en = REFUSED[name]
    typed = f"剛打好的字 {name}"
    answer = send(
        people.planner, ready, (name, content), ("good.txt", b"good"), lang=lang, body=typed, gap="等地籍"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    field = page.split('id="file_error"')[1].split("</div>")[0]
    assert name in field and (en if lang else zh) in field
    assert 'aria-describedby="file_rules file_error" aria-invalid="true"' in page
    assert f">{typed}</textarea>" in page and 'value="等地籍"' in page
    assert [one.file.name for one in ready.attachments.all()] == ["good.txt"]
    assert ready.sections.get(part=1).body == typed, "the words are saved though a file was refused"


def test_a_text_that_is_refused_does_not_lose_the_file(people: Any, ready: Any, send: Any) -> None:
    answer = send(people.planner, ready, SECRET, body="字" * 100_001)
    assert answer.status_code == 422
    assert "字" * 100_001 in answer.content.decode()
    assert ready.attachments.count() == 1


def test_a_meetings_photo_stands_with_its_meeting_and_outlives_its_row(
    people: Any, ready: Any, send: Any, step: Any, browse: Any
) -> None:
    from difang.plans.models import Meeting

    meeting = Meeting.objects.create(plan=ready, held_on="2026-10-01", title="願景會議")
    sent = send(people.planner, ready, ("a.jpg", uploads.photo()), part=3, meeting=meeting.pk)
    assert sent.status_code == 302
    address = f"/plans/{ready.pk}/3/"
    assert "會議：願景會議" in browse(people.planner).get(address).content.decode()
    step(people.planner, ready, "submit")
    assert ready.versions.get().content["files"][0]["meeting"] == meeting.pk
    assert "會議：願景會議" in browse(people.county).get(f"/plans/{ready.pk}/versions/1/").content.decode()
    step(people.county, ready, "return")
    browse(people.planner).post(f"/plans/{ready.pk}/meetings/{meeting.pk}/remove/")
    page = browse(people.planner).get(address).content.decode()
    assert "a.jpg" in page and "會議：" not in page


@pytest.mark.parametrize("part", [1, 3])
def test_a_meeting_of_another_plan_takes_no_file(people: Any, ready: Any, send: Any, part: int) -> None:
    from difang.plans.editor.beginning import begin
    from difang.plans.models import Meeting

    other = begin(by=people.planner, place="10008020", term="2031-2034")
    meeting = Meeting.objects.create(plan=other, held_on="2026-10-01", title="別的會議")
    answer = send(people.planner, ready, SECRET, part=part, meeting=meeting.pk)
    assert answer.status_code == 422
    assert "別的會議" not in answer.content.decode()
    assert not ready.attachments.exists()


def test_the_list_says_what_a_file_is_and_who_attached_it(
    people: Any, ready: Any, send: Any, browse: Any
) -> None:
    send(people.planner, ready, ("照片.jpg", uploads.photo()), ("說明.txt", b"a" * 2_500_000))
    for lang, words in (
        ("", ("照片.jpg", "照片 JPEG", "2.5 MB", "未掃毒", "planner", "移除")),
        ("/en", ("photo, JPEG", "plain text", "not scanned", "Remove")),
    ):
        page = browse(people.planner).get(f"{lang}/plans/{ready.pk}/1/").content.decode()
        listed = page.split('class="files"')[1].split("</ul>")[0]
        assert all(word in listed for word in words), lang
    assert "照片.jpg" not in browse(people.planner).get(f"/plans/{ready.pk}/2/").content.decode()


def test_limits_are_told_in_words(
    people: Any, ready: Any, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from difang.plans.attachments import limits

    answer = send(people.planner, ready, *((f"{n}.txt", b"%d" % n) for n in range(11)))
    assert answer.status_code == 422
    assert "一次最多附 10 個檔案，這次有 11 個" in answer.content.decode()
    assert not ready.attachments.exists()
    monkeypatch.setitem(limits.MOST, "plan", (2, 1_000_000))
    answer = send(people.planner, ready, ("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c"))
    assert answer.status_code == 422 and "最多 2 個檔案" in answer.content.decode()
    assert ready.attachments.count() == 2
    send(people.planner, ready, remove_file=ready.attachments.first().pk)
    answer = send(people.planner, ready, ("d.txt", b"d" * 1_000_000), lang="/en")
    assert answer.status_code == 422 and "at most 1 MB together" in answer.content.decode()
    assert ready.attachments.count() == 1


def test_the_same_file_sent_twice_is_attached_once(people: Any, ready: Any, send: Any) -> None:
    from difang.records.models import Event

    for _ in range(2):
        assert send(people.planner, ready, SECRET).status_code == 302
    assert ready.attachments.count() == 1
    assert Event.objects.filter(kind="file_added").count() == 1


def test_each_file_added_or_removed_is_in_the_chain(people: Any, ready: Any, send: Any) -> None:
    from difang.records import chain
    from difang.records.models import Event

    send(people.planner, ready, SECRET)
    send(people.planner, ready, remove_file=ready.attachments.get().pk)
    events = Event.objects.filter(subject_type="plan", subject_id=ready.pk, kind__startswith="file_")
    assert [one.kind for one in events.order_by("number")] == ["file_added", "file_removed"]
    for one in events:
        assert one.actor == people.planner.pk and one.from_state == one.to_state == ready.state
        assert one.payload.content == {
            "name": SECRET[0],
            "sha256": hashlib.sha256(SECRET[1]).hexdigest(),
        }
    assert chain.verify().faults == ()


def test_a_draft_fast_submitted_meanwhile_takes_no_file(
    people: Any, ready: Any, step: Any, monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    """Between the check of the file and its row the plan is submitted: it stays as it was frozen."""
    from difang.plans.attachments import services
    from difang.records.errors import ForbiddenError

    taking = services.files.take

    def submitted_meanwhile(**sent: Any) -> Any:
        step(people.planner, ready, "submit")
        return taking(**sent)

    monkeypatch.setattr(services.files, "take", submitted_meanwhile)
    stale = type(ready).objects.get(pk=ready.pk)
    with pytest.raises(ForbiddenError):
        services.attach(by=people.planner, subject=stale, name="a.txt", stream=io.BytesIO(b"a"), part=1)
    assert not ready.attachments.exists()
