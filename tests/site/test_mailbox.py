"""The demonstration's mailbox: there in the demonstration, nowhere else."""

from typing import Any

import pytest


@pytest.fixture
def visitor(db: None) -> Any:
    from django.test import Client

    return Client(headers={"host": "localhost"})


@pytest.fixture
def demonstration(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "DEMO", True)


def _write() -> None:
    from django.core.mail import EmailMessage

    link = "http://127.0.0.1:8000/people/invited/abc-123/"
    EmailMessage("邀請", f"<b>您好</b>\n請開啟：\n{link}\n或/另一個", to=["new@demo.invalid"]).send()
    EmailMessage("另一封", "沒有連結", to=["other@demo.invalid"]).send()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_there_is_none_in_a_normal_home(visitor: Any, prefix: str) -> None:
    _write()
    answer = visitor.get(f"{prefix}/demo/mails/")
    assert answer.status_code == 404
    assert "demo.invalid" not in answer.content.decode()
    assert "/demo/mails/" not in visitor.get(f"{prefix}/goals/").content.decode()


def test_mails_and_their_links_are_read_in_the_demonstration(demonstration: None, visitor: Any) -> None:
    _write()
    answer = visitor.get("/demo/mails/")
    page = answer.content.decode()
    assert 'href="/people/invited/abc-123/"' in page
    assert "&lt;b&gt;您好" in page and "<b>您好" not in page
    assert page.index("另一封") < page.index("邀請</h2>"), "newest first"
    assert answer["Cache-Control"] == "private, no-store"
    only = visitor.get("/demo/mails/?to=OTHER@demo.invalid").content.decode()
    assert "另一封" in only and "abc-123" not in only
    assert visitor.post("/demo/mails/").status_code == 405


def test_every_page_of_the_demonstration_leads_there(demonstration: None, visitor: Any) -> None:
    for page in ("/goals/", "/accounts/confirm-email/"):
        assert visitor.get(page).content.decode().count('href="/demo/mails/"') >= 2


def test_a_sign_up_is_confirmed_by_the_mailbox(demonstration: None, visitor: Any) -> None:
    import re

    from allauth.account.models import EmailAddress

    form = {"email": "a@example.tw", "name": "王", "password1": "correct-horse-battery"}
    visitor.post("/accounts/signup/", {**form, "password2": form["password1"]})
    page = visitor.get("/demo/mails/").content.decode()
    link = re.search(r'href="(/accounts/confirm-email/[^"]+)"', page)[1]
    visitor.post(link)
    assert EmailAddress.objects.get(email="a@example.tw").verified
