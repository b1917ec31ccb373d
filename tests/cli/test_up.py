"""`difang up` as a service: what happens to it while it serves."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

STARTS_WITHIN_SECONDS = 60
REPLACED_WITHIN_SECONDS = 20


@contextmanager
def serving(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("difang")), "--lang", "en", "up", "--port", str(port)],
        env={**os.environ, "DIFANG_HOME": str(home), "PYTHONUTF8": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}/healthz"
    finally:
        process.terminate()
        process.wait(20)


def answers(address: str, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.1)
    return False


def worker(process: subprocess.Popen[str]) -> int:
    """The process id of the only web worker: the server's one child that still runs, beside the one that ticks."""
    files = Path(f"/proc/{process.pid}/task").glob("*/children")
    children = [child for file in files for child in file.read_text("ascii").split()]
    commands = {each: Path(f"/proc/{each}/cmdline").read_bytes() for each in children}
    (one,) = [
        each for each, command in commands.items() if command and b"difang.records.worker" not in command
    ]
    return int(one)


def test_killed_worker_is_replaced(published_home: Path) -> None:
    with serving(published_home) as (process, address):
        assert answers(address, STARTS_WITHIN_SECONDS)
        killed = worker(process)
        os.kill(killed, signal.SIGKILL)
        assert answers(address, REPLACED_WITHIN_SECONDS)
        assert worker(process) != killed


def test_worker_that_ends_again_and_again_ends_the_service_with_a_sentence(published_home: Path) -> None:
    with serving(published_home) as (process, address):
        assert answers(address, STARTS_WITHIN_SECONDS)
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while process.poll() is None and time.monotonic() < until:
            with suppress(ValueError, OSError):  # between two workers there is none
                os.kill(worker(process), signal.SIGKILL)
            time.sleep(0.2)
        assert process.returncode == 5
        assert process.stderr is not None
        assert "the server's workers end as soon as they start" in process.stderr.read()


def test_interrupted_service_ends_well(published_home: Path) -> None:
    with serving(published_home) as (process, address):
        assert answers(address, STARTS_WITHIN_SECONDS)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: server and worker alike
        assert process.wait(20) == 0
