"""Every environment setting of the site, once: name, default, help.

The same list is the check at start and the table in docs/operators.md.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from difang.errors import InputError
from difang.indicators.address import SETTING, site_url
from difang.lake import home
from difang.site.database import database


@dataclass(frozen=True)
class Option:
    """One environment variable. `NAME_FILE` may name a file that holds the value instead."""

    name: str
    default: str
    help: str


OPTIONS = (
    Option("DIFANG_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", "host names the site answers to, by comma"),
    Option(
        "DIFANG_SITE_URL",
        "",
        "the public address, as `https://difang.example`; goes into papers, citations and mails; empty: where `difang up` "
        "listens",
    ),
    Option("DIFANG_HTTPS", "no", "yes when a proxy in front speaks HTTPS: adds HSTS and upgrades requests"),
    Option("DIFANG_RATE_PER_MINUTE", "600", "API requests a minute from one address, per worker"),
    Option("DIFANG_PAGE_CACHE_MB", "64", "memory for finished pages, per worker; 0 keeps none"),
    Option("DIFANG_MAX_ROWS", "200000", "most rows one figures request may return"),
    Option("DATABASE_URL", "", "postgres://…; empty keeps accounts and plans in db.sqlite3 of the home"),
    Option(
        "DIFANG_SMTP_URL", "", "smtp://user:password@host:port (smtps:// for TLS); empty keeps mail waiting"
    ),
    Option("DIFANG_MAIL_FROM", "difang@localhost", "the sender of mails"),
    Option(
        "DIFANG_DEMO",
        "no",
        "yes in the home of the demonstration, the only one that may hold made-up persons",
    ),
    Option(
        "DIFANG_SCANNER",
        "",
        "clamd's socket, a path or host:port; empty keeps uploads unscanned, and says so",
    ),
    Option("DIFANG_DEBUG", "no", "yes shows tracebacks; never on a public server"),
)


def read(name: str) -> str:
    """Return the value of one declared option."""
    option = next(option for option in OPTIONS if option.name == name)
    file = os.environ.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: '{file}' cannot be read ({error.strerror}).") from error
    return os.environ.get(name, option.default)


def check() -> None:
    """Read every option once; ImproperlyConfigured (or an InputError) names the first that is wrong."""
    for option in OPTIONS:
        if option.default in ("yes", "no"):
            read_flag(option.name)
        elif option.default.isdigit():
            read_count(option.name)
        elif option.name == SETTING:
            _read_site_url()
        elif option.name == "DATABASE_URL":
            database(read(option.name), home())
        else:
            read(option.name)


def _read_site_url() -> None:
    try:
        site_url()
    except InputError as error:
        raise ImproperlyConfigured(error.message("en")) from error


def read_flag(name: str) -> bool:
    """Return a yes/no option; anything else is refused by name."""
    value = read(name).lower()
    if value not in ("yes", "no"):
        raise ImproperlyConfigured(f"{name}: '{value}'; use yes or no.")
    return value == "yes"


def read_count(name: str) -> int:
    """Return a whole number from 0 up; anything else is refused by name."""
    value = read(name)
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name}: '{value}'; use a whole number.")
    return int(value)
