"""Accounts: made from the shell, changed by their owner."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from difang.errors import InputError
from difang.people.models import Person
from difang.records import chain
from difang.text import LANGS

LONGEST_NAME = 60


def may_hold_demo() -> bool:
    """Tell whether this home may hold the made-up persons of a demonstration."""
    return bool(settings.DEMO)


def may_sign_in(person: Any) -> bool:
    """Tell whether a person may sign in here: a made-up one in the demonstration only."""
    return may_hold_demo() or not person.demo


def check_home() -> None:
    """Refuse to serve a demonstration's people as if they were real; InputError says what to run instead."""
    if not may_hold_demo() and Person.objects.filter(demo=True).exists():
        raise InputError(
            "這個資料夾裡是示範用的人和計畫；請用 difang demo --serve，或換一個資料夾（--home）。",
            "this home holds the people and plans of the demonstration; use difang demo --serve, or another --home.",
        )


@transaction.atomic
def add_person(*, email: str, name: str, password: str | None = None, demo: bool = False) -> Person:
    """Make an account whose address counts as confirmed; without a password it is set through a mail.

    Raises InputError: an address that is none or taken, a weak password, a demo person in a normal home.
    """
    if demo and not may_hold_demo():
        raise InputError(
            "示範帳號只能在示範用的資料夾裡（DIFANG_DEMO=yes）。",
            "demonstration accounts live in the demonstration's own home only (DIFANG_DEMO=yes).",
        )
    address, shown = email.strip().lower(), _name(name)
    try:
        validate_email(address)
        if password is not None:
            validate_password(password, Person(email=address, name=shown))
    except ValidationError as error:
        words = "；".join(error.messages)
        raise InputError(f"「{address}」：{words}", f"'{address}': {words}") from error
    try:
        with transaction.atomic():
            person = Person.objects.create_user(address, password, name=shown, demo=demo)
    except IntegrityError as error:
        raise InputError(
            f"「{address}」已經有帳號。", f"there is an account of '{address}' already."
        ) from error
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    _record(person, "added", None, "shell")
    return person


def find_person(email: str) -> Person:
    """Return the person of an address; InputError for none."""
    try:
        return Person.objects.get_by_natural_key(email)
    except Person.DoesNotExist as error:
        raise InputError(
            f"沒有「{email}」的帳號；請先 `difang user add`。",
            f"there is no account of '{email}'; run `difang user add` first.",
        ) from error


@transaction.atomic
def confirm_address(*, email: str) -> Person:
    """Count an account's address as confirmed without a mail, from the machine's own shell; the record says so.

    Whoever runs the machine answers for the address being the account holder's. InputError for no account.
    """
    person = find_person(email)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    _record(person, "confirmed", None, "shell")
    return person


@transaction.atomic
def change_profile(*, person: Person, name: str, lang: str, minguo_years: bool) -> Person:
    """Change what a person is called, their mails' language, and how years are written."""
    if lang not in LANGS:
        raise InputError("語言請選中文或英文。", "the language is Chinese or English.")
    person.name, person.lang, person.minguo_years = _name(name), lang, bool(minguo_years)
    person.save(update_fields=["name", "lang", "minguo_years"])
    return person


@transaction.atomic
def note_export(*, person: Person) -> None:
    """Record that a person took a copy of what is kept about them."""
    _record(person, "exported", person, "person")


def _name(name: str) -> str:
    shown = " ".join(name.split())
    if not 0 < len(shown) <= LONGEST_NAME:
        raise InputError(
            f"姓名或稱呼要有 1 到 {LONGEST_NAME} 個字。", f"a name has 1 to {LONGEST_NAME} characters."
        )
    return shown


def _record(person: Person, kind: str, actor: Any, cause: str) -> None:
    chain.append(
        subject_type="person",
        subject_id=person.pk,
        kind=kind,
        actor=getattr(actor, "pk", None),
        cause=cause,
    )
