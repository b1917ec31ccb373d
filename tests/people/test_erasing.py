"""What becomes of a person who asks to be erased: who they were goes, what was decided stays."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.people.conftest import NANTOU, PULI

Make = Callable[..., Any]


def _everything() -> str:
    """All rows of all tables of the database, as text."""
    from django.apps import apps

    kept = (row for model in apps.get_models() for row in model._base_manager.values())
    return "\n".join(str(row) for row in kept)


def test_nothing_of_the_person_is_left_and_the_chain_verifies(
    db: None, person: Make, signed_in: Callable[[Any], Any], mailed: Callable[..., str]
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.utils import timezone

    from difang.people.services.account import change_profile
    from difang.people.services.erasing import erase_person
    from difang.people.services.inviting import accept, invite
    from difang.records import chain, notices
    from difang.records.models import Event
    from difang.text import Text

    county, wang = person("county", "county"), person("wangxiaoming")
    change_profile(person=wang, name="王曉明", lang="zh", minguo_years=True)
    invite(by=county, email=wang.email, role="planner", place=PULI)
    accept(person=wang, code=mailed(wang.email, "/people/invited/").strip("/").rsplit("/", 1)[-1])
    client = signed_in(None)
    client.post("/accounts/login/", {"login": wang.email, "password": "correct-horse-battery"})
    TOTP.activate(wang, generate_totp_secret())
    notices.put([wang.pk], Text("王曉明您好", "hello"), "/", None, timezone.now())
    with_address = {"reason": f"請洽 <{wang.email.upper()}>。"}
    chain.append(
        subject_type="plan",
        subject_id=9,
        kind="returned",
        actor=county.pk,
        cause="person",
        content=with_address,
    )
    other = {"reason": "請洽 notwangxiaoming@example.tw。"}
    chain.append(
        subject_type="plan", subject_id=9, kind="returned", actor=county.pk, cause="person", content=other
    )
    before = Event.objects.count()
    assert wang.email in _everything()

    assert erase_person(by=wang, person=wang) >= 2
    left = _everything()
    assert "wangxiaoming@example.tw" not in left.replace("notwangxiaoming@example.tw", "").lower()
    assert "王曉明" not in left
    assert "notwangxiaoming@example.tw" in left, "another's address stays"
    wang.refresh_from_db()
    assert not wang.is_active
    assert wang.erased_at
    assert str(wang) == "—"
    assert wang.posts.get().until, "the post ended"
    assert Event.objects.count() > before
    assert Event.objects.filter(actor=wang.pk).exists(), "the record keeps the number"
    assert chain.verify().faults == ()
    assert client.get("/people/me/").status_code == 302, "signed out everywhere"


def test_the_county_is_told_of_an_erased_last_planner(db: None, person: Make) -> None:
    from difang.people.services.erasing import erase_person
    from difang.records.models import Notice

    county, wang = person("county", "county", NANTOU), person("wang", "planner")
    erase_person(by=wang, person=wang)
    assert Notice.objects.get().person_id == county.pk


@pytest.mark.parametrize(
    ("role", "allowed"), [("privacy", True), ("operator", False), ("nation", False), (None, False)]
)
def test_who_may_erase_somebody_else(db: None, person: Make, role: str | None, allowed: bool) -> None:
    from difang.people.services.erasing import erase_person
    from difang.records.errors import ForbiddenError

    wang, by = person("wang"), person("by", role)
    if allowed:
        erase_person(by=by, person=wang)
    else:
        with pytest.raises(ForbiddenError):
            erase_person(by=by, person=wang)
    wang.refresh_from_db()
    assert bool(wang.erased_at) is allowed


def test_an_address_may_sign_up_anew_after_erasure(db: None, person: Make) -> None:
    from difang.people.services.account import add_person
    from difang.people.services.erasing import erase_person

    wang = person("wang")
    erase_person(by=wang, person=wang)
    assert add_person(email="wang@example.tw", name="王").pk != wang.pk
    assert erase_person(by=wang, person=wang) == 0, "a second time changes nothing"


def test_the_page_asks_first_and_asks_for_the_password_again(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    wang = person("wang")
    client = signed_in(wang)
    assert client.get("/people/me/erase/")["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": "correct-horse-battery"})
    assert client.get("/people/me/erase/").status_code == 200
    assert client.post("/people/me/erase/").status_code == 422
    wang.refresh_from_db()
    assert wang.is_active
    assert client.post("/people/me/erase/", {"sure": "yes"}).status_code == 200
    wang.refresh_from_db()
    assert wang.erased_at
    assert client.get("/people/me/").status_code == 302


def test_a_copy_of_my_data_holds_mine_and_nobody_elses(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    import json

    from difang.people.services.inviting import invite
    from difang.records.models import Event

    county, other = person("county", "county"), person("other", "planner")
    invite(by=county, email="new@example.tw", role="planner", place=PULI)
    invite(by=other, email="theirs@example.tw", role="planner", place=PULI, deputy=True)
    answer = signed_in(county).get("/people/me/data.json")
    told = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert told["person"]["email"] == county.email
    assert [one["email"] for one in told["invitations_made"]] == ["new@example.tw"]
    assert [one["role"] for one in told["posts"]] == ["county"]
    assert other.email not in answer.content.decode()
    assert "theirs@example.tw" not in answer.content.decode()
    assert Event.objects.filter(subject_type="person", subject_id=county.pk, kind="exported").exists()
