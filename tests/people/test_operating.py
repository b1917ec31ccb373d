"""The operator's page: for the operator only, and without a word of what people write."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

Make = Callable[..., Any]
FAULT = "550 <wangxiaoming@mail.example.tw>: no mailbox wangxiaoming here; ask postmaster@mail.example.tw"


def _mail(state: str, **more: Any) -> Any:
    from difang.records.models import Mail

    now = timezone.now()
    fields = {
        "to": "wangxiaoming@mail.example.tw",
        "subject": "邀請您擔任承辦",
        "body": "機密連結 /people/invited/abc/",
        "created_at": now - timedelta(days=2),
        "not_before": now + timedelta(days=1),
        "state": state,
        "attempts": 3,
        "fault": FAULT,
        **more,
    }
    return Mail.objects.create(**fields)


@pytest.mark.parametrize("role", [None, "planner", "county", "centre", "nation", "privacy", "auditor"])
def test_to_all_others_the_page_is_not_there(
    db: None, person: Make, signed_in: Any, role: str | None
) -> None:
    from difang.records.models import Mail

    mail, client = _mail("failed"), signed_in(person("someone", role))
    for prefix in ("", "/en"):
        assert client.get(f"{prefix}/desk/site/").status_code == 404
        assert client.post(f"{prefix}/desk/site/mails/{mail.pk}/again/").status_code == 404
    assert Mail.objects.get().state == "failed"
    assert "/desk/site/" not in client.get("/desk/").content.decode()


def test_a_visitor_is_asked_to_sign_in(db: None, signed_in: Any) -> None:
    client = signed_in(None)
    assert client.get("/desk/site/")["Location"] == "/accounts/login/?next=/desk/site/"
    assert client.post("/desk/site/mails/1/again/").status_code == 302


def test_an_operator_whose_post_ended_is_let_in_no_more(db: None, person: Make, signed_in: Any) -> None:
    operator = person("op", "operator")
    client = signed_in(operator)
    assert client.get("/desk/site/").status_code == 200
    operator.posts.update(until=timezone.now())
    assert client.get("/desk/site/").status_code == 404


def test_the_service_itself_refuses_others(db: None, person: Make) -> None:
    from difang.records.errors import ForbiddenError
    from difang.site.operating.services import send_again

    with pytest.raises(ForbiddenError):
        send_again(by=person("nation", "nation"), pk=_mail("failed").pk)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_tells_states_and_reasons_but_no_address_name_or_word(
    db: None, person: Make, signed_in: Any, lang: str
) -> None:
    for state in ("failed", "unknown", "waiting", "sent"):
        _mail(state)
    client = signed_in(person("op", "operator"))
    assert "/desk/site/" in client.get("/desk/").content.decode()
    answer = client.get("/desk/site/" if lang == "zh" else "/en/desk/site/")
    page = answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert page.count("<b>w…@mail.example.tw</b>") == 3
    assert "550 &lt;w…@mail.example.tw&gt;: no mailbox w… here; ask p…@mail.example.tw" in page
    for hidden in ("wangxiaoming", "postmaster", "機密連結", "邀請您擔任", "invited/abc"):
        assert hidden not in page
    for told in (
        ("寄不出去 1", "2 天前", "試過 3 次") if lang == "zh" else ("failed 1", "2 days ago", "3 attempts")
    ):
        assert told in page


def test_it_tells_of_the_worker_the_chain_the_files_and_the_database(
    db: None, person: Make, signed_in: Any
) -> None:
    from difang.atlas.evidence import current_release
    from difang.records import beating, chain
    from difang.records.models import File

    client = signed_in(person("op", "operator"))
    assert "從來沒有動過" in client.get("/desk/site/").content.decode()
    beating.beat(timezone.now() - timedelta(minutes=9))
    assert "9 分鐘前" in (page := client.get("/desk/site/").content.decode()) and "沒有在動" in page
    beating.beat()
    for scanned in ("clean", "not scanned", "not scanned"):
        File.objects.create(
            sha256="0" * 64,
            size=1,
            media_type="image/png",
            name="機密照片.png",
            subject_type="plan",
            subject_id=1,
            at=timezone.now(),
            scanned=scanned,
        )
    page = client.get("/desk/site/").content.decode()
    number, digest = chain.head()
    assert "剛剛" in page and "沒有在動" not in page
    assert f"difang audit verify --head {number}:{digest}" in page
    assert "3 個，其中 2 個沒有掃毒" in page and "機密照片" not in page
    assert current_release().id in page
    assert "SQLite" in page or "PostgreSQL" in page
    assert "DIFANG_SMTP_URL" in page


@pytest.mark.parametrize("state", ["failed", "unknown", "waiting"])
def test_a_mail_is_sent_again_once_it_is_asked_for_and_the_record_says_so(
    db: None, person: Make, signed_in: Any, state: str
) -> None:
    from difang.records import chain
    from difang.records.models import Event, Mail

    operator = person("op", "operator")
    mail = _mail(state)
    client = signed_in(operator)
    assert client.post(f"/desk/site/mails/{mail.pk}/again/")["Location"] == "/desk/site/"
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.fault) == ("waiting", 0, "")
    assert mail.not_before <= timezone.now()
    event = Event.objects.select_related("payload").get(subject_type="mail")
    assert (event.kind, event.from_state, event.actor, event.subject_id) == (
        "sent_again",
        state,
        operator.pk,
        mail.pk,
    )
    assert "wang" not in str(event.payload.content)
    assert chain.verify().faults == ()
    Mail.objects.update(state="sent")
    assert client.post(f"/desk/site/mails/{mail.pk}/again/").status_code == 404
    assert Mail.objects.get().state == "sent"


@pytest.mark.parametrize("cleared", [{"body": ""}, {"to": "", "body": "x"}])
def test_a_mail_without_words_or_address_is_not_sent_again(
    db: None, person: Make, signed_in: Any, cleared: dict[str, str]
) -> None:
    from difang.records.models import Mail

    mail = _mail("failed", **cleared)
    client = signed_in(person("op", "operator"))
    assert "again/" not in client.get("/desk/site/").content.decode()
    answer = client.post(f"/desk/site/mails/{mail.pk}/again/")
    assert answer.status_code == 422 and "已依保存期限清除" in answer.content.decode()
    assert Mail.objects.get().state == "failed"


def test_the_page_asks_as_little_of_a_thousand_mails(db: None, person: Make, signed_in: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from difang.records.models import Mail

    client = signed_in(person("op", "operator"))
    counts = []
    for more in (10, 1000):
        one = _mail("failed")
        Mail.objects.bulk_create(Mail(**_fields(one)) for _ in range(more))
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/desk/site/").content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25
    assert page.count("again/") == 50


def _fields(mail: Any) -> dict[str, Any]:
    names = ("to", "subject", "body", "created_at", "not_before", "state", "fault")
    return {name: getattr(mail, name) for name in names}
