"""Mail: put down in the transaction of what it tells of, sent afterwards, never twice."""

import contextlib
import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from difang.records.models import Mail
from difang.records.smtp import (
    Connection,
    PermanentError,
    Server,
    TemporaryError,
    UnclearError,
    UnreachableError,
)

log = logging.getLogger("difang.mail")
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 1440))
MOST_ATTEMPTS = 10
# A live process needs a few times smtp.SECONDS at most: one that holds a mail longer is dead.
CLAIM_LASTS = timedelta(minutes=10)
WORDS_KEPT = timedelta(days=30)
KEPT = timedelta(days=731)
BATCH = 100
LONGEST_FAULT = Mail._meta.get_field("fault").max_length


class OutboxBackend(BaseEmailBackend):
    """Django's mail goes into the outbox, one row a recipient, in the caller's transaction."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Put the messages down; return how many."""
        now = timezone.now()
        rows = [
            Mail(
                to=parseaddr(recipient)[1],
                subject=" ".join(message.subject.split())[:200],
                body=message.body,
                html=_html(message),
                created_at=now,
                not_before=now,
            )
            for message in email_messages
            for recipient in message.recipients()
        ]
        Mail.objects.bulk_create(rows)
        return len(email_messages)


def send_due(at: datetime | None = None, stopping: Callable[[], bool] = lambda: False) -> int:
    """Send what is due, if a server is set; return how many mails the server took.

    A mail is claimed, and the claim committed, before it is handed over. Whoever dies in between leaves it
    claimed; after `CLAIM_LASTS` it is called unknown, and never sent again by itself. `stopping` is asked before
    each mail, so that who is told to end ends between two mails.
    """
    now = at or timezone.now()
    Mail.objects.filter(state=Mail.State.CLAIMED, claimed_at__lt=now - CLAIM_LASTS).update(
        state=Mail.State.UNKNOWN, fault="the process that sent it died: perhaps sent"
    )
    due = Mail.objects.filter(state=Mail.State.WAITING, not_before__lte=now).order_by("not_before", "id")
    if not settings.SMTP_URL or not due.exists():
        return 0
    try:
        with _connected() as connection:
            waiting = list(due.values_list("pk", flat=True)[:BATCH])
            return sum(_send(pk, connection) for pk in waiting if not stopping())
    except UnreachableError as error:
        # No mail is at fault: all wait a minute, and no attempt is counted.
        log.warning("mail waits: %s", error)
        due.order_by().update(not_before=now + WAITS[0], fault=str(error)[:LONGEST_FAULT])
        return 0
    except _ConnectionLostError:
        return 0


def clear_words(at: datetime | None = None) -> int:
    """Remove the text of mails that were dealt with 30 days ago; return how many."""
    before = (at or timezone.now()) - WORDS_KEPT
    over = Q(state=Mail.State.SENT, sent_at__lt=before)
    over |= Q(state__in=(Mail.State.FAILED, Mail.State.UNKNOWN), created_at__lt=before)
    return Mail.objects.filter(over).exclude(body="", html="").update(body="", html="")


def forget_old(at: datetime | None = None) -> int:
    """Remove mails that were dealt with two years ago, with their addresses; return how many."""
    dealt = (Mail.State.SENT, Mail.State.FAILED, Mail.State.UNKNOWN)
    before = (at or timezone.now()) - KEPT
    return Mail.objects.filter(state__in=dealt, created_at__lt=before).delete()[0]


class _ConnectionLostError(Exception):
    """The server went away in the middle; the next round speaks to it anew."""


@contextlib.contextmanager
def _connected() -> Iterator[Connection]:
    connection = Connection(Server.of(settings.SMTP_URL))
    try:
        yield connection
    finally:
        connection.close()


def _send(pk: int, connection: Connection) -> int:
    mail = _claim(pk)
    if mail is None:
        return 0
    try:
        sender = sanitize_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "utf-8")
        connection.hand_over(sender, sanitize_address(mail.to, "utf-8"), _message(mail))
    except (PermanentError, ValueError) as error:  # ValueError: an address that no header can hold
        _settle(mail, Mail.State.FAILED, str(error))
        return 0
    except TemporaryError as error:
        _postpone(mail, str(error))
        if error.lost:
            raise _ConnectionLostError from error
        return 0
    except UnclearError as error:
        _settle(mail, Mail.State.UNKNOWN, f"the connection broke while sending: {error}")
        raise _ConnectionLostError from error
    _settle(mail, Mail.State.SENT, "")
    return 1


def _claim(pk: int) -> Mail | None:
    """Take one waiting mail for this process, or None if another was faster."""
    with transaction.atomic(durable=True):
        taken = Mail.objects.filter(pk=pk, state=Mail.State.WAITING).update(
            state=Mail.State.CLAIMED, claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
        return Mail.objects.get(pk=pk) if taken else None


def _postpone(mail: Mail, fault: str) -> None:
    if mail.attempts >= MOST_ATTEMPTS:
        _settle(mail, Mail.State.FAILED, fault)
        return
    mail.not_before = timezone.now() + WAITS[min(mail.attempts, len(WAITS)) - 1]
    _settle(mail, Mail.State.WAITING, fault)


def _settle(mail: Mail, state: Mail.State, fault: str) -> None:
    log.log(logging.WARNING if fault else logging.INFO, "mail %s: %s %s", mail.pk, state.value, fault)
    mail.state, mail.fault = state, fault[:LONGEST_FAULT]
    mail.sent_at = timezone.now() if state is Mail.State.SENT else None
    mail.save(update_fields=["state", "fault", "not_before", "sent_at"])


def _html(message: EmailMessage) -> str:
    parts = getattr(message, "alternatives", None) or ()
    return next((content for content, kind in parts if kind == "text/html"), "")


def _message(mail: Mail) -> bytes:
    headers = {"Message-ID": message_id(mail), "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message.message().as_bytes(linesep="\r\n")


def message_id(mail: Mail) -> str:
    """Return the same Message-ID for the same mail, whoever sends it and when."""
    digest = hashlib.sha256(f"{mail.pk} {mail.created_at.isoformat()} {mail.to}".encode()).hexdigest()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{digest[:32]}@{domain}>"
