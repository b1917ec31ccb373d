"""A bounded load on one address of this machine: 16 connections, a fixed number of requests."""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

CONNECTIONS, REQUESTS = 16, 1600


def requests_per_second(port: int, path: str) -> tuple[float, list[float]]:
    """Send `REQUESTS` GETs over `CONNECTIONS` kept-alive connections; return rate and seconds an answer."""
    times: list[list[float]] = [[] for _ in range(CONNECTIONS)]
    threads = [
        threading.Thread(target=_client, args=(port, path, times[number])) for number in range(CONNECTIONS)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    answers = [one for each in times for one in each]
    if len(answers) != REQUESTS:
        raise RuntimeError(f"{path}: {len(answers)} of {REQUESTS} requests answered 200")
    return REQUESTS / elapsed, answers


def _client(port: int, path: str, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(REQUESTS // CONNECTIONS):
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            times.append(time.perf_counter() - start)
    connection.close()


@contextmanager
def serving(command: list[str], port: int, path: str, env: dict[str, str] | None = None) -> Iterator[None]:
    """Start a server, wait until `path` answers, stop it at the end."""
    process = subprocess.Popen(
        command, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, port, path)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"server ended with {process.returncode} before it answered")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer from 127.0.0.1:{port}{path} in 30 s")


PYTHON = sys.executable
