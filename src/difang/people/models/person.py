"""A person with an account."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class PersonManager(BaseUserManager["Person"]):
    """Makes persons; the address is kept in small letters, so that one address is one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Return a new person; without a password they can only be let in by a link."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person with this address, in whatever case it was typed."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who signs in.

    Purpose: signing in, being told, answering for what was done. Basis: consent at sign-up, or the task held.
    Kept until erasure is asked for, or for five years after the last sign-in: a mail tells of it 30 days before
    (without a mail server nobody is told, and nobody erased). `demo` marks those of a demonstration.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=60)
    lang = models.CharField(max_length=2, default="zh")
    minguo_years = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    warned_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return "—" if self.erased_at else self.name or self.email

    def get_full_name(self) -> str:
        """Return the name to show."""
        return str(self)
