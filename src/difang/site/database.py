"""The database of accounts, plans and records: SQLite in the home, or PostgreSQL by its address."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# Writers wait for each other instead of failing: a transaction that will write says so when it begins.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


def database(url: str, home: Path) -> dict[str, Any]:
    """Return Django's settings of the database at `url`, or of `home` if it is empty."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": home / "db.sqlite3", "OPTIONS": SQLITE}
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured("DATABASE_URL: use postgres://… or leave it empty for SQLite.")
    # Each thread keeps its connection; the server's workers have eight threads each.
    return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
