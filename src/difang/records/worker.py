"""The process beside the web server: it ticks, and does the jobs that pages left for later.

`python -m difang.records.worker [PARENT]` ends on SIGTERM, and when the process it was started by is gone.
"""

import logging
import math
import os
import random
import signal
import sys
import threading
import time

# Somebody sits before the screen and waits for the mail that confirms their address.
EVERY_SECONDS = 5
BEAT_SECONDS = 30
TIDY_SECONDS = 3600
PATIENCE_SECONDS = 15
log = logging.getLogger("difang.worker")


def main(parent: int | None = None) -> None:
    """Work until told to stop; then finish the mail or job in hand."""
    import django

    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    django.setup()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    _make_tables()
    ticking = threading.Thread(target=_tick_until, args=(ending,), daemon=True, name="tick")
    ticking.start()
    try:
        _do_jobs()
    finally:
        ending.set()
        ticking.join(PATIENCE_SECONDS)


def _watch(parent: int) -> None:
    """End with the server, even one that was killed and could tell nobody."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _make_tables() -> None:
    from difang.records.tables import NoDatabaseError, migrate

    told = ""
    while True:
        try:
            return migrate()
        except NoDatabaseError as error:
            if str(error) != told:
                log.warning("%s", error)
            told = str(error)
            time.sleep(EVERY_SECONDS)


def _tick_until(ending: threading.Event) -> None:
    from django.db import close_old_connections

    from difang.records.beating import beat
    from difang.records.tick import attempt, tick, tidy

    tidied = beaten = -math.inf
    while not ending.is_set():
        close_old_connections()
        tick(stopping=ending.is_set)
        if time.monotonic() - beaten > BEAT_SECONDS:
            beaten = time.monotonic()
            attempt("beat", beat)
        if time.monotonic() - tidied > TIDY_SECONDS:
            tidied = time.monotonic()
            tidy()
        # Servers started together drift apart.
        ending.wait(EVERY_SECONDS * random.uniform(0.9, 1.1))  # noqa: S311


def _do_jobs() -> None:
    from django.db import DatabaseError, close_old_connections
    from django_tasks.utils import get_random_id
    from django_tasks_db.management.commands.db_worker import Worker

    worker = Worker(
        queue_names=["*"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_id(),
    )
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker.configure_signals()
    while worker.running:
        try:
            worker.run()
        except DatabaseError as error:
            log.warning("jobs wait: %s", error)
            close_old_connections()
            time.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
