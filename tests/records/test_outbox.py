"""Mail to a real SMTP server: what was written goes out once, whatever happens to the server or to us."""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest

from tests.records.postbox import Postbox, free_port, listening


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch, committed: None) -> int:
    """A port that the site takes for its mail server's."""
    from django.conf import settings

    port = free_port()
    monkeypatch.setattr(settings, "SMTP_URL", f"smtp://127.0.0.1:{port}")
    return port


def _write(to: str = "a@example.tw", subject: str = "計畫退回", html: str = "") -> None:
    from django.core.mail import EmailMultiAlternatives, get_connection

    message = EmailMultiAlternatives(
        subject,
        "退回的理由在案件頁。",
        to=[to],
        connection=get_connection("difang.records.outbox.OutboxBackend"),
    )
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def _states() -> list[str]:
    from difang.records.models import Mail

    return list(Mail.objects.order_by("id").values_list("state", flat=True))


def _send(**later: int) -> int:
    from django.utils import timezone

    from difang.records import outbox

    return outbox.send_due(timezone.now() + timedelta(**later))


def test_a_mail_is_delivered_once_in_both_forms(port: int) -> None:
    _write(html="<p>退回的理由在<b>案件頁</b>。</p>")
    with listening(port) as postbox:
        assert [_send(), _send()] == [1, 0]
    (mail,) = postbox.mails
    assert (mail["To"], mail["Subject"]) == ("a@example.tw", "計畫退回")
    assert mail.get_body(("plain",)).get_content().strip() == "退回的理由在案件頁。"
    assert "<b>案件頁</b>" in mail.get_body(("html",)).get_content()
    assert _states() == ["sent"]


def test_a_mail_of_a_transaction_that_fails_was_never_written(port: int) -> None:
    from django.db import transaction

    with pytest.raises(RuntimeError, match="no"), transaction.atomic():
        _write()
        raise RuntimeError("no")
    assert _states() == []


def test_every_recipient_gets_a_mail_of_their_own(port: int) -> None:
    from django.core.mail import EmailMessage, get_connection

    backend = get_connection("difang.records.outbox.OutboxBackend")
    EmailMessage("S", "B", to=["a@example.tw"], bcc=["b@example.tw"], connection=backend).send()
    with listening(port) as postbox:
        assert _send() == 2
    assert [mail["To"] for mail in postbox.mails] == ["a@example.tw", "b@example.tw"]


def test_without_a_server_mail_waits(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "SMTP_URL", "")
    _write()
    assert (_send(), _states()) == (0, ["waiting"])


def test_mail_waits_while_the_server_is_down_and_goes_when_it_is_up(port: int) -> None:
    from difang.records.models import Mail

    _write()
    assert (_send(), _states()) == (0, ["waiting"])
    mail = Mail.objects.get()
    assert (mail.attempts, f":{port}" in mail.fault) == (0, True)
    with listening(port) as postbox:
        assert _send(seconds=5) == 0
        assert _send(minutes=2) == 1
    assert len(postbox.mails) == 1


def test_a_busy_server_is_asked_again_later_each_time(port: int) -> None:
    from django.utils import timezone

    from difang.records.models import Mail

    _write()
    postbox = Postbox()
    postbox.answers["a@example.tw"] = "450 greylisted"
    waits = []
    with listening(port, postbox):
        for _ in range(6):
            Mail.objects.update(not_before=timezone.now())
            assert _send(seconds=1) == 0
            mail = Mail.objects.get()
            waits.append(round((mail.not_before - timezone.now()).total_seconds() / 60))
        assert (waits, mail.state, mail.fault) == (
            [1, 5, 30, 120, 1440, 1440],
            "waiting",
            "450 greylisted",
        )
        postbox.answers.clear()
        assert _send(days=2) == 1
    assert len(postbox.mails) == 1


@pytest.mark.parametrize("at", ["a@example.tw", "data"])
def test_a_refusal_for_good_fails_and_leaves_the_others(port: int, at: str) -> None:
    from difang.records.models import Mail

    postbox = Postbox()
    postbox.answers[at] = "550 no such person"
    _write()
    if at != "data":
        _write("b@example.tw")
    with listening(port, postbox):
        _send()
        _send(days=2)
    assert _states() == (["failed"] if at == "data" else ["failed", "sent"])
    assert Mail.objects.order_by("id").first().fault == "550 no such person"


def test_a_connection_that_breaks_after_the_text_is_unknown_and_not_sent_again(port: int) -> None:
    """The server takes the mail and dies before it says so."""
    taken = []

    def serve(listener: socket.socket) -> None:
        peer, _ = listener.accept()
        lines = peer.makefile("rb")
        peer.sendall(b"220 here\r\n")
        for line in lines:
            if line.upper().startswith(b"DATA"):
                peer.sendall(b"354 go\r\n")
                while (text := lines.readline()) != b".\r\n":
                    taken.append(text)
                break
            peer.sendall(b"250 OK\r\n")
        peer.shutdown(socket.SHUT_RDWR)
        peer.close()

    with socket.create_server(("127.0.0.1", port)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        _write()
        assert _send() == 0
        thread.join(10)
    assert taken
    assert _states() == ["unknown"]
    with listening(port) as postbox:
        assert (_send(days=3), postbox.mails) == (0, [])


def test_a_claim_of_a_dead_process_becomes_unknown_after_ten_minutes(port: int) -> None:
    from django.utils import timezone

    from difang.records.models import Mail

    _write()
    Mail.objects.update(state="claimed", claimed_at=timezone.now())
    with listening(port) as postbox:
        assert (_send(minutes=9), _states()) == (0, ["claimed"])
        assert (_send(minutes=11), _states()) == (0, ["unknown"])
    assert postbox.mails == []


def test_the_words_of_a_mail_are_cleared_a_month_after_it_was_sent(port: int) -> None:
    from django.utils import timezone

    from difang.records import outbox
    from difang.records.models import Mail

    _write()
    with listening(port):
        _send()
    _write("b@example.tw")
    assert outbox.clear_words(timezone.now() + timedelta(days=29)) == 0
    assert outbox.clear_words(timezone.now() + timedelta(days=31)) == 1
    assert [bool(mail.body) for mail in Mail.objects.order_by("id")] == [False, True]


@pytest.mark.parametrize("url", ["mail.example.tw", "http://mail.example.tw", "smtp://", "smtp://h:port"])
def test_a_wrong_address_of_the_server_is_named(site: None, url: str) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from difang.records.smtp import Server

    with pytest.raises(ImproperlyConfigured, match="DIFANG_SMTP_URL"):
        Server.of(url)


def test_a_password_is_not_sent_in_the_clear(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    from difang.records import smtp

    monkeypatch.setattr(settings, "SMTP_URL", f"smtp://u:geheim@127.0.0.1:{port}")
    monkeypatch.setattr(smtp, "NEAR", ())
    _write()
    with listening(port) as postbox:
        assert (_send(), postbox.mails) == (0, [])
    from difang.records.models import Mail

    assert "no TLS" in Mail.objects.get().fault


SENDER = """
import django, sys
django.setup()
from difang.records import outbox
print("ready", flush=True)
while True:
    outbox.send_due()
"""


def test_a_sender_killed_at_any_moment_sends_nothing_twice(
    port: int, database_address: dict[str, str]
) -> None:
    from django.utils import timezone

    from difang.records import outbox
    from difang.records.models import Mail

    dice = random.Random(4)
    with listening(port) as postbox:
        for round_ in range(20):
            for n in range(15):
                _write(f"p{round_}x{n}@example.tw")
            process = subprocess.Popen(
                [sys.executable, "-c", SENDER],
                env={**os.environ, **database_address, "DIFANG_SMTP_URL": f"smtp://127.0.0.1:{port}"},
                stdout=subprocess.PIPE,
            )
            process.stdout.readline()
            time.sleep(dice.uniform(0, 0.15))
            process.send_signal(signal.SIGKILL)
            process.wait()
        killed = Mail.objects.filter(state="claimed").count()
        later = timezone.now() + timedelta(minutes=11)
        while outbox.send_due(later):
            pass
        ids = postbox.ids()
    assert len(ids) == len(set(ids))
    assert set(_states()) <= {"sent", "unknown"}
    assert _states().count("unknown") <= 20
    assert len(ids) >= 300 - killed


class Killer(Postbox):
    """Takes a mail, and kills who sent it before they hear that it was taken."""

    victim: subprocess.Popen | None = None

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim is not None:
            self.victim.kill()
            self.victim.wait(30)
        return answer


def test_a_worker_killed_between_handing_over_and_noting_it_sends_nothing_twice(
    port: int, database_address: dict[str, str]
) -> None:
    addresses = {f"p{n}@example.tw" for n in range(4)}
    for address in sorted(addresses):
        _write(address)
    killer = Killer()
    environment = {**os.environ, **database_address, "DIFANG_SMTP_URL": f"smtp://127.0.0.1:{port}"}
    with listening(port, killer):
        for round_ in range(1, 4):
            killer.victim = subprocess.Popen([sys.executable, "-m", "difang.records.worker"], env=environment)
            assert killer.victim.wait(120) == -signal.SIGKILL
            assert len(killer.mails) == round_, "each worker hands over one mail and dies of it"
        killer.victim = None
        assert _states().count("claimed") == 3, "handed over, and nobody noted it"
        for later in ({"minutes": 5}, {"minutes": 11}, {"days": 1}, {"days": 8}):
            _send(**later)
    assert sorted(mail["To"] for mail in killer.mails) == sorted(addresses)
    assert sorted(_states()) == ["sent", "unknown", "unknown", "unknown"]


def test_a_mail_goes_with_its_address_after_two_years_unless_it_still_waits(db: None) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from difang.records.models import Mail
    from difang.records.tick import tidy

    now = timezone.now()
    for state in Mail.State.values:
        Mail.objects.create(
            to=f"{state}@example.tw", subject="s", body="b", created_at=now, not_before=now, state=state
        )
    assert tidy(now + timedelta(days=730))["old mails"] == 0
    assert tidy(now + timedelta(days=732))["old mails"] == 3
    assert set(Mail.objects.values_list("state", flat=True)) == {"waiting", "claimed"}
