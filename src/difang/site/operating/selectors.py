"""What the operator's page tells: states and counts, and of a mail's address its first letter and its domain."""

import re
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from difang.atlas.evidence import current_release
from difang.errors import DifangError
from difang.lake import home
from difang.records import beating, chain
from difang.records.files.scanner import NOT_SCANNED
from difang.records.models import File, Mail
from difang.text import Text

SHOWN = 50
SILENT_AFTER = timedelta(minutes=2)
LOW_BYTES = 1_000_000_000
ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"]+@[^\s<>()\[\]:;,\"]+")
SHORTEST_HIDDEN = 3
STATES = {
    Mail.State.FAILED: Text("寄不出去", "failed"),
    Mail.State.UNKNOWN: Text("不確定有沒有寄到", "perhaps sent"),
    Mail.State.WAITING: Text("等待寄出", "waiting"),
}


@dataclass(frozen=True)
class Letter:
    """One mail as the operator may know it."""

    pk: int
    address: str
    age: Text
    reason: str
    attempts: int
    cleared: bool


@dataclass(frozen=True)
class Pile:
    """The mails of one state: how many there are, and the first of them."""

    state: str
    name: Text
    count: int
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class Machine:
    """A machine whose worker ticked, how long ago, and whether that is too long."""

    name: str
    age: Text
    silent: bool


def overview(at: datetime | None = None) -> dict[str, Any]:
    """Return all that the page tells, in a bounded number of queries."""
    now = at or timezone.now()
    number, digest = chain.head()
    disk = shutil.disk_usage(_existing(home()))
    return {
        "piles": _piles(now),
        "mail_server": bool(settings.SMTP_URL),
        "machines": [
            Machine(one.machine, age(now - one.at), now - one.at > SILENT_AFTER) for one in beating.last()
        ],
        "events": number,
        "head": f"{number}:{digest}",
        "database": _database(),
        "release": _release(),
        "files": File.objects.count(),
        "unscanned": File.objects.filter(scanned=NOT_SCANNED).count(),
        "scanner": bool(settings.SCANNER),
        "free": _gigabytes(disk.free),
        "total": _gigabytes(disk.total),
        "low": disk.free < LOW_BYTES,
    }


def shown_address(address: str) -> str:
    """Return the first letter of an address and its domain."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}" if at else "—"


def shown_reason(mail: Mail) -> str:
    """Return why a mail wasn't sent; servers repeat the address in their answer, so it is shortened there too."""
    told = ADDRESS.sub(lambda found: shown_address(found[0]), mail.fault)
    local = mail.to.rpartition("@")[0]
    if len(local) < SHORTEST_HIDDEN:
        return told
    return re.sub(re.escape(local), f"{local[0]}…", told, flags=re.IGNORECASE)


def age(passed: timedelta) -> Text:
    """Say how long ago something was, in its largest unit."""
    seconds = max(0, int(passed.total_seconds()))
    for length, zh, en in ((86400, "天", "day"), (3600, "小時", "hour"), (60, "分鐘", "minute")):
        if seconds >= length:
            count = seconds // length
            return Text(f"{count} {zh}前", f"{count} {en}{'s' if count > 1 else ''} ago")
    return Text("剛剛", "just now")


def _piles(now: datetime) -> list[Pile]:
    counts = dict(Mail.objects.values_list("state").annotate(count=Count("pk")))
    return [
        Pile(
            state.value,
            name,
            counts.get(state.value, 0),
            tuple(
                _letter(mail, now)
                for mail in Mail.objects.filter(state=state).order_by("created_at", "pk")[:SHOWN]
            ),
        )
        for state, name in STATES.items()
    ]


def _letter(mail: Mail, now: datetime) -> Letter:
    return Letter(
        pk=mail.pk,
        address=shown_address(mail.to),
        age=age(now - mail.created_at),
        reason=shown_reason(mail),
        attempts=mail.attempts,
        cleared=not (mail.to and mail.body),
    )


def _database() -> str:
    version = ".".join(map(str, connection.get_database_version()))
    if connection.vendor == "postgresql":
        return f"PostgreSQL {version}"
    file = Path(settings.DATABASES["default"]["NAME"])
    size = file.stat().st_size / 1e6 if file.is_file() else 0
    return f"SQLite {version} ({size:,.1f} MB)"


def _release() -> str:
    try:
        return str(current_release().id)
    except DifangError:
        return ""


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:,.1f} GB"
