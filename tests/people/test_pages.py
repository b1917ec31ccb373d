"""Every address of the room, for every kind of reader and every verb; and what pages show to whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.people.conftest import NANTOU, PASSWORD, PULI, RENAI, TAIPEI

Make = Callable[..., Any]
READERS = (
    "visitor",
    "resident",
    "planner",
    "county",
    "centre",
    "nation",
    "operator",
    "privacy",
    "auditor",
    "elsewhere",
)
INVITERS = {"planner", "county", "centre", "nation", "operator", "elsewhere"}
SIGNED_IN = set(READERS) - {"visitor"}
# Of each address: who gets an answer to GET (others 404), and to an empty POST, and that POST's status.
PAGES: dict[str, tuple[set[str], set[str], int]] = {
    "/people/me/": (SIGNED_IN, SIGNED_IN, 422),
    "/people/me/data.json": (SIGNED_IN, set(), 405),
    "/people/me/erase/": (SIGNED_IN, SIGNED_IN, 302),
    "/people/first/": (SIGNED_IN, SIGNED_IN, 422),
    "/people/office/": (INVITERS, INVITERS, 422),
    "/people/invited/{code}/": (SIGNED_IN, SIGNED_IN, 403),
    "/people/invited/none/": (set(), set(), 404),
    "/people/waiting/{invitation}/": (set(), set(), 404),
    "/people/waiting/999999/": (set(), set(), 404),
    "/people/invitations/{invitation}/withdraw/": (set(), {"county"}, 302),
    "/people/invitations/999999/withdraw/": (set(), set(), 404),
    "/people/posts/{post}/end/": ({"county"}, {"county"}, 302),
    "/people/posts/999999/end/": (set(), set(), 404),
}
ONLY_POST = ("/withdraw/",)
# What a visitor may read; all else asks them to sign in.
OPEN = {"/people/invited/{code}/": 200, "/people/invited/none/": 404}


@pytest.fixture
def addresses(db: None, person: Make, mailed: Callable[..., str]) -> Callable[[str], str]:
    """Fill an address with the invitation and the post that Nantou's county window may manage."""
    from difang.people.services.inviting import invite

    boss, planner = person("boss", "county"), person("someone", "planner")
    invitation = invite(by=boss, email="new@example.tw", role="planner", place=PULI)
    code = mailed("new@example.tw", "/people/invited/").rstrip("/").rsplit("/", 1)[-1]
    return lambda page: page.format(code=code, invitation=invitation.pk, post=planner.posts.get().pk)


def _reader(person: Make, who: str) -> Any:
    if who == "visitor":
        return None
    if who == "elsewhere":
        return person(who, "county", TAIPEI)
    return person(who, None if who == "resident" else who)


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("page", PAGES)
def test_every_address_for_every_reader_and_verb(
    addresses: Callable[[str], str], person: Make, signed_in: Callable[[Any], Any], page: str, who: str
) -> None:
    may_get, may_post, posted = PAGES[page]
    client, address = signed_in(_reader(person, who)), addresses(page)
    if who == "visitor" and page in OPEN:
        assert client.get(address).status_code == OPEN[page]
        assert client.post(address)["Location"] == f"/accounts/login/?next={address}"
        assert client.put(address).status_code == 405
        return
    if who == "visitor":
        for verb in ("get", "post", "put", "delete"):
            answer = getattr(client, verb)(address)
            assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")
        return
    got = 405 if page.endswith(ONLY_POST) else 302 if "erase" in page else 200 if who in may_get else 404
    assert client.get(address).status_code == got
    assert client.get(f"/en{address}").status_code == got
    for verb in ("put", "patch", "delete"):
        answer = getattr(client, verb)(address).status_code
        # A stale sign-in is asked for the password before the verb is looked at.
        assert answer == (302 if "erase" in page else 405)
    answer = client.post(address)
    expected = posted if who in may_post else 405 if posted == 405 else 404
    assert answer.status_code == expected
    assert "no-store" in answer["Cache-Control"]


def test_every_address_of_the_room_is_in_the_matrix() -> None:
    from difang.people.urls import urlpatterns

    listed = {page.removeprefix("/people/") for page in PAGES}
    for pattern in urlpatterns:
        assert any(pattern.pattern.match(page) for page in listed), pattern


def test_the_office_lists_what_is_below_and_nothing_else(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from difang.people.services.inviting import invite

    here, there = person("here", "county"), person("there", "county", TAIPEI)
    person("plannerpuli", "planner")
    person("plannertaipei", "planner", "63000010")
    invite(by=here, email="asked@example.tw", role="planner", place=PULI)
    invite(by=there, email="hidden@example.tw", role="planner", place="63000010")
    page = signed_in(here).get("/people/office/").content.decode()
    assert "plannerpuli" in page
    assert "asked@example.tw" in page
    for hidden in ("plannertaipei", "hidden@example.tw", "臺北市"):
        assert hidden not in page
    assert "63000" not in page


def test_inviting_by_the_form_and_what_was_typed_is_kept(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from difang.people.models import Invitation

    client = signed_in(person("county", "county"))
    wrong = client.post(
        "/people/office/", {"email": "no-address", "duty": f"planner:{PULI}", "as_what": "holder"}
    )
    assert wrong.status_code == 422
    assert 'value="no-address"' in wrong.content.decode()
    assert 'id="id_email_error"' in wrong.content.decode()
    good = {"email": "new@example.tw", "duty": f"planner:{PULI}", "as_what": "holder"}
    assert client.post("/people/office/", good).status_code == 302
    twice = client.post("/people/office/", good)
    assert twice.status_code == 422
    assert "已有同一角色的邀請" in twice.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("duty", ["planner:63000010", "county:63000", "operator:TW", "x", "planner:"])
def test_a_duty_that_was_not_offered_is_refused(
    db: None, person: Make, signed_in: Callable[[Any], Any], duty: str
) -> None:
    from difang.people.models import Invitation

    form = {"email": "new@example.tw", "duty": duty, "as_what": "holder"}
    assert signed_in(person("county", "county")).post("/people/office/", form).status_code == 422
    assert not Invitation.objects.exists()


def test_a_planner_hands_over_on_the_pages(
    db: None, person: Make, signed_in: Callable[[Any], Any], mailed: Callable[..., str]
) -> None:
    from difang.people import posts

    old, new = person("old", "planner"), person("new")
    form = {"email": new.email, "duty": f"planner:{PULI}", "as_what": "successor"}
    assert signed_in(old).post("/people/office/", form).status_code == 302
    client, link = signed_in(new), mailed(new.email, "/people/invited/")
    assert "前任的職務結束" in client.get(link).content.decode()
    assert client.post(link)["Location"] == "/people/me/"
    assert posts.holders("planner", PULI) == [new.pk]
    again = client.post(link)
    assert again.status_code == 422
    assert "已經用過" in again.content.decode()


@pytest.mark.parametrize("who", ["visitor", "resident"])
def test_a_link_says_who_invites_to_what_and_never_the_address(
    addresses: Callable[[str], str], person: Make, signed_in: Callable[[Any], Any], who: str
) -> None:
    address = addresses("/people/invited/{code}/")
    answer = signed_in(_reader(person, who)).get(address)
    page = answer.content.decode()
    for told in ("boss", "埔里鎮", "鄉鎮市區公所承辦"):
        assert told in page
    assert "new@example.tw" not in page
    assert '<button class="btn pri"' not in page, "nobody else may accept"
    if who == "visitor":
        assert f"/accounts/signup/?next={address}" in page
    assert answer["Cache-Control"] == "private, no-store"


def test_a_link_that_is_over_tells_nothing_more(
    addresses: Callable[[str], str], signed_in: Callable[[Any], Any]
) -> None:
    from django.utils import timezone

    from difang.people.models import Invitation

    address = addresses("/people/invited/{code}/")
    Invitation.objects.update(withdrawn_at=timezone.now())
    page = signed_in(None).get(address).content.decode()
    assert "boss" not in page and "埔里" not in page


def test_who_signs_up_for_an_invitation_lands_on_it(
    db: None, person: Make, signed_in: Callable[[Any], Any], mailed: Callable[..., str]
) -> None:
    from difang.people import posts
    from difang.people.services.inviting import invite

    invite(by=person("boss", "county"), email="new@example.tw", role="planner", place=PULI)
    link = mailed("new@example.tw", "/people/invited/")
    form = {"email": "new@example.tw", "name": "新", "password1": PASSWORD, "password2": PASSWORD}
    assert signed_in(None).post(f"/accounts/signup/?next={link}", form).status_code == 302
    other = signed_in(None)  # the mail is opened in another browser
    other.post(mailed("new@example.tw", "/confirm-email/"))
    login = {"login": "new@example.tw", "password": PASSWORD}
    landed = other.post("/accounts/login/", login, follow=True)
    assert landed.request["PATH_INFO"].startswith("/people/waiting/")
    assert "boss" in landed.content.decode()
    assert other.post(landed.request["PATH_INFO"])["Location"] == "/people/me/"
    assert len(posts.holders("planner", PULI)) == 1
    assert other.get(landed.request["PATH_INFO"]).status_code == 200
    assert other.post(landed.request["PATH_INFO"]).status_code == 422, "it works once"


def test_an_organisations_invitation_waits_too(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from difang.people.services.inviting import invite_member
    from difang.people.services.organisations import begin

    lead, new = person("lead"), person("new")
    made = begin(by=lead, kind="association", name="茭白筍社", place=PULI)
    offer = invite_member(by=lead, organisation=made, email=new.email)
    client, address = signed_in(new), f"/people/waiting/{offer.pk}/"
    assert f'<a href="{address}">茭白筍社</a>' in client.get("/people/me/").content.decode()
    assert client.post(address)["Location"] == f"/organisations/{made.pk}/"
    assert "茭白筍社" in client.get(f"/organisations/{made.pk}/").content.decode()


def test_an_unconfirmed_address_sees_no_waiting_invitation(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from allauth.account.models import EmailAddress

    from difang.people.services.inviting import invite

    offer = invite(by=person("boss", "county"), email="new@example.tw", role="planner", place=PULI)
    new = person("new")
    EmailAddress.objects.filter(user=new).update(verified=False)
    client = signed_in(new)
    assert client.get(f"/people/waiting/{offer.pk}/").status_code == 404
    assert client.post(f"/people/waiting/{offer.pk}/").status_code == 404
    assert f"/people/waiting/{offer.pk}/" not in client.get("/people/me/").content.decode()


def test_a_planner_sees_who_holds_the_office_and_ends_only_what_is_theirs(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from django.utils import timezone

    wang, colleague = person("wang", "planner"), person("colleague", "planner")
    deputy = person("standin", "planner", deputy=True, until=timezone.now() + timedelta(days=9))
    elsewhere = person("elsewhere", "planner", RENAI)
    page = signed_in(wang).get("/people/office/").content.decode()
    assert all(name in page for name in ("wang", "colleague", "standin"))
    assert "elsewhere" not in page
    may_end = {
        one for one in (wang, colleague, deputy, elsewhere) if f"/posts/{one.posts.get().pk}/end/" in page
    }
    assert may_end == {wang, deputy}


@pytest.mark.parametrize("who", ["visitor", "resident", "planner"])
def test_the_menu_is_there_for_who_has_signed_in(
    db: None, person: Make, signed_in: Callable[[Any], Any], who: str
) -> None:
    import re

    client = signed_in(_reader(person, who))
    page = client.get("/accounts/login/" if who == "visitor" else "/people/me/").content.decode()
    menu = re.search(r'<details class="who">.*?</details>', page, re.DOTALL)
    assert bool(menu) is (who != "visitor")
    if menu:
        assert f"<b>{who}</b>" in menu[0]
        assert 'method="post" action="/accounts/logout/"' in menu[0] and "csrfmiddlewaretoken" in menu[0]
        assert ("/people/office/" in menu[0]) is (who == "planner")


@pytest.mark.parametrize("page", ["/", "/goals/", "/places/10008020", "/nowhere/", "/data/"])
def test_pages_that_are_kept_for_all_say_nobodys_name(
    db: None, person: Make, signed_in: Callable[[Any], Any], page: str
) -> None:
    answer = signed_in(person("nobodyelse", "planner")).get(page, follow=True)
    assert "nobodyelse" not in answer.content.decode()
    assert "Cookie" not in answer.get("Vary", "")


def test_an_answer_with_a_name_is_kept_by_nobody_whatever_its_view_says(
    db: None, person: Make, signed_in: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.views.decorators.cache import cache_control

    from difang.people.urls import urlpatterns

    me = next(one for one in urlpatterns if one.name == "people-me")
    monkeypatch.setattr(me, "callback", cache_control(public=True, max_age=300)(me.callback))
    answer = signed_in(person("wang")).get("/people/me/")
    assert answer["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer


@pytest.mark.parametrize(
    "page", ["/accounts/confirm-email/", "/accounts/signup/", "/people/first/", "/people/office/"]
)
@pytest.mark.parametrize("server", ["", "smtp://localhost"])
def test_without_a_mail_server_the_pages_say_that_mail_waits(
    db: None,
    person: Make,
    signed_in: Callable[[Any], Any],
    monkeypatch: pytest.MonkeyPatch,
    page: str,
    server: str,
) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "SMTP_URL", server)
    client = signed_in(None if "accounts" in page else person("county", "county"))
    html = client.get(page).content.decode()
    assert ("difang user add" in html) is (not server)
    if "confirm-email" in page:
        assert ("垃圾郵件" in html) is bool(server)


def test_words_of_the_library_are_ours() -> None:
    """The compiled words are those of the file beside, and stand before the library's."""
    import gettext
    import re
    from pathlib import Path

    from django.utils.translation import gettext as shown
    from django.utils.translation import override

    import difang.people

    folder = Path(difang.people.__file__).parent / "locale/zh_Hant/LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = re.findall(
        r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text("utf-8"), re.MULTILINE
    )
    assert len(written) > 50
    with override("zh-hant"):
        for source, words in written:
            assert compiled.gettext(source) == shown(source) == words


def test_my_account_keeps_what_is_changed(db: None, person: Make, signed_in: Callable[[Any], Any]) -> None:
    wang = person("wang")
    client = signed_in(wang)
    form = {"name": " 王  小明 ", "lang": "en", "minguo_years": "no"}
    assert client.post("/people/me/", form).status_code == 302
    wang.refresh_from_db()
    assert (wang.name, wang.lang, wang.minguo_years) == ("王 小明", "en", False)
    bad = client.post("/people/me/", {**form, "name": "王" * 61})
    assert bad.status_code == 422
    assert "王" * 61 in bad.content.decode()


def test_names_are_shown_as_text(db: None, person: Make, signed_in: Callable[[Any], Any]) -> None:
    wang = person("wang", "planner", NANTOU + "020")
    client = signed_in(wang)
    client.post("/people/me/", {"name": "<script>alert(1)</script>", "lang": "zh", "minguo_years": "no"})
    assert "<script>alert" not in client.get("/people/me/").content.decode()


ALLAUTH = (
    "login", "signup", "password/reset", "password/reset/done", "confirm-email", "inactive", "email",
    "password/change", "logout", "2fa", "2fa/webauthn", "2fa/webauthn/add", "2fa/totp/activate",
    "2fa/recovery-codes/generate", "sessions", "reauthenticate",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ALLAUTH)
def test_pages_of_the_library_wear_our_look_and_keep_to_the_policy(
    db: None, person: Make, signed_in: Callable[[Any], Any], lang: str, page: str
) -> None:
    import re

    client = signed_in(None)
    if page not in ("login", "signup"):
        login = {"login": person("wang").email, "password": "correct-horse-battery"}
        client.post("/accounts/login/", login)
        client.post("/accounts/reauthenticate/", {"password": "correct-horse-battery"})
    prefix = "/en" if lang == "en" else ""
    answer = client.get(f"{prefix}/accounts/{page}/", follow=True)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"].removeprefix("/en") == f"/accounts/{page}/"
    assert ('lang="zh-Hant-TW"' if lang == "zh" else '<html lang="en">') in html
    assert "difang/people.css" in html
    assert len(re.findall("<h1", html)) == 1
    title = re.search(r"<title>\s*([^<]*?)\s*</title>", html, re.DOTALL)[1]
    assert bool(re.search("[一-鿿]", title.split("｜")[0])) is (lang == "zh"), title
    for script in re.findall(r"<script([^>]*)>", html):
        assert "src=" in script or "application/json" in script, script
    assert not re.search(r"\son\w+=|style=|javascript:", html)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    main = html.split("<main", 1)[1].split("</main>")[0]
    names = set(re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', main))
    assert names <= set(re.findall(r'<label for="([^"]+)"', main)), "every field has its label"
