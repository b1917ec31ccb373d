"""The database of accounts, plans and records: SQLite in the home, or PostgreSQL by its address."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from difang.errors import InputError

# Writers wait for each other instead of failing: a transaction that will write says so when it begins.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
SCHEMES = ("postgres://", "postgresql://")


class DatabaseAddressError(ImproperlyConfigured, InputError):
    """DATABASE_URL is none of what is accepted. It may hold a password, so it isn't repeated."""

    def __init__(self, zh: str, en: str) -> None:
        InputError.__init__(
            self,
            f"DATABASE_URL：{zh}；請用 postgres://使用者:密碼@主機:連接埠/資料庫，或留空（用 home 裡的 SQLite）。",
            f"DATABASE_URL: {en}; use postgres://user:password@host:port/name, or leave it empty (SQLite in the home).",
        )


def database(url: str, home: Path) -> dict[str, Any]:
    """Return Django's settings of the database at `url`, or of `home` if it is empty.

    Raises DatabaseAddressError.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "db.sqlite3", "OPTIONS": SQLITE}
    if not url.startswith(SCHEMES):
        scheme, found, _ = url.partition("://")
        if found and scheme.isalnum():
            raise DatabaseAddressError(f"不接受 {scheme}://", f"{scheme}:// is not accepted")
        raise DatabaseAddressError("不是資料庫的位址", "this is no address of a database")
    # Each thread keeps its connection; the server's workers have eight threads each.
    try:
        found = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    except ValueError as error:
        raise DatabaseAddressError(
            "位址讀不懂（密碼裡的符號要寫成 %XX）",
            "the address can't be read (write signs of a password as %XX)",
        ) from error
    if not found["NAME"]:
        raise DatabaseAddressError("沒有寫資料庫的名稱", "it names no database")
    return found
