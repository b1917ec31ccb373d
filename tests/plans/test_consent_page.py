"""A stakeholder's own page, sent as a browser sends it; and what a reader is told whose form isn't taken."""

import re
from typing import Any

import pytest


@pytest.fixture
def link(plan: Any, planner: Any) -> str:
    """The address a stakeholder was sent."""
    from difang.plans.editor.consenting import ask
    from difang.plans.models import Stakeholder

    who = Stakeholder.objects.create(plan=plan, name="王小明", is_person=True, contact="ming@example.tw")
    return str(ask(by=planner, plan=plan, stakeholder=who))


def strict() -> Any:
    from django.test import Client

    return Client(headers={"host": "localhost"}, enforce_csrf_checks=True)


def policy(answer: Any) -> str:
    """Return the referrer policy a browser follows on a page: the last it is told."""
    told = re.findall(r'<meta name="referrer" content="([^"]+)"', answer.content.decode())
    return str([answer["Referrer-Policy"], *told][-1])


@pytest.mark.parametrize(
    ("consent", "kept"), [("given", "given"), ("refused", "refused"), ("erase", "withdrawn")]
)
def test_an_answer_is_taken_as_a_browser_sends_it(plan: Any, link: str, consent: str, kept: str) -> None:
    client = strict()
    page = client.get(link)
    # The code in the address must not be told to other sites, and the site itself must be told who asks.
    assert policy(page) == "same-origin"
    origin = "null" if policy(page) == "no-referrer" else "http://localhost"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token is not None
    sent = {"consent": consent, "csrfmiddlewaretoken": token[1]}
    answer = client.post(link, sent, headers={"origin": origin})
    assert answer.status_code == 200
    assert plan.stakeholders.get().consent == kept


@pytest.mark.parametrize(("prefix", "words"), [("", "還在瀏覽器裡"), ("/en", "still in your browser")])
def test_a_form_that_is_not_taken_is_answered_in_the_sites_words(link: str, prefix: str, words: str) -> None:
    answer = strict().post(f"{prefix}{link}", {"consent": "given"}, headers={"origin": "null"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert words in page
    assert "CSRF" not in page
    assert answer["Cache-Control"] == "no-store"


def test_autosave_is_told_in_words_too(plan: Any, planner: Any) -> None:
    client = strict()
    client.force_login(planner)
    path = f"/plans/{plan.pk}/1/autosave/"
    answer = client.post(path, "{}", content_type="application/json", headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert "還在瀏覽器裡" in answer.json()["detail"]
