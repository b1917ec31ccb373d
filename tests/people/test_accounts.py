"""Signing up, in, and back in again, as a browser does it; and who may not get in."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.people.conftest import PASSWORD

Make = Callable[..., Any]
WRONG = "wrong-wrong-wrong"


def _log_in(client: Any, email: str, password: str = PASSWORD, address: str = "10.0.0.1") -> Any:
    form = {"login": email, "password": password}
    return client.post("/accounts/login/", form, REMOTE_ADDR=address)


def _is_in(client: Any) -> bool:
    return client.get("/people/me/").status_code == 200


def _sign_up(client: Any, email: str) -> Any:
    form = {"email": email, "name": "王小明", "password1": PASSWORD, "password2": PASSWORD}
    return client.post("/accounts/signup/", form)


def test_signing_up_confirming_signing_in_and_a_second_step(
    db: None, signed_in: Callable[[Any], Any], mailed: Callable[..., str]
) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    from difang.people import posts
    from difang.people.models import Person

    client = signed_in(None)
    assert _sign_up(client, "Wang@Example.tw")["Location"] == "/accounts/confirm-email/"
    person = Person.objects.get(email="wang@example.tw")
    assert person.password.startswith("argon2$argon2id$")
    assert posts.held(person) == (), "signing up gives no post"
    assert _log_in(client, "wang@example.tw")["Location"] == "/accounts/confirm-email/"
    assert not _is_in(client)

    link = mailed("wang@example.tw", "/confirm-email/")
    assert client.get(link).status_code == 200
    assert not person.emailaddress_set.filter(verified=True).exists(), "looking at the link confirms nothing"
    assert client.post(link).status_code == 302
    client = signed_in(None)
    assert _log_in(client, "WANG@example.tw").status_code == 302
    assert _is_in(client)

    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/"), "who borrows a browser adds no key"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]* value="(\w+)"', page)[1]

    def code() -> str:
        return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))

    assert client.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/totp/activate/", {"code": code()})["Location"].startswith(
        "/accounts/2fa/"
    )

    from django.core.cache import cache

    cache.clear()  # the same code isn't taken twice; the next one comes in 30 seconds
    other = signed_in(None)
    assert _log_in(other, "wang@example.tw")["Location"] == "/accounts/2fa/authenticate/"
    assert not _is_in(other)
    assert other.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not _is_in(other)
    assert other.post("/accounts/2fa/authenticate/", {"code": code()}).status_code == 302
    assert _is_in(other)


def test_recovery_codes_let_in_once(db: None, person: Make, signed_in: Callable[[Any], Any]) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    wang = person("wang")
    TOTP.activate(wang, generate_totp_secret())
    code = RecoveryCodes.activate(wang).get_unused_codes()[0]
    for inside in (True, False):
        client = signed_in(None)
        _log_in(client, wang.email)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert _is_in(client) is inside


def test_a_forgotten_password_is_set_anew(
    db: None, person: Make, signed_in: Callable[[Any], Any], mailed: Callable[..., str]
) -> None:
    wang, client = person("wang"), signed_in(None)
    client.post("/accounts/password/reset/", {"email": wang.email})
    form = client.get(mailed(wang.email, "/password/reset/key/"), follow=True)
    new = "another-good-battery"
    done = client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert done["Location"] == "/accounts/password/reset/key/done/"
    assert _log_in(client, wang.email).status_code == 200, "the old password is over"
    _log_in(client, wang.email, new)
    assert _is_in(client)


def test_links_in_mails_lead_to_the_public_address(
    db: None, person: Make, signed_in: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from difang.records.models import Mail

    monkeypatch.setattr(settings, "SITE_URL", "https://difang.example.tw")
    wang = person("wang")
    signed_in(None).post("/accounts/password/reset/", {"email": wang.email})
    assert "https://difang.example.tw/accounts/password/reset/key/" in Mail.objects.get(to=wang.email).body


def test_whether_an_account_exists_is_not_told(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    known, client = person("known").email, signed_in(None)
    hide = re.compile(r"(known|nobody|stranger)@example\.tw|csrfmiddlewaretoken\" value=\"\w+")

    def answers(email: str) -> list[tuple[int, str, str]]:
        visitor = signed_in(None)
        asked = [
            visitor.post("/accounts/password/reset/", {"email": email}),
            _log_in(visitor, email, WRONG),
            _sign_up(visitor, email),
        ]
        return [
            (one.status_code, one.get("Location", ""), hide.sub("…", one.content.decode())) for one in asked
        ]

    assert answers(known) == answers("nobody@example.tw")
    assert client.get("/accounts/login/").status_code == 200


def test_who_signs_up_with_a_taken_address_changes_nothing(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    from difang.people.models import Person
    from difang.records.models import Mail

    wang = person("wang")
    _sign_up(signed_in(None), "WANG@example.tw")
    assert Person.objects.filter(email__iexact=wang.email).count() == 1
    wang.refresh_from_db()
    assert wang.name == "wang"
    assert Mail.objects.filter(to__iexact=wang.email).count() == 1, "the owner is told by mail"


def test_guessing_is_stopped(db: None, person: Make, signed_in: Callable[[Any], Any]) -> None:
    wang, guesser = person("wang"), signed_in(None)
    for _ in range(20):
        _log_in(guesser, wang.email, WRONG, "10.9.9.9")
    _log_in(guesser, wang.email, PASSWORD, "10.9.9.9")
    assert not _is_in(guesser), "even the right guess comes too late"


def test_a_stranger_cannot_lock_the_owner_out(
    db: None, person: Make, signed_in: Callable[[Any], Any], mailed: Callable[..., str]
) -> None:
    wang, own = person("wang"), signed_in(None)
    _log_in(own, wang.email)
    own.post("/accounts/logout/")
    assert not _is_in(own)
    guesser = signed_in(None)
    for n in range(70):
        _log_in(guesser, wang.email, WRONG, f"10.9.{n % 9}.7")
    new_device = signed_in(None)
    _log_in(new_device, wang.email, PASSWORD, "10.1.1.1")
    assert not _is_in(new_device), "from everywhere together the guesses are over for this hour"

    _log_in(own, wang.email, PASSWORD, "10.9.1.7")
    assert _is_in(own), "the owner's own device isn't touched, not even behind the guesser's address"

    new_device.post("/accounts/password/reset/", {"email": wang.email}, REMOTE_ADDR="10.1.1.1")
    form = new_device.get(mailed(wang.email, "/password/reset/key/"), follow=True, REMOTE_ADDR="10.1.1.1")
    new = {"password1": "another-good-battery", "password2": "another-good-battery"}
    new_device.post(form.redirect_chain[-1][0], new, REMOTE_ADDR="10.1.1.1")
    _log_in(new_device, wang.email, new["password1"], "10.1.1.1")
    assert _is_in(new_device), "and a new device gets in after a reset"


def test_a_colleague_who_guesses_shuts_nobody_else_of_the_office_out(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    wang, li = person("wang"), person("li")
    guesser = signed_in(None)
    for n in range(25):
        _log_in(guesser, wang.email if n % 2 else f"nobody{n}@example.tw", WRONG, "10.9.9.9")
    new_device = signed_in(None)
    _log_in(new_device, li.email, PASSWORD, "10.9.9.9")
    assert _is_in(new_device), "a right password on a new device behind the same address"
    elsewhere = signed_in(None)
    _log_in(elsewhere, wang.email, PASSWORD, "10.2.2.2")
    assert _is_in(elsewhere), "and the one who is guessed gets in from another address"


@pytest.fixture
def guess(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Fail to sign in many times at a moment and an address; return how many passwords were looked at."""
    from allauth.core.internal import ratelimit
    from django.test import RequestFactory

    from difang.people import lockout

    now = time.time()

    def fail(times: int, address: str, *, minutes: float = 0, logins: str = "wang@example.tw") -> int:
        monkeypatch.setattr(ratelimit.time, "time", lambda: now + 60 * minutes)
        request = RequestFactory().post("/accounts/login/", REMOTE_ADDR=address)
        return sum(lockout.count(request, logins.format(n), "") is not None for n in range(times))

    return fail


def test_waiting_grows_where_an_account_is_guessed(guess: Callable[..., int]) -> None:
    here = "10.9.9.9"
    assert guess(15, here) == 10
    assert guess(15, here, minutes=1.1) == 10
    assert guess(3, here, minutes=2.2) == 0, "the second wait is longer"
    assert guess(15, here, minutes=17) == 10
    assert guess(15, here, minutes=18.1) == 10
    assert guess(15, here, minutes=40) == 0, "and the third"
    assert guess(15, "10.1.1.1", minutes=40) == 10, "elsewhere the account's owner gets in all the while"


def test_all_guessing_of_an_account_is_bounded_from_however_many_addresses(
    guess: Callable[..., int],
) -> None:
    hours = [sum(guess(9, f"10.{hour}.{n}.1", minutes=61 * hour) for n in range(8)) for hour in range(5)]
    assert hours == [60, 60, 60, 20, 0]


def test_one_address_that_tries_everybody_is_stopped_and_no_account_with_it(
    guess: Callable[..., int],
) -> None:
    assert guess(115, "10.9.9.9", logins="person{}@example.tw") == 100
    assert guess(3, "10.9.9.9") == 0
    assert guess(10, "10.1.1.1") == 10, "what was refused unseen is no failure of the account"


def test_signing_up_and_in_work_as_hard_for_any_address(
    db: None, person: Make, signed_in: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth import hashers

    known = person("known").email
    hashed: list[str] = []
    hasher = hashers.Argon2PasswordHasher
    encode, verify = hasher.encode, hasher.verify
    monkeypatch.setattr(hasher, "encode", lambda *args: hashed.append("encode") or encode(*args))
    monkeypatch.setattr(hasher, "verify", lambda *args: hashed.append("verify") or verify(*args))

    def work(do: Callable[[Any, str], Any], email: str) -> int:
        hashed.clear()
        do(signed_in(None), email)
        return len(hashed)

    def reset(client: Any, email: str) -> Any:
        return client.post("/accounts/password/reset/", {"email": email})

    for do in (_sign_up, lambda client, email: _log_in(client, email, WRONG), reset):
        assert work(do, known) == work(do, f"nobody{len(hashed)}@example.tw")
    assert work(_sign_up, known) == 1


def test_a_known_device_of_somebody_else_is_a_stranger(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    wang, mallory = person("wang"), signed_in(None)
    _log_in(mallory, person("mallory").email)
    mallory.post("/accounts/logout/")
    for n in range(61):
        _log_in(mallory, wang.email, WRONG, f"10.8.{n % 9}.7")
    _log_in(mallory, wang.email, PASSWORD, "10.7.7.7")
    assert not _is_in(mallory)


def test_who_was_made_inactive_is_out_at_once(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    wang = person("wang")
    client = signed_in(wang)
    assert _is_in(client)
    type(wang).objects.filter(pk=wang.pk).update(is_active=False)
    assert not _is_in(client)


def test_other_sessions_can_be_ended(db: None, person: Make, signed_in: Callable[[Any], Any]) -> None:
    wang = person("wang")
    here, there = signed_in(None), signed_in(None)
    _log_in(here, wang.email)
    _log_in(there, wang.email)
    assert here.get("/accounts/sessions/").status_code == 200
    here.post("/accounts/sessions/")
    assert _is_in(here)
    assert not _is_in(there)


@pytest.mark.parametrize("weak", ["short", "1234567890", "password1234", "wang@example.tw"])
def test_weak_passwords_are_refused_beside_the_field(
    db: None, signed_in: Callable[[Any], Any], weak: str
) -> None:
    from difang.people.models import Person

    form = {"email": "wang@example.tw", "name": "王小明", "password1": weak, "password2": weak}
    page = signed_in(None).post("/accounts/signup/", form).content.decode()
    assert 'id="id_password1_error"' in page
    assert "王小明" in page
    assert not Person.objects.exists()


def test_demo_persons_live_in_the_demonstration_only(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from difang.errors import InputError
    from difang.people.models import Person
    from difang.people.services.account import add_person

    with pytest.raises(InputError, match="DIFANG_DEMO"):
        add_person(email="demo@example.tw", name="示範", demo=True)
    assert not Person.objects.exists()
    monkeypatch.setattr(settings, "DEMO", True)
    assert add_person(email="demo@example.tw", name="示範", demo=True).demo


@pytest.mark.parametrize("how", ["password", "session"])
def test_demo_persons_are_nobody_in_a_normal_home(
    db: None, signed_in: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    from django.conf import settings

    from difang.people.services.account import add_person

    monkeypatch.setattr(settings, "DEMO", True)
    actor = add_person(email="actor@demo.invalid", name="示範", password=PASSWORD, demo=True)
    client = signed_in(actor if how == "session" else None)
    if how == "session":
        assert _is_in(client)
    monkeypatch.setattr(settings, "DEMO", False)
    if how == "password":
        assert _log_in(client, actor.email)["Location"] == "/accounts/inactive/"
    assert not _is_in(client)
    monkeypatch.setattr(settings, "DEMO", True)
    if how == "password":
        assert _log_in(client, actor.email).status_code == 302
    assert _is_in(client)


def test_an_address_is_confirmed_from_the_shell(db: None, signed_in: Callable[[Any], Any]) -> None:
    from difang.errors import InputError
    from difang.people.services.account import confirm_address
    from difang.records.models import Event

    client = signed_in(None)
    _sign_up(client, "wang@example.tw")
    assert not _is_in(client)
    confirm_address(email=" Wang@example.tw")
    _log_in(client, "wang@example.tw")
    assert _is_in(client)
    assert list(Event.objects.filter(kind="confirmed").values_list("cause", "actor")) == [("shell", None)]
    with pytest.raises(InputError, match="nobody"):
        confirm_address(email="nobody@example.tw")


class _Step:
    """Somebody with a second step, and what their authenticator shows."""

    def __init__(self, owner: Any) -> None:
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        self.owner, self._secret = owner, generate_totp_secret()
        TOTP.activate(owner, self._secret)

    def pass_by(self, client: Any, address: str, *, code: str | None = None) -> bool:
        """Give the password, then a code; return whether that let them in."""
        _log_in(client, self.owner.email, PASSWORD, address)
        client.post("/accounts/2fa/authenticate/", {"code": code or self._code()}, REMOTE_ADDR=address)
        return _is_in(client)

    def forget_use(self) -> None:
        """Let the same code count again, as if thirty seconds had passed."""
        from difang.people.models import Attempt

        Attempt.objects.filter(cache_key__contains="totp").delete()

    def _code(self) -> str:
        from allauth.mfa.totp.internal.auth import (
            format_hotp_value,
            hotp_value,
            yield_hotp_counters_from_time,
        )

        return format_hotp_value(hotp_value(self._secret, next(iter(yield_hotp_counters_from_time()))))


def test_failures_of_others_in_the_office_stop_nobodys_second_step(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    step, stranger, here = _Step(person("wang")), signed_in(None), signed_in(None)
    _log_in(here, step.owner.email, PASSWORD, "10.5.5.5")  # the password is right; now the others fail
    for n in range(25):
        _log_in(stranger, f"other{n}@example.tw", WRONG, "10.5.5.5")
    here.post("/accounts/2fa/authenticate/", {"code": step._code()}, REMOTE_ADDR="10.5.5.5")
    assert _is_in(here)


def test_guessing_codes_is_stopped_and_the_owners_device_is_not(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    step, own, thief = _Step(person("wang")), signed_in(None), signed_in(None)
    assert step.pass_by(own, "10.1.1.1")
    own.post("/accounts/logout/")
    step.forget_use()
    _log_in(thief, step.owner.email, PASSWORD, "10.6.0.1")
    for n in range(12):  # from many addresses: it is the account that counts
        wrong = {"code": f"{n:06}"}
        thief.post("/accounts/2fa/authenticate/", wrong, REMOTE_ADDR=f"10.6.0.{n}")
    right = {"code": step._code()}
    thief.post("/accounts/2fa/authenticate/", right, REMOTE_ADDR="10.6.1.1")
    assert not _is_in(thief), "even the right code comes too late"
    assert step.pass_by(own, "10.6.0.1"), "the owner's own device isn't touched"


def test_guessing_codes_on_the_owners_device_is_stopped_too(
    db: None, person: Make, signed_in: Callable[[Any], Any]
) -> None:
    step, own = _Step(person("wang")), signed_in(None)
    assert step.pass_by(own, "10.1.1.1")
    own.post("/accounts/logout/")
    step.forget_use()
    _log_in(own, step.owner.email)
    for n in range(10):
        own.post("/accounts/2fa/authenticate/", {"code": f"{n:06}"})
    own.post("/accounts/2fa/authenticate/", {"code": step._code()})
    assert not _is_in(own)
