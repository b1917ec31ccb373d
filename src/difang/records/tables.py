"""The tables brought up to date: by whichever process comes first, the others wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection

from difang.errors import FaultError

# Beside chain.LOCK: held for the time of the migrations, by one process on one database.
LOCK = 0x6D696772617465


class NoDatabaseError(FaultError):
    """Accounts and plans can't be kept: the database is out of reach or can't be written."""

    http_status = 503
    slug = "no-database"


def migrate() -> None:
    """Run the migrations that are missing; NoDatabaseError says why they can't be run."""
    try:
        with _alone():
            call_command("migrate", verbosity=0, interactive=False)
    except (DatabaseError, OSError) as error:
        where = _where()
        why = " ".join(str(error).split())
        raise NoDatabaseError(
            f"資料庫無法使用（{where}：{why}）。帳號與計畫暫停，公開的圖表與指標照常；請讓它可寫或改 DATABASE_URL。",
            f"the database can't be used ({where}: {why}). Accounts and plans rest, public pages work; "
            "make it writable or correct DATABASE_URL.",
        ) from error


@contextmanager
def _alone() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return
    from filelock import FileLock

    file = Path(settings.DATABASES["default"]["NAME"])
    file.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(file.with_suffix(".migrating")):
        yield


def _where() -> str:
    database = settings.DATABASES["default"]
    if connection.vendor == "postgresql":
        return f"{database.get('HOST') or 'localhost'}/{database['NAME']}"
    return str(database["NAME"])
