"""Input nobody's browser sends, and too much of what it does: refused in words, cleaned, or left to the worker."""

import json
from typing import Any

import pytest

from tests.plans.conftest import PULI

DIGITS = "9" * 5000
FIGURE = f"/figures/population.births?place={PULI}&period=2025"


@pytest.mark.parametrize(
    ("plan", "part"),
    [("²", "1"), ("1", "²"), (DIGITS, "1"), ("1", DIGITS), ("", "1"), ("-1", "1"), ("1", "9")],
)
def test_a_pin_to_no_number_is_refused(planner: Any, browse: Any, plan: str, part: str) -> None:
    sent = {"plan": plan, "part": part, "address": FIGURE}
    assert browse(planner).post("/plans/pin/", sent).status_code in (404, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/plans/pin/?address=http://[::1/figures/x%3Fplace=1",
        "/proposals/new/?venture=²",
        f"/proposals/new/?venture={DIGITS}",
        f"/plans/{{plan}}/compare/?a={DIGITS}",
        "/plans/{plan}/compare/?a=²&b=²",
    ],
)
def test_addresses_made_by_hand_are_no_fault_of_ours(plan: Any, planner: Any, browse: Any, path: str) -> None:
    assert browse(planner).get(path.format(plan=plan.pk)).status_code < 500


@pytest.mark.parametrize(
    "sent",
    [
        '{"base": Infinity, "body": "a"}',
        '{"base": 1e400, "body": "a"}',
        '{"base": NaN, "body": "a"}',
        '{"base": null, "body": "a"}',
        '{"base": ' + DIGITS + ', "body": "a"}',
        '{"base": 0, "body": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"base": 0, "body": "\\ud800"}',
        '{"base": 0, "body": null}',
        '{"base": 0}',
        "[]",
        "",
    ],
    ids=range(11),
)
def test_an_autosave_that_cannot_be_read_is_refused_in_words(
    plan: Any, planner: Any, browse: Any, sent: str
) -> None:
    address = f"/plans/{plan.pk}/1/autosave/"
    answer = browse(planner).post(
        address, sent, content_type="application/json", headers={"accept": "application/json"}
    )
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)
    assert plan.sections.get(part=1).number == 0


def test_a_file_that_is_gone_from_the_disk_is_said_to_be(plan: Any, planner: Any, browse: Any) -> None:
    from django.utils import timezone

    from difang.plans.models import Attachment
    from difang.records.models import File

    file = File.objects.create(
        sha256="0" * 64, size=1, media_type="text/plain", name="紀錄.txt", subject_type="plan",
        subject_id=plan.pk, owner=planner, at=timezone.now(),
    )  # fmt: skip
    Attachment.objects.create(plan=plan, part=1, file=file)
    answer = browse(planner).get(f"/plans/{plan.pk}/files/{file.pk}/")
    assert answer.status_code == 404
    assert "紀錄.txt" in answer.content.decode()


def test_characters_nobody_sees_are_kept_by_no_door(plan: Any, planner: Any, browse: Any) -> None:
    client = browse(planner)
    typed, kept = "甲\x00乙\x07\r\n丙\t\x9f丁\ufffe", "甲乙\n丙\t丁"
    address = f"/plans/{plan.pk}/1/"
    sent = json.dumps({"base": 0, "body": typed})
    answer = client.post(f"{address}autosave/", sent, content_type="application/json")
    assert answer.json()["body"] == kept
    client.post(f"/plans/{plan.pk}/2/", {"base": "0", "body": typed, "gap": "因\x00為"})
    assert list(plan.sections.filter(part__lte=2).values_list("body", "gap")) == [(kept, ""), (kept, "因為")]
    client.post(f"{address}comment/", {"text": typed})
    assert plan.comments.get().text == kept
    row = {"held_on": "2026-10-01", "title": "會\x00議", "decision": typed}
    assert client.post(f"/plans/{plan.pk}/meetings/add/", row).status_code == 302
    assert list(plan.meetings.values_list("title", "decision")) == [("會議", kept)]


@pytest.mark.parametrize(
    ("kind", "field"),
    [("meetings", "decision"), ("meetings", "minutes"), ("ventures", "what"), ("ventures", "risks")],
)
def test_a_long_field_has_a_limit_that_is_said(
    plan: Any, planner: Any, browse: Any, kind: str, field: str
) -> None:
    client = browse(planner)
    row = {"held_on": "2026-10-01", "title": "會議", "name": "事業"}
    address = f"/plans/{plan.pk}/{kind}/add/"
    refused = client.post(address, row | {field: "字" * 5001})
    assert refused.status_code == 422
    assert "5,000" in refused.content.decode()
    assert "字" * 5001 in refused.content.decode()
    assert client.post(address, row | {field: "字" * 5000}).status_code == 302


def test_papers_of_a_long_plan_are_left_to_the_worker(plan: Any, planner: Any, browse: Any) -> None:
    from difang.plans.editor.versions import freeze
    from difang.records.models import Job

    plan.sections.filter(part=1).update(body="字" * 50_000)
    freeze(plan, planner)
    for address in (f"/plans/{plan.pk}/plan.pdf", f"/plans/{plan.pk}/versions/1/plan.html"):
        answer = browse(planner).get(address)
        job = Job.objects.latest("pk")
        assert (answer.status_code, answer["Location"]) == (302, f"/desk/jobs/{job.pk}/")
    assert Job.objects.count() == 2
    type(plan).objects.update(state="accepted")
    answer = browse(None).get(f"/plans/{plan.pk}/versions/1/plan.html")
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("too_much", ["words", "files"])
def test_a_form_that_is_too_large_says_that_nothing_is_lost(
    plan: Any, planner: Any, browse: Any, too_much: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent: dict[str, Any] = {"base": "0", "body": "x" * 3_100_000 if too_much == "words" else "x"}
    if too_much == "files":
        sent["file"] = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(200)]
    answer = browse(planner).post(f"/plans/{plan.pk}/1/", sent)
    assert answer.status_code == 413
    assert "上一頁" in answer.content.decode()
    assert plan.sections.get(part=1).number == 0
