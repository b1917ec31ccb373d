"""Organisations: who begins, sees, invites, joins, leaves, ends and hands over; and who is refused."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.people.conftest import NANTOU, PULI, RENAI

Make = Callable[..., Any]
NAME = "隱密茭白筍社"


def founded(by: Any, name: str = NAME, kind: str = "association", place: str = PULI) -> Any:
    from difang.people.services.organisations import begin

    return begin(by=by, kind=kind, name=name, place=place)


def joined(organisation: Any, person: Any) -> Any:
    """Let somebody in who was invited."""
    from difang.people.services.organisations import enter

    return enter(organisation=organisation, person=person)


@pytest.fixture
def cast(db: None, person: Make) -> dict[str, Any]:
    """An organisation's people, and others: what each may do is asked of all."""
    lead, member, left, other = (person(name) for name in ("lead", "member", "left", "other"))
    organisation = founded(lead)
    joined(organisation, member)
    from difang.people.services.organisations import leave

    joined(organisation, left)
    leave(by=left, organisation=organisation)
    founded(other, "別的社")
    offices = {name: person(name, name) for name in ("planner", "county", "nation", "operator", "auditor")}
    found = {"lead": lead, "member": member, "left": left, "other": other, "stranger": person("stranger")}
    return {**found, **offices, "organisation": organisation}


def _people(cast: dict[str, Any]) -> dict[str, Any]:
    return {name: who for name, who in cast.items() if name != "organisation"}


def _code(mailed: Callable[..., str], address: str) -> str:
    return mailed(address, "/people/invited/").rstrip("/").rsplit("/", 1)[-1]


def _mine(organisation: Any, person: Any) -> Any:
    return organisation.memberships.get(person=person, until=None)


def _kinds(*subjects: str) -> list[tuple[str, str]]:
    from difang.records.models import Event

    found = Event.objects.filter(subject_type__in=subjects).order_by("number")
    return list(found.values_list("subject_type", "kind"))


@pytest.mark.parametrize("kind", ["association", "firm", "university"])
@pytest.mark.parametrize("place", [PULI, NANTOU])
def test_anyone_with_a_confirmed_address_begins_one_and_leads_it(
    db: None, person: Make, kind: str, place: str
) -> None:
    from difang.people import organisations
    from difang.records import chain

    wang = person("wang")
    made = founded(wang, "  池上  青年社 ", kind, place)
    assert (made.name, made.kind, made.place, made.demo) == ("池上 青年社", kind, place, False)
    assert organisations.leads(wang, made.pk) and organisations.people(made.pk) == [wang.pk]
    assert _kinds("organisation", "membership") == [("organisation", "begun"), ("membership", "joined")]
    assert chain.verify().faults == ()


def test_an_unconfirmed_address_begins_none(db: None, person: Make, caplog: pytest.LogCaptureFixture) -> None:
    from allauth.account.models import EmailAddress

    from difang.people.models import Organisation
    from difang.records.errors import ForbiddenError

    wang = person("wang")
    EmailAddress.objects.filter(user=wang).update(verified=False)
    with caplog.at_level(logging.WARNING, "difang.refused"), pytest.raises(ForbiddenError):
        founded(wang)
    assert not Organisation.objects.exists() and "refused: begin an organisation" in caplog.text


@pytest.mark.parametrize("name", [NAME, f" {NAME} "])
def test_the_same_name_kind_and_place_is_taken_once(db: None, person: Make, name: str) -> None:
    from difang.errors import InputError

    founded(person("first"))
    with pytest.raises(InputError, match="already") as caught:
        founded(person("second"), name)
    assert f"南投縣埔里鎮已經有叫「{NAME}」的社團" in caught.value.text.zh
    founded(person("third"), kind="firm")
    founded(person("fourth"), place=RENAI)


@pytest.mark.parametrize(("first", "second"), [("台中社", "臺中社"), ("Puli Lab", "PULI lab")])
def test_a_name_that_reads_the_same_is_taken(db: None, person: Make, first: str, second: str) -> None:
    from difang.errors import InputError

    founded(person("first"), first)
    with pytest.raises(InputError, match="already"):
        founded(person("second"), second)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": "township"}, "township"), ({"kind": "nation"}, "nation"), ({"kind": "x"}, "x"),
        ({"place": "TW"}, "TW"), ({"place": "99999999"}, "99999999"),
        ({"place": "region:puli-guoxing-yuchi-renai"}, "region"), ({"name": " "}, "1 to 100"),
        ({"name": "字" * 101}, "1 to 100"), ({"name": "南投縣埔里鎮公所"}, "office"),
        ({"name": "南投縣政府"}, "office"), ({"name": "國家發展委員會"}, "office"),
    ],
)  # fmt: skip
def test_what_is_no_organisation_is_refused_in_words(
    db: None, person: Make, change: dict[str, str], word: str
) -> None:
    from difang.errors import InputError
    from difang.people.models import Organisation

    with pytest.raises(InputError, match=word):
        founded(person("wang"), **change)
    assert not Organisation.objects.exists()


def test_only_members_invite(cast: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    from difang.people.services.inviting import invite_member
    from difang.records.errors import ForbiddenError

    for name, who in _people(cast).items():
        offer = {"by": who, "organisation": cast["organisation"], "email": f"new-{name}@example.tw"}
        if name in ("lead", "member"):
            assert invite_member(**offer).organisation == cast["organisation"]
            continue
        caplog.clear()
        with caplog.at_level(logging.WARNING, "difang.refused"), pytest.raises(ForbiddenError):
            invite_member(**offer)
        assert "refused: invite into organisation" in caplog.text, name
    assert cast["organisation"].invitations.count() == 2


def test_invited_by_mail_and_accepted(cast: dict[str, Any], person: Make, mailed: Callable[..., str]) -> None:
    from difang.people import organisations, posts
    from difang.people.services.inviting import accept, invite_member
    from difang.records.models import Mail, Notice

    offer = invite_member(by=cast["member"], organisation=cast["organisation"], email=" New@Example.tw ")
    assert offer.expires_at - offer.created_at == timedelta(days=14)
    body = Mail.objects.get(to="new@example.tw").body
    assert f"加入：{NAME}（南投縣埔里鎮，社團）" in body and "association, Puli Township" in body
    code = _code(mailed, "new@example.tw")
    assert code not in offer.code_hash
    new = person("new")
    made = accept(person=new, code=code)
    assert (made.person, made.lead) == (new, False) and organisations.belongs(new, made.organisation_id)
    assert posts.held(new) == (), "an organisation gives no post"
    assert Notice.objects.filter(person=cast["lead"], zh__startswith="new 加入了").count() == 1
    kinds = _kinds("invitation", "membership")
    assert kinds[-3:] == [("invitation", "invited"), ("membership", "joined"), ("invitation", "accepted")]


def test_another_or_an_unconfirmed_address_cannot_accept(
    cast: dict[str, Any], person: Make, mailed: Callable[..., str]
) -> None:
    from allauth.account.models import EmailAddress

    from difang.people.services.inviting import accept, invite_member
    from difang.records.errors import ForbiddenError

    invite_member(by=cast["lead"], organisation=cast["organisation"], email="new@example.tw")
    code, new = _code(mailed, "new@example.tw"), person("new")
    EmailAddress.objects.filter(user=new).update(verified=False)
    for who in (new, cast["stranger"], cast["left"], cast["nation"]):
        with pytest.raises(ForbiddenError):
            accept(person=who, code=code)
    assert cast["organisation"].memberships.filter(until=None).count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [({"withdrawn_at": 0}, "withdrawn"), ({"accepted_at": 0}, "was used"), ({"expires_at": -1}, "expired")],
)
def test_an_invitation_that_is_over_says_why(
    cast: dict[str, Any], person: Make, mailed: Callable[..., str], change: dict[str, int], words: str
) -> None:
    from django.utils import timezone

    from difang.errors import InputError
    from difang.people.services.inviting import accept, invite_member

    invite_member(by=cast["lead"], organisation=cast["organisation"], email="new@example.tw")
    moment = {name: timezone.now() + timedelta(days=days) for name, days in change.items()}
    cast["organisation"].invitations.update(**moment)
    with pytest.raises(InputError, match=words):
        accept(person=person("new"), code=_code(mailed, "new@example.tw"))


def test_asked_twice_or_a_member_already_is_said(cast: dict[str, Any], mailed: Callable[..., str]) -> None:
    from difang.errors import InputError
    from difang.people.services import inviting

    offer = {"by": cast["lead"], "organisation": cast["organisation"]}
    with pytest.raises(InputError, match="belongs to a member"):
        inviting.invite_member(**offer, email="Member@example.tw")
    inviting.invite_member(**offer, email="stranger@example.tw")
    with pytest.raises(InputError, match="already"):
        inviting.invite_member(**offer, email="stranger@example.tw")
    code = _code(mailed, "stranger@example.tw")
    joined(cast["organisation"], cast["stranger"])
    with pytest.raises(InputError, match="a member of this organisation already"):
        inviting.accept(person=cast["stranger"], code=code)


def test_open_invitations_have_an_end(cast: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from difang.errors import InputError
    from difang.people.services import inviting

    monkeypatch.setattr(inviting, "MOST_OPEN_OF_ORGANISATION", 2)
    offer = {"by": cast["lead"], "organisation": cast["organisation"]}
    for n in range(2):
        inviting.invite_member(**offer, email=f"new{n}@example.tw")
    with pytest.raises(InputError, match="still open"):
        inviting.invite_member(**offer, email="new@example.tw")


def test_withdrawn_by_who_invited_or_the_lead(cast: dict[str, Any]) -> None:
    from difang.people.services.inviting import invite_member, withdraw_invitation
    from difang.records.errors import ForbiddenError

    joined(cast["organisation"], cast["stranger"])
    for name, who in _people(cast).items():
        offer = invite_member(
            by=cast["member"], organisation=cast["organisation"], email=f"{name}2@example.tw"
        )
        if name in ("lead", "member"):
            assert withdraw_invitation(by=who, invitation=offer).withdrawn_at
            continue
        with pytest.raises(ForbiddenError):
            withdraw_invitation(by=who, invitation=offer)


def test_leaving(cast: dict[str, Any]) -> None:
    from difang.errors import InputError
    from difang.people import organisations
    from difang.people.services.organisations import leave
    from difang.records.errors import ForbiddenError

    organisation = cast["organisation"]
    for name, who in _people(cast).items():
        if name not in ("lead", "member"):
            with pytest.raises(ForbiddenError):
                leave(by=who, organisation=organisation)
    with pytest.raises(InputError, match="hand over to a member") as caught:
        leave(by=cast["lead"], organisation=organisation)
    assert "先把負責人交給一位成員" in caught.value.text.zh
    leave(by=cast["member"], organisation=organisation)
    assert not organisations.belongs(cast["member"], organisation.pk)
    leave(by=cast["lead"], organisation=organisation)
    assert organisations.people(organisation.pk) == []
    assert type(organisation).objects.filter(name=NAME).exists(), "its name stays"
    assert _kinds("membership")[-2:] == [("membership", "left")] * 2
    assert organisation.memberships.exclude(until=None).count() == 3


def test_only_the_lead_ends_a_membership_and_hands_over(cast: dict[str, Any]) -> None:
    from difang.errors import InputError
    from difang.people import organisations
    from difang.people.services.organisations import end_membership, hand_over, leave
    from difang.records.errors import ForbiddenError
    from difang.records.models import Notice

    organisation, lead, member = cast["organisation"], cast["lead"], cast["member"]
    joined(organisation, cast["stranger"])
    mine, theirs = _mine(organisation, lead), _mine(organisation, member)
    for name, who in _people(cast).items():
        for act in (end_membership, hand_over):
            for target in (mine, theirs):
                error = InputError if name == "lead" else ForbiddenError
                if (name, target) != ("lead", theirs):
                    with pytest.raises(error):
                        act(by=who, membership=target)
    hand_over(by=lead, membership=theirs)
    organisations.forget(member)
    assert organisations.leads(member, organisation.pk) and not organisations.leads(lead, organisation.pk)
    assert Notice.objects.get(person=member).zh.endswith("的負責人")
    end_membership(by=member, membership=mine)
    assert Notice.objects.get(person=lead, zh__contains="已結束").address == "/people/me/"
    leave(by=cast["stranger"], organisation=organisation)
    kinds = [("membership", "handed_over"), ("membership", "ended"), ("membership", "left")]
    assert _kinds("membership")[-3:] == kinds
    with pytest.raises(InputError, match="no longer a member"):
        end_membership(by=member, membership=mine)


def test_nobody_comes_back_by_an_invitation_of_their_own(
    cast: dict[str, Any], mailed: Callable[..., str], person: Make
) -> None:
    from difang.errors import InputError
    from difang.people.services.inviting import accept, invite_member
    from difang.people.services.organisations import end_membership

    organisation, member = cast["organisation"], cast["member"]
    invite_member(by=member, organisation=organisation, email="second@example.tw")
    end_membership(by=cast["lead"], membership=_mine(organisation, member))
    with pytest.raises(InputError, match="withdrawn"):
        accept(person=person("second"), code=_code(mailed, "second@example.tw"))


def test_erasure_ends_memberships_and_the_longest_standing_leads_on(
    cast: dict[str, Any], signed_in: Callable[[Any], Any]
) -> None:
    from difang.people import organisations
    from difang.people.services.erasing import erase_person
    from difang.records import chain

    organisation, lead, member = cast["organisation"], cast["lead"], cast["member"]
    joined(organisation, cast["stranger"])
    erase_person(by=lead, person=lead)
    assert organisations.people(organisation.pk) == sorted([member.pk, cast["stranger"].pk])
    organisations.forget(member)
    assert organisations.leads(member, organisation.pk)
    assert "lead" not in _shown(signed_in(cast["stranger"]), organisation)
    for who in (member, cast["stranger"]):
        erase_person(by=who, person=who)
    assert organisations.people(organisation.pk) == []
    assert chain.verify().faults == ()


def _shown(client: Any, organisation: Any) -> str:
    page = client.get(f"/organisations/{organisation.pk}/").content.decode()
    return page[page.index("<main") : page.index("</main>")].replace("/lead/", "")


def test_a_copy_of_my_data_holds_my_memberships(
    cast: dict[str, Any], signed_in: Callable[[Any], Any]
) -> None:
    import json

    told = json.loads(signed_in(cast["left"]).get("/people/me/data.json").content)
    (mine,) = told["memberships"]
    assert (mine["organisation__name"], mine["lead"], bool(mine["until"])) == (NAME, False, True)
    assert json.loads(signed_in(cast["other"]).get("/people/me/data.json").content)["memberships"][0]["lead"]


# Of each address: who gets an answer to GET, who to an empty POST (all others 404), and that POST's status.
BOTH = {"lead", "member"}
PAGES: dict[str, tuple[set[str], set[str], int]] = {
    "/organisations/{organisation}/": (BOTH, BOTH, 422),
    "/organisations/{organisation}/leave/": (BOTH, BOTH, 302),
    "/organisations/{organisation}/members/{member}/end/": ({"lead"}, {"lead"}, 302),
    "/organisations/{organisation}/members/{member}/lead/": ({"lead"}, {"lead"}, 302),
    "/organisations/{organisation}/members/{lead}/end/": (set(), set(), 404),
    "/organisations/{organisation}/members/{other}/end/": (set(), set(), 404),
    "/organisations/{organisation}/invitations/{invitation}/withdraw/": (set(), {"lead"}, 302),
    "/organisations/{organisation}/invitations/{foreign}/withdraw/": (set(), set(), 404),
    "/organisations/999999/": (set(), set(), 404),
}


@pytest.fixture
def addresses(cast: dict[str, Any]) -> dict[str, int]:
    from difang.people.services.inviting import invite, invite_member

    organisation = cast["organisation"]
    theirs = cast["other"].memberships.get()
    return {
        "organisation": organisation.pk,
        "lead": _mine(organisation, cast["lead"]).pk,
        "member": _mine(organisation, cast["member"]).pk,
        "other": theirs.pk,
        "invitation": invite_member(by=cast["lead"], organisation=organisation, email="asked@example.tw").pk,
        "foreign": invite(by=cast["county"], email="office@example.tw", role="planner", place=RENAI).pk,
    }


@pytest.mark.parametrize("page", PAGES)
def test_every_address_for_every_reader_and_verb(
    cast: dict[str, Any], addresses: dict[str, int], signed_in: Callable[[Any], Any], page: str
) -> None:
    from django.db import transaction

    may_get, may_post, posted = PAGES[page]
    address = page.format(**addresses)
    for name, who in {**_people(cast), "visitor": None}.items():
        client = signed_in(who)
        if who is None:
            for verb in ("get", "post", "put", "delete"):
                answer = getattr(client, verb)(address)
                assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")
            continue
        for verb in ("put", "patch", "delete"):
            assert getattr(client, verb)(address).status_code == 405
        got = 405 if page.endswith("/withdraw/") else 200 if name in may_get else 404
        for prefix in ("", "/en"):
            answer = client.get(prefix + address)
            assert answer.status_code == got, name
            if got != 200:
                assert NAME not in answer.content.decode() and "asked@" not in answer.content.decode()
        with transaction.atomic():
            answer = client.post(address)
            # The only lead is told why they can't leave.
            told = 422 if page.endswith("/leave/") and name == "lead" else posted
            assert answer.status_code == (told if name in may_post else 404), name
            assert "no-store" in answer["Cache-Control"]
            transaction.set_rollback(True)


def test_every_address_is_in_the_matrix() -> None:
    from difang.people.urls import organisation_patterns

    listed = {page.removeprefix("/organisations/").format(**dict.fromkeys(
        ("organisation", "member", "lead", "other", "invitation", "foreign"), 1)) for page in PAGES}  # fmt: skip
    for pattern in organisation_patterns:
        assert any(pattern.pattern.match(page) for page in {*listed, "new/"}), pattern


def test_beginning_by_the_form_and_what_was_typed_is_kept(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from difang.people.models import Organisation

    assert signed_in(None).get("/organisations/new/").status_code == 302
    founded(person("first"))
    client = signed_in(person("wang"))
    page = client.get("/organisations/new/").content.decode()
    assert f'<option value="{PULI}">埔里鎮</option>' in page and '<optgroup label="南投縣">' in page
    for kind in ("township", "nation"):
        assert f'value="{kind}"' not in page
    english = client.get("/en/organisations/new/").content.decode()
    assert "Puli Township" in english and "university team" in english
    form = {"kind": "association", "name": NAME, "place": PULI}
    for wrong, field in (({**form, "kind": ""}, "kind"), ({**form, "place": "TW"}, "place"), (form, "name")):
        answer = client.post("/organisations/new/", wrong)
        page = answer.content.decode()
        assert answer.status_code == 422 and f'id="id_{field}_error"' in page, field
        assert f'value="{NAME}"' in page and 'aria-invalid="true"' in page
    answer = client.post("/organisations/new/", {**form, "name": "新社"})
    made = Organisation.objects.get(name="新社")
    assert answer["Location"] == f"/organisations/{made.pk}/"
    assert "新社" in client.get("/people/me/").content.decode()
    assert "新社" not in signed_in(person("curious")).get("/people/me/").content.decode()


def test_inviting_joining_and_leaving_on_the_pages(
    cast: dict[str, Any], person: Make, signed_in: Callable[[Any], Any], mailed: Callable[..., str]
) -> None:
    organisation = cast["organisation"]
    address, client = f"/organisations/{organisation.pk}/", signed_in(cast["lead"])
    for wrong in ("no-address", "member@example.tw"):
        answer = client.post(address, {"email": wrong})
        page = answer.content.decode()
        assert answer.status_code == 422 and f'value="{wrong}"' in page and 'id="id_email_error"' in page
    assert client.post(address, {"email": "new@example.tw"})["Location"] == address
    assert "new@example.tw" in client.get(address).content.decode()
    assert client.get("/people/office/").status_code == 404, "no office comes of it"
    link, new = mailed("new@example.tw", "/people/invited/"), signed_in(person("new"))
    curious = signed_in(cast["stranger"]).get(link).content.decode()
    assert NAME in curious, "the link says who asks whom into what"
    assert "new@example.tw" not in curious and '<button class="btn pri"' not in curious
    assert NAME in new.get(link).content.decode()
    assert new.post(link)["Location"] == address
    assert new.post(link).status_code == 422
    left = new.post(f"{address}leave/")
    assert (left["Location"], new.get(address).status_code) == ("/people/me/", 404)
    refused = client.post(f"{address}leave/")
    assert refused.status_code == 422 and "先把負責人交給一位成員" in refused.content.decode()


def test_names_are_shown_as_text(db: None, person: Make, signed_in: Callable[[Any], Any]) -> None:
    wang = person("wang")
    made = founded(wang, "<script>alert(1)</script>")
    client = signed_in(wang)
    for page in ("/people/me/", f"/organisations/{made.pk}/", "/desk/"):
        assert "<script>alert" not in client.get(page).content.decode(), page


def test_who_begins_or_invites_without_end_is_slowed_down(
    cast: dict[str, Any], signed_in: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from difang.people.views import organisations as views

    monkeypatch.setattr(views, "BEGUN_A_DAY", 1)
    monkeypatch.setattr(views, "ASKED_A_DAY", 1)
    client = signed_in(cast["lead"])
    form = {"kind": "firm", "place": PULI}
    answers = [client.post("/organisations/new/", {**form, "name": name}) for name in ("甲", "乙")]
    assert [one.status_code for one in answers] == [302, 429]
    address = f"/organisations/{cast['organisation'].pk}/"
    answers = [client.post(address, {"email": f"{name}@example.tw"}) for name in ("a", "b")]
    assert [one.status_code for one in answers] == [302, 429]


def test_one_of_two_who_begin_the_same_at_once_gets_it(committed: None, person: Make) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from difang.people.models import Membership, Organisation
    from difang.records import chain
    from tests.people.together import together

    wang = person("wang")
    with ThreadPoolExecutor(4) as pool:
        answers = together(pool, 4, lambda: founded(wang))
    assert sorted(type(one).__name__ for one in answers) == ["InputError"] * 3 + ["Organisation"]
    assert (Organisation.objects.count(), Membership.objects.count()) == (1, 1)
    assert chain.verify().faults == ()


def test_the_pages_hold_no_chinese_in_english_but_what_people_wrote(
    cast: dict[str, Any], addresses: dict[str, int], signed_in: Callable[[Any], Any]
) -> None:
    import re

    client = signed_in(cast["lead"])
    pages = [page.format(**addresses) for page, (who, _, _) in PAGES.items() if "lead" in who]
    for page in (*pages, "/organisations/new/", "/people/me/"):
        html = client.get(f"/en{page}").content.decode()
        main = html[html.index("<main") : html.index("</main>")].replace(NAME, "")
        assert re.findall("[一-鿿]+", main.replace("中文", "")) == [], page
