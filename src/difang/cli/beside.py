"""What `difang up` keeps beside the web server: tables up to date, the first code, a worker that lives."""

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

from difang.cli.context import Context
from difang.errors import InputError
from difang.text import Text

QUICK_SECONDS = 5
LONGEST_PAUSE_SECONDS = 60
PATIENCE_SECONDS = 20


def prepare(context: Context, address: str) -> None:
    """Bring the tables up to date and show the first administrator's code; without a database, say so.

    `address` is where the site listens, with a slash at its end.
    """
    import django
    from django.db import DatabaseError, connections

    django.setup()
    from difang.records.tables import NoDatabaseError, migrate

    _check_mail()
    try:
        migrate()
        _check_people()
        _fill_search()
        _show_first_code(context, address)
    except NoDatabaseError as error:
        context.say(error.message(context.lang))
    except DatabaseError as error:
        context.report_fault(error)  # the public pages are served all the same
    finally:
        # The server forks: a connection must not be shared with its workers.
        connections.close_all()


def _check_mail() -> None:
    """Refuse a wrong address of the mail server now, not when the first mail waits."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    from difang.records.smtp import Server

    try:
        if settings.SMTP_URL:
            Server.of(settings.SMTP_URL)
    except ImproperlyConfigured as error:
        raise InputError(f"設定有誤：{error}", f"a setting is wrong: {error}") from error


def _check_people() -> None:
    from difang.people.services.account import check_home

    check_home()


def _fill_search() -> None:
    """Build the search's index where there are plans and nothing can be found, as after a restore."""
    from difang.plans.finding import fill_empty

    fill_empty()


def _show_first_code(context: Context, address: str) -> None:
    from difang.people.first import first_code, has_operator

    code = first_code()
    if code:
        words = Text(
            f"第一位管理者的一次性代碼：{code}\n先註冊（{address}accounts/signup/），登入後在 {address}people/first/ 輸入。",
            f"One-time code of the first administrator: {code}\n"
            f"Sign up ({address}accounts/signup/), then enter it at {address}people/first/ once signed in.",
        )
        context.say(words.get(context.lang))
        _say_without_mail(context)
    elif not has_operator():
        words = Text(
            "還沒有管理者，先前的一次性代碼已無法再顯示；用 difang user code 取得新的。",
            "There is no operator yet, and the earlier one-time code can't be shown again; difang user code gives another.",
        )
        context.say(words.get(context.lang))


def _say_without_mail(context: Context) -> None:
    """Say how an account comes about where the mail that confirms its address can't be sent."""
    from django.conf import settings

    if settings.SMTP_URL or settings.DEMO:
        return
    words = Text(
        "沒有設定寄信（DIFANG_SMTP_URL），註冊的確認信會留著等待；註冊後請執行 difang user confirm 電子郵件，"
        "或改用 difang user add 電子郵件 --name 姓名 --password-stdin 建立帳號。",
        "No mail server is set (DIFANG_SMTP_URL), so the mail that confirms an address waits: after signing up run "
        "difang user confirm EMAIL, or make the account by difang user add EMAIL --name NAME --password-stdin.",
    )
    context.say(words.get(context.lang))


@contextlib.contextmanager
def worker() -> Iterator[None]:
    """Keep one worker running for the time of the block; one that dies is started anew."""
    keeper = _Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


class _Keeper(threading.Thread):
    def __init__(self) -> None:
        super().__init__(daemon=True, name="worker-keeper")
        self._ending = threading.Event()
        self._lock = threading.Lock()  # a worker is never begun after the last was ended
        self._process = self._begin()

    def run(self) -> None:
        pause, begun = 0.0, time.monotonic()
        while True:
            self._process.wait()
            # One that dies at once would die again at once: wait longer each time.
            quick = time.monotonic() - begun < QUICK_SECONDS
            pause = min(max(1.0, pause * 2), LONGEST_PAUSE_SECONDS) if quick else 0.0
            self._ending.wait(pause)
            with self._lock:
                if self._ending.is_set():
                    return
                begun = time.monotonic()
                self._process = self._begin()

    def stop(self) -> None:
        """End the worker; one that is in the middle of a long job is not waited for."""
        with self._lock:
            self._ending.set()
            self._process.terminate()
        try:
            self._process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _begin(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "difang.records.worker", str(os.getpid())],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the server, which then ends the worker once
        )
