"""A bounded load on one address of this machine: some connections, a fixed number of requests."""

import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

CONNECTIONS, REQUESTS = 16, 1600
PYTHON = sys.executable


def requests_per_second(
    port: int,
    path: str,
    *,
    connections: int = CONNECTIONS,
    requests: int = REQUESTS,
    cookies: tuple[str, ...] = ("",),
) -> tuple[float, list[float]]:
    """Send `requests` GETs over kept-alive connections; return rate and seconds an answer.

    The connections take turns with the cookies, so that several persons can be signed in.
    """
    times: list[list[float]] = [[] for _ in range(connections)]
    each = requests // connections
    threads = [
        threading.Thread(
            target=_client, args=(port, path, each, cookies[number % len(cookies)], times[number])
        )
        for number in range(connections)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    answers = [one for each in times for one in each]
    if len(answers) != each * connections:
        raise RuntimeError(f"{path}: {len(answers)} of {each * connections} requests answered 200")
    return len(answers) / elapsed, answers


def _client(port: int, path: str, count: int, cookie: str, times: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie} if cookie else {}
    for _ in range(count):
        start = time.perf_counter()
        connection.request("GET", path, headers=headers)
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


def granian(target: str, port: int) -> list[str]:
    """Return the command that serves a WSGI application with one worker."""
    return [
        PYTHON,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--log-level",
        "error",
        target,
    ]
